/** Holds `burst` and is filled again at a steady pace. Kept as one number: when it will be full. */
export class Bucket {
  readonly #eachMs: number;
  #fullAt = 0;

  constructor(
    private readonly burst: number,
    perMinute: number,
  ) {
    this.#eachMs = 60_000 / perMinute;
  }

  /** Takes one, or says in how many milliseconds there will be one. */
  take(now: number): number {
    const waitMs = this.waitMs(now);
    if (waitMs === 0) this.#fullAt = Math.max(this.#fullAt, now) + this.#eachMs;
    return waitMs;
  }

  waitMs(now: number): number {
    return Math.max(0, Math.ceil(this.#fullAt - now - (this.burst - 1) * this.#eachMs));
  }

  isFull(now: number): boolean {
    return this.#fullAt <= now;
  }
}
