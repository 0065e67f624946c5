import type { Snapshot } from '../protocol/messages';
import type { PageState } from './model';
import { hasNewer, isForeign } from './selectors';

const hasUnread = (s: PageState): boolean =>
  s.entries.some((entry) => entry.seq > s.readUpTo && isForeign(s, entry)) || (hasNewer(s) && s.head > s.readUpTo);

/** Where the unread divider stands when the room is seen anew. */
export const newDivider = (s: PageState): PageState['divider'] => (hasUnread(s) ? s.readUpTo : undefined);

/** What was read was set back, in this window or in another one. It stays so while the reader is here. */
export function onSetBack(s: PageState, { readUpTo, turn }: Pick<PageState, 'readUpTo' | 'turn'>): PageState {
  if (turn <= s.turn) return s;
  const back = { ...s, readUpTo, turn, held: turn };
  return { ...back, divider: newDivider(back) };
}

/** The turn that is held once a snapshot has come. Whoever was away, if only at another tab, has come back. */
export function heldAfter(s: PageState, { turn, isBack }: Snapshot): PageState['held'] {
  if (isBack) return undefined;
  return (s.shown && turn > s.turn) || s.held === turn ? turn : undefined;
}
