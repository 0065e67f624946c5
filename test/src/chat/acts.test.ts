import assert from 'node:assert/strict';
import { GENERAL, type RoomId, type Seq } from '../../../server/protocol/ids';
import { messagesAt } from '../../../src/chat/acts';
import { aMessage } from '../../webview/build';

describe('messages that others answer', () => {
  const asked: Seq[] = [];
  const history = (_: RoomId, place: object) => {
    const seq = (place as { readonly after: Seq }).after + 1;
    asked.push(seq);
    return Promise.resolve({ entries: [aMessage(seq)] });
  };
  beforeEach(() => asked.splice(0));

  it('are looked up one by one', async () => {
    const found = await messagesAt({ history }, GENERAL, [4, 9]);
    assert.deepEqual(found.map(({ seq }) => seq), [4, 9]); // prettier-ignore
  });

  it('are not so many that the reader could ask for nothing else, but the last ones', async () => {
    const many = Array.from({ length: 400 }, (_, i) => 10 * i);
    const found = await messagesAt({ history }, GENERAL, many);
    assert.ok(asked.length <= 60 && found.at(-1)?.seq === 3_990, `${asked.length}`);
  });
});
