import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type Percentiles, Samples } from '../statistics';
import { DIALECTS } from './dialects/table';
import { Load } from './load';
import { type Endpoint, Member } from './member';
import { roomName } from './rooms';

export interface FleetOptions extends Endpoint {
  readonly members: number;
  readonly senders: number;
  /** The number of the first one: those before it are another fleet's. */
  readonly first?: number;
  readonly joinsAtOnce?: number;
  /** As many rooms as members, each with this many members; one room for all when missing. */
  readonly roomSize?: number;
}

export interface LoadResult {
  readonly sent: number;
  readonly deliveries: number;
  /** From the first message sent to the last one delivered. */
  readonly seconds: number;
  readonly delivery: Percentiles | undefined;
  readonly ack: Percentiles | undefined;
  /** The generator's own load, 0 to 1. */
  readonly generatorBusy: number;
}

/** How long each member took. */
export interface Joined extends Percentiles {
  readonly seconds: number;
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
    const { members, first = 0, roomSize = 0 } = options;
    const rooms = (member: number) =>
      roomSize === 0
        ? [undefined]
        : Array.from({ length: roomSize }, (_, i) => roomName((member + members - i) % members));
    this.#members = Array.from(
      { length: members },
      (_, i) => new Member(i, options, { name: first + i, rooms: rooms(i) }, ports),
    );
  }

  /** Also an error that comes later, between two loads, is told. */
  static async joined(
    options: FleetOptions,
    onFailure: (error: Error) => void,
  ): Promise<{ fleet: Fleet; joined: Joined }> {
    const fleet = new Fleet(options, onFailure);
    return { fleet, joined: await fleet.#each((member) => member.join(), options.joinsAtOnce ?? JOINS_AT_ONCE) };
  }

  /** All have what was said until now. */
  catchUp(): Promise<Joined> {
    return this.#each((member) => member.catchUp(), JOINS_AT_ONCE);
  }

  /** The server is about to end: resolves when all are back. */
  async survive(): Promise<Joined> {
    const start = performance.now();
    const times = new Samples();
    const all = Promise.all(this.#members.map((member) => member.survive()));
    const late = pause(3 * PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error('some have not come back');
    });
    for (const ms of await Promise.race([all, late, this.#failed.promise])) times.add(ms);
    return { ...times.percentilesOrThrow(), seconds: (performance.now() - start) / 1_000 };
  }

  /** Each sender keeps `window` messages under way, counted until it gets them back itself, for a time. */
  saturate(ms: number, window: number): Promise<LoadResult> {
    return this.#run((load) => {
      const until = performance.now() + ms;
      let sending = this.#options.senders;
      const stopped = Array.from({ length: sending }, () => false);
      return new Promise((resolve) => {
        load.onSeen = (sender, count) => {
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

  async #each(work: (member: Member) => Promise<void>, atOnce: number): Promise<Joined> {
    const start = performance.now();
    const times = new Samples();
    const waiting = this.#members.values();
    const workAll = async () => {
      for (const member of waiting) {
        const began = performance.now();
        await work(member);
        times.add(performance.now() - began);
      }
    };
    await Promise.race([Promise.all(Array.from({ length: atOnce }, workAll)), this.#failed.promise]);
    return { ...times.percentilesOrThrow(), seconds: (performance.now() - start) / 1_000 };
  }

  async #run(send: (load: Load) => Promise<void>, sampleEvery: number): Promise<LoadResult> {
    const { dialect, members, senders, roomSize } = this.#options;
    const { acks, order, silentToSender = false } = DIALECTS[dialect];
    const number = this.#loads++ % 100;
    const load = new Load({
      number,
      members: this.#members,
      senders,
      acks,
      order: roomSize === undefined ? order : 'perSender',
      silentToSender,
      receivers: (roomSize ?? members) - (silentToSender ? 1 : 0),
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
