import type { Cell } from './fanout/cell';
import type { Results } from './results';
import { textTable } from './textTable';

/** One of the bars that the project has set itself. */
export interface Goal {
  readonly workload: string;
  readonly what: string;
  readonly bar: number;
  readonly sense: 'atLeast' | 'atMost';
  /** Undefined where it was not measured: a workload left out, a peer that is not installed. */
  readonly measured: number | undefined;
  /** The peer might have done better: its load was. */
  readonly uncertain?: boolean;
}

const atLeast = (workload: string, what: string, bar: number, measured: number | undefined): Goal => ({
  workload,
  what,
  bar,
  sense: 'atLeast',
  measured,
});
const atMost = (workload: string, what: string, bar: number, measured: number | undefined): Goal => ({
  ...atLeast(workload, what, bar, measured),
  sense: 'atMost',
});

export const isMet = ({ bar, sense, measured }: Goal): boolean | undefined =>
  measured === undefined ? undefined : sense === 'atLeast' ? measured >= bar : measured <= bar;

export function goalsOf(results: Results): readonly Goal[] {
  return [
    ...fanoutGoals(results),
    ...pacedGoals(results),
    ...historyGoals(results),
    ...connectionGoals(results),
    ...pageGoals(results),
    ...editorGoals(results),
  ];
}

function fanoutGoals({ W1 }: Results): readonly Goal[] {
  const room = (size: number) => W1?.[`members${size}`];
  const than = (size: number, peer: string, name: string, bar: number): Goal => ({
    ...atLeast('W1', `deliveries/s, ${size} members, over ${name}`, bar, numberOf(room(size)?.ratios[peer])),
    uncertain: (room(size)?.[peer] as Cell | undefined)?.generatorWasTheLimit ?? false,
  });
  return [
    than(100, 'rawWs', 'raw ws', 12),
    than(100, 'socketIo', 'socket.io', 12),
    than(1_000, 'rawWs', 'raw ws', 50),
    than(1_000, 'socketIo', 'socket.io', 50),
    than(100, 'natsCore', 'NATS core', 1.5),
    than(100, 'inspircd', 'InspIRCd', 1.2),
    than(100, 'alongsideInMemory', 'our own without a disk', 0.5),
    than(1_000, 'alongsideInMemory', 'our own without a disk', 0.5),
  ];
}

function pacedGoals({ W2, W2Rooms }: Results): readonly Goal[] {
  const of = (size: number, what: string) => {
    const ratios = W2?.[`members${size}`]?.ratios['rawWs'];
    return typeof ratios === 'object' ? ratios[what] : undefined;
  };
  const four = (size: number) => [
    atMost('W2', `delivered p50, ${size} members, over raw ws`, 1.6, of(size, 'p50')),
    atMost('W2', `delivered p99, ${size} members, over raw ws`, 2, of(size, 'p99')),
    atMost('W2', `acked p50, ${size} members, over raw ws`, 1.6, of(size, 'ackP50')),
    atMost('W2', `acked p99, ${size} members, over raw ws`, 2, of(size, 'ackP99')),
  ];
  return [
    ...four(100),
    ...four(1_000),
    atMost('W2', 'delivered p99, 1,000 rooms of 10 over one of 1,000', 2, W2Rooms?.p99Ratio),
  ];
}

function historyGoals({ W3 }: Results): readonly Goal[] {
  return [
    atMost('W3', 'last page in the server, p50 ms', 0.5, W3?.lastPageMs),
    atMost('W3', 'middle page in the server, p50 ms', 0.5, W3?.middlePageMs),
    atMost('W3', 'last page over the wire, p50 ms', 3, W3?.wire.lastPage.p50),
    atMost('W3', 'middle page over the wire, p50 ms', 3, W3?.wire.middlePage.p50),
    atMost('W3', 'search over the wire, newest first, p95 ms', 20, W3?.wire.search?.p95),
    atLeast('W3', 'commits with the whole history over with 10,000', 0.7, W3?.commitRatio.median),
    atMost('W3', 'bytes a message', 300, W3?.bytesPerMessage),
  ];
}

function connectionGoals({ W4 }: Results): readonly Goal[] {
  const [us, rawWs] = [W4?.idle['alongside']?.bytesEach, W4?.idle['rawWs']?.bytesEach];
  return [
    atMost('W4', 'memory a connection, over raw ws', 1.3, us === undefined || !rawWs ? undefined : us / rawWs),
    atMost('W4', 'joined with history, all at once, p99 s', 3, seconds(W4?.crowd?.joinP99Ms)),
    atMost('W4', 'resumed after a restart, p99 s', 5, seconds(W4?.crowd?.resumeP99Ms)),
  ];
}

function pageGoals({ W5 }: Results): readonly Goal[] {
  return [
    atMost('W5', 'first paint, ms', 300, W5?.firstPaintMs),
    atMost('W5', 'open at the end of 100,000 messages, ms', 500, W5?.openAtEndMs),
    atMost('W5', 'heap after scrolling, MiB', 40, W5?.heapAfterScrollMiB),
    atMost('W5', 'draw 400 messages with code, tables, pictures and reactions, ms', 200, W5?.mixedRenderMs),
    atMost('W5', 'one more of them, ms', 16, W5?.mixedAppendMs),
    atMost('W5', 'from a key to its text while 100 messages a second come in, p95 ms', 50, W5?.typedShownP95Ms),
    atMost('W5', 'most rows while scrolling', 400, W5?.mostRows),
  ];
}

function editorGoals({ W6 }: Results): readonly Goal[] {
  return [
    atMost('W6', 'activate, ms', 50, W6?.activateMs),
    atMost('W6', 'Join to history on screen, ms', 1_000, W6?.joinMs),
    atMost('W6', 'idle CPU of the extension, % of a core', 0.5, W6?.idleCpuPercent),
    atMost('W6', 'memory in the extension host, MiB more', 30, W6?.memoryMiB),
  ];
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const seconds = (ms: number | undefined): number | undefined => ms && ms / 1_000;

/** Of those that were measured. */
export function goalsTable(goals: readonly Goal[]): string {
  const rows = goals.flatMap((goal) => {
    const { workload, what, bar, sense, measured, uncertain = false } = goal;
    if (measured === undefined) return [];
    const verdict = isMet(goal) === true ? (uncertain ? 'met, but the load was the limit' : 'met') : 'NOT MET';
    return [[`${workload} ${what}`, `${sense === 'atLeast' ? '>=' : '<='} ${bar}`, figureOf(measured), verdict]];
  });
  return rows.length === 0 ? '' : `goals\n${textTable([['', 'goal', 'measured', ''], ...rows])}`;
}

const figureOf = (value: number): string => String(Number(value.toPrecision(3)));
