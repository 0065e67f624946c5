/** How much a bucket holds, and how fast it is filled again. */
export interface Pace {
  readonly burst: number;
  readonly eachMs: number;
}

export const paceOf = (burst: number, perMinute: number): Pace => ({ burst, eachMs: 60_000 / perMinute });

/** Kept as one number, when it will be full: each connection has some. */
export class Bucket {
  #fullAt = 0;

  constructor(private readonly pace: Pace) {}

  /** Takes one, or says in how many milliseconds there will be one. */
  take(now: number): number {
    const waitMs = this.waitMs(now);
    if (waitMs === 0) this.#fullAt = Math.max(this.#fullAt, now) + this.pace.eachMs;
    return waitMs;
  }

  /** What was taken for nothing. */
  giveBack(): void {
    this.#fullAt -= this.pace.eachMs;
  }

  waitMs(now: number): number {
    return Math.max(0, Math.ceil(this.#fullAt - now - (this.pace.burst - 1) * this.pace.eachMs));
  }

  isFull(now: number): boolean {
    return this.#fullAt <= now;
  }
}
