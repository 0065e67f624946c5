import type { Clock } from '../clock';
import type { Disposable } from '../lifecycle';

/** The editor takes a notification away ten seconds after its window has the focus; while it has not, it stays. */
const STAYS_MS = 12_000;

/** Whether a notification stands on the screen, which the editor tells only of one that is closed. */
export class OnScreen implements Disposable {
  readonly #clock: Clock;
  #isFocused: boolean;
  #gone: (() => void) | undefined;
  #going: Disposable | undefined;

  constructor(clock: Clock, isFocused: boolean) {
    this.#clock = clock;
    this.#isFocused = isFocused;
  }

  get isFocused(): boolean {
    return this.#isFocused;
  }

  follow(isFocused: boolean): void {
    if (isFocused === this.#isFocused) return;
    this.#isFocused = isFocused;
    this.#countDown();
  }

  /** Until it is closed or taken away. */
  async wait(closed: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#gone = () => resolve(undefined);
    this.#countDown();
    await Promise.race([closed, promise]);
    this.#gone = undefined;
    this.#countDown();
  }

  dispose(): void {
    this.#going?.dispose();
    this.#gone?.();
  }

  #countDown(): void {
    this.#going?.dispose();
    this.#going = this.#gone && this.#isFocused ? this.#clock.after(STAYS_MS, this.#gone) : undefined;
  }
}
