import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type AddressInfo, type Server, createServer as createTcp } from 'node:net';
import path from 'node:path';
import { type Duplex } from 'node:stream';
import { connect as connectTls, createServer as createTls } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { Pin } from '../../../server/protocol/pin';
import { pinOf } from '../../../server/transport/certificate';
import { selfSigned } from '../../helpers/certificates';
import { eventually } from '../../helpers/eventually';
import { freePort } from '../../helpers/freePort';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type Computer, aComputer, aWindow } from '../fixtures';

describe('a server that is known by its certificate', function () {
  this.timeout(20_000);
  let dir: TempDir;
  let port: number;
  let server: TestServer;
  let computer: Computer;
  const relays: Server[] = [];
  beforeEach(async () => {
    dir = tempDir();
    port = await freePort();
    server = await start();
    computer = aComputer(dir.file('computer'));
  });
  afterEach(async () => {
    for (const relay of relays.splice(0)) relay.close();
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  const start = () => testServer({ dataDir: dir.file('data'), port, tls: 'own' });
  const pin = (): Pin => server.lease.pin!;

  async function changeCertificate(): Promise<void> {
    await server[Symbol.asyncDispose]();
    rmSync(path.join(server.dataDir, 'certificate.pem'));
    server = await start();
  }

  it('is joined, and joined again after a reload and after each loss, by that certificate alone', async () => {
    const chat = await aWindow(computer).joined(server.url, 'ana', { pin: pin() });
    chat.dispose();
    using window = aWindow(computer);
    await window.session.resume();
    const resumed = window.session.chat!;
    await eventually(() => assert.equal(resumed.standing.at, 'online'));
    assert.equal(resumed.address.pin, pin());
    await changeCertificate();
    await eventually(() => assert.deepEqual(resumed.standing, { at: 'stopped', ending: 'otherCertificate' }));
    using later = aWindow(computer);
    await later.session.resume();
    await eventually(() =>
      assert.deepEqual(later.session.chat!.standing, { at: 'stopped', ending: 'otherCertificate' }),
    );
  });

  it('is not joined without it: nobody else vouches for it', async () => {
    using window = aWindow(computer);
    assert.deepEqual(await window.join(server.url, 'ana'), { ok: false, ending: 'untrusted' });
  });

  it('is not taken to have another one because a link says so, but because the reader does', async () => {
    using window = aWindow(computer);
    const { identity } = await window.joined(server.url, 'ana', { pin: pin() });
    const before = pin();
    await changeCertificate();
    for (const name of ['ana', 'ben']) {
      const refused = await window.join(server.url, name, { pin: pin() });
      assert.deepEqual(refused, { ok: false, ending: 'newCertificate' });
    }
    const again = await window.joined(server.url, 'ana', { pin: pin(), isCertificateNew: true });
    assert.equal(again.identity.member, identity.member);
    assert.notEqual(pin(), before);
    using later = aWindow(computer);
    assert.equal((await later.joined(server.url, 'ana', { pin: pin() })).identity.member, identity.member);
  });

  /** Passes on what it hears, and notes it. */
  async function relay(encrypts: boolean) {
    let heard = '';
    const pass = (near: Duplex) => {
      const far = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false });
      near.on('data', (data: Buffer) => (heard += unmasked(data)));
      near.pipe(far).pipe(near);
      for (const end of [near, far])
        end.on('error', () => undefined).on('close', () => (near.destroy(), far.destroy()));
    };
    const issued = selfSigned();
    const listening = encrypts ? createTls(issued, pass) : createTcp(pass);
    relays.push(listening.listen(0, '127.0.0.1'));
    await once(listening, 'listening');
    const at = `127.0.0.1:${(listening.address() as AddressInfo).port}/chat`;
    return {
      url: encrypts ? `wss://${at}` : `ws://${at}`,
      pin: encrypts ? pinOf(new X509Certificate(issued.cert)) : undefined,
      heard: () => heard,
    };
  }

  for (const encrypts of [true, false]) {
    it(`is told nothing by way of another computer that ${encrypts ? 'shows its own' : 'shows none'}`, async () => {
      using window = aWindow(computer);
      await window.joined(server.url, 'ana', { pin: pin() });
      const between = await relay(encrypts);
      const refused = await window.join(between.url, 'ana', { pin: between.pin });
      assert.deepEqual(refused, { ok: false, ending: 'newCertificate' });
      assert.match(between.heard(), /"call":"hello"/);
      assert.doesNotMatch(between.heard(), /"call":"(?!hello)/);
    });
  }
});

/** The text of small frames as a client sends them (RFC 6455, 5.3); other bytes as they are. */
function unmasked(data: Buffer): string {
  if (data[0] !== 0x81) return data.toString('latin1');
  const start = (data[1]! & 0x7f) === 126 ? 4 : 2;
  const mask = data.subarray(start, start + 4);
  return Buffer.from(data.subarray(start + 4).map((byte, i) => byte ^ mask[i % 4]!)).toString('latin1');
}
