import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until `check` holds, and gives back what it returned. It does not hold while it throws, rejects or returns false;
 * after `timeoutMs` the last reason is thrown.
 */
export async function eventually<T>(check: () => T | Promise<T>, timeoutMs = 5_000): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const outcome = await attempt(check);
    if (outcome.holds) return outcome.value;
    if (performance.now() > giveUpAt) throw outcome.reason;
    await pause(10);
  }
}

type Outcome<T> = { holds: true; value: T } | { holds: false; reason: Error };

async function attempt<T>(check: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    const value = await check();
    if (value !== false) return { holds: true, value };
    return { holds: false, reason: new Error(`not in time: ${check.toString()}`) };
  } catch (error) {
    return { holds: false, reason: error instanceof Error ? error : new Error(String(error)) };
  }
}
