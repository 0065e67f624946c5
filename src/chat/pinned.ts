import type { RoomId, Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Message } from '../../server/protocol/model';
import { type Result, ok } from '../../server/protocol/result';
import type { Chat } from './chat';

/** The pinned messages of a room, the one that was pinned last first. No more than there may be, whatever a server says. */
export async function pinnedIn(chat: Pick<Chat, 'call'>, room: RoomId): Promise<Result<readonly Message[]>> {
  const pinned = new Map<Seq, Message>();
  for (let after: Seq | undefined; ;) {
    const answer = await chat.call('pinned', { room, ...(after !== undefined && { after }) });
    if (!answer.ok) return answer;
    const before = pinned.size;
    for (const entry of answer.value.entries) if (entry.kind === 'message') pinned.set(entry.seq, entry);
    after = answer.value.next;
    const isAll = after === undefined || pinned.size === before || pinned.size >= LIMITS.pinnedPerRoom;
    if (isAll) return ok([...pinned.values()].slice(0, LIMITS.pinnedPerRoom));
  }
}
