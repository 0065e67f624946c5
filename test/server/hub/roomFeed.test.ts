import assert from 'node:assert/strict';
import { RoomFeed } from '../../../server/hub/roomFeed';
import { Epoch, GENERAL, MemberId } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { eventually } from '../../helpers/eventually';

const author = MemberId.parse(`m-${'0'.repeat(32)}`);
const anEntry = (seq: number): Entry => ({ kind: 'joined', seq, at: 0, name: 'ana', author });

class Receiver {
  frames = 0;
  readonly seqs: number[] = [];

  sendFrame(frame: Uint8Array): void {
    this.frames += 1;
    const { push } = JSON.parse(Buffer.from(frame).toString()) as { push: { entries: { seq: number }[] }[] };
    this.seqs.push(...push.flatMap(({ entries }) => entries.map(({ seq }) => seq)));
  }
}

describe('the feed of a room', () => {
  it('makes no delivery for each of those who come at once, and tells each of them what came after it', async () => {
    using feed = new RoomFeed(GENERAL, Epoch.parse(`e-${'0'.repeat(32)}`), (text) => Buffer.from(text));
    const early = new Receiver();
    feed.listen(early);
    feed.add([anEntry(1)]);
    await eventually(() => early.frames === 1);
    const late = Array.from({ length: 50 }, (_, i) => {
      feed.add([anEntry(2 + i)]);
      const receiver = new Receiver();
      feed.listen(receiver);
      return receiver;
    });
    feed.unlisten(late[0]!);
    await eventually(() => early.seqs.length === 51);
    assert.equal(early.frames, 2);
    const from = (seq: number) => Array.from({ length: 51 - seq + 1 }, (_, i) => seq + i);
    assert.deepEqual(early.seqs, from(1));
    assert.deepEqual(
      late.map(({ seqs }) => seqs),
      late.map((_, i) => (i === 0 ? [] : from(3 + i))),
    );
    feed.add([anEntry(52)]);
    await eventually(() => late.slice(1).every(({ seqs }) => seqs.at(-1) === 52));
    assert.deepEqual(late[0]!.seqs, []);
  });

  it('lets who comes wait for others, and be told with what is said', async () => {
    using feed = new RoomFeed(GENERAL, Epoch.parse(`e-${'0'.repeat(32)}`), (text) => Buffer.from(text));
    const receiver = new Receiver();
    feed.listen(receiver);
    feed.add([anEntry(1)]);
    await eventually(() => receiver.frames === 1);
    const start = performance.now();
    feed.add([anEntry(2)]);
    await eventually(() => receiver.frames === 2);
    assert.ok(performance.now() - start > 50);
    feed.add([anEntry(3)]);
    feed.add([{ kind: 'message', seq: 4, at: 0, name: 'ana', author, text: 'hello' }]);
    await eventually(() => receiver.frames === 3);
    assert.deepEqual(receiver.seqs, [1, 2, 3, 4]);
  });
});
