import assert from 'node:assert/strict';
import { LIMITS } from '../../server/protocol/limits';
import { OPCODE, type RawReply, closePayload, sendRaw, upgradeRequest, wsFrame } from '../helpers/rawSocket';
import { withBystander } from './bystander';

const { continuation, text, binary, close, ping } = OPCODE;
const reserved = [0x3, 0x7, 0xb, 0xf];
const invalidUtf8 = Buffer.from([0xc3, 0x28]);

/** What is sent after a good handshake, and the code of the close that must follow. */
const TABLE: readonly (readonly [code: number, name: string, ...frames: Buffer[]])[] = [
  [1002, 'an unmasked frame', wsFrame(text, 'hi', { masked: false })],
  [1002, 'RSV1 set', wsFrame(text, 'hi', { rsv: 4 })],
  [1002, 'RSV2 set', wsFrame(text, 'hi', { rsv: 2 })],
  [1002, 'RSV3 set', wsFrame(text, 'hi', { rsv: 1 })],
  ...reserved.map((opcode) => [1002, `opcode ${opcode}`, wsFrame(opcode, 'hi')] as const),
  [1002, 'a ping in fragments', wsFrame(ping, 'hi', { fin: false })],
  [1002, 'a ping of 126 bytes', wsFrame(ping, Buffer.alloc(126))],
  [1002, 'a continuation of nothing', wsFrame(continuation, 'hi')],
  [1002, 'a message inside a message', wsFrame(text, 'a', { fin: false }), wsFrame(text, 'b')],
  [1002, 'a close of one byte', wsFrame(close, Buffer.from([3]))],
  ...[0, 999, 1004, 1005, 1006, 1015, 2999, 5000].map(
    (code) => [1002, `a close with code ${code}`, wsFrame(close, closePayload(code))] as const,
  ),
  [1007, 'text that is not UTF-8', wsFrame(text, invalidUtf8)],
  [
    1007,
    'text that is not UTF-8 across fragments',
    wsFrame(text, Buffer.from([0xc3]), { fin: false }),
    wsFrame(continuation, Buffer.from([0x28])),
  ],
  [1007, 'a close whose reason is not UTF-8', wsFrame(close, closePayload(1000, invalidUtf8))],
  [1009, 'a frame that declares a byte too much', wsFrame(text, '', { declares: BigInt(LIMITS.frameInBytes) + 1n })],
  [1009, 'a frame that declares 2^53 bytes', wsFrame(text, '', { declares: 2n ** 53n })],
  [1009, 'a frame that declares 2^63 bytes', wsFrame(text, '', { declares: 2n ** 63n })],
  [1009, 'a frame that declares 2^64 - 1 bytes', wsFrame(binary, '', { declares: 2n ** 64n - 1n })],
  [
    1009,
    'fragments that are too much together',
    wsFrame(text, 'a'.repeat(LIMITS.frameInBytes), { fin: false }),
    wsFrame(continuation, 'a', { fin: false }),
  ],
  [1008, 'a fragment too many', ...fragments(LIMITS.fragments + 1)],
];

function fragments(count: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => wsFrame(i === 0 ? text : continuation, 'a', { fin: false }));
}

describe('frames that break the WebSocket protocol', () => {
  const scene = withBystander();

  const send = (...frames: readonly Buffer[]): Promise<RawReply> =>
    sendRaw(scene.server.port, upgradeRequest(), ...frames);

  for (const [code, name, ...frames] of TABLE) {
    it(`are answered by close ${code}: ${name}`, async () => {
      const reply = await send(...frames);
      assert.equal(reply.status, 101);
      assert.equal(reply.close?.code, code);
    });
  }

  it('are refused from the header alone: a hundred times 2^63 bytes take no memory', async () => {
    const frame = wsFrame(text, '', { declares: 2n ** 63n });
    await send(frame);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 100; i += 1) assert.equal((await send(frame)).close?.code, 1009);
    const grown = (process.memoryUsage().rss - before) / 1e6;
    assert.ok(grown < 32, `${grown.toFixed(1)} MB more`);
  });

  it('are told from the largest that is allowed', async () => {
    const goodbye = wsFrame(close, closePayload(1000));
    const whole = await send(wsFrame(text, 'a'.repeat(LIMITS.frameInBytes)), goodbye);
    assert.equal(whole.close?.code, 1000);
    assert.match(whole.frames[0]!, /E_BAD_REQUEST/);
    const parts = await send(...fragments(LIMITS.fragments - 1), wsFrame(continuation, 'a'), goodbye);
    assert.equal(parts.close?.code, 1000);
    assert.match(parts.frames[0]!, /E_BAD_REQUEST/);
  });

  for (const offer of ['permessage-deflate', 'permessage-deflate; client_max_window_bits', 'constructor', 'x; y="z"']) {
    it(`do not come with compression: the offer "${offer}" is not taken`, async () => {
      const upgrade = upgradeRequest({ more: [`Sec-WebSocket-Extensions: ${offer}`] });
      const reply = await sendRaw(scene.server.port, upgrade, wsFrame(text, 'hi', { rsv: 4 }));
      assert.doesNotMatch(reply.headers, /Sec-WebSocket-Extensions/i);
      assert.equal(reply.close?.code, 1002);
    });
  }
});
