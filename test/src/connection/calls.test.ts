import assert from 'node:assert/strict';
import { PendingCalls } from '../../../src/connection/calls';
import { fakeClock } from '../fakeClock';

describe('pending calls', () => {
  const left = (calls: PendingCalls, clock: { timers: number }) => ({ calls: calls.size, timers: clock.timers });

  it('leave nothing behind after an answer', async () => {
    const clock = fakeClock();
    const calls = new PendingCalls(clock);
    const { id, answer } = calls.start(1_000);
    assert.equal(calls.finish(id, { ok: true, value: 1 }), true);
    assert.deepEqual(await answer, { ok: true, value: 1 });
    assert.deepEqual(left(calls, clock), { calls: 0, timers: 0 });
  });

  it('leave nothing behind after a time-out, and an answer that comes later is nobody’s', async () => {
    const clock = fakeClock();
    const calls = new PendingCalls(clock);
    const { id, answer } = calls.start(1_000);
    clock.advance(1_000);
    assert.deepEqual(await answer, { ok: false, error: { code: 'E_UNAVAILABLE', detail: 'timeout' } });
    assert.deepEqual(left(calls, clock), { calls: 0, timers: 0 });
    assert.equal(calls.finish(id, { ok: true, value: 1 }), false);
  });

  it('leave nothing behind when the link is lost', async () => {
    const clock = fakeClock();
    const calls = new PendingCalls(clock);
    const answers = [calls.start(1_000).answer, calls.start(2_000).answer];
    calls.abandon();
    for (const answer of await Promise.all(answers)) {
      assert.deepEqual(answer, { ok: false, error: { code: 'E_UNAVAILABLE', detail: 'link lost' } });
    }
    assert.deepEqual(left(calls, clock), { calls: 0, timers: 0 });
  });
});
