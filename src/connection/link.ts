import { type ClientOptions, WebSocket } from 'ws';
import { type Answer, type CallName, type Params } from '../../server/protocol/calls';
import {
  type CallFrame,
  type Push,
  type ServerFrame,
  decodeAnswer,
  decodeServerFrame,
  encodeCall,
} from '../../server/protocol/frames';
import { LIMITS, SUBPROTOCOL } from '../../server/protocol/limits';
import type { Pin } from '../../server/protocol/pin';
import type { Result } from '../../server/protocol/result';
import type { Clock } from '../clock';
import { type Disposable, Emitter } from '../lifecycle';
import type { Log } from '../log';
import type { Address } from './address';
import { PendingCalls } from './calls';
import { type Attempt, type Ending, ended, endingOfClose, endingOfError, endingOfStatus } from './ending';
import { openPinned, overPinned } from './pinned';

/** One open connection. It never comes back: whoever needs another one opens it. */
export interface Link {
  readonly pushed: Emitter<readonly Push[]>;
  /** Resolves once, with why. */
  readonly closed: Promise<Ending>;
  readonly openCalls: number;
  /**
   * Always settles: answered, `E_UNAVAILABLE` for no answer in time, or `E_UNAVAILABLE` for a lost link. Entries have
   * more time than anything else: a page of long ones takes 20 s on a slow line.
   */
  call<K extends CallName>(name: K, params: Params<K>, timeoutMs?: number): Promise<Result<Answer<K>>>;
  /** `why` is what `closed` will say. */
  close(why?: Ending): void;
}

export interface LinkOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly connectMs?: number;
  readonly silenceMs?: number;
  /** The certificate that must be shown there; without it, one that this computer trusts for the name. */
  readonly pin?: Pin | undefined;
}

/** To an address, by the certificate it names. */
export type Connect = (to: Pick<Address, 'url' | 'pin'>, signal: AbortSignal) => Promise<Attempt<Link>>;

/** Not a byte heard for this long, not even a ping: the server, the network or this computer was away. */
const SILENCE_MS = LIMITS.pingMs + LIMITS.pongMs;
/** Of the silence allowed: within it a server hears from us several times. */
const LOOKS = 7;
const PAGE_MS = 60_000;
const PAGE_CALLS = new Set<CallName>(['resume', 'history']);

export async function openLink(url: string, options: LinkOptions, signal: AbortSignal): Promise<Attempt<Link>> {
  const { pin } = options;
  if (pin !== undefined) return dialPinned(new URL(url), pin, options, signal);
  const opened = await dial(url, options, signal);
  if (opened.ok || !url.startsWith('ws:') || !MAY_WANT_TLS.has(opened.ending)) return opened;
  const encrypted = await dial(url.replace('ws:', 'wss:'), options, signal);
  if (encrypted.ok) encrypted.value.close();
  else if (BEFORE_TLS.has(encrypted.ending)) return opened;
  return ended('needsTls');
}

/** What wants to be spoken to in TLS hangs up, or answers as a web server does. */
const MAY_WANT_TLS = new Set<Ending>(['lost', 'notAlongside']);
const BEFORE_TLS = new Set<Ending>(['noTls', 'lost', 'timeout', 'refused', 'unreachable']);

async function dialPinned(url: URL, pin: Pin, options: LinkOptions, signal: AbortSignal): Promise<Attempt<Link>> {
  if (url.protocol !== 'wss:') return ended('otherCertificate');
  if (signal.aborted) return ended('lost');
  const opened = await openPinned(url, pin, options, signal);
  if (!opened.ok) return opened;
  const over = overPinned(url, opened.value);
  return dial(over.url, options, signal, over.options);
}

async function dial(
  url: string,
  options: LinkOptions,
  signal: AbortSignal,
  more: ClientOptions = {},
): Promise<Attempt<Link>> {
  if (signal.aborted) return ended('lost');
  const socket = new WebSocket(url, SUBPROTOCOL, {
    maxPayload: LIMITS.frameOutBytes,
    maxFragments: LIMITS.fragments,
    maxBufferedChunks: LIMITS.bufferedChunksOut,
    perMessageDeflate: false,
    followRedirects: false,
    // Said, because the environment could say otherwise.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...more,
  });
  const link = new SocketLink(socket, options);
  const abort = () => link.close('lost');
  signal.addEventListener('abort', abort, { once: true });
  const opened = await Promise.race([link.opened, link.closed.then((ending) => ended(ending))]);
  signal.removeEventListener('abort', abort);
  return opened;
}

class SocketLink implements Link {
  readonly pushed = new Emitter<readonly Push[]>();
  readonly closed: Promise<Ending>;
  readonly opened: Promise<Attempt<Link>>;
  readonly #socket: WebSocket;
  readonly #options: LinkOptions;
  readonly #calls: PendingCalls;
  readonly #end: (ending: Ending) => void;
  #isOpen = false;
  #ending: Ending | undefined;
  #heardAt: number;
  /** When something was heard whole, not just a part of a frame. */
  #understoodAt: number;
  /** Before it is open: the deadline. Then: the next look for silence. */
  #timer: Disposable;

  constructor(socket: WebSocket, options: LinkOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#calls = new PendingCalls(options.clock);
    this.#heardAt = this.#understoodAt = options.clock.now();
    const end = Promise.withResolvers<Ending>();
    const open = Promise.withResolvers<Attempt<Link>>();
    this.closed = end.promise;
    this.opened = open.promise;
    this.#end = end.resolve;
    this.#timer = options.clock.after(options.connectMs ?? LIMITS.connectMs, () => this.close('timeout'));
    socket.on('open', () => {
      this.#isOpen = true;
      this.#listenForSilence();
      open.resolve({ ok: true, value: this });
    });
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary));
    socket.on('ping', () => this.#understood());
    // Bytes, not frames: on a slow line a frame may be under way for longer than the silence allowed. Not before it is
    // open: bytes that came with the upgrade would go to this listener alone.
    socket.on('upgrade', ({ socket: wire }) => {
      socket.once('open', () => void wire.on('data', () => this.#heard()));
    });
    socket.on('unexpected-response', (_request, response) => {
      this.close(endingOfStatus(response.statusCode ?? 0));
    });
    socket.on('error', (error) => this.#failed(error));
    socket.on('close', (code) => this.#finish(endingOfClose(code)));
  }

  get openCalls(): number {
    return this.#calls.size;
  }

  async call<K extends CallName>(
    name: K,
    params: Params<K>,
    timeoutMs: number = PAGE_CALLS.has(name) ? PAGE_MS : LIMITS.ackMs,
  ): Promise<Result<Answer<K>>> {
    const { id, answer } = this.#calls.start(timeoutMs);
    if (this.#ending === undefined) this.#socket.send(encodeCall({ id, call: name, params } as CallFrame));
    else this.#calls.abandon();
    const result = await answer;
    return result.ok ? decodeAnswer(name, result.value) : result;
  }

  close(why: Ending = 'lost'): void {
    this.#ending ??= why;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(1000);
    else this.#socket.terminate();
    this.#finish(this.#ending);
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#ending !== undefined) return;
    this.#understood();
    const frame = isBinary ? undefined : decodeServerFrame(data.toString());
    if (frame?.ok) this.#dispatch(frame.value);
    else this.#misbehaved(frame?.error.detail ?? 'binary');
  }

  #dispatch(frame: ServerFrame): void {
    if ('push' in frame) this.pushed.fire(frame.push);
    else if ('error' in frame) this.#refused(frame);
    else if (!this.#calls.finish(frame.id, { ok: true, value: frame.result })) this.#unexpected(frame.id);
  }

  #refused(frame: Extract<ServerFrame, { error: unknown }>): void {
    const known = frame.id !== undefined && this.#calls.finish(frame.id, { ok: false, error: frame.error });
    if (!known) this.#options.log.warn('refused', { code: frame.error.code, detail: frame.error.detail });
  }

  #unexpected(id: number): void {
    this.#options.log.debug('late answer', { id });
  }

  #misbehaved(detail: string): void {
    this.#options.log.warn('bad frame', { detail });
    this.close('misbehaving');
  }

  /** While connecting, a fault without a code is an answer that no WebSocket server gives. */
  #failed(error: Error & { code?: string }): void {
    this.#options.log.debug('socket error', { code: error.code, message: error.message });
    this.#ending ??= !this.#isOpen && error.code === undefined ? 'notAlongside' : endingOfError(error);
  }

  #heard(): void {
    this.#heardAt = this.#options.clock.now();
  }

  #understood(): void {
    this.#understoodAt = this.#options.clock.now();
  }

  /**
   * Looks by the wall clock: after a sleep of the computer the first look drops the dead link at once. While a frame
   * trickles in, the server's ping waits behind it, and the server for an answer: it gets one unasked.
   */
  #listenForSilence(): void {
    const { clock, silenceMs = SILENCE_MS } = this.#options;
    this.#heard();
    const everyMs = silenceMs / LOOKS;
    const look = () => {
      const now = clock.now();
      if (now < this.#heardAt) this.#heard();
      const leftMs = this.#heardAt + silenceMs - now;
      if (leftMs <= 0) return this.#dropSilent();
      if (this.#heardAt > now - everyMs && this.#understoodAt < now - everyMs) this.#socket.pong();
      this.#timer = clock.after(Math.min(everyMs, leftMs), look);
    };
    this.#timer.dispose();
    look();
  }

  #dropSilent(): void {
    this.#ending ??= 'silent';
    this.#socket.terminate();
    this.#finish(this.#ending);
  }

  #finish(ending: Ending): void {
    this.#ending ??= ending;
    this.#timer.dispose();
    this.#calls.abandon();
    this.#end(this.#ending);
  }
}
