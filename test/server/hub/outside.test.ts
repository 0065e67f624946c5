import assert from 'node:assert/strict';
import { Outside } from '../../../server/hub/outside';
import { SERVER_LIMITS } from '../../../server/protocol/limits';

const { authFailures, authFailuresPerMinute, joins, joinsPerMinute, invitedPerMinute, refusedMs } = SERVER_LIMITS;
const MINUTE = 60_000;
const [here, there] = ['10.0.0.7', '10.0.0.8'];

describe('who is kept outside', () => {
  const anOutside = () => {
    let now = 1_000;
    const outside = new Outside(SERVER_LIMITS, () => now);
    return { outside, wait: (ms: number) => void (now += ms) };
  };
  const times = (count: number, doIt: () => unknown) => Array.from({ length: count }, doIt);

  it('is an address of which too many proofs were wrong, until it may try once more', () => {
    const { outside, wait } = anOutside();
    times(authFailures - 1, () => outside.failed(here));
    assert.equal(outside.waitMs(here), 0);
    outside.failed(here);
    assert.equal(outside.waitMs(here), MINUTE / authFailuresPerMinute);
    assert.equal(outside.waitMs(there), 0);
    wait(MINUTE / authFailuresPerMinute);
    assert.equal(outside.waitMs(here), 0);
    outside.failed(here);
    assert.ok(outside.waitMs(here) > 0);
  });

  it('is a newcomer from an address that has sent many, and one comes in after the other', () => {
    const { outside, wait } = anOutside();
    const waits = times(joins + 1, () => outside.joinWaitMs(here));
    assert.deepEqual(waits, [...Array<number>(joins).fill(0), MINUTE / joinsPerMinute]);
    assert.equal(outside.joinWaitMs(there), 0);
    wait(MINUTE / joinsPerMinute);
    assert.equal(outside.joinWaitMs(here), 0);
    assert.ok(outside.joinWaitMs(here) > 0);
    outside.hasNotJoined(here);
    assert.equal(outside.joinWaitMs(here), 0);
  });

  it('is who guesses at invites, from wherever, but for tries that were no guess', () => {
    const { outside } = anOutside();
    assert.ok(times(invitedPerMinute, () => outside.tryWaitMs()).every((ms) => ms === 0));
    assert.ok(outside.tryWaitMs() > 0);
    outside.wasNoGuess();
    assert.equal(outside.tryWaitMs(), 0);
  });

  it('is who did not wait as told, for a while', () => {
    const { outside, wait } = anOutside();
    outside.keepOut('ana');
    wait(refusedMs - 1);
    assert.equal(outside.waitMs('ana'), 1);
    wait(1);
    assert.equal(outside.waitMs('ana'), 0);
  });

  it('is still known when very many others are, and nobody is who shares a door', () => {
    const { outside } = anOutside();
    times(joins, () => outside.joinWaitMs(here));
    for (let i = 0; i < 5_000; i++) {
      outside.failed(`10.1.${i >> 8}.${i & 255}`);
      outside.joinWaitMs(`10.1.${i >> 8}.${i & 255}`);
      assert.equal(outside.joinWaitMs(undefined), 0);
      outside.failed(undefined);
    }
    assert.ok(outside.joinWaitMs(here) > 0);
    assert.equal(outside.waitMs(undefined), 0);
  });
});
