import type { Epoch, RoomId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Entry } from '../protocol/model';
import type { FrameEncoder, SharedFrame } from './connection';

export interface Listener {
  sendFrame(frame: SharedFrame): void;
}

/** What comes within this time of the last delivery goes together: the more listen, the more a delivery costs. */
const gatherMs = (listeners: number): number => Math.min(20, 10 + listeners / 100);

/**
 * Delivers one room's new entries to those who listen: the first at once, what follows soon after together. Each frame is made once and shared, so a delivery costs one socket write, however many entries it holds.
 */
export class RoomFeed {
  readonly #listeners = new Set<Listener>();
  #gathered: Entry[] = [];
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #lastFlush = 0;

  constructor(
    private readonly room: RoomId,
    private readonly epoch: Epoch,
    private readonly encode: FrameEncoder,
  ) {}

  /** Not sent before this turn of the event loop ends: the acknowledgements of these entries go first. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) this.#gathered.push(entry);
    if (this.#timer) return;
    const wait = this.#lastFlush + gatherMs(this.#listeners.size) - performance.now();
    this.#timer = wait > 0 ? setTimeout(() => this.#flush(), wait) : setImmediate(() => this.#flush());
  }

  /**
   * From here on the listener gets every entry after those the state holds now. Read the state in the same turn: what was
   * gathered is sent to the earlier listeners first, so that nothing is told twice.
   */
  listen(listener: Listener): void {
    this.#flush();
    this.#listeners.add(listener);
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  tell(frame: SharedFrame): void {
    for (const listener of this.#listeners) listener.sendFrame(frame);
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#listeners.clear();
  }

  #flush(): void {
    this.#cancel();
    if (this.#gathered.length === 0) return;
    const entries = this.#gathered;
    this.#gathered = [];
    this.#lastFlush = performance.now();
    if (this.#listeners.size === 0) return;
    for (const frame of entriesFrames(this.room, this.epoch, entries)) this.tell(this.encode(frame));
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
