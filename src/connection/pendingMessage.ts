import type { ErrorCode } from '../../server/protocol/codes';
import type { Cid, RoomId, Seq } from '../../server/protocol/ids';
import type { UnsentFile } from '../files/unsentFile';
import type { Disk, FailedWhy, Item } from './backlog';

/** A message that is not settled, as it is shown. */
export interface PendingMessage {
  readonly room: RoomId;
  readonly cid: Cid;
  readonly text: string;
  readonly files: readonly UnsentFile[];
  /** How many bytes of them the server has. */
  readonly moved: number;
  readonly at: number;
  readonly replyTo?: Seq | undefined;
  readonly state: 'sending' | 'waiting' | 'failed' | 'gone';
  readonly failed?: FailedWhy;
  /** Of a waiting one: what the server, which is there, said to the last attempt. */
  readonly stalled?: ErrorCode;
  readonly disk: Disk;
  /** The server has it; its entry has not arrived. */
  readonly isStored: boolean;
}

/** A message is called *sending* for no longer than this. */
const SENDING_MS = 25_000;

interface Situation {
  readonly isOnline: boolean;
  readonly now: number;
  readonly stalled: ErrorCode | undefined;
}

export function shownPending(item: Item, { isOnline, now, stalled }: Situation): PendingMessage {
  const { unsent, failed, seq, moved = 0 } = item;
  const { room, cid, text, files = [], at, replyTo } = unsent;
  const isStored = seq !== undefined;
  const disk = isStored ? 'kept' : item.disk;
  const shown = { room, cid, text, files, moved, at, ...(replyTo !== undefined && { replyTo }), disk, isStored };
  if (failed !== undefined) return { ...shown, state: failed === 'gone' ? 'gone' : 'failed', failed };
  if (!isOnline) return { ...shown, state: 'waiting' };
  if (seq === undefined && stalled) return { ...shown, state: 'waiting', stalled };
  return now < sendingUntil(item)
    ? { ...shown, state: 'sending' }
    : { ...shown, state: 'waiting', stalled: 'E_UNAVAILABLE' };
}

export const sendingUntil = ({ since }: Item): number => since + SENDING_MS;
