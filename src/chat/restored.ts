import type { Cid, MemberId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Message } from '../../server/protocol/model';
import type { Chat } from './chat';
import type { RoomWindow } from './roomWindow';

type OwnMessage = Message & { readonly cid: Cid };

const isMine =
  (me: MemberId) =>
  (entry: RoomWindow['entries'][number]): entry is OwnMessage =>
    entry.kind === 'message' && entry.author === me && entry.cid !== undefined && entry.tombstone === undefined;

/**
 * Which of one's own messages a server does not have any more after it was restored, as far as the window from before
 * shows. What the backup holds has the same places there. Undefined when the server cannot be asked.
 */
export async function lostMessages(
  restored: Pick<Chat, 'history' | 'identity'>,
  before: RoomWindow,
): Promise<readonly OwnMessage[] | undefined> {
  const mine = before.entries.filter(isMine(restored.identity.member));
  const there = new Set<Cid | undefined>();
  for (let after = (mine[0]?.seq ?? before.head + 1) - 1; after < before.head;) {
    const page = await restored.history({ after }, LIMITS.pageEntries);
    if ('reason' in page) return undefined;
    for (const entry of page.entries) if (entry.kind === 'message') there.add(entry.cid);
    after = page.entries.at(-1)?.seq ?? before.head;
  }
  return mine.filter(({ cid }) => !there.has(cid));
}
