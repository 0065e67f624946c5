import assert from 'node:assert/strict';
import type { Ending } from '../../../src/connection/ending';
import { endingOfClose, endingOfStatus } from '../../../src/connection/ending';
import { resendDelay, retryDelay } from '../../../src/connection/reconnect';

const half = () => 0.5;

describe('retry policy', () => {
  const delays: readonly (readonly [number, Ending, number | undefined])[] = [
    [0, 'lost', 125],
    [1, 'lost', 250],
    [2, 'refused', 500],
    [3, 'timeout', 1_000],
    [6, 'silent', 8_000],
    [7, 'busy', 15_000],
    [50, 'unreachable', 15_000],
    [0, 'drain', 2_500],
    [1, 'drain', 250],
    [0, 'version', undefined],
    [0, 'wrongProof', undefined],
    [0, 'otherServer', undefined],
    [0, 'unauthenticated', undefined],
    [0, 'notAlongside', 125],
    [0, 'tooMany', 125],
    [0, 'closed', undefined],
  ];
  for (const [attempt, ending, expected] of delays) {
    it(`waits ${expected ?? 'no time, for it stops,'} ms at attempt ${attempt} after ${ending}`, () => {
      assert.equal(retryDelay(attempt, ending, half), expected);
    });
  }

  it('uses the whole range from nothing to the ceiling', () => {
    assert.equal(
      retryDelay(20, 'lost', () => 0),
      0,
    );
    assert.equal(
      retryDelay(20, 'lost', () => 0.999999),
      30_000,
    );
  });

  it('tries again after every close code below 4500 and stops at the others but two', () => {
    for (const code of [1001, 1006, 1011, 4001, 4002, 4003, 4004, 4005, 4006, 4099, 4499, 4502, 4503]) {
      assert.notEqual(retryDelay(0, endingOfClose(code), half), undefined, String(code));
    }
    for (const code of [4500, 4501, 4504, 4505, 4506, 4777]) {
      assert.equal(retryDelay(0, endingOfClose(code), half), undefined, String(code));
    }
  });

  it('takes a server that is full or behind a broken proxy for one that may come back', () => {
    assert.deepEqual([429, 502, 503, 403, 404, 200].map(endingOfStatus), [
      'busy',
      'busy',
      'busy',
      'forbidden',
      'notAlongside',
      'notAlongside',
    ]);
  });

  it('sends a message again after a time that grows, or the one the server asks for, and never in a hurry', () => {
    assert.deepEqual(
      [0, 1, 4, 5, 60].map((failures) => resendDelay(failures, undefined)),
      [500, 1_000, 8_000, 10_000, 10_000],
    );
    assert.deepEqual(
      [0, 99, 3_000].map((ms) => resendDelay(0, ms)),
      [100, 100, 3_000],
    );
  });
});
