import { type Clock, pause } from '../clock';
import { type Disposable, Emitter } from '../lifecycle';
import { type Log, asData } from '../log';
import { type Attempt, type Ending, ended } from './ending';
import { STABLE_MS, retryDelay } from './reconnect';

/** What a keeper keeps open. */
export interface Kept {
  readonly closed: Promise<Ending>;
  close(why?: Ending): void;
}

export type Standing<L extends Kept> =
  | { readonly at: 'connecting' }
  | { readonly at: 'online'; readonly link: L }
  | { readonly at: 'offline'; readonly ending: Ending; readonly retryAt?: number }
  | { readonly at: 'stopped'; readonly ending: Ending };

interface KeeperOptions<L extends Kept> {
  readonly open: (signal: AbortSignal) => Promise<Attempt<L>>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** Keeps one link open: opens it, waits for its end, opens it again, until it must not or is disposed. */
export class Keeper<L extends Kept> implements Disposable {
  readonly changed = new Emitter<Standing<L>>();
  readonly #options: KeeperOptions<L>;
  readonly #disposed = new AbortController();
  #wake = new AbortController();
  #standing: Standing<L> = { at: 'connecting' };
  #attempt = 0;
  #isRunning = false;

  constructor(options: KeeperOptions<L>) {
    this.#options = options;
  }

  get standing(): Standing<L> {
    return this.#standing;
  }

  /** Runs until it stops. Does nothing while it runs. */
  async start(): Promise<void> {
    if (this.#isRunning || this.#disposed.signal.aborted) return;
    this.#isRunning = true;
    this.#attempt = 0;
    this.#set({ at: 'connecting' });
    while (await this.#once());
    this.#isRunning = false;
  }

  /** Does not wait for the next attempt; begins again where it had stopped. */
  retryNow(): void {
    this.#attempt = 0;
    this.#wake.abort();
    void this.start();
  }

  dispose(): void {
    this.#disposed.abort();
    if (this.#standing.at === 'online') this.#standing.link.close();
  }

  /** One life of the link and the wait behind it. False: it does not go on. */
  async #once(): Promise<boolean> {
    const ending = await this.#openAndWait();
    if (this.#disposed.signal.aborted) return false;
    const delayMs = retryDelay(this.#attempt, ending, this.#options.random);
    if (delayMs === undefined) {
      this.#set({ at: 'stopped', ending });
      return false;
    }
    this.#attempt += 1;
    await this.#wait(ending, delayMs);
    return !this.#disposed.signal.aborted;
  }

  async #openAndWait(): Promise<Ending> {
    const opened = await this.#open();
    if (!opened.ok) return opened.ending;
    const link = opened.value;
    if (this.#disposed.signal.aborted) {
      link.close();
      return 'lost';
    }
    const since = this.#options.clock.now();
    this.#set({ at: 'online', link });
    const ending = await link.closed;
    if (this.#options.clock.now() - since >= STABLE_MS) this.#attempt = 0;
    return ending;
  }

  /** A fault of ours is no reason to stay away for ever. */
  async #open(): Promise<Attempt<L>> {
    try {
      return await this.#options.open(this.#disposed.signal);
    } catch (error) {
      this.#options.log.error('opening failed', asData(error));
      return ended('lost');
    }
  }

  async #wait(ending: Ending, delayMs: number): Promise<void> {
    const { clock } = this.#options;
    this.#wake = new AbortController();
    this.#set({ at: 'offline', ending, retryAt: clock.now() + delayMs });
    await pause(clock, delayMs, AbortSignal.any([this.#wake.signal, this.#disposed.signal]));
    if (!this.#disposed.signal.aborted) this.#set({ at: 'offline', ending });
  }

  #set(standing: Standing<L>): void {
    this.#standing = standing;
    if (!this.#disposed.signal.aborted) this.changed.fire(standing);
  }
}
