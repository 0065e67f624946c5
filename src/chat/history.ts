import { t } from '@vscode/l10n';
import type { RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Entry } from '../../server/protocol/model';
import type { Chat } from './chat';
import { type Place, pageOf } from './roomWindow';

type HistoryPage = { readonly entries: readonly Entry[] } | { readonly reason: string };
type Asked = Pick<Chat, 'room' | 'window' | 'call'>;

const PAGE = 100;

/** A page of a room: from the window, where that holds all of it. */
export async function historyOf(chat: Asked, room: RoomId, place: Place, limit = PAGE): Promise<HistoryPage> {
  const here = room === chat.room ? chat.window && pageOf(chat.window, place, limit) : undefined;
  if (here) return { entries: here };
  const asked = 'before' in place ? { before: place.before } : { after: place.after };
  const answer = await chat.call('history', { room, limit, ...asked });
  if (answer.ok && isPage(answer.value.entries, place, limit)) return { entries: answer.value.entries };
  return !answer.ok && answer.error.detail === 'offline'
    ? { reason: t('Older messages can be loaded when the server is reached again.') }
    : { reason: t('The server did not give older messages.') };
}

/** Without gaps, and next to the place or beyond it: whoever goes on from its end comes to an end. */
function isPage(entries: readonly Entry[], place: Place, limit: number): boolean {
  const first = entries[0]?.seq ?? 0;
  const isInOrder = entries.every(({ seq }, i) => seq === first + i);
  const isThere = 'after' in place ? first > place.after : first + entries.length <= place.before;
  return entries.length === 0 || (isInOrder && isThere && entries.length <= limit);
}

/** A whole room from its first entry, page by page; ends early, with false, when the server is lost. */
export async function* everythingOf(
  chat: Pick<Chat, 'history'>,
  room: RoomId,
): AsyncGenerator<readonly Entry[], boolean> {
  for (let after = 0; ;) {
    const page = await chat.history(room, { after }, LIMITS.pageEntries);
    if ('reason' in page) return false;
    const last = page.entries.at(-1);
    if (!last) return true;
    yield page.entries;
    after = last.seq;
  }
}
