import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { WebSocketServer } from 'ws';
import type { ServerId } from '../../../server/protocol/ids';
import { random32 } from '../../../src/connection/digests';
import { Identities } from '../../../src/identity/identities';
import { enter } from '../../../src/join/enter';
import { eventually } from '../../helpers/eventually';
import { freePort } from '../../helpers/freePort';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { aComputer, aWindow, addressOf, connect, mapSecrets, silent } from '../fixtures';

/** Says hello under the name of a server, and hangs up on a claim or takes it under another name. */
async function deafServer(server: string, takenAs?: string) {
  let cid: string | undefined;
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  sockets.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      const { id, call, params } = JSON.parse(data.toString()) as { id: number; call: string; params: { cid: string } };
      cid = params.cid;
      const result = { protocol: 1, app: 'x', server, nonce: random32() };
      if (call === 'hello') socket.send(JSON.stringify({ id, result }));
      else if (takenAs === undefined) socket.terminate();
      else socket.send(JSON.stringify({ id, result: { member: { id: `m-${'0'.repeat(32)}`, name: takenAs } } }));
    }),
  );
  await once(sockets, 'listening');
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/chat`,
    claimed: () => cid,
    [Symbol.asyncDispose]: () => promisify(sockets.close.bind(sockets))(),
  };
}

describe('entering', () => {
  let dir: TempDir;
  let server: TestServer;
  beforeEach(async () => {
    dir = tempDir();
    server = await testServer();
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  it('claims a name once and is the same member ever after, however the name is written', async () => {
    const computer = aComputer(dir.path);
    using first = aWindow(computer);
    const { identity } = await first.joined(server.url, 'Ana');
    await first.session.leave();
    using second = aWindow(computer);
    assert.deepEqual((await second.joined(server.url, 'ana')).identity, identity);
  });

  it('does not take a name from a server that nobody could have there', async () => {
    await using strange = await deafServer(`s-${'0'.repeat(32)}`, 'ana\u202e\n');
    using window = aWindow(aComputer(dir.path));
    assert.deepEqual(await window.join(strange.url, 'ana'), { ok: false, ending: 'misbehaving' });
    assert.deepEqual((await window.identities.names(`s-${'0'.repeat(32)}` as ServerId)).map(({ name }) => name), ['ana']); // prettier-ignore
  });

  it('may have several names on one server', async () => {
    const computer = aComputer(dir.path);
    using window = aWindow(computer);
    const ana = (await window.joined(server.url, 'ana')).identity;
    const ben = (await window.joined(server.url, 'ben')).identity;
    assert.notEqual(ana.member, ben.member);
    assert.deepEqual((await window.joined(server.url, 'ana')).identity, ana);
  });

  it('says that a name is taken, and leaves nothing behind', async () => {
    using ana = aWindow(aComputer(dir.file('ana')));
    await ana.joined(server.url, 'ana');
    using other = aWindow(aComputer(dir.file('other')));
    const refused = await other.join(server.url, 'ANA');
    assert.deepEqual(refused, { ok: false, name: 'E_NAME_TAKEN_LOOKALIKE', detail: 'ana' });
    assert.deepEqual(await other.identities.names(server.lease.server), []);
    assert.equal(other.session.chat, undefined);
    await eventually(() => server.connections() === 1);
  });

  it('finishes a claim whose answer was lost, under the same name', async () => {
    const secrets = mapSecrets();
    const identities = new Identities({ secrets, log: silent, onMemoryOnly: () => {} });
    const computer = { ...aComputer(dir.path), secrets };
    using window = aWindow(computer);
    const { identity } = await window.joined(server.url, 'ana');
    const [known] = await identities.names(identity.server);
    // As it was stored before the answer came.
    await identities.save(identity.server, { ...known!, member: undefined });
    using again = aWindow(computer);
    assert.deepEqual((await again.joined(server.url, 'ana')).identity, identity);
  });

  it('comes in under a name that would not be taken any more', async () => {
    using window = aWindow(aComputer(dir.path));
    const { identity } = await window.joined(server.url, 'ana');
    const [known] = await window.identities.names(identity.server);
    const gothic = '\u{10330}\u{10331}';
    await window.identities.save(identity.server, { ...known!, name: gothic });
    assert.equal((await window.joined(server.url, gothic)).identity.member, identity.member);
  });

  it('keeps a name that it has asked for and got no answer about', async () => {
    await using deaf = await deafServer(server.lease.server);
    using window = aWindow(aComputer(dir.path));
    assert.deepEqual(await window.join(deaf.url, 'ana'), { ok: false, ending: 'lost' });
    const [kept] = await window.identities.names(server.lease.server);
    assert.deepEqual([kept?.name, kept?.member, kept?.cid], ['ana', undefined, deaf.claimed()]);
  });

  it('takes the name anew on a server that does not know the member any more', async () => {
    const computer = aComputer(dir.path);
    using window = aWindow(computer);
    const { identity } = await window.joined(server.url, 'ana');
    const [known] = await window.identities.names(identity.server);
    await window.identities.forget(identity.server, known!.credential);
    const stale = { ...known!, name: 'zoe', member: `m-${'7'.repeat(32)}` as typeof identity.member };
    await window.identities.save(identity.server, stale);
    assert.equal((await window.joined(server.url, 'zoe')).identity.name, 'zoe');
    assert.equal((await window.identities.names(identity.server)).length, 1 + 1);
  });

  it('says why, where nothing answers, and can be cancelled', async () => {
    using window = aWindow(aComputer(dir.path));
    assert.deepEqual(await window.join(`127.0.0.1:${await freePort()}`, 'ana'), { ok: false, ending: 'refused' });
    const cancelled = new AbortController();
    const ports = { identities: window.identities, connect, make: window.session.make.bind(window.session) };
    const entering = enter({ address: addressOf(server.url) }, 'ana', ports, cancelled.signal);
    cancelled.abort();
    assert.equal((await entering).ok, false);
    await eventually(() => server.connections() === 0);
  });
});
