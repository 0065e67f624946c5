import type { MemberId } from '../protocol/ids';
import type { ServerLimits } from '../protocol/limits';
import type { Result } from '../protocol/result';
import { Bucket, type Pace, paceOf } from './bucket';

/** How fast each member may say something, over all its connections. */
export class Sends {
  readonly #buckets = new Map<MemberId, Bucket>();
  readonly #pace: Pace;

  constructor(
    { sendBurst, sendsPerMinute }: ServerLimits,
    private readonly now: () => number,
  ) {
    this.#pace = paceOf(sendBurst, sendsPerMinute);
  }

  /** Runs `work` unless the member has to wait. */
  paced<T>(member: MemberId, work: () => Promise<Result<T>>): Result<T> | Promise<Result<T>> {
    const bucket = this.#buckets.get(member) ?? new Bucket(this.#pace);
    this.#buckets.set(member, bucket);
    const retryAfterMs = bucket.take(this.now());
    return retryAfterMs > 0 ? { ok: false, error: { code: 'E_RATE', retryAfterMs } } : work();
  }
}
