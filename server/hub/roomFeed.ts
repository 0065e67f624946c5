import type { Meter } from '../core/ports';
import type { Epoch, RoomId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Entry } from '../protocol/model';
import type { FrameEncoder, SharedFrame } from './connection';

export interface Listener {
  sendFrame(frame: SharedFrame): void;
}

/** What comes within this time of the last delivery goes together: the more listen, the more a delivery costs. */
const gatherMs = (listeners: number): number => Math.min(20, 10 + listeners / 100);
/** That somebody came or left may wait a little longer, so that thousands who come at once are a few deliveries. */
export const comingsMs = (listeners: number): number => 100 + listeners / 10;

/**
 * Delivers one room's new entries to those who listen: the first at once, what follows soon after together. Each frame is
 * made once and shared, so a delivery costs one socket write, however many entries it holds.
 */
export class RoomFeed {
  readonly #listeners = new Set<Listener>();
  /** Who came since the last delivery, and how many of the gathered entries each had from the state then. */
  readonly #newcomers = new Map<Listener, number>();
  #gathered: Entry[] = [];
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #dueAt = 0;
  #lastFlush = 0;
  #gatheredSince = 0;

  constructor(
    private readonly room: RoomId,
    private readonly epoch: Epoch,
    private readonly encode: FrameEncoder,
    private readonly meter?: Meter,
  ) {}

  /** Not sent before this turn of the event loop ends: the acknowledgements of these entries go first. */
  add(entries: readonly Entry[]): void {
    if (this.#gathered.length === 0) this.#gatheredSince = performance.now();
    for (const entry of entries) this.#gathered.push(entry);
    const isComing = entries.every(({ kind }) => kind === 'joined' || kind === 'left');
    const dueAt = this.#lastFlush + (isComing ? comingsMs : gatherMs)(this.#listeners.size);
    if (this.#timer && this.#dueAt <= dueAt) return;
    this.#cancel();
    this.#dueAt = dueAt;
    const wait = dueAt - performance.now();
    this.#timer = wait > 0 ? setTimeout(() => this.#flush(), wait) : setImmediate(() => this.#flush());
  }

  /**
   * From here on the listener gets every entry after those the state holds now. Read the state in the same turn. Nothing is
   * delivered for its sake: or a thousand who come at once would each make a thousand deliveries.
   */
  listen(listener: Listener): void {
    if (this.#gathered.length === 0) this.#listeners.add(listener);
    else this.#newcomers.set(listener, this.#gathered.length);
  }

  has(listener: Listener): boolean {
    return this.#listeners.has(listener) || this.#newcomers.has(listener);
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener);
    this.#newcomers.delete(listener);
  }

  tell(frame: SharedFrame, except: readonly Listener[] = []): void {
    for (const listener of this.#listeners) if (!except.includes(listener)) listener.sendFrame(frame);
    for (const listener of this.#newcomers.keys()) if (!except.includes(listener)) listener.sendFrame(frame);
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#listeners.clear();
    this.#newcomers.clear();
  }

  #flush(): void {
    this.#cancel();
    if (this.#gathered.length === 0) return;
    const entries = this.#gathered;
    this.#gathered = [];
    this.#lastFlush = performance.now();
    if (this.#listeners.size > 0) for (const frame of this.#frames(entries)) this.#deliver(frame, this.#listeners);
    this.#admit(entries);
    this.meter?.delivered(performance.now() - this.#gatheredSince);
  }

  /** Those who came after as many of the entries share frames of the rest. */
  #admit(entries: readonly Entry[]): void {
    const newcomers = [...this.#newcomers];
    this.#newcomers.clear();
    for (const [known, group] of Map.groupBy(newcomers, ([, count]) => count)) {
      const listeners = group.map(([listener]) => listener);
      for (const listener of listeners) this.#listeners.add(listener);
      for (const frame of this.#frames(entries.slice(known))) this.#deliver(frame, listeners);
    }
  }

  #frames(entries: readonly Entry[]): readonly SharedFrame[] {
    return entriesFrames(this.room, this.epoch, entries).map(this.encode);
  }

  #deliver(frame: SharedFrame, listeners: Iterable<Listener>): void {
    for (const listener of listeners) listener.sendFrame(frame);
  }

  #cancel(): void {
    clearTimeout(this.#timer as NodeJS.Timeout | undefined);
    clearImmediate(this.#timer as NodeJS.Immediate | undefined);
    this.#timer = undefined;
  }
}

/** Frames that together hold the entries, each below what a client takes. */
function entriesFrames(room: RoomId, epoch: Epoch, entries: readonly Entry[]): string[] {
  const head = `{"push":[{"kind":"entries","room":${JSON.stringify(room)},"epoch":${JSON.stringify(epoch)},"entries":[`;
  const frames: string[] = [];
  let parts: string[] = [];
  let chars = 0;
  const cut = () => {
    if (parts.length > 0) frames.push(`${head}${parts.join(',')}]}]}`);
    parts = [];
    chars = 0;
  };
  for (const entry of entries) {
    const json = JSON.stringify(entry);
    if (chars + json.length > MOST_CHARS || parts.length >= LIMITS.pageEntries) cut();
    parts.push(json);
    chars += json.length;
  }
  cut();
  return frames;
}

/** A character is three bytes of UTF-8 at most. */
const MOST_CHARS = Math.floor(LIMITS.frameOutBytes / 4);
