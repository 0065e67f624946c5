import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const MOST_MS = 200;
const EACH_MS = 20;

/**
 * Watches that nothing in this process holds up the event loop. A block counts when the process used the processor through
 * all of it: time that the machine gave to others says nothing about the code.
 */
export function watchLoop(): Disposable & { readonly longestMs: number } {
  const delay = monitorEventLoopDelay({ resolution: EACH_MS });
  delay.enable();
  let longestMs = 0;
  let last = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    longestMs = Math.max(longestMs, (user + system) / 1_000);
  }, EACH_MS);
  return {
    get longestMs() {
      return Math.min(longestMs, delay.max / 1e6);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      delay.disable();
      const { longestMs: blockedMs } = this;
      assert.ok(blockedMs < MOST_MS, `the event loop was blocked for ${Math.round(blockedMs)} ms`);
    },
  };
}
