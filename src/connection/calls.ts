import { type Result, fail } from '../../server/protocol/result';
import type { Clock } from '../clock';
import type { Disposable } from '../lifecycle';

interface Waiting {
  readonly settle: (result: Result<unknown>) => void;
  readonly timer: Disposable;
}

/** Calls under way. Each ends in exactly one way: answered, timed out, or its link lost. None leaves anything behind. */
export class PendingCalls {
  readonly #waiting = new Map<number, Waiting>();
  readonly #clock: Clock;
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#waiting.size;
  }

  start(timeoutMs: number): { readonly id: number; readonly answer: Promise<Result<unknown>> } {
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<Result<unknown>>();
    const timer = this.#clock.after(timeoutMs, () => this.finish(id, fail('E_UNAVAILABLE', 'timeout')));
    this.#waiting.set(id, { settle: resolve, timer });
    return { id, answer: promise };
  }

  /** False for an answer that nobody waits for. */
  finish(id: number, result: Result<unknown>): boolean {
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    this.#waiting.delete(id);
    waiting.timer.dispose();
    waiting.settle(result);
    return true;
  }

  abandon(): void {
    for (const id of [...this.#waiting.keys()]) this.finish(id, fail('E_UNAVAILABLE', 'link lost'));
  }
}
