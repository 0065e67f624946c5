import type { Clock } from '../../src/clock';

export interface FakeClock extends Clock {
  /** Timers that are set. */
  readonly timers: number;
  advance(ms: number): void;
  /** The computer sleeps: time passes and no timer runs. Those that are due run at the next advance. */
  sleep(ms: number): void;
}

export function fakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start;
  const timers = new Set<{ readonly due: number; readonly run: () => void }>();
  return {
    now: () => now,
    after(ms, run) {
      const timer = { due: now + ms, run };
      timers.add(timer);
      return { dispose: () => void timers.delete(timer) };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = [...timers].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        now = Math.max(now, next.due);
        timers.delete(next);
        next.run();
      }
      now = until;
    },
    sleep(ms) {
      now += ms;
    },
    get timers() {
      return timers.size;
    },
  };
}
