import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { MemberId, ServerId } from '../../../server/protocol/ids';
import { random32 } from '../../../src/connection/digests';
import { type Identity, authenticate, greet } from '../../../src/connection/handshake';
import { type TestServer, testServer } from '../../helpers/testServer';
import { tempDir } from '../../helpers/tempDir';
import { aComputer, aWindow, connect } from '../fixtures';

const forever = new AbortController().signal;
const serverId = `s-${'0'.repeat(32)}` as ServerId;
const member = `m-${'1'.repeat(32)}` as MemberId;

/** Something that sits on the server's port, speaks its language and writes down everything it hears. */
async function impostor(server: ServerId) {
  const heard: string[] = [];
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const welcome = {
    proof: random32(),
    member: { id: member, name: 'ana' },
    epoch: `e-${'2'.repeat(32)}`,
    rooms: [],
  };
  sockets.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => {
      heard.push(data.toString());
      const { id, call } = JSON.parse(data.toString()) as { id: number; call: string };
      const result = call === 'hello' ? { protocol: 1, app: 'x', server, nonce: random32() } : welcome;
      socket.send(JSON.stringify({ id, result }));
    }),
  );
  await once(sockets, 'listening');
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/chat`,
    heard,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      await new Promise((resolve) => sockets.close(resolve));
    },
  };
}

async function open(url: string) {
  const opened = await connect({ url }, forever);
  assert.ok(opened.ok);
  return opened.value;
}

describe('handshake', () => {
  it('refuses a server that cannot prove itself, and has never told it the credential', async () => {
    await using fake = await impostor(serverId);
    const identity: Identity = { server: serverId, member, name: 'ana', credential: random32() };
    const link = await open(fake.url);
    const greeted = await greet(link, serverId);
    assert.ok(greeted.ok);
    assert.deepEqual(await authenticate(link, greeted.value, identity), { ok: false, ending: 'wrongProof' });
    assert.equal(await link.closed, 'wrongProof');
    assert.equal(fake.heard.length, 2);
    assert.ok(!fake.heard.join().includes(identity.credential));
  });

  it('says nothing more to a server that is another one', async () => {
    await using fake = await impostor(`s-${'9'.repeat(32)}` as ServerId);
    const link = await open(fake.url);
    assert.deepEqual(await greet(link, serverId), { ok: false, ending: 'otherServer' });
    assert.equal(fake.heard.length, 1);
  });

  describe('with a real server', () => {
    let server: TestServer;
    before(async () => (server = await testServer()));
    after(() => server[Symbol.asyncDispose]());

    it('knows that a member is unknown there', async () => {
      const link = await open(server.url);
      const greeted = await greet(link);
      assert.ok(greeted.ok);
      const identity = { server: greeted.value.server, member, name: 'ana', credential: random32() };
      assert.deepEqual(await authenticate(link, greeted.value, identity), { ok: false, ending: 'unauthenticated' });
    });

    it('lets a member in who proves the credential', async () => {
      using dir = tempDir();
      using window = aWindow(aComputer(dir.path));
      const { identity } = await window.joined(server.url, 'ana');
      const link = await open(server.url);
      const greeted = await greet(link, identity.server);
      assert.ok(greeted.ok);
      const known = await authenticate(link, greeted.value, identity);
      assert.deepEqual(known.ok && known.value.member, { id: identity.member, name: 'ana' });
      link.close();
    });
  });
});
