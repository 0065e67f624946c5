import type { PageState } from './model';
import { type Origin, originOf, showPlace } from './show';

/** A list of messages that lies over the log: the reader goes from it to one of them, comes back to it, and then to where it was. */
export interface Trip {
  /** It lies over the log. Otherwise the reader looks at one of the messages. */
  readonly isOpen: boolean;
  /** The one that is chosen; -1: none. */
  readonly at: number;
  /** Where the reader was. */
  readonly origin: Origin;
  readonly hasJumped: boolean;
}

export type TripAct =
  | { readonly do: 'open' | 'back' }
  /** Back to where one was, or to stay here. */
  | { readonly do: 'shut' | 'stay' }
  | { readonly do: 'move'; readonly at: number }
  | { readonly do: 'choose'; readonly at: number };

export const setOut = (s: PageState): Trip => ({
  isOpen: true,
  at: -1,
  origin: originOf(s),
  hasJumped: false,
});

export const goneTo = <T extends Trip>(trip: T, at: number): T => ({ ...trip, at, isOpen: false, hasJumped: true });

/** When the list is gone. */
export const homeFrom = (s: PageState, { hasJumped, origin }: Trip): PageState =>
  hasJumped ? showPlace(s, { ...origin, isMarked: false }) : s;

/** The list there is: one at a time. */
export const tripOf = ({ search, missed }: Pick<PageState, 'search' | 'missed'>): Trip | undefined => search ?? missed;
