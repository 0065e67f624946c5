import assert from 'node:assert/strict';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { type ConnectionOptions, type TLSSocket, connect as connectTls } from 'node:tls';
import type { Log } from '../../../server/core/ports';
import { GENERAL, newCid } from '../../../server/protocol/ids';
import { type Issued, anAuthority } from '../../helpers/certificates';
import { eventually } from '../../helpers/eventually';
import { upgradeRequest } from '../../helpers/rawSocket';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { WireConnection, aNewcomer } from '../../helpers/wireConnection';

const authority = anAuthority();
const ca = authority.cert;

describe('a server with a certificate', () => {
  let dir: TempDir;
  let server: TestServer;
  let logged: { readonly event: string; readonly data: object | undefined }[];
  beforeEach(async () => {
    dir = tempDir();
    logged = [];
    const note = (event: string, data?: object) => void logged.push({ event, data });
    const log: Log = { info: note, warn: note, error: note };
    install(authority.issue());
    const tls = { cert: dir.file('cert.pem'), key: dir.file('key.pem') };
    server = await testServer({ tls, log, limits: { certificateCheckMs: 10, headersTimeoutMs: 300 } });
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  function install({ cert, key }: Issued): void {
    put('cert.pem', cert);
    put('key.pem', key);
  }

  /** In one step, as those who renew certificates do. */
  function put(name: string, text: string): void {
    writeFileSync(dir.file(`${name}.new`), text);
    renameSync(dir.file(`${name}.new`), dir.file(name));
  }

  async function handshake(options: ConnectionOptions = {}): Promise<TLSSocket> {
    const socket = connectTls({ port: server.port, host: '127.0.0.1', ca, ...options });
    await once(socket, 'secureConnect');
    return socket;
  }

  /** That a new connection gets. */
  async function serial(): Promise<string> {
    const socket = await handshake();
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  }

  async function statusOf(request: string): Promise<string> {
    const socket = await handshake();
    socket.write(request);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return answer.toString().slice(9, 12);
  }

  const complaints = () =>
    logged.filter(({ event }) => event === 'certificate').map(({ data }) => JSON.stringify(data));

  it('says in its address that it is encrypted, and is', async () => {
    assert.equal(server.url, `wss://127.0.0.1:${server.port}/chat`);
    using connection = await WireConnection.open(server.url, { ca });
    await connection.signIn(aNewcomer('Ana'));
  });

  it('speaks TLS 1.2 and 1.3, and nothing older', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await handshake({ minVersion: version, maxVersion: version });
      assert.equal(socket.getProtocol(), version);
      socket.destroy();
    }
    // All that an old client can: it is the version that is refused.
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await assert.rejects(handshake(old), /protocol version/);
  });

  it('gives a renewed certificate to new connections, while those that are open go on', async () => {
    using connection = await WireConnection.open(server.url, { ca });
    await connection.signIn(aNewcomer('Ana'));
    for (let i = 0; i < 2; i++) {
      const before = await serial();
      install(authority.issue());
      await eventually(async () => (await serial()) !== before);
    }
    await connection.value('post', { room: GENERAL, cid: newCid(Date.now(), Buffer.alloc(16)), text: 'still here' });
  });

  it('keeps its certificate while a renewal is broken, says so once, and takes the one that is whole', async () => {
    const before = await serial();
    const renewed = authority.issue();
    put('cert.pem', renewed.cert); // its key is not there yet
    await eventually(() => complaints().length > 0);
    assert.match(complaints()[0]!, /The old one stays in use.*key\.pem does not belong to the first certificate/);
    put('key.pem', 'half a k');
    await eventually(() => complaints().length > 1);
    assert.match(complaints()[1]!, /key\.pem holds no private key/);
    for (let i = 0; i < 10; i++) assert.equal(await serial(), before);
    put('key.pem', renewed.key);
    await eventually(async () => (await serial()) !== before);
    assert.equal(complaints().length, 2);
  });

  it('says when its certificate has expired, and goes on', async () => {
    const before = await serial();
    install(authority.issue({ to: new Date(Date.now() - 1_000) }));
    await eventually(() => complaints().some((each) => /valid from .* to .*, which is not now/.test(each)));
    const socket = await handshake({ rejectUnauthorized: false });
    assert.equal(socket.authorizationError, 'CERT_HAS_EXPIRED');
    assert.notEqual(socket.getPeerCertificate().serialNumber, before);
    socket.destroy();
  });

  it('is reached under the names in its certificate, and under no other', async () => {
    install(authority.issue({ names: ['127.0.0.1', 'chat.example.org', '*.team.example'] }));
    const ask = (host: string) => statusOf(upgradeRequest({ host }));
    await eventually(async () => (await ask('chat.example.org')) === '101');
    assert.equal(await ask('Chat.Example.Org:12345'), '101');
    assert.equal(await ask('a.team.example'), '101');
    assert.equal(await ask('evil.example'), '403');
    assert.equal(await ask('chat.example.org.evil.example'), '403');
  });

  it('takes nothing from a web page', async () => {
    assert.equal(await statusOf(upgradeRequest({ more: ['Origin: https://127.0.0.1'] })), '403');
  });

  it('does not wait for who says nothing, and has no answer for who does not encrypt', async () => {
    for (const bytes of ['', upgradeRequest()]) {
      const socket = connect(server.port, '127.0.0.1');
      let heard = '';
      socket.on('data', (data) => (heard += data.toString('latin1'))).on('error', () => undefined);
      socket.write(bytes);
      await once(socket, 'close');
      assert.equal(heard, '');
    }
    assert.ok(await serial());
  });
});
