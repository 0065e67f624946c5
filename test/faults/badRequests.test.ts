import { once } from 'node:events';
import { connect } from 'node:net';
import assert from 'node:assert/strict';
import type { Log } from '../../server/core/ports';
import { LIMITS } from '../../server/protocol/limits';
import { OPCODE, closePayload, sendRaw, upgradeRequest, wsFrame } from '../helpers/rawSocket';
import { type TestServer, testServer } from '../helpers/testServer';

const goodbye = wsFrame(OPCODE.close, closePayload(1000));
const headers = (count: number) => Array.from({ length: count }, (_, i) => `X-${i}: a`);
/** Those of `upgradeRequest`. */
const OWN_HEADERS = 6;

describe('HTTP requests that should not be', () => {
  const limits = { headersTimeoutMs: 300, headersCheckMs: 100 };
  let server: TestServer;
  let logged: string;
  before(async () => {
    const note = (event: string, data?: object) => void (logged += JSON.stringify([event, data]));
    const log: Log = { info: note, warn: note, error: note };
    server = await testServer({ limits, log });
  });
  beforeEach(() => (logged = ''));
  after(() => server[Symbol.asyncDispose]());

  const status = async (...bytes: readonly string[]) => (await sendRaw(server.port, ...bytes)).status;
  const statusOfUpgrade = async (upgrade: Parameters<typeof upgradeRequest>[0]) =>
    status(upgradeRequest(upgrade), goodbye.toString('latin1'));
  const get = (path: string, ...more: readonly string[]) =>
    [
      `GET ${path} HTTP/1.1`,
      ...(more.some((line) => line.startsWith('Host:')) ? [] : ['Host: localhost']),
      ...more,
      'Connection: close',
      '',
      '',
    ].join('\r\n');

  it('are told from a good one', async () => {
    assert.equal(await statusOfUpgrade({}), 101);
    assert.equal(await status(get('/health')), 200);
  });

  it('are answered 408 when half a header comes and no more', async () => {
    const reply = await sendRaw(server.port, 'GET /chat HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    assert.equal(reply.status, 408);
    assert.ok(reply.ms < 2_000, `${reply.ms} ms`);
  });

  it('are answered 408 when nothing comes at all', async () => {
    const reply = await sendRaw(server.port);
    assert.equal(reply.status, 408);
    assert.ok(reply.ms < 2_000, `${reply.ms} ms`);
  });

  it('are waited for seven seconds at most', () => {
    assert.ok(LIMITS.headersTimeoutMs + 2 * LIMITS.headersCheckMs <= 7_000);
  });

  it('are answered 431 for more than 64 headers', async () => {
    assert.equal(await statusOfUpgrade({ more: headers(LIMITS.headers - OWN_HEADERS) }), 101);
    assert.equal(await statusOfUpgrade({ more: headers(LIMITS.headers - OWN_HEADERS + 1) }), 431);
    assert.equal(await status(get('/health', ...headers(100))), 431);
    assert.equal(await statusOfUpgrade({ more: headers(3_000) }), 431);
  });

  it('are answered 431 for more than 8 KiB of headers', async () => {
    assert.equal(await statusOfUpgrade({ more: [`X: ${'a'.repeat(7_000)}`] }), 101);
    assert.equal(await statusOfUpgrade({ more: [`X: ${'a'.repeat(9_000)}`] }), 431);
    assert.equal(await status(get(`/${'a'.repeat(9_000)}`)), 431);
  });

  it('are answered 404 for another path, and hear nothing of it', async () => {
    for (const path of ['/', '/chats', '/chat/', '//chat', '/health/../chat', '/%63hat', '/<b>']) {
      assert.equal(await statusOfUpgrade({ path }), 404, path);
      const reply = await sendRaw(server.port, get(path));
      assert.equal(reply.status, 404, path);
    }
  });

  it('are answered 405 for another method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      assert.equal(await statusOfUpgrade({ method }), 405, method);
      assert.equal(await status(get('/health').replace('GET', method)), 405, method);
    }
  });

  it('are answered 400 for another WebSocket version', async () => {
    for (const version of ['12', '14', '0', 'x', undefined])
      assert.equal(await statusOfUpgrade({ version }), 400, version);
  });

  it('are answered 400 for a key that is none', async () => {
    for (const key of [undefined, '', 'short', 'A'.repeat(1_000)])
      assert.equal(await statusOfUpgrade({ key }), 400, key);
  });

  it('are answered 400 for sub-protocols that are none', async () => {
    const more = ['Sec-WebSocket-Protocol: a'.repeat(40).replaceAll('aSec', 'a,,Sec')];
    assert.equal(await statusOfUpgrade({ more }), 400);
  });

  it('are answered 400 when they are not HTTP', async () => {
    for (const bytes of ['hello\r\n\r\n', '\0\0\0\0', 'GET /chat HTTP/9.9\r\n\r\n', '\x16\x03\x01\x02\x00\x01']) {
      assert.equal(await status(bytes), 400, JSON.stringify(bytes));
    }
  });

  describe('because a browser made them', () => {
    const ours = () => `http://localhost:${server.port}`;
    const origins = (): readonly string[] => [
      'https://evil.example',
      'null',
      'http://localhost',
      ours(),
      'vscode-webview://0a1b2c3d4e',
      'file://',
      '',
    ];

    it('are answered 403, whatever the origin', async () => {
      for (const origin of origins()) {
        assert.equal(await statusOfUpgrade({ more: [`Origin: ${origin}`] }), 403, origin);
        assert.equal(await status(get('/health', `Origin: ${origin}`)), 403, origin);
      }
    });

    it('leave nothing in the log that they brought along', async () => {
      await statusOfUpgrade({
        path: '/chat?secret-query',
        more: ['Origin: https://evil.example', 'X-Secret: secret-header'],
      });
      assert.doesNotMatch(logged, /evil|secret/);
    });
  });

  it('do not end the server when their sender is gone before the refusal', async () => {
    for (let i = 0; i < 200; i++) {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(
        `GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://evil.example\r\n\r\n`,
      );
      socket.resetAndDestroy();
    }
    assert.equal((await fetch(`http://127.0.0.1:${server.port}/health`)).status, 200);
  });

  describe('because their Host is a name that could be pointed here', () => {
    it('are answered 403', async () => {
      for (const host of [
        'evil.example',
        `evil.example:${server.port}`,
        'localhost.evil.example',
        '127.0.0.1.evil.example',
        'localhost.',
        '',
        'a b',
        '127.0.0.1@evil.example',
        '[::1',
        '[evil]',
      ]) {
        const refused = await statusOfUpgrade({ host });
        assert.ok(refused === 403 || (refused === 400 && /[ ]/.test(host)), `${host}: ${refused ?? 'none'}`);
        if (host !== 'a b') assert.equal(await status(get('/health', `Host: ${host}`)), 403, host);
      }
    });

    it('are taken for an address and for localhost', async () => {
      for (const host of [
        '127.0.0.1',
        `127.0.0.1:${server.port}`,
        'localhost',
        `LOCALHOST:${server.port}`,
        '[::1]',
        '[::1]:80',
        '192.168.0.7:12345',
      ]) {
        assert.equal(await statusOfUpgrade({ host }), 101, host);
      }
    });
  });
});
