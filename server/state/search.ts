import type { Found } from '../core/ports';
import type { Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { KnownEntry } from '../protocol/model';
import type { Range } from './entryTable';
import type { IndexedText, SearchIndex } from './searchIndex';
import { queryOf } from './words';

interface SearchedRoom {
  readonly number: number;
  readonly head: Seq;
  /** The newest seq that the index holds. */
  readonly indexed: Seq;
  /** Those of a range, in order, as many of its last ones as a page holds. */
  page(range: Range): readonly KnownEntry[];
}

interface Wanted {
  readonly text: string;
  readonly before?: Seq | undefined;
  readonly limit: number;
}

/** What is asked of the index, and of what is not indexed, at once: neither takes longer than LIMITS.searchMs by much. */
const INDEX_STEP = 1_000_000;
const LATE_STEP = 300;

/** Looks at a room from its newest entry back: first at what is not indexed yet, then into the index. */
export function searchRoom(index: SearchIndex, room: SearchedRoom, { text, before, limit }: Wanted): Found {
  const query = queryOf(text);
  if (query === undefined) return { entries: [], complete: true, reached: 1 };
  const deadline = performance.now() + LIMITS.searchMs;
  const entries: KnownEntry[] = [];
  let to = Math.min(room.head, (before ?? Infinity) - 1);
  while (to >= 1 && entries.length < limit) {
    const look = to > room.indexed ? late : indexed;
    const { found, from } = look(index, room, { query, to, limit: limit - entries.length });
    entries.push(...found);
    to = from - 1;
    if (performance.now() >= deadline) break;
  }
  return { entries, complete: to < 1, reached: to + 1 };
}

interface Step {
  readonly query: string;
  readonly to: Seq;
  readonly limit: number;
}

interface Stepped {
  readonly found: readonly KnownEntry[];
  /** So far back was looked. */
  readonly from: Seq;
}

function late(index: SearchIndex, room: SearchedRoom, { query, to, limit }: Step): Stepped {
  const page = room.page({ from: Math.max(room.indexed + 1, to - LATE_STEP + 1), to });
  const from = page[0]?.seq ?? to;
  const seqs = index.findIn(page.filter(hasText), query, limit);
  const found = seqs.flatMap((seq) => page[seq - from] ?? []);
  return { found, from: seqs.length < limit ? from : (seqs.at(-1) ?? from) };
}

function indexed(index: SearchIndex, room: SearchedRoom, { query, to, limit }: Step): Stepped {
  const from = Math.max(1, to - INDEX_STEP + 1);
  const seqs = index.find(query, room.number, { from, to }, limit);
  const found = seqs.flatMap((seq) => room.page({ from: seq, to: seq }).filter(hasText));
  return { found, from: seqs.length < limit ? from : (seqs.at(-1) ?? from) };
}

export const hasText = (entry: KnownEntry): entry is KnownEntry & IndexedText =>
  entry.kind === 'message' && entry.tombstone === undefined;
