import { once } from 'node:events';
import { type AddressInfo, type Server, Socket, createServer } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

const ignore = (): void => undefined;

/** What a network does to bytes in one direction. All of it may be set while connections are open. */
export class Way {
  latencyMs = 0;
  bytesPerSecond = Infinity;
  /** The most that is written at once. */
  sliceBytes = Infinity;
  /** Bytes vanish and nobody is told. A connection that lost some passes nothing in this direction any more. */
  isDead = false;
  /** When that many more bytes have passed, the connection they passed on is reset at both ends. */
  cutAfterBytes: number | undefined;
  passedBytes = 0;
  /** Is given all that passes. */
  tap: (bytes: Uint8Array) => void = ignore;
  /** Connections that `cutAfterBytes` has reset. */
  cuts = 0;

  heal(): void {
    Object.assign(this, { latencyMs: 0, bytesPerSecond: Infinity, sliceBytes: Infinity, isDead: false });
    this.cutAfterBytes = undefined;
  }
}

/** What becomes of a new connection: passed on, taken and never answered, or reset. */
export type Welcome = 'pass' | 'freeze' | 'reset';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A TCP proxy on a free port of 127.0.0.1 that behaves as badly as it is told to. `up` is from client to server. */
export class FaultProxy implements AsyncDisposable {
  readonly up = new Way();
  readonly down = new Way();
  welcome: Welcome = 'pass';
  /** Of connections that are made from now on: without a byte for so long they are ended, as a NAT does it. */
  idleMs = Infinity;
  /** Connections that were ever taken. */
  accepted = 0;
  /** Connections that were idle for too long. */
  idled = 0;
  /** The port of a new connection's server. */
  target: () => number;
  readonly #listener: Server;
  readonly #pairs = new Set<Pair>();

  private constructor(target: () => number) {
    this.target = target;
    this.#listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  static async to(target: number | (() => number)): Promise<FaultProxy> {
    const proxy = new FaultProxy(typeof target === 'number' ? () => target : target);
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/chat`;
  }

  /** Connections that a client holds. */
  get open(): number {
    return [...this.#pairs].filter(({ client }) => !client.destroyed).length;
  }

  heal(): void {
    this.up.heal();
    this.down.heal();
    this.welcome = 'pass';
  }

  /** The cable is out: nothing passes, and nobody is told. */
  unplug(): void {
    this.up.isDead = this.down.isDead = true;
  }

  resetAll(): void {
    for (const { client, server } of this.#pairs) for (const socket of [client, server]) socket.resetAndDestroy();
  }

  /** Tells one side that the other will say no more, which goes on in the other direction. */
  halfClose(way: 'up' | 'down'): void {
    for (const { client, server } of this.#pairs) (way === 'up' ? server : client).end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#listener.listening) return;
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    this.resetAll();
    await closed;
  }

  #accept(client: Socket): void {
    this.accepted += 1;
    if (this.welcome === 'reset') return void client.on('error', ignore).resetAndDestroy();
    const server = new Socket({ allowHalfOpen: true });
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on('error', ignore); // what follows from it is in `close`
      socket.on('close', () => client.destroyed && server.destroyed && this.#pairs.delete(pair));
    }
    if (this.welcome === 'freeze') {
      server.destroy();
      return void client.resume().once('end', () => client.destroy());
    }
    server.setNoDelay(true).connect(this.target(), '127.0.0.1');
    const cut = () => {
      client.resetAndDestroy();
      server.resetAndDestroy();
    };
    new Flow(client, server, this.up, cut);
    new Flow(server, client, this.down, cut);
    this.#watchIdle(pair);
  }

  #watchIdle({ client, server }: Pair): void {
    if (this.idleMs === Infinity) return;
    const timer = setTimeout(() => {
      this.idled += 1;
      client.destroy();
      server.destroy();
    }, this.idleMs);
    for (const socket of [client, server]) {
      socket.on('data', () => timer.refresh());
      socket.on('close', () => clearTimeout(timer));
    }
  }
}

const MOST_QUEUED = 64 * 1024;
const CATCH_UP_MS = 10;

/** One direction of one connection. */
class Flow {
  readonly #queue: { readonly due: number; readonly bytes: Buffer | 'end' }[] = [];
  #queued = 0;
  /** Of a narrow way: from when on it may be used again. */
  #freeAt = 0;
  #isRunning = false;
  #hasLost = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly way: Way,
    private readonly cut: () => void,
  ) {
    from.on('data', (bytes) => this.#add(bytes));
    from.on('end', () => this.#add('end'));
    from.on('close', (hadError) => {
      if (hadError && !this.#isGone()) to.resetAndDestroy();
    });
  }

  #add(bytes: Buffer | 'end'): void {
    if (this.#isGone()) return;
    this.#queue.push({ due: performance.now() + this.way.latencyMs, bytes });
    this.#queued += bytes.length;
    if (this.#queued > MOST_QUEUED) this.from.pause();
    if (!this.#isRunning) void this.#run();
  }

  #isGone(): boolean {
    return (this.#hasLost ||= this.way.isDead);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const waitMs = next.due - performance.now();
      if (waitMs > 0) await pause(waitMs);
      if (next.bytes === 'end') this.#end();
      else await this.#pass(next.bytes);
      this.#queue.shift();
      this.#queued -= next.bytes.length;
      if (this.#queued < MOST_QUEUED) this.from.resume();
    }
    this.#isRunning = false;
  }

  #end(): void {
    if (!this.#isGone()) this.to.end();
  }

  async #pass(bytes: Buffer): Promise<void> {
    const { way, to } = this;
    for (let at = 0; at < bytes.length;) {
      if (this.#isGone() || to.destroyed) return;
      const slice = bytes.subarray(at, at + Math.min(way.sliceBytes, way.cutAfterBytes ?? Infinity));
      at += slice.length;
      way.passedBytes += slice.length;
      way.tap(slice);
      const isLast = way.cutAfterBytes !== undefined && (way.cutAfterBytes -= slice.length) <= 0;
      if (isLast) {
        way.cutAfterBytes = undefined;
        way.cuts += 1;
        return void to.write(slice, () => this.cut());
      }
      to.write(slice);
      await this.#makeRoom(slice.length);
    }
  }

  /** A timer is late by a millisecond or more: what that costs is made up for by the next slices. */
  async #makeRoom(bytes: number): Promise<void> {
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now - CATCH_UP_MS) + (1_000 * bytes) / this.way.bytesPerSecond;
    if (this.#freeAt - now >= 1) await pause(this.#freeAt - now);
    else if (this.way.sliceBytes < Infinity) await turn();
  }
}
