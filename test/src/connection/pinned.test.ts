import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, type Server, type Socket, createServer as createTcp } from 'node:net';
import { type TlsOptions, createServer as createTls } from 'node:tls';
import type { Pin } from '../../../server/protocol/pin';
import { pinOf } from '../../../server/transport/certificate';
import { systemClock } from '../../../src/clock';
import { openLink } from '../../../src/connection/link';
import { type Issued, selfSigned } from '../../helpers/certificates';
import { eventually } from '../../helpers/eventually';
import { freePort } from '../../helpers/freePort';
import { type TestServer, testServer } from '../../helpers/testServer';
import { silent } from '../fixtures';

const forever = new AbortController().signal;
const pinned = ({ cert }: Issued): Pin => pinOf(new X509Certificate(cert));

async function open(url: string, pin: Pin, over: { readonly connectMs?: number; readonly signal?: AbortSignal } = {}) {
  const { signal = forever, ...options } = over;
  const opened = await openLink(url, { clock: systemClock, log: silent, pin, ...options }, signal);
  if (opened.ok) opened.value.close();
  return opened.ok ? 'open' : opened.ending;
}

describe('a link with a pinned certificate', function () {
  this.timeout(20_000);
  let server: TestServer;
  let pin: Pin;
  const others: Server[] = [];
  before(async () => {
    server = await testServer({ tls: 'own' });
    pin = server.lease.pin!;
  });
  after(async () => {
    for (const other of others) other.close();
    await server[Symbol.asyncDispose]();
  });

  async function listen(other: Server, scheme = 'wss'): Promise<string> {
    others.push(other.listen(0, '127.0.0.1'));
    await once(other, 'listening');
    return `${scheme}://127.0.0.1:${(other.address() as AddressInfo).port}/chat`;
  }

  /** Encrypts, and tells what it hears then. */
  async function aStranger(options: TlsOptions) {
    let heard = '';
    const gone: Promise<unknown>[] = [];
    const stranger = createTls(options, (socket) => {
      socket.on('data', (data: Buffer) => (heard += data.toString())).on('error', () => undefined);
    });
    stranger.on('connection', (line: Socket) => void gone.push(once(line, 'close')));
    stranger.on('tlsClientError', () => undefined);
    return { url: await listen(stranger), heard: () => heard, gone };
  }

  it('opens to the server that made it, under each of its addresses', async () => {
    assert.deepEqual(
      [await open(server.url, pin), await open(server.url.replace('127.0.0.1', 'localhost'), pin)],
      ['open', 'open'],
    );
  });

  it('carries calls and their answers', async () => {
    const opened = await openLink(server.url, { clock: systemClock, log: silent, pin }, forever);
    assert.ok(opened.ok);
    const hello = await opened.value.call('hello', { protocol: 1, app: 'test', nonce: 'A'.repeat(43) });
    assert.ok(hello.ok);
    opened.value.close();
  });

  it('does not open to another certificate, and says nothing to who shows it', async () => {
    const stranger = await aStranger(selfSigned());
    assert.equal(await open(stranger.url, pin), 'otherCertificate');
    assert.equal(stranger.gone.length, 1);
    await Promise.all(stranger.gone);
    assert.equal(stranger.heard(), '');
  });

  it('asks neither for the name in the certificate nor for its time', async () => {
    const mine = selfSigned({ names: ['chat.example.org'], to: new Date(Date.now() - 1_000) });
    const stranger = await aStranger(mine);
    const opening = new AbortController();
    const opened = open(stranger.url, pinned(mine), { signal: opening.signal });
    await eventually(() => assert.match(stranger.heard(), /Upgrade: websocket/));
    opening.abort();
    assert.equal(await opened, 'lost');
  });

  it('says nothing where nothing is encrypted', async () => {
    let connections = 0;
    const plain = createTcp((socket) => {
      connections += 1;
      socket.on('error', () => undefined).end('220 mail ESMTP\r\n');
    });
    const url = await listen(plain, 'ws');
    assert.equal(await open(url, pin), 'otherCertificate');
    assert.equal(connections, 0);
    assert.equal(await open(url.replace('ws:', 'wss:'), pin), 'noTls');
  });

  it('says how it could not be opened', async () => {
    const deaf = await listen(createTcp((socket) => void socket.on('error', () => undefined).resume()));
    const aborted = AbortSignal.abort();
    assert.equal(await open(deaf, pin, { connectMs: 50 }), 'timeout');
    assert.equal(await open(deaf, pin, { signal: aborted }), 'lost');
    assert.equal(await open(`wss://127.0.0.1:${await freePort()}/chat`, pin), 'refused');
    assert.equal(await open(await listen(createTcp((socket) => socket.destroy())), pin), 'lost');
  });

  it('is not made by another line that the editor would put in its place, such as one through a proxy', async () => {
    const { request } = http;
    const agent = new http.Agent();
    agent.createConnection = () => {
      throw new Error('the line of another');
    };
    // As the extension host does to all that it does not take for a local socket.
    http.request = ((options: http.RequestOptions, ...rest: never[]) =>
      request(options.socketPath === undefined ? { ...options, agent } : options, ...rest)) as typeof request;
    try {
      assert.equal(await open(server.url, pin), 'open');
    } finally {
      http.request = request;
    }
  });
});
