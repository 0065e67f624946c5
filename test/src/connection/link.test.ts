import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer as createHttp } from 'node:http';
import { type AddressInfo, type Socket, type Server as TcpServer, createServer as createTcp } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { GENERAL } from '../../../server/protocol/ids';
import { SUBPROTOCOL } from '../../../server/protocol/limits';
import { systemClock } from '../../../src/clock';
import { openLink } from '../../../src/connection/link';
import { eventually } from '../../helpers/eventually';
import { freePort } from '../../helpers/freePort';
import { fakeClock } from '../fakeClock';
import { aCid, silent } from '../fixtures';

const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const forever = new AbortController().signal;
const options = { clock: systemClock, log: silent };

describe('link', () => {
  let servers: (Server | TcpServer | WebSocketServer)[];
  let upgraded: Socket[];
  beforeEach(() => ([servers, upgraded] = [[], []]));
  afterEach(async () => {
    for (const socket of upgraded) socket.destroy();
    for (const server of servers) {
      if (server instanceof WebSocketServer) for (const client of server.clients) client.terminate();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function listen<S extends Server | TcpServer>(server: S): Promise<string> {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/chat`;
  }

  async function accept(onSocket: (socket: WebSocket) => void): Promise<string> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    servers.push(server);
    server.on('connection', onSocket);
    await once(server, 'listening');
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/chat`;
  }

  it('says refused where nothing listens', async () => {
    assert.deepEqual(await openLink(`ws://127.0.0.1:${await freePort()}/chat`, options, forever), {
      ok: false,
      ending: 'refused',
    });
  });

  it('says that it is no Team Chat server where a web server answers', async () => {
    const url = await listen(createHttp((_request, response) => response.end('hello')));
    assert.deepEqual(await openLink(url, options, forever), { ok: false, ending: 'notAlongside' });
  });

  it('says that it is no Team Chat server where something else talks', async () => {
    const url = await listen(
      createTcp((socket) =>
        socket
          .on('error', () => {})
          .resume()
          .write('220 mail.example ESMTP\r\n'),
      ),
    );
    assert.deepEqual(await openLink(url, options, forever), { ok: false, ending: 'notAlongside' });
  });

  it('says that it is no Team Chat server where the sub-protocol is not known', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => false });
    servers.push(server);
    await once(server, 'listening');
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/chat`;
    assert.deepEqual(await openLink(url, options, forever), { ok: false, ending: 'notAlongside' });
  });

  it('gives up after 10 s where a connection is taken but never answered', async () => {
    const url = await listen(createTcp((socket) => void socket.on('error', () => {}).resume()));
    const clock = fakeClock();
    const opening = openLink(url, { ...options, clock }, forever);
    clock.advance(9_999);
    assert.equal(clock.timers, 1);
    clock.advance(1);
    assert.deepEqual(await opening, { ok: false, ending: 'timeout' });
    assert.equal(clock.timers, 0);
  });

  it('stops connecting when it is told to', async () => {
    const url = await listen(createTcp((socket) => void socket.on('error', () => {}).resume()));
    const cancel = new AbortController();
    const opening = openLink(url, options, cancel.signal);
    cancel.abort();
    assert.deepEqual(await opening, { ok: false, ending: 'lost' });
  });

  it('is dropped after 35 s in which nothing was heard, and its calls end', async () => {
    const clock = fakeClock();
    const opened = await openLink(await accept(() => {}), { ...options, clock }, forever);
    assert.ok(opened.ok);
    const call = opened.value.call('leave', {}, 60_000);
    clock.advance(34_999);
    assert.equal(opened.value.openCalls, 1);
    clock.advance(1);
    assert.equal(await opened.value.closed, 'silent');
    assert.deepEqual(await call, { ok: false, error: { code: 'E_UNAVAILABLE', detail: 'link lost' } });
    assert.equal(clock.timers, 0);
  });

  it('lives on pings alone', async () => {
    const clock = fakeClock();
    const sockets: WebSocket[] = [];
    const opened = await openLink(await accept((socket) => void sockets.push(socket)), { ...options, clock }, forever);
    assert.ok(opened.ok);
    for (let i = 0; i < 4; i++) {
      clock.advance(25_000);
      sockets[0]!.ping();
      await once(sockets[0]!, 'pong');
    }
    opened.value.close();
    assert.equal(await opened.value.closed, 'lost');
  });

  it('is dropped 35 s after what was heard last, also between two looks', async () => {
    const clock = fakeClock();
    const sockets: WebSocket[] = [];
    const opened = await openLink(await accept((socket) => void sockets.push(socket)), { ...options, clock }, forever);
    assert.ok(opened.ok);
    clock.advance(1_000);
    sockets[0]!.ping();
    await once(sockets[0]!, 'pong');
    clock.advance(34_999);
    const call = opened.value.call('resume', { room: GENERAL });
    clock.advance(1);
    assert.equal(await opened.value.closed, 'silent');
    assert.equal((await call).ok, false);
  });

  it('is dropped at the first look after the computer slept, and what was asked before ends', async () => {
    const clock = fakeClock();
    const opened = await openLink(await accept(() => {}), { ...options, clock }, forever);
    assert.ok(opened.ok);
    const call = opened.value.call('post', { cid: aCid(), room: GENERAL, text: 'asleep' });
    clock.sleep(3_600_000);
    clock.advance(5_000);
    assert.equal(await opened.value.closed, 'silent');
    assert.equal((await call).ok, false);
    assert.equal(clock.timers, 0);
  });

  it('lives while a long frame trickles in, and waits a minute for a page', async () => {
    const clock = fakeClock();
    let looks = 0;
    const seen = { ...clock, now: () => ((looks += 1), clock.now()) };
    const raw = createHttp().on('upgrade', (request, socket: Socket) => {
      upgraded.push(socket);
      const key = createHash('sha1')
        .update(`${request.headers['sec-websocket-key']}${WEBSOCKET_GUID}`)
        .digest('base64');
      socket.on('error', () => {});
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
      );
    });
    const opened = await openLink(await listen(raw), { ...options, clock: seen }, forever);
    assert.ok(opened.ok);
    const calls = [opened.value.call('resume', { room: GENERAL }), opened.value.call('leave', {})];
    const answer = Buffer.from('{"id":1,"error":{"code":"E_NOT_FOUND","detail":"x"}}');
    for (const byte of [0x81, answer.length]) {
      clock.advance(25_000);
      const before = looks;
      upgraded[0]!.write(Buffer.from([byte]));
      await eventually(() => looks > before);
    }
    assert.equal(opened.value.openCalls, 1);
    upgraded[0]!.write(answer);
    const [resumed, left] = await Promise.all(calls);
    assert.deepEqual(resumed, { ok: false, error: { code: 'E_NOT_FOUND', detail: 'x' } });
    assert.deepEqual(left, { ok: false, error: { code: 'E_UNAVAILABLE', detail: 'timeout' } });
    opened.value.close();
  });

  it('ends with a server that sends what is no frame', async () => {
    for (const nonsense of ['{"push":[{"kind":"entries"}]}', '[]', 'hello', Buffer.from([1, 2, 3])]) {
      const opened = await openLink(await accept((socket) => socket.send(nonsense)), options, forever);
      assert.ok(opened.ok);
      assert.equal(await opened.value.closed, 'misbehaving');
    }
  });

  it('refuses a frame of more than 1 MiB', async () => {
    const opened = await openLink(await accept((socket) => socket.send('x'.repeat(2 ** 20 + 1))), options, forever);
    assert.ok(opened.ok);
    assert.notEqual(await opened.value.closed, 'silent');
  });

  it('refuses a frame in more pieces than it can put together quickly', async () => {
    const inPieces = (socket: WebSocket) => {
      for (let i = 0; i <= 64; i++) socket.send('x', { fin: false });
    };
    const opened = await openLink(await accept(inPieces), options, forever);
    assert.ok(opened.ok);
    assert.equal(await opened.value.closed, 'notAlongside');
  });

  it('passes over an answer that nobody waits for', async () => {
    const url = await accept((socket) => {
      socket.on('message', () => {
        socket.send('{"id":99,"result":{}}');
        socket.send('{"id":1,"result":{}}');
      });
    });
    const opened = await openLink(url, options, forever);
    assert.ok(opened.ok);
    assert.deepEqual(await opened.value.call('leave', {}), { ok: true, value: {} });
    opened.value.close();
  });

  it('tells by the close code whether the server will be back', async () => {
    for (const [code, ending] of [
      [4006, 'drain'],
      [4001, 'lost'],
      [4004, 'failed'],
      [4505, 'version'],
      [4504, 'removed'],
      [4555, 'closed'],
    ] as const) {
      // prettier-ignore
      const opened = await openLink(await accept((socket) => socket.close(code)), options, forever);
      assert.ok(opened.ok);
      assert.equal(await opened.value.closed, ending);
    }
  });
});
