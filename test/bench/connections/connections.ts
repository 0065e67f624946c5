import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { rate } from '../fanout/cell';
import { SENDERS } from '../fanout/contest';
import type { Joined, LoadResult } from '../load/fleet';
import { RemoteFleet } from '../load/remote';
import { cpuSeconds } from '../machine';
import type { Peer, PeerServer } from '../peers/peer';
import { rounded } from '../statistics';

export interface ConnectionsPlan {
  readonly idle: number;
  readonly rejoining: number;
  readonly saturateMs: number;
}

/** What many connections cost one server. */
export interface Idle {
  readonly connections: number;
  readonly bytesEach: number | undefined;
  readonly joinedInS: number;
  /** The room of all of them under load, where it was tried. */
  readonly load: { readonly deliveriesPerS: number; readonly cpuUsPerDelivery: number | undefined } | undefined;
}

export interface Crowd {
  readonly members: number;
  /** Who came at once, until each had the room's last page. */
  readonly joinP50Ms: number;
  readonly joinP99Ms: number;
  /** Who was there when the server was killed and started again, until each had caught up. */
  readonly resumeP50Ms: number;
  readonly resumeP99Ms: number;
  /** All got all that was said after that. */
  readonly deliveredAfter: number;
}

const WINDOW = 4;
const SOME_TALK_MS = 1_000;
/** So that a page of history is full. */
const HISTORY = 200;

type Say = (line: string) => void;

export async function idle(peer: Peer, dir: string, plan: ConnectionsPlan, say: Say): Promise<Idle> {
  say(`${plan.idle} connections: ${peer.name}`);
  await using place = folder(dir);
  await using server = await peer.start(place.path);
  // What the first members bring along, code and caches, is no cost of a connection.
  await using few = (await join(peer, server, { members: 50, senders: SENDERS })).fleet;
  await few.saturate(100, WINDOW);
  const before = await server.memoryBytes();
  const { fleet, joined } = await join(peer, server, { members: plan.idle - 50, first: 50, senders: SENDERS });
  await using all = fleet;
  // Idle, but not untouched: each has got something.
  await all.pace(SOME_TALK_MS, 5);
  const after = await server.memoryBytes();
  await few[Symbol.asyncDispose]();
  const load = peer.from === 'here' ? await underLoad(server, all, plan) : undefined;
  const bytesEach = before === undefined || after === undefined ? undefined : (after - before) / (plan.idle - 50);
  return {
    connections: plan.idle,
    bytesEach: bytesEach && Math.round(bytesEach),
    joinedInS: rounded(joined.seconds),
    load,
  };
}

async function underLoad(server: PeerServer, fleet: RemoteFleet, plan: ConnectionsPlan): Promise<Idle['load']> {
  const before = cpuSeconds(server.pid);
  const result = await fleet.saturate(plan.saturateMs, WINDOW);
  const after = cpuSeconds(server.pid);
  const used = before === undefined || after === undefined ? undefined : after - before;
  const cpuUsPerDelivery = used && rounded((used * 1e6) / result.deliveries);
  return { deliveriesPerS: rounded(rate(result)), cpuUsPerDelivery };
}

export async function crowd(peer: Peer, dir: string, plan: ConnectionsPlan, say: Say): Promise<Crowd> {
  say(`${plan.rejoining} at once: joining`);
  await using place = folder(dir);
  const server = await peer.start(place.path);
  await using _ended = server;
  const { fleet: early } = await join(peer, server, { members: 10, senders: 10 });
  await early.pace(HISTORY, 1_000);
  await early[Symbol.asyncDispose]();
  const { rejoining: members } = plan;
  const { fleet, joined } = await join(peer, server, { members, first: 10, senders: SENDERS, joinsAtOnce: members });
  await using all = fleet;
  await all.pace(500, 100);
  await all.catchUp();
  say(`${members} at once: after a restart`);
  const { resumed, after } = await restarted(peer, place.path, server, all);
  return {
    members,
    joinP50Ms: rounded(joined.p50),
    joinP99Ms: rounded(joined.p99),
    resumeP50Ms: rounded(resumed.p50),
    resumeP99Ms: rounded(resumed.p99),
    deliveredAfter: after.deliveries,
  };
}

/** Kills the server and starts it again on the same port: throws unless all come back and hear what is said next. */
async function restarted(
  peer: Peer,
  dir: string,
  server: PeerServer,
  fleet: RemoteFleet,
): Promise<{ resumed: Joined; after: LoadResult }> {
  const surviving = fleet.survive();
  surviving.catch(() => undefined); // awaited below
  server.kill();
  await server[Symbol.asyncDispose]();
  await using _again = await peer.start(dir, server.port);
  const resumed = await surviving;
  const after = await fleet.pace(500, 100);
  // The members go first: a server that ends before them would be a failure.
  await fleet[Symbol.asyncDispose]();
  return { resumed, after };
}

interface Group {
  readonly members: number;
  readonly senders: number;
  readonly first?: number;
  readonly joinsAtOnce?: number;
}

const join = ({ dialect }: Peer, { host, port }: PeerServer, group: Group) =>
  RemoteFleet.joined({ host, port, dialect, ...group });

function folder(dir: string): AsyncDisposable & { readonly path: string } {
  const own = mkdtempSync(path.join(dir, 'connections-'));
  const data = path.join(own, 'data');
  mkdirSync(data);
  return {
    path: data,
    [Symbol.asyncDispose]: () => Promise.resolve(rmSync(own, { recursive: true, force: true })),
  };
}
