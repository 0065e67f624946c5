import { makeRooms } from '../history/fill';
import type { Peer } from '../peers/peer';
import { type Cell, cellOf, ratio } from './cell';
import { Contestant, type Round } from './contest';

export interface RoomsPlan {
  readonly rounds: number;
  readonly paceMs: number;
}

/** As many connections in many small rooms as in one large one, and as many deliveries a second. */
export interface ManyRooms {
  readonly rooms: number;
  readonly roomSize: number;
  readonly manyRooms: Cell;
  readonly oneRoom: Cell;
  /** Many over one. */
  readonly p50Ratio: number | undefined;
  readonly p99Ratio: number | undefined;
  readonly p99RatioSpread: readonly [number, number] | undefined;
}

export const MEMBERS = 1_000;
const ROOM_SIZE = 10;

/** Each connection is in ten of a thousand rooms and says something once a second in one of them. */
export async function runRooms(peer: Peer, plan: RoomsPlan, say: (line: string) => void): Promise<ManyRooms> {
  say(`${MEMBERS} rooms of ${ROOM_SIZE}: joining`);
  await using many = await Contestant.ready(peer, {
    members: MEMBERS,
    senders: MEMBERS,
    roomSize: ROOM_SIZE,
    prepare: (data) => makeRooms(data, MEMBERS),
  });
  await using one = await Contestant.ready(peer, { members: MEMBERS });
  const [manyRounds, oneRounds]: [Round[], Round[]] = [[], []];
  for (let round = 0; round < plan.rounds; round++) {
    say(`${MEMBERS} rooms of ${ROOM_SIZE}: round ${round + 1} of ${plan.rounds}`);
    manyRounds.push(await many.run((fleet) => fleet.pace(plan.paceMs, MEMBERS)));
    oneRounds.push(await one.run((fleet) => fleet.pace(plan.paceMs, ROOM_SIZE)));
  }
  const p99 = ratio(manyRounds, oneRounds, ({ delivery }) => delivery?.p99);
  return {
    rooms: MEMBERS,
    roomSize: ROOM_SIZE,
    manyRooms: cellOf(manyRounds),
    oneRoom: cellOf(oneRounds),
    p50Ratio: ratio(manyRounds, oneRounds, ({ delivery }) => delivery?.p50)?.median,
    p99Ratio: p99?.median,
    p99RatioSpread: p99 && [p99.least, p99.most],
  };
}
