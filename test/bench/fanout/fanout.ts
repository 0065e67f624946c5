import type { LoadResult } from '../load/fleet';
import type { RemoteFleet } from '../load/remote';
import type { Peer } from '../peers/peer';
import { Contestant, type Round } from './contest';

export interface FanoutPlan {
  readonly rounds: number;
  readonly saturateMs: number;
  readonly paceMs: number;
  readonly workloads: readonly ('W1' | 'W2')[];
}

export const SIZES = [10, 100, 1_000] as const;
export type Size = (typeof SIZES)[number];

/** What each sender keeps under way: enough that a server which batches is never idle. */
export const WINDOW: Readonly<Record<Size, number>> = { 10: 256, 100: 64, 1_000: 32 };
export const PACE_PER_SECOND = 10;
const PACED_SIZES: readonly Size[] = [100, 1_000];

/** Rounds by workload, size and peer. */
export type Rounds = Record<'W1' | 'W2', Partial<Record<Size, Record<string, Round[]>>>>;

export interface Fanout {
  readonly rounds: Rounds;
  /** What went wrong: a lost message, a doubled one, a server that died. */
  readonly failures: readonly string[];
}

/** Every peer, in rooms of every size, in turns: A B C A B C, so that what else the machine does falls on all alike. */
export async function runFanout(
  peers: readonly Peer[],
  plan: FanoutPlan,
  say: (line: string) => void,
): Promise<Fanout> {
  const rounds: Rounds = { W1: {}, W2: {} };
  const failures: string[] = [];
  for (const size of SIZES) {
    const workloads = plan.workloads.filter((workload) => workload === 'W1' || PACED_SIZES.includes(size));
    if (workloads.length === 0) continue;
    say(`${size} members: joining`);
    const contestants = new Map<string, Contestant>();
    const attempt = async (peer: Peer, what: string, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failures.push(
          `${peer.name}, ${size} members, ${what}: ${error instanceof Error ? error.message : String(error)}`,
        );
        await contestants.get(peer.name)?.[Symbol.asyncDispose]();
        contestants.delete(peer.name);
      }
    };
    for (const peer of peers) {
      await attempt(peer, 'joining', async () => {
        const contestant = await Contestant.ready(peer, size);
        contestants.set(peer.name, contestant);
        await contestant.run((fleet) => fleet.saturate(150, 4));
      });
    }
    for (const workload of workloads) {
      const byPeer: Record<string, Round[]> = (rounds[workload][size] = {});
      for (let round = 0; round < plan.rounds; round++) {
        say(`${size} members: ${workload}, round ${round + 1} of ${plan.rounds}`);
        for (const contestant of [...contestants.values()]) {
          await attempt(contestant.peer, workload, async () => {
            const result = await contestant.run((fleet) => load(fleet, workload, size, plan));
            (byPeer[contestant.peer.name] ??= []).push(result);
          });
        }
      }
    }
    for (const contestant of contestants.values()) await contestant[Symbol.asyncDispose]();
  }
  return { rounds, failures };
}

function load(fleet: RemoteFleet, workload: 'W1' | 'W2', size: Size, plan: FanoutPlan): Promise<LoadResult> {
  return workload === 'W1' ? fleet.saturate(plan.saturateMs, WINDOW[size]) : fleet.pace(plan.paceMs, PACE_PER_SECOND);
}
