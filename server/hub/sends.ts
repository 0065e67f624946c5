import type { MemberId } from '../protocol/ids';
import type { ServerLimits } from '../protocol/limits';
import { type Result, tooFast } from '../protocol/result';
import { paceOf } from './bucket';
import { Buckets } from './buckets';

/** How fast each member may say something, or have the server do something else that takes time, over all its connections. */
export class Sends {
  readonly #buckets: Buckets<MemberId>;

  constructor(
    { sendBurst, sendsPerMinute }: ServerLimits,
    private readonly now: () => number,
  ) {
    this.#buckets = new Buckets(paceOf(sendBurst, sendsPerMinute), now);
  }

  /** Runs `work` unless the member has to wait. */
  paced<T>(member: MemberId, work: () => Result<T> | Promise<Result<T>>): Result<T> | Promise<Result<T>> {
    const retryAfterMs = this.#buckets.of(member).take(this.now());
    return retryAfterMs > 0 ? tooFast(retryAfterMs) : work();
  }
}
