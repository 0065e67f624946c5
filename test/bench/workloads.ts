import { connectionsTable } from './connections/print';
import { crowd, idle } from './connections/connections';
import type { Idle } from './connections/connections';
import { runEditor } from './editor/editor';
import { editorTable } from './editor/print';
import type { Cell } from './fanout/cell';
import { runFanout } from './fanout/fanout';
import { roomsTable, tables } from './fanout/print';
import { asJson } from './fanout/results';
import { runRooms } from './fanout/rooms';
import { runHistory } from './history/history';
import { historyTable } from './history/print';
import type { Options } from './options';
import { runPage } from './page/page';
import { pageTable } from './page/print';
import type { Peer } from './peers/peer';
import type { Plans } from './plans';
import type { MembersPoint, Results } from './results';

export interface Bench {
  readonly options: Options;
  readonly plans: Plans;
  /** Ours comes first. */
  readonly peers: readonly [Peer, ...Peer[]];
  readonly dir: string;
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly results: Results;
  readonly text: readonly string[];
  readonly failures: readonly string[];
}

const NOTHING: Outcome = { results: {}, text: [], failures: [] };

/** Everything that was asked for, one after the other. What fails does not keep the rest from running. */
export async function runAll(bench: Bench): Promise<Outcome> {
  let all = NOTHING;
  const { only } = bench.options;
  for (const { name, runs, run } of PARTS) {
    if (!runs.some((workload) => only.includes(workload))) continue;
    const outcome = await run(bench, all.results).catch((error: unknown): Outcome => {
      const why = error instanceof Error ? error.message : String(error);
      return { ...NOTHING, failures: [`${name}: ${why}`] };
    });
    all = {
      results: merged(all.results, outcome.results),
      text: [...all.text, ...outcome.text],
      failures: [...all.failures, ...outcome.failures],
    };
  }
  return all;
}

const merged = (a: Results, b: Results): Results => ({ ...a, ...b, curves: { ...a.curves, ...b.curves } });

interface Part {
  readonly name: string;
  readonly runs: Options['only'];
  readonly run: (bench: Bench, before: Results) => Promise<Outcome>;
}

const PARTS: readonly Part[] = [
  { name: 'fan-out', runs: ['W1', 'W2'], run: fanout },
  { name: 'many rooms', runs: ['W2'], run: rooms },
  { name: 'history', runs: ['W3'], run: history },
  { name: 'connections', runs: ['W4'], run: connections },
  { name: 'page', runs: ['W5'], run: page },
  { name: 'extension', runs: ['W6'], run: editor },
];

async function fanout({ options, plans, peers, say }: Bench): Promise<Outcome> {
  const workloads = options.only.filter((workload) => workload === 'W1' || workload === 'W2');
  const { rounds, failures } = await runFanout(peers, { ...plans.fanout, workloads }, say);
  const results = Object.fromEntries(workloads.map((workload) => [workload, asJson(workload, rounds)])) as Results;
  const text = workloads.map((workload) => tables(workload, rounds, peers));
  return { results: { ...results, curves: { members: membersCurve(results, undefined) } }, text, failures };
}

function membersCurve({ W1 }: Results, most: Idle | undefined): readonly MembersPoint[] {
  const measured = Object.entries(W1 ?? {}).flatMap(([key, room]): readonly MembersPoint[] => {
    const cell = room['alongside'] as Cell | undefined;
    if (!cell) return [];
    const { deliveriesPerS, serverCpuUsPerDelivery: cpuUsPerDelivery } = cell;
    return [{ members: Number(key.replace('members', '')), deliveriesPerS, cpuUsPerDelivery }];
  });
  return most?.load ? [...measured, { members: most.connections, ...most.load }] : measured;
}

async function rooms({ plans, peers: [us], say }: Bench): Promise<Outcome> {
  const result = await runRooms(us, plans.rooms, say);
  return { ...NOTHING, results: { W2Rooms: result }, text: [roomsTable(result)] };
}

async function history({ plans, peers: [us], dir, say }: Bench): Promise<Outcome> {
  const result = await runHistory(us, dir, plans.history, say);
  const curves = { history: result.byMessages, rooms: result.byRooms };
  return { ...NOTHING, results: { W3: result, curves }, text: [historyTable(result)] };
}

/** Memory of a connection is compared with servers that hold connections and little else. */
const LIGHT = ['alongside', 'rawWs', 'socketIo', 'natsCore'];

async function connections({ plans, peers, dir, say }: Bench, before: Results): Promise<Outcome> {
  const failures: string[] = [];
  const measured: Record<string, Idle> = {};
  for (const peer of peers.filter(({ name }) => LIGHT.includes(name))) {
    try {
      measured[peer.name] = await idle(peer, dir, plans.connections, say);
    } catch (error) {
      failures.push(`${peer.name}, ${plans.connections.idle} connections: ${(error as Error).message}`);
    }
  }
  const W4 = { idle: measured, crowd: await crowd(peers[0], dir, plans.connections, say) };
  const members = membersCurve(before, measured['alongside']);
  return { results: { W4, curves: { members } }, text: [connectionsTable(W4)], failures };
}

async function page({ plans, say }: Bench): Promise<Outcome> {
  const result = await runPage(plans.page, say);
  return { ...NOTHING, results: { W5: result }, text: [pageTable(result)] };
}

async function editor({ plans, peers: [us], dir, say }: Bench): Promise<Outcome> {
  const result = await runEditor(us, dir, plans.editor, say);
  return { ...NOTHING, results: { W6: result }, text: [editorTable(result)] };
}
