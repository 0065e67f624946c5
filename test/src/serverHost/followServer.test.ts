import assert from 'node:assert/strict';
import type { App } from '../../../src/app';
import type { Address } from '../../../src/connection/address';
import { Emitter } from '../../../src/lifecycle';
import { followServer } from '../../../src/serverHost/followServer';
import { runningServer } from '../../../src/serverHost/lease';
import { eventually } from '../../helpers/eventually';
import { freePort } from '../../helpers/freePort';
import { tempDir } from '../../helpers/tempDir';
import { testServer } from '../../helpers/testServer';
import { aComputer, aWindow, addressOf } from '../fixtures';

describe('a chat on this computer’s server', () => {
  it('follows it to where it is encrypted, and back, and is the same member', async () => {
    using dir = tempDir();
    const at = { dataDir: dir.file('data'), port: await freePort() };
    using window = aWindow(aComputer(dir.file('computer')));
    const { session, identities } = window;
    const changed = new Emitter<undefined>();
    const server = { changed, running: () => runningServer(at.dataDir), hasMoved: () => Promise.resolve(false) };
    followServer({ session, server, enterPorts: { identities } } as unknown as App);
    const isOnlineAt = (url: string) =>
      eventually(() => {
        assert.equal(session.chat?.address.url, url);
        assert.equal(session.chat.standing.at, 'online');
      });

    let member: string | undefined;
    for (const tls of [undefined, 'own', undefined, 'own'] as const) {
      await using running = await testServer({ ...at, tls });
      if (!session.chat) member = (await window.joined(running.url, 'ana')).identity.member;
      changed.fire(undefined);
      await isOnlineAt(running.url);
      assert.equal(session.chat?.identity.member, member);
      assert.equal(session.chat?.address.pin, running.lease.pin);
      const [known] = await identities.names(running.lease.server);
      assert.equal(known?.pin, running.lease.pin);
    }
  }).timeout(20_000);

  it('does not follow it back from where it has moved to', async () => {
    for (const [hasMoved, followed] of [
      [true, []],
      [false, ['127.0.0.1:12345']],
    ] as const) {
      const changed = new Emitter<undefined>();
      const moves: string[] = [];
      const server = `s-${'0'.repeat(32)}`;
      const chat = {
        standing: { at: 'offline' },
        address: addressOf('wss://10.0.0.7:12345'),
        identity: { server },
      };
      const looked = Promise.withResolvers<undefined>();
      followServer({
        session: { chat, changed: new Emitter(), moveTo: ({ shown }: Address) => moves.push(shown) },
        server: {
          changed,
          running: () => Promise.resolve({ url: 'ws://127.0.0.1:12345/chat', server }),
          hasMoved: () => Promise.resolve(hasMoved).finally(() => setImmediate(() => looked.resolve(undefined))),
        },
        enterPorts: { identities: { pin: () => Promise.resolve() } },
      } as unknown as App);
      changed.fire(undefined);
      await looked.promise;
      assert.deepEqual(moves, followed);
    }
  });
});
