import assert from 'node:assert/strict';
import { costsOf } from './profile';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 });

describe('a profile', () => {
  it('tells what took the time that was not idle', () => {
    const nodes = [frame('(root)'), frame('(idle)'), frame('writev'), frame('', 'file:///a/hub.js')];
    const profile = {
      nodes: nodes.map((callFrame, id) => ({ id, callFrame })),
      samples: [1, 2, 3, 2],
      timeDeltas: [1_000, 20, 10, 10],
    };
    assert.deepEqual(costsOf(profile), [
      { what: 'writev', share: 0.75 },
      { what: 'anonymous hub.js:10', share: 0.25 },
    ]);
  });
});
