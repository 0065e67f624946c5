import assert from 'node:assert/strict';
import { cidsOfWishes } from '../../../src/rooms/wishes';

describe('a wish for a room', () => {
  it('is the same one when it is tried again, and another one under another name or of another kind', () => {
    const cidOf = cidsOfWishes();
    const first = cidOf('design', 'public');
    const others = [cidOf('designs', 'public'), cidOf('design', 'private'), cidsOfWishes()('design', 'public')];
    assert.equal(cidOf('design', 'public'), first);
    assert.equal(new Set([first, ...others]).size, 4);
  });
});
