import type { Disposable } from './lifecycle';

export interface Clock {
  now(): number;
  after(ms: number, run: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** Resolves after a time, or as soon as the signal aborts. */
export async function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const done = () => resolve(undefined);
  const timer = clock.after(ms, done);
  signal?.addEventListener('abort', done, { once: true });
  await promise;
  timer.dispose();
  signal?.removeEventListener('abort', done);
}
