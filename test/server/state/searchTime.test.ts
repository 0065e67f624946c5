import assert from 'node:assert/strict';
import { LIMITS } from '../../../server/protocol/limits';
import { searchRoom } from '../../../server/state/search';
import type { SearchIndex } from '../../../server/state/searchIndex';

const HEAD = 1_000_000;
const STEP_MS = LIMITS.searchMs / 3;

/** Takes its time over each step, and finds nothing. */
function slowIndex(): { readonly index: SearchIndex; readonly steps: () => number } {
  let steps = 0;
  const look = () => {
    steps += 1;
    for (const until = performance.now() + STEP_MS; performance.now() < until;);
    return [];
  };
  return { index: { find: look, findIn: look } as unknown as SearchIndex, steps: () => steps };
}

/** Nothing of it is indexed. */
const room: Parameters<typeof searchRoom>[1] = {
  number: 1,
  head: HEAD,
  indexed: 0,
  page: ({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({
      kind: 'message',
      seq: from + i,
      at: 0,
      name: 'eva',
      text: 'hello',
    })),
};

describe('a search that takes long', () => {
  it(`is cut off after ${LIMITS.searchMs} ms, says how far it came, and goes on from there`, () => {
    const { index, steps } = slowIndex();
    const first = searchRoom(index, room, { text: 'word', limit: 50 });
    assert.ok(steps() <= 3, `${steps()} steps`);
    assert.ok(!first.complete && first.reached < HEAD && first.reached > HEAD / 2, `${first.reached}`);
    const second = searchRoom(index, room, { text: 'word', limit: 50, before: first.reached });
    assert.ok(second.reached < first.reached);
  });
});
