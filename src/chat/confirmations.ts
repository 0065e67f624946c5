import type { MemberId, RoomId, Seq } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import type { Sender } from '../connection/sender';

/** Tells the sender what of the reader's has arrived in a room, which has come to `head`. */
export function confirm(
  sender: Pick<Sender, 'arrived'>,
  me: MemberId,
  { room, entries, head }: { readonly room: RoomId; readonly entries: readonly Entry[]; readonly head: Seq },
): void {
  const cids = entries.flatMap((entry) =>
    entry.kind === 'message' && entry.cid && entry.author === me ? [entry.cid] : [],
  );
  void sender.arrived(room, new Set(cids), head);
}
