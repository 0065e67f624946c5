import type { Deletion, Entry, Message } from './model';

const tombstoneOf = (message: Message): Message => ({ ...message, text: '', tombstone: 'deleted' });

/** What is held of a room after these entries have come, too: the messages they delete have no text any more. */
export function withDeletions(held: readonly Entry[], arrived: readonly Entry[]): readonly Entry[] {
  const targets = new Set(arrived.filter((entry): entry is Deletion => entry.kind === 'deleted').map((d) => d.target));
  if (targets.size === 0) return held;
  return held.map((entry) => (entry.kind === 'message' && targets.has(entry.seq) ? tombstoneOf(entry) : entry));
}
