import assert from 'node:assert/strict';
import { Follower } from './load/follower';
import { WebSocketFraming } from './load/framings/webSocket';

import { messageText, readMarks } from './load/marks';
import { type Order, SenderOrder, TotalOrder } from './load/order';
import { UnitReader } from './load/unitReader';

const LOAD = 7;
const said = (sender: number, number: number): string => messageText(LOAD, sender, number);

/** One frame with these messages, given as [sender, number]. */
function frame(...messages: readonly (readonly [number, number])[]): Buffer {
  const payload = JSON.stringify({ push: messages.map(([sender, number]) => ({ text: said(sender, number) })) });
  const header = Buffer.from([0x81, 126, 0, 0]);
  header.writeUInt16BE(Buffer.byteLength(payload), 2);
  return Buffer.concat([header, Buffer.from(payload)]);
}

function member(order: Order) {
  const follower = new Follower({ got: () => undefined, other: () => undefined });
  follower.follow(order, LOAD);
  const reader = new UnitReader(new WebSocketFraming(), follower);
  return {
    get place() {
      return follower.place;
    },
    /** The frames in reads of `size` bytes. */
    gets(frames: readonly Buffer[], size = 1_000_000) {
      const stream = Buffer.concat(frames);
      for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
    },
  };
}

describe('marks', () => {
  it('are found in the text of a message whatever stands around it', () => {
    const payload = Buffer.from(`{"a":"<b>","text":"${said(3, 12_345_678)}","c":["${said(9, 0)}"]}`);
    const { senders, numbers, count } = readMarks(payload, LOAD);
    assert.deepEqual([senders, numbers, count], [[3, 9], [12_345_678, 0], 2]);
  });

  it('tell a message that was left over from an earlier load', () => {
    assert.throws(() => readMarks(Buffer.from(messageText(6, 0, 0)), LOAD), /load 6 came in load 7/);
  });

  it('stand in messages of 200 bytes that JSON leaves as they are', () => {
    for (const number of [0, 1, 31, 999_999]) {
      assert.equal(said(1, number).length, 200);
      assert.equal(JSON.stringify(said(1, number)).length, 202);
    }
  });
});

describe('a member', () => {
  const frames = [frame([0, 0]), frame([0, 1], [1, 0], [2, 0]), frame([1, 1], [0, 2])];

  for (const size of [1, 100, 333, 1_000_000]) {
    it(`that gets what the others got is in step, in reads of ${size} bytes`, () => {
      const order = new TotalOrder(3);
      member(order).gets(frames);
      const second = member(order);
      second.gets(frames, size);
      assert.equal(second.place, 6);
      assert.equal(order.length, 6);
    });
  }

  it('may get the same messages in other frames', () => {
    const order = new TotalOrder(3);
    member(order).gets(frames);
    const second = member(order);
    second.gets([frame([0, 0], [0, 1]), frame([1, 0]), frame([2, 0], [1, 1], [0, 2])]);
    assert.equal(second.place, 6);
  });

  const broken: Readonly<Record<string, readonly [Buffer[], RegExp]>> = {
    'that gets a message twice': [[frames[0]!, frames[0]!], /came twice/],
    'that misses a frame': [[frames[0]!, frames[2]!], /something is lost/],
    'that misses a message': [[frames[0]!, frame([0, 1], [2, 0])], /something is lost/],
    'that gets two senders in another order': [[frames[0]!, frame([1, 0], [0, 1])], /something is lost/],
    'that misses a message nobody has got': [[...frames, frame([0, 4])], /4 came where 3 was next/],
    'that gets a new message in place of others': [[frames[0]!, frame([0, 3])], /is new at place 1/],
  };
  for (const [what, [got, error]] of Object.entries(broken)) {
    it(`${what} is noticed`, () => {
      const order = new TotalOrder(3);
      member(order).gets(frames);
      assert.throws(() => member(order).gets(got), error);
    });
  }

  it('of a server without one order gets each sender in order, mixed in any way', () => {
    const inOrder = (got: readonly Buffer[]) => member(new SenderOrder(3)).gets(got);
    inOrder([frame([1, 0], [0, 0]), frame([2, 0]), frame([0, 1], [1, 1])]);
    assert.throws(() => inOrder([frame([1, 0]), frame([1, 0])]), /0 came where 1 was next/);
    assert.throws(() => inOrder([frame([1, 0]), frame([1, 2])]), /2 came where 1 was next/);
  });

  it('is not taken in by one changed byte in a frame of the right length', () => {
    const order = new TotalOrder(3);
    member(order).gets(frames);
    const changed = Buffer.from(frames[0]!);
    changed.write('1', changed.indexOf('<') + 7);
    assert.throws(() => member(order).gets([changed]), /something is lost/);
  });
});
