import { LIMITS } from '../protocol/limits';
import type { Indexed, Numbers, SearchIndex } from './searchIndex';

export interface Searched {
  readonly index: SearchIndex;
  /** The newest number there is. */
  readonly newest: number;
  /** The newest one that the index holds. */
  readonly indexed: number;
  /** The messages of a range that have a text. */
  readonly messages: (range: Numbers) => readonly Indexed[];
}

interface Wanted {
  /** For the index. */
  readonly match: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** What the index cannot tell; undefined where it is not what is looked for. */
  readonly accepts: (number: number) => boolean;
}

interface Looked {
  /** Newest first. */
  readonly numbers: readonly number[];
  /** All from here on was looked at. */
  readonly reached: number;
}

/** What is asked of the index, and of what is not indexed, at once: neither takes longer than LIMITS.searchMs by much. */
const INDEX_STEP = 1_000_000;
const LATE_STEP = 300;

/** Looks from the newest message back: first at what is not indexed yet, then into the index. */
export function look(searched: Searched, wanted: Wanted): Looked {
  const deadline = performance.now() + LIMITS.searchMs;
  const numbers: number[] = [];
  let to = Math.min(searched.newest, wanted.to);
  while (to >= wanted.from) {
    const isLate = to > searched.indexed;
    const lowest = Math.max(wanted.from, isLate ? searched.indexed + 1 : 1, to + 1 - (isLate ? LATE_STEP : INDEX_STEP));
    for (const number of step(searched, wanted.match, { from: lowest, to })) {
      if (wanted.accepts(number)) numbers.push(number);
      if (numbers.length >= wanted.limit || performance.now() >= deadline) return { numbers, reached: number };
    }
    to = lowest - 1;
    if (performance.now() >= deadline) break;
  }
  return { numbers, reached: to + 1 };
}

const step = ({ index, indexed, messages }: Searched, match: string, range: Numbers): Iterable<number> =>
  range.to > indexed ? index.findIn(messages(range), match) : index.find(match, range);
