import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { DIALECTS } from './dialects/table';
import { Load } from './load';
import { type Endpoint, Member } from './member';

export interface FleetOptions extends Endpoint {
  readonly members: number;
  readonly senders: number;
}

export interface LoadResult {
  readonly sent: number;
  readonly deliveries: number;
  /** From the first message sent to the last one delivered. */
  readonly seconds: number;
  readonly delivery: { readonly p50: number; readonly p99: number } | undefined;
  readonly ack: { readonly p50: number; readonly p99: number } | undefined;
  /** The generator's own load, 0 to 1. */
  readonly generatorBusy: number;
}

const JOINS_AT_ONCE = 32;
const PATIENCE_MS = 20_000;

/** All members of the room, joined, ready to be loaded again and again. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #members: readonly Member[];
  readonly #failed = Promise.withResolvers<never>();
  #load: Load | undefined;
  #loads = 0;

  private constructor(options: FleetOptions, onFailure: (error: Error) => void) {
    this.#options = options;
    this.#failed.promise.catch(onFailure);
    const ports = {
      got: (...args: Parameters<Load['got']>) => this.#load?.got(...args),
      acked: (...args: Parameters<Load['acked']>) => this.#load?.acked(...args),
      failed: (error: Error) => this.#failed.reject(error),
    };
    this.#members = Array.from({ length: options.members }, (_, i) => new Member(i, options, ports));
  }

  /** Also an error that comes later, between two loads, is told. */
  static async joined(options: FleetOptions, onFailure: (error: Error) => void): Promise<Fleet> {
    const fleet = new Fleet(options, onFailure);
    const waiting = fleet.#members.values();
    const joinAll = async () => {
      for (const member of waiting) await member.join();
    };
    const joined = Promise.all(Array.from({ length: JOINS_AT_ONCE }, joinAll));
    await Promise.race([joined, fleet.#failed.promise]);
    return fleet;
  }

  /** Each sender keeps `window` messages under way, counted until it gets them back itself, for a time. */
  saturate(ms: number, window: number): Promise<LoadResult> {
    return this.#run((load) => {
      const until = performance.now() + ms;
      let sending = this.#options.senders;
      const stopped = Array.from({ length: sending }, () => false);
      return new Promise((resolve) => {
        load.onOwn = (sender, count) => {
          if (stopped[sender]) return;
          if (performance.now() < until) return load.send(sender, count);
          stopped[sender] = true;
          if ((sending -= 1) === 0) resolve();
        };
        for (let sender = 0; sender < this.#options.senders; sender++) load.send(sender, window);
      });
    }, 32);
  }

  /** One message after the other at a steady rate, by the senders in turn. */
  pace(ms: number, perSecond: number): Promise<LoadResult> {
    return this.#run(async (load) => {
      const start = performance.now();
      const count = Math.max(1, Math.round((ms / 1_000) * perSecond));
      for (let i = 0; i < count; i++) {
        const wait = start + (i * 1_000) / perSecond - performance.now();
        if (wait > 0) await pause(wait);
        load.send(i % this.#options.senders, 1);
      }
    }, 1);
  }

  close(): void {
    for (const member of this.#members) member.close();
  }

  async #run(send: (load: Load) => Promise<void>, sampleEvery: number): Promise<LoadResult> {
    const { dialect, members, senders } = this.#options;
    const { acks, order } = DIALECTS[dialect];
    const number = this.#loads++ % 100;
    const load = new Load({
      number,
      members: this.#members,
      senders,
      acks,
      order,
      sampleEvery: members < sampleEvery ? 1 : sampleEvery,
    });
    this.#load = load;
    const busyBefore = performance.eventLoopUtilization();
    await Promise.race([send(load).then(() => completion(load)), stalled(load), this.#failed.promise]);
    const { utilization } = performance.eventLoopUtilization(busyBefore);
    return { ...load.outcome(), generatorBusy: utilization };
  }
}

async function completion(load: Load): Promise<void> {
  while (!load.isComplete) await pause(2);
}

/** Rejects when nothing has come for a long while and something is missing. */
async function stalled(load: Load): Promise<never> {
  for (let progress = -1; progress !== load.progress;) {
    progress = load.progress;
    await pause(PATIENCE_MS, undefined, { ref: false });
  }
  throw new Error(`lost: ${load.missing()}`);
}
