import assert from 'node:assert/strict';
import { Away } from '../../../src/people/away';
import { fakeClock } from '../fakeClock';

const MINUTE_MS = 60_000;

describe('being away', () => {
  function aWindow(isActive: boolean) {
    const [clock, told] = [fakeClock(), [] as boolean[]];
    const away = new Away(clock, (isAway) => told.push(isAway));
    away.follow(isActive);
    return { clock, told, away };
  }

  it('begins some minutes after the window was used last', () => {
    const { clock, told, away } = aWindow(true);
    away.follow(false);
    clock.advance(4 * MINUTE_MS);
    assert.deepEqual(told, []);
    clock.advance(2 * MINUTE_MS);
    assert.deepEqual(told, [true]);
  });

  it('does not begin where the window is used in between', () => {
    const { clock, told, away } = aWindow(true);
    away.follow(false);
    clock.advance(4 * MINUTE_MS);
    away.follow(true);
    away.follow(false);
    clock.advance(4 * MINUTE_MS);
    assert.deepEqual(told, []);
  });

  it('ends at once, and is told once', () => {
    const { clock, told, away } = aWindow(false);
    clock.advance(6 * MINUTE_MS);
    assert.equal(away.isAway, true);
    away.follow(true);
    away.follow(true);
    assert.deepEqual(told, [true, false]);
  });

  it('does not begin any more when the window is used, however often it was told that it is not', () => {
    const { clock, told, away } = aWindow(false);
    away.follow(false);
    away.follow(true);
    clock.advance(6 * MINUTE_MS);
    assert.deepEqual(told, []);
  });

  it('is forgotten with the window', () => {
    const { clock, told, away } = aWindow(false);
    away.dispose();
    clock.advance(6 * MINUTE_MS);
    assert.deepEqual(told, []);
  });
});
