import { type Summary } from '../statistics';
import { type Cell, cellOf, rate, ratio } from './cell';
import type { Round } from './contest';
import type { Rounds } from './fanout';

const US = 'alongside';

/** One room: each peer's figures, and ours over theirs. */
export interface Room {
  readonly cells: Readonly<Record<string, Cell>>;
  /** By peer, then by what is compared. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, Summary>>>>;
}

const COMPARED = {
  W1: { deliveriesPerS: rate },
  W2: {
    p50: (round: Round) => round.delivery?.p50,
    p99: (round: Round) => round.delivery?.p99,
    ackP50: (round: Round) => round.ack?.p50,
    ackP99: (round: Round) => round.ack?.p99,
  },
} as const;

export function roomOf(workload: 'W1' | 'W2', byPeer: Readonly<Record<string, readonly Round[]>>): Room {
  const cells = mapValues(byPeer, cellOf);
  const ours = byPeer[US] ?? [];
  const compare = (theirs: readonly Round[]): Record<string, Summary> =>
    Object.fromEntries(
      Object.entries(COMPARED[workload]).flatMap(([what, of]) => {
        const found = ratio(ours, theirs, of);
        return found ? [[what, found] as const] : [];
      }),
    );
  const others = Object.fromEntries(Object.entries(byPeer).filter(([name]) => name !== US));
  return { cells, ratios: mapValues(others, compare) };
}

export type Compared = Readonly<Record<string, number | undefined>>;

/** Each peer's figures by its name, and ours over theirs. */
export interface RoomJson {
  readonly ratios: Readonly<Record<string, number | Compared | undefined>>;
  readonly ratiosSpread: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>;
  readonly [peer: string]: Cell | RoomJson['ratios'] | RoomJson['ratiosSpread'];
}

/** `{ members100: { alongside: {…}, rawWs: {…}, ratios: { rawWs: … } }, … }` */
export function asJson(workload: 'W1' | 'W2', rounds: Rounds): Record<string, RoomJson> {
  const rooms = Object.entries(rounds[workload]).map(([size, byPeer]): [string, RoomJson] => {
    const { cells, ratios } = roomOf(workload, byPeer);
    const medians = mapValues(ratios, (of) =>
      workload === 'W1' ? of['deliveriesPerS']?.median : mapValues(of, ({ median }) => median),
    );
    const spreads = mapValues(ratios, (of) => mapValues(of, ({ least, most }): [number, number] => [least, most]));
    return [`members${size}`, { ...cells, ratios: medians, ratiosSpread: spreads }];
  });
  return Object.fromEntries(rooms);
}

const mapValues = <A, B>(from: Readonly<Record<string, A>>, to: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, to(value)]));
