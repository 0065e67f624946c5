import type { Seq } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import { dayKey } from './calendar';

/** With the pending rows, the divider and the edge rows this stays below the 400 that a page may hold. */
const WINDOW_ROWS = 320;
/** Taken from one answer, so that what falls off the far end is never what is being read. */
const PAGE_ENTRIES = 100;

const rowsOf = (entry: Entry, neighbour: Entry | undefined): number =>
  neighbour !== undefined && dayKey(neighbour.at) === dayKey(entry.at) ? 1 : 2;

export const fits = (entries: readonly Entry[]): boolean =>
  entries.length * 2 <= WINDOW_ROWS ||
  entries.reduce((rows, entry, i) => rows + rowsOf(entry, entries[i - 1]), 0) <= WINDOW_ROWS;

/** The longest run of entries at one end that fits. Its rows are its entries and their date separators. */
export function keep(end: 'oldest' | 'newest', entries: readonly Entry[]): readonly Entry[] {
  if (fits(entries)) return entries;
  const order = end === 'oldest' ? entries : entries.toReversed();
  let rows = 0;
  let count = 0;
  for (const entry of order) {
    rows += rowsOf(entry, order[count - 1]);
    if (rows > WINDOW_ROWS) break;
    count += 1;
  }
  return end === 'oldest' ? entries.slice(0, count) : entries.slice(-count);
}

const BEFORE_PLACE = 50;

/** The part of a run of entries that fits and holds this one. */
export const keepAround = (entries: readonly Entry[], seq: Seq): readonly Entry[] =>
  fits(entries)
    ? entries
    : keep(
        'oldest',
        entries.filter((entry) => entry.seq >= seq - BEFORE_PLACE),
      );

/** A page before or behind the window, or undefined where it does not adjoin. */
export function extend(
  window: readonly Entry[],
  direction: 'older' | 'newer',
  page: readonly Entry[],
): readonly Entry[] | undefined {
  const first = window[0]?.seq;
  const last = window.at(-1)?.seq;
  if (first === undefined || last === undefined) return undefined;
  if (direction === 'older') {
    const taken = page.filter((entry) => entry.seq < first).slice(-PAGE_ENTRIES);
    return taken.at(-1)?.seq === first - 1 ? keep('oldest', [...taken, ...window]) : undefined;
  }
  const taken = page.filter((entry) => entry.seq > last).slice(0, PAGE_ENTRIES);
  return taken[0]?.seq === last + 1 ? keep('newest', [...window, ...taken]) : undefined;
}
