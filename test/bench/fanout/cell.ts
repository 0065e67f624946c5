import { type Summary, median, rounded, summary } from '../statistics';
import type { LoadResult } from '../load/fleet';
import type { Round } from './contest';

/** What one peer did in one room, over all rounds: medians, and the least and most where it matters. */
export interface Cell {
  readonly rounds: number;
  readonly deliveriesPerS: number;
  readonly deliveriesPerSSpread: readonly [number, number];
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly ackP50Ms: number | undefined;
  readonly ackP99Ms: number | undefined;
  readonly serverCpuUsPerDelivery: number | undefined;
  /** Cores' worth of CPU that the server used. */
  readonly serverBusy: number | undefined;
  readonly generatorBusy: number;
  /** The figure is a lower bound: the generator was busy all the time. */
  readonly generatorWasTheLimit: boolean;
}

export const rate = (round: LoadResult): number => round.deliveries / round.seconds;

export function cellOf(rounds: readonly Round[]): Cell {
  const figure = (of: (round: Round) => number | undefined): Summary | undefined => summary(rounds.map(of));
  const middle = (of: (round: Round) => number | undefined) => {
    const found = figure(of);
    return found && rounded(found.median);
  };
  const rates = figure(rate);
  const generatorBusy = median(rounds.map((round) => round.generatorBusy)) ?? 0;
  return {
    rounds: rounds.length,
    deliveriesPerS: rounded(rates?.median ?? 0),
    deliveriesPerSSpread: [rounded(rates?.least ?? 0), rounded(rates?.most ?? 0)],
    p50Ms: middle((round) => round.delivery?.p50),
    p99Ms: middle((round) => round.delivery?.p99),
    ackP50Ms: middle((round) => round.ack?.p50),
    ackP99Ms: middle((round) => round.ack?.p99),
    serverCpuUsPerDelivery: middle(({ serverCpuSeconds: s, deliveries }) => s && (s * 1e6) / deliveries),
    serverBusy: middle(({ serverCpuSeconds: s, seconds }) => s && s / seconds),
    generatorBusy: rounded(generatorBusy),
    generatorWasTheLimit: generatorBusy > 0.9,
  };
}

/** Ours over theirs, in each round of its own; the rounds stand next to each other in time. */
export function ratio(
  ours: readonly Round[],
  theirs: readonly Round[],
  of: (round: Round) => number | undefined,
): Summary | undefined {
  const each = ours.map((round, i) => {
    const [a, b] = [of(round), theirs[i] && of(theirs[i])];
    return a === undefined || b === undefined || b === 0 ? undefined : a / b;
  });
  const found = summary(each);
  return found && { median: rounded(found.median), least: rounded(found.least), most: rounded(found.most) };
}
