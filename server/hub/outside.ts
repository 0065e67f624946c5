import type { ServerLimits } from '../protocol/limits';
import { Bucket, paceOf } from './bucket';
import { Buckets } from './buckets';

const MANY = 1_024;

/** Who is kept outside for a while: addresses and members, by their name. */
export class Outside {
  readonly #until = new Map<string, number>();
  #sweepAt = MANY;
  readonly #failures: Buckets<string>;
  readonly #joins: Buckets<string>;
  /** Of secrets that could be guessed, from wherever they are tried. */
  readonly #tries: Bucket;

  constructor(
    private readonly limits: ServerLimits,
    private readonly now: () => number,
  ) {
    this.#failures = new Buckets(paceOf(limits.authFailures, limits.authFailuresPerMinute), now);
    this.#joins = new Buckets(paceOf(limits.joins, limits.joinsPerMinute), now);
    this.#tries = new Bucket(paceOf(limits.invitedPerMinute, limits.invitedPerMinute));
  }

  /** How long this one must wait; 0: welcome. */
  waitMs(who: string | undefined): number {
    const until = who === undefined ? undefined : this.#until.get(who);
    return until === undefined ? 0 : Math.max(0, until - this.now());
  }

  keepOut(who: string | undefined, ms: number = this.limits.refusedMs): void {
    if (who === undefined || ms <= 0) return;
    this.#sweep();
    this.#until.set(who, this.now() + ms);
  }

  /** How long a newcomer from this address must wait. Without an address, all come through the same door. */
  joinWaitMs(address: string | undefined): number {
    return address === undefined ? 0 : this.#joins.of(address).take(this.now());
  }

  /** Nobody joined. */
  hasNotJoined(address: string | undefined): void {
    if (address !== undefined) this.#joins.of(address).giveBack();
  }

  /** How long whoever tries an invite or a pairing code must wait. */
  tryWaitMs(): number {
    return this.#tries.take(this.now());
  }

  /** That try was no guess. */
  wasNoGuess(): void {
    this.#tries.giveBack();
  }

  /** A wrong proof, invite or code came from here. */
  failed(address: string | undefined): void {
    if (address === undefined) return;
    const failures = this.#failures.of(address);
    failures.take(this.now());
    this.keepOut(address, failures.waitMs(this.now()));
  }

  /** So that many take no memory for longer than they matter. */
  #sweep(): void {
    if (this.#until.size < this.#sweepAt) return;
    const now = this.now();
    for (const [who, until] of this.#until) if (until <= now) this.#until.delete(who);
    this.#sweepAt = Math.max(MANY, 2 * this.#until.size);
  }
}
