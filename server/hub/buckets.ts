import { Bucket, type Pace } from './bucket';

const MANY = 1_024;

/** A bucket for each of many, who are forgotten when theirs is full: so they take no memory for longer than they matter. */
export class Buckets<Who> {
  readonly #buckets = new Map<Who, Bucket>();
  #sweepAt = MANY;

  constructor(
    private readonly pace: Pace,
    private readonly now: () => number,
  ) {}

  of(who: Who): Bucket {
    const known = this.#buckets.get(who);
    if (known) return known;
    this.#sweep();
    const made = new Bucket(this.pace);
    this.#buckets.set(who, made);
    return made;
  }

  /** Not at each newcomer, however many there are. */
  #sweep(): void {
    if (this.#buckets.size < this.#sweepAt) return;
    const now = this.now();
    for (const [who, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(who);
    this.#sweepAt = Math.max(MANY, 2 * this.#buckets.size);
  }
}
