import type { LoadResult } from '../load/fleet';
import type { RemoteFleet } from '../load/remote';
import type { Peer } from '../peers/peer';
import { Contestant, type Round } from './contest';
import { type FanoutPlan, PACE_PER_SECOND, SIZES, type Size, type TimedStep, WINDOW, stepsOf } from './plan';

/** Rounds by workload, size and peer. */
export type Rounds = Record<'W1' | 'W2', Partial<Record<Size, Record<string, Round[]>>>>;

export interface Fanout {
  readonly rounds: Rounds;
  /** What went wrong: a lost message, a doubled one, a server that died. */
  readonly failures: readonly string[];
}

type Say = (line: string) => void;

/** Every peer, in rooms of every size, in turns: A B C A B C, so that what else the machine does falls on all alike. */
export async function runFanout(peers: readonly Peer[], plan: FanoutPlan, say: Say): Promise<Fanout> {
  const start = performance.now();
  const rounds: Rounds = { W1: {}, W2: {} };
  const failures: string[] = [];
  for (const size of SIZES) {
    const steps = stepsOf(plan).filter((step) => step.size === size);
    if (steps.length === 0) continue;
    say(`${size} members: joining`);
    await using room = new Contest(size, failures);
    await room.join(peers);
    for (const step of steps) {
      const byPeer = (rounds[step.workload][size] = {});
      for (let round = 0; round < plan.rounds; round++) {
        if (round > 0 && performance.now() - start > step.untilMs) break;
        say(`${size} members: ${step.workload}, round ${round + 1} of ${plan.rounds}`);
        await room.round(step, plan, byPeer);
      }
    }
  }
  return { rounds, failures };
}

/** All peers with a room of one size. Whoever fails is out, and it is told why. */
class Contest implements AsyncDisposable {
  readonly #size: Size;
  readonly #failures: string[];
  readonly #contestants = new Map<string, Contestant>();

  constructor(size: Size, failures: string[]) {
    this.#size = size;
    this.#failures = failures;
  }

  async join(peers: readonly Peer[]): Promise<void> {
    for (const peer of peers) {
      await this.#attempt(peer, 'joining', async () => {
        const contestant = await Contestant.ready(peer, { members: this.#size });
        this.#contestants.set(peer.name, contestant);
        await contestant.run((fleet) => fleet.saturate(150, 4));
      });
    }
  }

  async round(step: TimedStep, plan: FanoutPlan, byPeer: Record<string, Round[]>): Promise<void> {
    for (const contestant of [...this.#contestants.values()]) {
      const { peer } = contestant;
      await this.#attempt(peer, step.workload, async () => {
        const result = await contestant.run((fleet) => load(fleet, step, plan));
        (byPeer[peer.name] ??= []).push(result);
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const contestant of this.#contestants.values()) await contestant[Symbol.asyncDispose]();
  }

  async #attempt({ name }: Peer, what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#failures.push(`${name}, ${this.#size} members, ${what}: ${why}`);
      await this.#contestants.get(name)?.[Symbol.asyncDispose]();
      this.#contestants.delete(name);
    }
  }
}

function load(fleet: RemoteFleet, { workload, size }: TimedStep, plan: FanoutPlan): Promise<LoadResult> {
  return workload === 'W1' ? fleet.saturate(plan.saturateMs, WINDOW[size]) : fleet.pace(plan.paceMs, PACE_PER_SECOND);
}
