import type { MemberId, RoomId, Seq } from '../../server/protocol/ids';
import type { Entry, ListedRoom } from '../../server/protocol/model';
import type { Sender } from '../connection/sender';

type Told = Pick<Sender, 'arrived'>;

/** Tells the sender what of the reader's has arrived in a room, which has come to `head`. */
export function confirm(
  sender: Told,
  me: MemberId,
  { room, entries, head }: { readonly room: RoomId; readonly entries: readonly Entry[]; readonly head: Seq },
): void {
  const cids = entries.flatMap((entry) =>
    entry.kind === 'message' && entry.cid && entry.author === me ? [entry.cid] : [],
  );
  void sender.arrived(room, new Set(cids), head);
}

/** What was confirmed in a room that is not open is shown nowhere: that the room has come so far is enough. */
export function confirmElsewhere(sender: Told, rooms: readonly ListedRoom[], open: RoomId): void {
  for (const { id, head } of rooms) if (id !== open) void sender.arrived(id, new Set(), head);
}
