import assert from 'node:assert/strict';
import { LIMITS } from '../../../server/protocol/limits';
import { look } from '../../../server/state/search';
import type { SearchIndex } from '../../../server/state/searchIndex';

const NEWEST = 1_000_000;
const STEP_MS = LIMITS.searchMs / 3;

const wait = () => {
  for (const until = performance.now() + STEP_MS; performance.now() < until;);
};

/** Takes its time over each step, and finds nothing. */
function slowIndex(): { readonly index: SearchIndex; readonly steps: () => number } {
  let steps = 0;
  const step = () => {
    steps += 1;
    wait();
    return [];
  };
  return { index: { find: step, findIn: step } as unknown as SearchIndex, steps: () => steps };
}

const wanted = { match: 'word', from: 1, to: Infinity, limit: 50, accepts: () => true };

describe('a search that takes long', () => {
  it(`is cut off after ${LIMITS.searchMs} ms, says how far it came, and goes on from there`, () => {
    const { index, steps } = slowIndex();
    /** Nothing of it is indexed. */
    const searched = { index, newest: NEWEST, indexed: 0, messages: () => [] };
    const first = look(searched, wanted);
    assert.ok(steps() <= 3, `${steps()} steps`);
    assert.ok(first.reached > NEWEST / 2 && first.reached < NEWEST, `${first.reached}`);
    const second = look(searched, { ...wanted, to: first.reached - 1 });
    assert.ok(second.reached < first.reached);
  });

  it('is cut off also between two messages that are not the right ones', () => {
    let asked = 0;
    const accepts = () => {
      asked += 1;
      wait();
      return false;
    };
    const index = { find: () => [40, 30, 20, 10, 9, 8, 7, 6, 5] } as unknown as SearchIndex;
    const searched = { index, newest: NEWEST, indexed: NEWEST, messages: () => [] };
    const { numbers, reached } = look(searched, { ...wanted, accepts });
    assert.ok(asked <= 3);
    assert.deepEqual([numbers, reached], [[], [40, 30, 20][asked - 1]]);
  });
});
