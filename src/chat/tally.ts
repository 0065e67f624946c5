import type { MemberId, Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Entry, Mine } from '../../server/protocol/model';

/**
 * What is unread in a room: what was counted up to `head`, and the messages of others that came behind it. Pushed entries
 * and counts overtake each other; neither is counted twice.
 */
export interface Tally {
  /** As the server told it. */
  readonly told: Mine;
  /** As the reader read it here, as long as the server does not know. */
  readonly read?: Mine | undefined;
  /** The newest messages of others that came, as many as are counted. */
  readonly since: readonly Seq[];
}

export const isUnread = (entry: Entry, me: MemberId): boolean => entry.kind === 'message' && entry.author !== me;

/** How far the reader is in a room, and in which turn: it is higher each time that was set back. */
export interface ReadCursor {
  readonly readUpTo: Seq;
  readonly turn: number;
}

export const turnOf = ({ turn = 0 }: Mine): number => turn;

/** Newer than the other: it may have been set back meanwhile. */
export function isFurther(one: Mine, other: Mine): boolean {
  const [turn, otherTurn] = [turnOf(one), turnOf(other)];
  return turn > otherTurn || (turn === otherTurn && one.readUpTo > other.readUpTo);
}

/** As it stands now. */
export function mineOf({ told, read, since }: Tally): Mine {
  const basis = read && isFurther(read, told) ? read : told;
  const unread = basis.unread + since.filter((seq) => seq > basis.head).length;
  const { isMuted, isFavourite } = told;
  return { ...basis, isMuted, isFavourite, unread: Math.min(unread, LIMITS.countedUnread) };
}

export function withEntries(tally: Tally, entries: readonly Entry[], me: MemberId): Tally {
  const seqs = entries.filter((entry) => entry.seq > tally.told.head && isUnread(entry, me)).map(({ seq }) => seq);
  return seqs.length === 0 ? tally : { ...tally, since: [...tally.since, ...seqs].slice(-LIMITS.countedUnread) };
}

/** `told` may be an answer that was overtaken by another one: then its counts are old. */
export function withCounts(tally: Tally, told: Mine): Tally {
  const isOld = told.head < tally.told.head || isFurther(tally.told, told);
  if (isOld) return tally;
  const read = tally.read && isFurther(tally.read, told) ? tally.read : undefined;
  return { ...tally, told, read };
}

/** `unread`: how many messages of others there are from there to `head`, where that is known. */
export function withRead(
  tally: Tally,
  upTo: Seq,
  { head, unread }: { readonly head: Seq; readonly unread?: number | undefined },
): Tally {
  const now = mineOf(tally);
  const counts = upTo >= head ? { unread: 0, mentions: 0 } : { unread: unread ?? now.unread };
  return { ...tally, read: { ...now, ...counts, readUpTo: upTo, head } };
}
