import assert from 'node:assert/strict';
import { clientFrame } from './load/frameWriter';
import { LineFraming } from './load/framings/lines';
import { MqttFraming } from './load/framings/mqtt';
import { NatsFraming } from './load/framings/nats';
import { WebSocketFraming } from './load/framings/webSocket';
import { type Framing, UnitReader, type UnitSink } from './load/unitReader';

/** As a server sends it. */
function serverFrame(payload: string, kind = 1): Buffer {
  const frame = clientFrame(payload, kind);
  const header = frame.length - Buffer.byteLength(payload) - 4;
  frame[1]! &= 0x7f;
  return Buffer.concat([frame.subarray(0, header), frame.subarray(header + 4)]);
}

interface Unit {
  readonly kind: number;
  readonly text: string;
}

/** What a sink was told, each unit put together again. */
function collected() {
  const units: Unit[] = [];
  let parts: Buffer[] = [];
  let open = { kind: 0, length: 0 };
  const sink: UnitSink = {
    whole: (chunk, from, to, kind) => units.push({ kind, text: chunk.toString('latin1', from, to) }),
    begin: (length, kind) => {
      open = { kind, length };
      parts = [];
    },
    part: (chunk, from, to) => parts.push(Buffer.from(chunk.subarray(from, to))),
    end: () => {
      const all = Buffer.concat(parts);
      assert.equal(all.length, open.length);
      units.push({ kind: open.kind, text: all.toString('latin1') });
    },
  };
  return { units, sink };
}

function unitsOf(framing: Framing, stream: Buffer, size: number): readonly Unit[] {
  const { units, sink } = collected();
  const reader = new UnitReader(framing, sink);
  for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
  return units;
}

const texts = (units: readonly Unit[]): readonly string[] => units.map(({ text }) => text);
const SIZES = [1, 2, 3, 7, 127, 4_096, 1_000_000];

describe('the reader of WebSocket frames', () => {
  const payloads = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(65_535), 'e'.repeat(70_000)];
  const stream = Buffer.concat([...payloads.map((text) => serverFrame(text)), serverFrame('why', 9)]);
  const expected = [...payloads.map((text) => ({ kind: 1, text })), { kind: 9, text: 'why' }];

  for (const size of SIZES) {
    it(`finds every frame in reads of ${size} bytes`, () => {
      assert.deepEqual(unitsOf(new WebSocketFraming(), stream, size), expected);
    });
  }

  it('reads no further than it is told to', () => {
    const { units, sink } = collected();
    const used = serverFrame('used');
    const chunk = Buffer.concat([used, serverFrame('left from an earlier read')]);
    new UnitReader(new WebSocketFraming(), sink).read(chunk, used.length);
    assert.deepEqual(units, [{ kind: 1, text: 'used' }]);
  });

  it('refuses a fragment and a masked frame, which no server here sends', () => {
    const reading = (bytes: Buffer) => () => unitsOf(new WebSocketFraming(), bytes, 100);
    assert.throws(reading(Buffer.from([0x01, 0x01, 0x61])), /first byte/);
    assert.throws(reading(clientFrame('a')), /masked/);
  });
});

describe('the readers of other protocols', () => {
  for (const size of SIZES) {
    it(`find the payloads and the other lines of NATS in reads of ${size} bytes`, () => {
      const stream = 'INFO {}\r\nMSG room 1 5\r\nhel\nl\r\nPING\r\nMSG room 1 0\r\n\r\nMSG room 1 1\r\na\r\n';
      const units = unitsOf(new NatsFraming(), Buffer.from(stream), size);
      assert.deepEqual(texts(units), ['INFO {}', 'hel\nl', 'PING', '', 'a']);
    });

    it(`find the lines of IRC in reads of ${size} bytes`, () => {
      const units = unitsOf(new LineFraming(), Buffer.from(':a 001 b\r\n\nPING :c\n\r\n:d\r\n'), size);
      assert.deepEqual(texts(units), [':a 001 b', '', 'PING :c', '', ':d']);
    });

    it(`find the packets of MQTT in reads of ${size} bytes`, () => {
      const packets = ['\x20\x02\0\0', '\xd0\0', `0\x7f${'x'.repeat(127)}`, `0\x80\x01${'y'.repeat(128)}`, '\xd0\0'];
      const units = unitsOf(new MqttFraming(), Buffer.from(packets.join(''), 'latin1'), size);
      assert.deepEqual(texts(units), packets);
    });
  }

  it('give up on a line that never ends', () => {
    assert.throws(() => unitsOf(new LineFraming(), Buffer.alloc(10_000, 'a'), 100), /without an end/);
  });
});
