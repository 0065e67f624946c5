/** Editors that show their line numbers for so long and then lose them, all at once, are in Zen mode. */
const NUMBERED_MS = 2_000;

interface Numbers {
  readonly isShown: boolean;
}

/**
 * Whether the window is in Zen mode. The editor does not tell, but takes the line numbers of all editors away, unless it is set
 * not to; where nothing tells, this is never so. One who has no line numbers anyway is not taken to be in it.
 */
export class Zen {
  #isOn = false;
  #numberedAt = Infinity;
  #leftAt = -Infinity;

  get isOn(): boolean {
    return this.#isOn;
  }

  /** `editors`: those that are seen. In one that was just opened the numbers stand for a moment. */
  look(editors: readonly Numbers[], now: number): void {
    if (editors.length === 0) return;
    if (editors.every(({ isShown }) => isShown)) {
      // A file that is opened in place of another one shows its own for a moment.
      if (this.#isOn) this.#leftAt = now;
      this.#isOn = false;
      this.#numberedAt = Math.min(this.#numberedAt, now);
    } else if (editors.some(({ isShown }) => isShown)) {
      this.#numberedAt = Infinity;
    } else {
      this.#isOn ||= now - this.#numberedAt >= NUMBERED_MS || now - this.#leftAt < NUMBERED_MS;
      this.#numberedAt = Infinity;
    }
  }
}
