import { t } from '@vscode/l10n';
import { MISSED_KINDS } from '../../server/protocol/missed';
import type { MissedList } from '../../webview/protocol/messages';
import type { Chat } from './chat';
import { headOf } from './find';

type Told = { readonly list: MissedList } | { readonly reason: string };

/** What happened since the reader left, or a sentence why that cannot be told. */
export async function missed(chat: Pick<Chat, 'call' | 'rooms' | 'absence'>): Promise<Told> {
  const { since } = chat.absence;
  const answer = await chat.call('missed', since.length > 0 ? { since: [...since] } : {});
  if (!answer.ok) return { reason: whyNot(answer.error.code) };
  chat.absence.decline();
  const { kinds, rooms, moreRooms, isCut } = answer.value;
  const known = MISSED_KINDS.flatMap((kind) => {
    const { found = [], more = 0 } = kinds.find((each) => each.kind === kind) ?? {};
    return found.length === 0
      ? []
      : [{ kind, found: found.map((each) => ({ ...each, ...headOf(chat, each.room) })), more }];
  });
  return {
    list: { kinds: known, rooms: rooms.map((each) => ({ ...each, ...headOf(chat, each.room) })), moreRooms, isCut },
  };
}

function whyNot(code: string): string {
  if (code === 'E_UNAVAILABLE') return t('What happened can be told when the server is reached again.');
  if (code === 'E_UNKNOWN_TYPE') return t('This server is too old to tell what happened.');
  return t('The server could not tell what happened.');
}
