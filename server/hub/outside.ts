import type { ServerLimits } from '../protocol/limits';
import { Bucket, paceOf } from './bucket';

/** Who is kept outside for a while: addresses and members, by their name. */
export class Outside {
  readonly #until = new Map<string, number>();
  readonly #failures = new Map<string, Bucket>();

  /** Of secrets that could be guessed, from wherever they are tried. */
  readonly #tries: Bucket;

  constructor(
    private readonly limits: ServerLimits,
    private readonly now: () => number,
  ) {
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
    const { authFailures, authFailuresPerMinute } = this.limits;
    const failures = this.#failures.get(address) ?? new Bucket(paceOf(authFailures, authFailuresPerMinute));
    this.#failures.set(address, failures);
    failures.take(this.now());
    this.keepOut(address, failures.waitMs(this.now()));
  }

  /** So that many addresses take no memory for longer than they matter. */
  #sweep(): void {
    if (this.#until.size + this.#failures.size < 1_024) return;
    const now = this.now();
    for (const [who, until] of this.#until) if (until <= now) this.#until.delete(who);
    for (const [address, failures] of this.#failures) if (failures.isFull(now)) this.#failures.delete(address);
  }
}
