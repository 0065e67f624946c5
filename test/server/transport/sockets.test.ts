import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import type { Push } from '../../../server/protocol/frames';
import { GENERAL } from '../../../server/protocol/ids';
import { textFrame } from '../../../server/transport/textFrame';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { openRaw, upgradeRequest } from '../../helpers/rawSocket';
import { testServer } from '../../helpers/testServer';
import { WireConnection, aNewcomer } from '../../helpers/wireConnection';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

describe('a text frame', () => {
  it('is what a WebSocket reads, at each length at which its head changes', async () => {
    const texts = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((length) => 'a'.repeat(length));
    texts.push('é😀'.repeat(30), 'é😀'.repeat(20_000));
    const server = createServer();
    server.on('upgrade', (request, wire) => {
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
      const head = `HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
      wire.end(Buffer.concat([Buffer.from(head), ...texts.map(textFrame)]));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const got: string[] = [];
    socket.on('message', (data) => got.push((data as Buffer).toString()));
    socket.on('error', () => undefined); // what was read until then is looked at
    await once(socket, 'close');
    server.close();
    assert.equal(got.length, texts.length);
    assert.ok(texts.every((text, i) => text === got[i]));
  });
});

describe('a socket', () => {
  it('brings answers, entries and pongs whole and in order, however they come together', async () => {
    await using server = await testServer();
    using ana = await WireConnection.open(server.url);
    using ben = await WireConnection.open(server.url);
    const seqs: number[] = [];
    ben.onPush = (push: Push) => {
      if (push.kind === 'entries') seqs.push(...push.entries.map(({ seq }) => seq));
    };
    await ana.signIn(aNewcomer('ana'));
    await ben.signIn(aNewcomer('ben'));
    const { head } = await ben.value('resume', { room: GENERAL });
    let pongs = 0;
    for (const { socket } of [ana, ben]) socket.on('pong', () => (pongs += 1));
    const answered: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      const text = randomBytes(1 + ((i * 37) % 400)).toString('hex');
      void ana.value('post', { cid: aCid(), room: GENERAL, text }).then(({ seq }) => answered.push(seq));
      if (i % 10 === 0) for (const { socket } of [ana, ben]) socket.ping();
    }
    await eventually(() => assert.deepEqual([answered.length, pongs], [300, 60]));
    await eventually(() => assert.equal(seqs.at(-1), answered.at(-1)));
    assert.deepEqual(
      answered,
      [...answered].sort((a, b) => a - b),
    );
    assert.deepEqual(
      seqs.slice(-300),
      seqs.slice(-300).map((_, i) => (answered[0] ?? 0) + i),
    );
    assert.ok(seqs[0] === head + 1);
  });

  it('that asks and asks, and never reads, is closed as one that answers no ping', async () => {
    await using server = await testServer({ limits: { pingMs: 60, pongMs: 300, sendQueueBytes: 2 ** 30 } });
    using deaf = await WireConnection.open(server.url);
    await deaf.signIn(aNewcomer('ana'));
    for (let i = 0; i < 50; i += 1) await deaf.value('post', { cid: aCid(), room: GENERAL, text: 'x'.repeat(10_000) });
    deaf.socket.pause();
    await eventually(() => {
      void deaf.call('history', { room: GENERAL, limit: 50 });
      return server.connections() === 0;
    }, 10_000);
  });

  it('that answers no ping is closed with 4002, and one that does is not', async () => {
    await using server = await testServer({ limits: { pingMs: 60, pongMs: 60 } });
    using lively = await WireConnection.open(server.url);
    await lively.signIn(aNewcomer('ana'));
    const dead = openRaw(server.port, '127.0.0.1', upgradeRequest());
    assert.equal((await dead.ended).close?.code, 4002);
    let pings = 0;
    lively.socket.on('ping', () => (pings += 1));
    await eventually(() => assert.ok(pings > 3));
    assert.equal(lively.socket.readyState, WebSocket.OPEN);
    assert.equal(server.connections(), 1);
  });
});
