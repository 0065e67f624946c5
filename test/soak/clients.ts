import { statSync } from 'node:fs';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { GENERAL } from '../../server/protocol/ids';
import { SERVER_LIMITS } from '../../server/protocol/limits';
import { dumpDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { FaultProxy } from '../helpers/faultProxy';
import { type HistoryEvent, type Violation, checkHistory } from '../helpers/historyChecker';
import { pick, seededRandom } from '../helpers/random';
import { RecordedChat } from '../helpers/recordedChat';
import { tempDir } from '../helpers/tempDir';
import { type Vitals, type WatchedServer, watchedServer } from '../helpers/watchedServer';
import { aComputer, connectWith } from '../src/fixtures';
import { worsen } from './weather';

export interface SoakOptions {
  readonly seed: number;
  readonly ms: number;
  readonly clients: number;
  readonly messagesPerSecond: number;
  readonly killEveryMs: number;
  /** Other times than the ones that ship, after which silence is death. */
  readonly heartbeat?: { readonly pingMs: number; readonly pongMs: number };
  /** The least and the most between two faults, and how long one lasts at most. */
  readonly faultsMs: readonly [least: number, most: number, lasting: number];
  /** The history is checked at each so-many-th kill, too: it takes longer as it grows. */
  readonly checkEveryKills: number;
  readonly progress?: (sample: Sample) => void;
}

/** A server just before it is killed. */
export interface Sample extends Vitals {
  readonly minute: number;
  readonly walMb: number;
  readonly acks: number;
  readonly faults: number;
}

export interface Soaked {
  readonly seed: number;
  readonly said: number;
  /** Of these, what the database holds in the end. */
  readonly stored: number;
  /** Of these, what its sender saw arrive: not what lay so far back after a break that the room was loaded anew. */
  readonly acks: number;
  readonly kills: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly samples: readonly Sample[];
  readonly mostWalMb: number;
  /** Of the last server: before the first client came and after the last one left. */
  readonly alone: readonly [before: Vitals, after: Vitals];
  /** What keeps this process alive, which held all the clients: before and after. */
  readonly clientResources: readonly [before: readonly string[], after: readonly string[]];
}

const PROXIES = 5;
const TRANSCRIPT = 'transcript.txt';
const LIMITS = { leaveGraceMs: 500, connectionsPerAddress: 10_000, closeMs: 1_000 };

/** People talk over bad networks to a server that is killed again and again. */
export async function soakClients(options: SoakOptions): Promise<Soaked> {
  const resources = () => process.getActiveResourcesInfo();
  await turn(); // the caller may yet set a timer of its own
  const before = resources();
  const soak = new Soak(options);
  const outcome = await soak.run();
  const isBack = () => resources().length <= before.length;
  await eventually(isBack, 5_000).catch(() => undefined); // the verdict names them
  return { ...outcome, clientResources: [before, resources()] };
}

class Soak {
  readonly #options: SoakOptions;
  readonly #random: () => number;
  readonly #events: HistoryEvent[] = [];
  readonly #strings = new Map<string, string>();
  readonly #proxies: FaultProxy[] = [];
  readonly #chats: RecordedChat[] = [];
  readonly #samples: Sample[] = [];
  readonly #violations: Violation[] = [];
  readonly #faults: Record<string, number> = {};
  readonly #startedAt = performance.now();
  readonly #dir = tempDir();
  readonly #dataDir = this.#dir.file('data');
  /** 1 while there is no server: nobody listens there. */
  #port = 1;
  #said = 0;
  #acks = 0;
  #kills = 0;
  #mostWalMb = 0;
  #stored = 0;

  constructor(options: SoakOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  async run(): Promise<Omit<Soaked, 'clientResources'>> {
    using _dir = this.#dir;
    await using closing = new AsyncDisposableStack();
    for (let i = 0; i < PROXIES; i += 1) this.#proxies.push(closing.use(await FaultProxy.to(() => this.#port)));
    let server = await this.#start();
    closing.defer(() => server[Symbol.asyncDispose]());
    await this.#join(closing);

    const stop = new AbortController();
    const background = Promise.all([this.#talk(stop.signal), this.#spoil(stop.signal), this.#watchWal(stop.signal)]);
    const endsAt = this.#startedAt + this.#options.ms;
    while (performance.now() + this.#options.killEveryMs <= endsAt) {
      await pause(this.#options.killEveryMs);
      await this.#sample(server);
      server = await this.#killAndStart(server);
    }
    await pause(Math.max(0, endsAt - performance.now()));
    await this.#sample(server);
    stop.abort();
    await background;

    for (const proxy of this.#proxies) proxy.heal();
    await this.#settle();
    for (const chat of this.#chats) chat.recordEnd();
    const head = this.#chats[0]?.chat.window?.head;
    const alone = await this.#leave(server);
    server.process.kill('SIGTERM');
    await server.ended;
    await this.#check(head);
    return {
      seed: this.#options.seed,
      said: this.#said,
      stored: this.#stored,
      acks: this.#acks,
      kills: this.#kills,
      faults: this.#faults,
      violations: this.#violations,
      samples: this.#samples,
      mostWalMb: this.#mostWalMb,
      alone,
    };
  }

  #alone: Vitals | undefined;

  /** Nobody gets in before it was looked at. */
  async #start(): Promise<WatchedServer> {
    const { pingMs, pongMs } = this.#heartbeat;
    const limits = { ...LIMITS, pingMs, pongMs };
    const server = await watchedServer({ dataDir: this.#dataDir, limits, transcript: this.#dir.file(TRANSCRIPT) });
    this.#alone = await server.vitals();
    this.#port = server.port;
    return server;
  }

  get #heartbeat(): { readonly pingMs: number; readonly pongMs: number } {
    return this.#options.heartbeat ?? SERVER_LIMITS;
  }

  async #join(closing: AsyncDisposableStack): Promise<void> {
    const { pingMs, pongMs } = this.#heartbeat;
    for (let i = 0; i < this.#options.clients; i += 1) {
      const name = `client ${i}`;
      const { url } = this.#proxies[i % PROXIES]!;
      const record = (event: HistoryEvent) => this.#record(event);
      // Sooner than in earnest, so that most are there most of the time.
      const ports = { random: () => Math.random() * 0.2, connect: connectWith({ silenceMs: pingMs + pongMs }) };
      const chat = await RecordedChat.join(aComputer(this.#dir.file(name)), { url, name, record, ports });
      this.#chats.push(closing.adopt(chat, (one) => one[Symbol.dispose]()));
    }
  }

  async #talk(signal: AbortSignal): Promise<void> {
    for (; !signal.aborted; await pause(1_000 / this.#options.messagesPerSecond)) {
      const chat = pick(this.#random, this.#chats);
      // What waits too long is for the reader to see, not to add to.
      if (chat.chat.pending.length < 50) void chat.post(`message ${(this.#said += 1)} of ${chat.name}`);
    }
  }

  async #spoil(signal: AbortSignal): Promise<void> {
    const [least, most, lasting] = this.#options.faultsMs;
    while (!signal.aborted) {
      await pause(least + this.#random() * (most - least), undefined, { signal }).catch(() => undefined);
      const { proxy, weather } = worsen(this.#random, this.#proxies);
      this.#faults[weather] = (this.#faults[weather] ?? 0) + 1;
      await pause(this.#random() * lasting, undefined, { signal }).catch(() => undefined);
      proxy.heal();
    }
  }

  async #watchWal(signal: AbortSignal): Promise<void> {
    for (; !signal.aborted; await pause(250)) this.#mostWalMb = Math.max(this.#mostWalMb, this.#walMb());
  }

  #walMb(): number {
    const wal = statSync(`${this.#dataDir}/chat.db-wal`, { throwIfNoEntry: false });
    return (wal?.size ?? 0) / 2 ** 20;
  }

  async #sample(server: WatchedServer): Promise<void> {
    const minute = (performance.now() - this.#startedAt) / 60_000;
    const faults = Object.values(this.#faults).reduce((sum, count) => sum + count, 0);
    const sample = { minute, ...(await server.vitals()), walMb: this.#walMb(), acks: this.#acks, faults };
    this.#samples.push(sample);
    this.#options.progress?.(sample);
  }

  async #killAndStart(server: WatchedServer): Promise<WatchedServer> {
    server.process.kill('SIGKILL');
    this.#port = 1;
    await server.ended;
    this.#kills += 1;
    if (this.#kills % this.#options.checkEveryKills === 0) await this.#check();
    return this.#start();
  }

  /** Behind `head` it says that everybody has left. */
  async #check(head = Infinity): Promise<void> {
    const dump = await dumpDatabase(this.#dataDir);
    if (dump.event !== 'dump') return;
    const entries = (dump.rooms[GENERAL] ?? []).filter(({ seq }) => seq <= head);
    const rooms = { [GENERAL]: entries };
    const sent = new Set(this.#events.flatMap((event) => (event.event === 'send' ? [event.cid] : [])));
    this.#stored = entries.filter(({ cid }) => cid !== undefined && sent.has(cid)).length;
    this.#violations.push(...checkHistory([...this.#events, { ...dump, rooms }]));
  }

  async #settle(): Promise<void> {
    const heads = () => new Set(this.#chats.map(({ chat }) => chat.window?.head)).size;
    const isSettled = () => this.#chats.every(({ isQuiet }) => isQuiet) && heads() === 1;
    await eventually(isSettled, 60_000).catch((error: unknown) => {
      const unquiet = this.#chats.filter(({ isQuiet }) => !isQuiet);
      const states = unquiet.map(({ name, chat }) => `${name}: ${JSON.stringify(chat.link)}, ${chat.pending.length}`);
      throw new Error(`${heads()} heads, ${states.join('; ') || 'all online'}`, { cause: error });
    });
  }

  /** Everybody leaves; the server has back what it had. */
  async #leave(server: WatchedServer): Promise<readonly [Vitals, Vitals]> {
    for (const chat of this.#chats) chat[Symbol.dispose]();
    const before = this.#alone!;
    // A connection that died on the way ends by the server's patience.
    const { pingMs, pongMs } = this.#heartbeat;
    const isBack = ({ connections, files, resources }: Vitals) =>
      connections === 0 && stillOpen(before.files, files).length === 0 && sum(resources) <= sum(before.resources);
    const look = async () => {
      const now = await server.vitals();
      return isBack(now) ? now : false;
    };
    const after = await eventually(look, pingMs + pongMs + 10_000).catch(() => server.vitals());
    return [before, after || before];
  }

  /** Fifty clients see the same strings: each is kept once. */
  #record(event: HistoryEvent): void {
    if (event.event === 'ack') this.#acks += 1;
    if (event.event !== 'see') return void this.#events.push(event);
    const { epoch, cid, hash } = event;
    this.#events.push({ ...event, epoch: this.#once(epoch), cid: cid && this.#once(cid), hash: this.#once(hash) });
  }

  #once(text: string): string {
    const known = this.#strings.get(text);
    if (known === undefined) this.#strings.set(text, text);
    return known ?? text;
  }
}

/** What there is more of than before, but for the history file: that is opened by the first message. */
export const stillOpen = (before: Vitals['files'], after: Vitals['files']): string[] =>
  Object.keys(after).filter((name) => (after[name] ?? 0) > (before[name] ?? 0) && !name.endsWith(TRANSCRIPT));

export const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
