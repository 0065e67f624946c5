import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type RequestListener, createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, type Server, createServer as createTcp } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { anAuthority, selfSigned } from '../../helpers/certificates';
import { runServerProgram } from '../../helpers/serverProcess';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';

const authority = anAuthority();
const outdated = { from: new Date(Date.now() - 172_800_000), to: new Date(Date.now() - 1_000) };
const hello: RequestListener = (_request, response) => response.end('hello');
const early = { from: new Date(Date.now() + 86_400_000) };

describe('an encrypted link', function () {
  this.timeout(20_000);
  let dir: TempDir;
  let encrypted: TestServer;
  let plain: TestServer;
  const others: Server[] = [];
  let redirected: number;

  before(async () => {
    dir = tempDir();
    const { cert, key } = authority.issue();
    writeFileSync(dir.file('ca.pem'), authority.cert);
    writeFileSync(dir.file('cert.pem'), cert);
    writeFileSync(dir.file('key.pem'), key);
    encrypted = await testServer({ tls: { cert: dir.file('cert.pem'), key: dir.file('key.pem') } });
    plain = await testServer();
  });
  beforeEach(() => (redirected = 0));
  after(async () => {
    for (const server of others) server.close();
    await encrypted[Symbol.asyncDispose]();
    await plain[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  async function listen(server: Server): Promise<string> {
    others.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return `wss://127.0.0.1:${(server.address() as AddressInfo).port}/chat`;
  }
  const web = (options: TlsOptions, answer?: RequestListener) => listen(createHttps(options, answer));

  /** How a link to each address ends on a computer that trusts the authority. */
  async function endings(urls: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> {
    const trusting = { NODE_EXTRA_CA_CERTS: dir.file('ca.pem'), NODE_NO_WARNINGS: '1', ...env };
    await using program = runServerProgram(urls, { entry: 'test/helpers/dialAll.ts', env: trusting });
    return (await program.first)['endings'];
  }

  it('opens where this computer trusts who vouches for the server, under each of its names', async () => {
    const { url } = encrypted;
    assert.deepEqual(await endings([url, url.replace('127.0.0.1', 'localhost')]), ['open', 'open']);
  });

  it('does not open with a certificate that this computer does not trust, whatever the environment says', async () => {
    const urls = await Promise.all([web(selfSigned()), web(anAuthority().issue())]);
    for (const reject of ['1', '0']) {
      assert.deepEqual(await endings(urls, { NODE_TLS_REJECT_UNAUTHORIZED: reject }), ['untrusted', 'untrusted']);
    }
    assert.deepEqual(await endings([encrypted.url], { NODE_EXTRA_CA_CERTS: '' }), ['untrusted']);
  });

  it('does not open with a certificate of another name, or of another time', async () => {
    const wanted = [{ names: ['chat.example.org'] }, outdated, early];
    const urls = await Promise.all(wanted.map((each) => web(authority.issue(each))));
    assert.deepEqual(await endings(urls), ['wrongHost', 'expired', 'expired']);
  });

  it('does not open below TLS 1.2, whatever the environment says', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const url = await web({ ...authority.issue(), ...old });
    assert.deepEqual(await endings([url], { NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0' }), ['weakTls']); // prettier-ignore
  });

  it('tells what does not encrypt from what is not a chat server', async () => {
    const mail = await listen(createTcp((socket) => socket.on('error', () => undefined).end('220 mail ESMTP\r\n')));
    const site = await web(authority.issue(), hello);
    const urls = [plain.url.replace('ws:', 'wss:'), mail, site];
    assert.deepEqual(await endings(urls), ['noTls', 'noTls', 'notAlongside']);
  });

  it('is asked for where it was not tried, and only there', async () => {
    const site = await web(authority.issue(), hello);
    const mine = await web(selfSigned());
    const unencrypted = await listen(createHttp(hello));
    const hangsUp = await listen(createTcp((socket) => socket.on('error', () => undefined).destroy()));
    const urls = [encrypted.url, site, mine, unencrypted, hangsUp].map((url) => url.replace('wss:', 'ws:'));
    assert.deepEqual(await endings(urls), ['needsTls', 'needsTls', 'needsTls', 'notAlongside', 'lost']);
  });

  it('goes nowhere else', async () => {
    const target = await web(authority.issue(), () => void (redirected += 1));
    const away: RequestListener = (_request, response) =>
      response.writeHead(308, { location: target.replace('wss:', 'https:') }).end();
    assert.deepEqual(await endings([await web(authority.issue(), away)]), ['notAlongside']);
    assert.equal(redirected, 0);
  });
});
