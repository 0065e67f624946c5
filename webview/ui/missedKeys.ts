import type { MissedState } from '../state/missed';
import type { Context } from './context';
import { isPlain, take } from './keys';

const items = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.missed-item')];

/** To the one that is chosen; while there is none, to the list, which says what it waits for. */
export function focusMissed({ at }: MissedState): void {
  const item = items()[Math.max(0, at)];
  (item ?? document.querySelector<HTMLElement>('.missed'))?.focus();
  item?.scrollIntoView({ block: 'nearest' });
}

/** The focus is in the list and not, say, in the composer. */
export const isInMissed = (): boolean => document.activeElement?.closest('.missed') !== null;

const MOVES: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Arrows lead from one to the next, whatever it stands under; Enter is a button's own. */
export function missedKey(event: KeyboardEvent, { at }: MissedState, { dispatch }: Context): void {
  if (!isPlain(event)) return;
  if (event.key === 'Escape') {
    take(event);
    dispatch({ kind: 'missing', act: { do: 'shut' } });
    return;
  }
  const all = items();
  const next = all[MOVES[event.key]?.(Math.max(0, at), all.length) ?? -1];
  if (MOVES[event.key] === undefined) return;
  take(event);
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
