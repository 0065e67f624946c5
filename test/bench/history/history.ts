import { statSync } from 'node:fs';
import path from 'node:path';
import type { Journal } from '../../../server/journal/journal';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import { databaseFile } from '../../../server/state/files';
import { silentLog } from '../../helpers/testServer';
import type { Peer } from '../peers/peer';
import { type Summary, median, rounded, summary } from '../statistics';
import { type Made, fill } from './fill';
import { commitRate, pageTimes } from './measure';
import { type WireTimes, wireTimes } from './wire';
import { chance } from './words';

export interface HistoryPlan {
  readonly rounds: number;
  readonly messages: number;
  readonly curveMessages: number;
  readonly reads: number;
  readonly batches: number;
}

/** One database among others of other sizes, all measured in turns. */
export interface HistoryPoint {
  readonly messages: number;
  readonly rooms: number;
  readonly commitRowsPerS: number;
  readonly lastPageMs: number;
  readonly middlePageMs: number;
}

export interface HistoryResult {
  readonly messages: number;
  readonly rooms: number;
  readonly textBytesPerMessage: number;
  readonly bytesPerMessage: number;
  readonly fillRowsPerS: number;
  readonly lastPageMs: number;
  readonly middlePageMs: number;
  /** Commits with the whole history over commits with 10,000 messages, in rounds next to each other. */
  readonly commitRatio: Summary;
  readonly wire: WireTimes;
  readonly byMessages: readonly HistoryPoint[];
  readonly byRooms: readonly HistoryPoint[];
}

const ROOMS = 1_000;
const SMALL = 10_000;
const PAGE = 100;
/** On the curves every page holds the same. */
const CURVE_PAGE = 10;

/** A long history, and how the cost of what is done depends on it. */
export async function runHistory(
  peer: Peer,
  dir: string,
  plan: HistoryPlan,
  say: (line: string) => void,
): Promise<HistoryResult> {
  let made = 0;
  const make = (messages: number, rooms: number): Made =>
    fill(path.join(dir, `history-${(made += 1)}`), { messages, rooms });
  say(`history: writing ${plan.messages} messages`);
  const start = performance.now();
  const large = make(plan.messages, ROOMS);
  const fillRowsPerS = plan.messages / ((performance.now() - start) / 1_000);
  const smaller = powersOfTen(10, plan.messages / 10).map((messages) =>
    make(messages, Math.min(ROOMS, messages / CURVE_PAGE)),
  );
  const bytes = statSync(databaseFile(large.dataDir)).size;
  const random = chance(1);
  say('history: by messages');
  const bySize = await inTurns([...smaller, large], plan, random);
  const big = bySize.at(-1)!;
  const small = bySize.find(({ made }) => made.messages === SMALL)!;
  say('history: over the wire');
  const wire = await wireTimes(peer, large, plan.reads, random);
  say('history: by rooms');
  const byRooms = await inTurns(
    powersOfTen(1, plan.curveMessages / CURVE_PAGE).map((rooms) => make(plan.curveMessages, rooms)),
    plan,
    random,
  );
  return {
    messages: large.messages,
    rooms: large.rooms,
    textBytesPerMessage: rounded(large.textBytes / large.messages),
    bytesPerMessage: rounded(bytes / large.messages),
    fillRowsPerS: rounded(fillRowsPerS),
    lastPageMs: rounded(big.fullPages.last),
    middlePageMs: rounded(big.fullPages.middle),
    commitRatio: ratioOf(big.rates, small.rates),
    wire,
    byMessages: bySize.map(pointOf),
    byRooms: byRooms.map(pointOf),
  };
}

interface Measured {
  readonly made: Made;
  readonly rates: readonly number[];
  readonly last: number;
  readonly middle: number;
  readonly fullPages: { readonly last: number; readonly middle: number };
}

/** Commits in turns: what else the machine does falls on all alike. */
async function inTurns(all: readonly Made[], plan: HistoryPlan, random: () => number): Promise<readonly Measured[]> {
  const open = all.map((made) => ({
    made,
    journal: openLocalJournal({ dataDir: made.dataDir, log: silentLog }),
    rates: [] as number[],
  }));
  // Pages first: what is committed below would change where the middle is.
  const pages = open.map(({ made, journal }) => pagesOf(journal, made, plan.reads, random));
  for (const { journal, made } of open) await commitRate(journal, made, 2, random);
  for (let round = 0; round < plan.rounds; round++) {
    for (const { made, journal, rates } of open) rates.push(await commitRate(journal, made, plan.batches, random));
  }
  for (const { journal } of open) await journal.close();
  return open.map(({ made, rates }, i) => ({ made, rates, ...pages[i]! }));
}

function pagesOf(journal: Journal, made: Made, reads: number, random: () => number) {
  const p50 = (where: 'last' | 'middle', limit: number) => {
    pageTimes(journal, made, { where, limit, reads: 20, random });
    return pageTimes(journal, made, { where, limit, reads, random }).p50;
  };
  return {
    last: p50('last', CURVE_PAGE),
    middle: p50('middle', CURVE_PAGE),
    fullPages: { last: p50('last', PAGE), middle: p50('middle', PAGE) },
  };
}

const pointOf = ({ made, rates, last, middle }: Measured): HistoryPoint => ({
  messages: made.messages,
  rooms: made.rooms,
  commitRowsPerS: rounded(median(rates) ?? 0),
  lastPageMs: rounded(last),
  middlePageMs: rounded(middle),
});

function ratioOf(ours: readonly number[], theirs: readonly number[]): Summary {
  const found = summary(ours.map((rate, i) => rate / theirs[i]!))!;
  return { median: rounded(found.median), least: rounded(found.least), most: rounded(found.most) };
}

function powersOfTen(from: number, to: number): number[] {
  const all: number[] = [];
  for (let value = from; value <= to; value *= 10) all.push(value);
  return all;
}
