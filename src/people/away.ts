import type { Clock } from '../clock';
import type { Disposable } from '../lifecycle';

const AWAY_MS = 5 * 60_000;

/** Away is who has not used the window for some minutes. `tell` is called when that changes; being back is told at once. */
export class Away implements Disposable {
  readonly #clock: Clock;
  readonly #tell: (isAway: boolean) => void;
  #leaving: Disposable | undefined;
  #isAway = false;

  constructor(clock: Clock, tell: (isAway: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Whether the window is being used. The editor says no a short while after the last key. */
  follow(isActive: boolean): void {
    if (!isActive) {
      this.#leaving ??= this.#clock.after(AWAY_MS, () => this.#become(true));
      return;
    }
    this.dispose();
    this.#become(false);
  }

  dispose(): void {
    this.#leaving?.dispose();
    this.#leaving = undefined;
  }

  #become(isAway: boolean): void {
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#tell(isAway);
  }
}
