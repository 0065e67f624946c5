import assert from 'node:assert/strict';
import { FrameReader, type UnitSink } from './load/frameReader';
import { clientFrame } from './load/frameWriter';
import { NatsReader } from './load/natsReader';

/** As a server sends it. */
function serverFrame(payload: string, opcode = 1): Buffer {
  const frame = clientFrame(payload, opcode);
  const header = frame.length - Buffer.byteLength(payload) - 4;
  frame[1]! &= 0x7f;
  return Buffer.concat([frame.subarray(0, header), frame.subarray(header + 4)]);
}

/** What a sink was told, each unit put together again. */
function collected() {
  const units: { opcode: number; text: string }[] = [];
  let parts: Buffer[] = [];
  let open = { opcode: 0, length: 0 };
  const sink: UnitSink = {
    begin: (length, opcode) => {
      open = { opcode, length };
      parts = [];
    },
    part: (chunk, from, to) => parts.push(Buffer.from(chunk.subarray(from, to))),
    end: () => {
      const all = Buffer.concat(parts);
      assert.equal(all.length, open.length);
      units.push({ opcode: open.opcode, text: all.toString() });
    },
  };
  return { units, sink };
}

describe('the frame reader', () => {
  const texts = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(65_535), 'e'.repeat(70_000)];
  const stream = Buffer.concat([...texts.map((text) => serverFrame(text)), serverFrame('why', 9)]);
  const expected = [...texts.map((text) => ({ opcode: 1, text })), { opcode: 9, text: 'why' }];

  for (const size of [1, 3, 127, 4_096, stream.length]) {
    it(`finds every frame in reads of ${size} bytes`, () => {
      const { units, sink } = collected();
      const reader = new FrameReader(sink);
      for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
      assert.deepEqual(units, expected);
    });
  }

  it('reads no further than it is told to', () => {
    const { units, sink } = collected();
    const used = serverFrame('used');
    new FrameReader(sink).read(Buffer.concat([used, serverFrame('left from an earlier read')]), used.length);
    assert.deepEqual(units, [{ opcode: 1, text: 'used' }]);
  });

  it('refuses a fragment and a masked frame, which no server here sends', () => {
    const reading = (bytes: Buffer) => () => new FrameReader(collected().sink).read(bytes);
    assert.throws(reading(Buffer.from([0x01, 0x01, 0x61])), /first byte/);
    assert.throws(reading(clientFrame('a')), /masked/);
  });
});

describe('the NATS reader', () => {
  const lines = 'INFO {}\r\nMSG room 1 5\r\nhel\nl\r\nPING\r\nMSG room 1 0\r\n\r\nMSG room 1 1\r\na\r\n';
  const expected = ['INFO {}', 'hel\nl', 'PING', '', 'a'].map((text) => ({ opcode: 1, text }));

  for (const size of [1, 2, 7, 1_000]) {
    it(`finds every message and every other line in reads of ${size} bytes`, () => {
      const { units, sink } = collected();
      const reader = new NatsReader(sink);
      const stream = Buffer.from(lines);
      for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
      assert.deepEqual(units, expected);
    });
  }
});
