import { t } from '@vscode/l10n';
import { cleanFileName } from '../../server/protocol/fileNames';
import { LIMITS } from '../../server/protocol/limits';
import { type Glimpse, MISSED_KINDS } from '../../server/protocol/missed';
import type { MissedItem, MissedList } from '../../webview/protocol/messages';
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
      : [{ kind, found: found.slice(0, LIMITS.missedOfKind).map((each) => itemOf(chat, each)), more }];
  });
  const shown = rooms.slice(0, LIMITS.missedRooms).map((each) => ({ ...each, ...headOf(chat, each.room) }));
  return { list: { kinds: known, rooms: shown, moreRooms, isCut } };
}

/** Its files are what they look like, whatever a server calls them. */
function itemOf(chat: Pick<Chat, 'rooms'>, { files, ...told }: Glimpse): MissedItem {
  const names = files?.slice(0, LIMITS.filesPerMessage).map(cleanFileName);
  return { ...told, ...headOf(chat, told.room), ...(names && { files: names }) };
}

function whyNot(code: string): string {
  if (code === 'E_UNAVAILABLE') return t('What happened can be told when the server is reached again.');
  if (code === 'E_UNKNOWN_TYPE') return t('This server is too old to tell what happened.');
  return t('The server could not tell what happened.');
}
