import assert from 'node:assert/strict';
import type { Attempt, Ending } from '../../../src/connection/ending';
import { type Kept, Keeper } from '../../../src/connection/keeper';
import { eventually } from '../../helpers/eventually';
import { fakeClock } from '../fakeClock';
import { silent } from '../fixtures';

interface FakeLink extends Kept {
  end(ending: Ending): void;
}

function fakeLink(): FakeLink {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  return { closed: promise, close: (why = 'lost') => resolve(why), end: resolve };
}

function aKeeper(attempts: (Attempt<FakeLink> | Error | undefined)[]) {
  const clock = fakeClock();
  const seen: string[] = [];
  let opened = 0;
  const open = () => {
    const attempt = attempts[opened++];
    return attempt instanceof Error
      ? Promise.reject(attempt)
      : Promise.resolve(attempt ?? { ok: false as const, ending: 'refused' as const });
  };
  const keeper = new Keeper<FakeLink>({ open, clock, random: () => 1, log: silent });
  keeper.changed.on((standing) =>
    seen.push('retryAt' in standing ? `${standing.at} ${standing.retryAt - clock.now()}` : standing.at),
  );
  const waiting = (ms: number) => eventually(() => seen.at(-1) === `offline ${ms}`);
  return { keeper, clock, seen, waiting, opened: () => opened };
}

describe('keeper', () => {
  it('waits longer from attempt to attempt', async () => {
    const { keeper, clock, waiting } = aKeeper([]);
    void keeper.start();
    for (const ms of [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      await waiting(ms);
      clock.advance(ms);
    }
    keeper.dispose();
  });

  it('begins with the first wait again after a connection that lasted, and not after one that flapped', async () => {
    const [flapping, lasting] = [fakeLink(), fakeLink()];
    const { keeper, clock, seen, waiting } = aKeeper([
      undefined,
      { ok: true, value: flapping },
      { ok: true, value: lasting },
    ]);
    void keeper.start();
    await waiting(250);
    clock.advance(250);
    await eventually(() => seen.at(-1) === 'online');
    flapping.end('lost');
    await waiting(500);
    clock.advance(500);
    await eventually(() => seen.at(-1) === 'online');
    clock.advance(10_000);
    lasting.end('lost');
    await waiting(250);
    keeper.dispose();
  });

  it('does not wait when the reader asks for it', async () => {
    const { keeper, opened, waiting } = aKeeper([]);
    void keeper.start();
    await waiting(250);
    keeper.retryNow();
    await eventually(() => opened() === 2);
    keeper.dispose();
  });

  it('stops where trying again cannot help, until the reader asks', async () => {
    const { keeper, seen } = aKeeper([
      { ok: false, ending: 'version' },
      { ok: true, value: fakeLink() },
    ]);
    await keeper.start();
    assert.deepEqual(keeper.standing, { at: 'stopped', ending: 'version' });
    keeper.retryNow();
    await eventually(() => seen.at(-1) === 'online');
    keeper.dispose();
  });

  it('tries again where opening failed as nobody had foreseen', async () => {
    const { keeper, clock, seen, waiting } = aKeeper([new Error('a fault'), { ok: true, value: fakeLink() }]);
    void keeper.start().catch(() => {});
    await waiting(250);
    clock.advance(250);
    await eventually(() => seen.at(-1) === 'online');
    keeper.dispose();
  });

  it('leaves no timer when it is disposed, and closes what it held', async () => {
    const waits = aKeeper([]);
    void waits.keeper.start();
    await waits.waiting(250);
    waits.keeper.dispose();
    await eventually(() => waits.clock.timers === 0);

    const link = fakeLink();
    const holds = aKeeper([{ ok: true, value: link }]);
    void holds.keeper.start();
    await eventually(() => holds.seen.at(-1) === 'online');
    holds.keeper.dispose();
    assert.equal(await link.closed, 'lost');
  });
});
