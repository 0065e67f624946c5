import { WireConnection, aNewcomer } from '../../helpers/wireConnection';
import type { Peer } from '../peers/peer';
import { type Percentiles, Samples } from '../statistics';
import { type Made, roomId } from './fill';
import { middleOf } from './measure';
import { word } from './words';

export interface WireTimes {
  readonly lastPage: Percentiles;
  readonly middlePage: Percentiles;
  /** Undefined where the server does not search. */
  readonly search: (Percentiles & { readonly p95: number }) | undefined;
  /** Of the server, until it listened. */
  readonly startMs: number;
}

const PAGE = 100;
const FOUND = 50;

/** One client that asks for one thing at a time, of random rooms. */
export async function wireTimes(peer: Peer, made: Made, reads: number, random: () => number): Promise<WireTimes> {
  const start = performance.now();
  await using server = await peer.start(made.dataDir);
  const startMs = performance.now() - start;
  using connection = await WireConnection.open(`ws://${server.host}:${server.port}/chat`);
  await connection.signIn(aNewcomer('reader'));
  const someRoom = () => Math.floor(random() * made.rooms);
  const page = (middle: boolean) => async () => {
    const number = someRoom();
    const before = middle ? { before: middleOf(made, number, PAGE) } : {};
    await connection.value('history', { room: roomId(number), ...before, limit: PAGE });
  };
  return {
    startMs,
    lastPage: (await timed(reads, page(false))).percentilesOrThrow(),
    middlePage: (await timed(reads, page(true))).percentilesOrThrow(),
    search: await searchTimes(connection, someRoom, { reads, random }),
  };
}

/** For common, rarer and rare words alike: the first page of what a person would see. */
async function searchTimes(
  connection: WireConnection,
  someRoom: () => number,
  { reads, random }: { reads: number; random: () => number },
): Promise<WireTimes['search']> {
  const search = async () => {
    const text = word(Math.floor(5_000 ** random()) - 1);
    const found = await connection.call('search', { room: roomId(someRoom()), text, limit: FOUND });
    if (!found.ok) throw new Error(`search: ${found.error.code}`);
  };
  const tried = await connection.call('search', { room: roomId(0), text: word(0), limit: FOUND });
  if (!tried.ok) return undefined;
  const times = await timed(reads, search);
  return { ...times.percentilesOrThrow(), p95: times.at(0.95) };
}

async function timed(count: number, work: () => Promise<void>): Promise<Samples> {
  const times = new Samples();
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await work();
    times.add(performance.now() - start);
  }
  return times;
}
