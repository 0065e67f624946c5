import assert from 'node:assert/strict';
import { Pin } from '../../../server/protocol/pin';
import { fail } from '../../../server/protocol/result';
import type { Chat } from '../../../src/chat/chat';
import type { Connect } from '../../../src/connection/link';
import { eventually } from '../../helpers/eventually';
import { teamScene } from '../chat/teamScene';
import { type Computer, aComputer, aWindow, connect, mapSecrets } from '../fixtures';

describe('the key of a device', () => {
  const scene = teamScene();
  const { computer, window, joined } = scene;

  const isOnline = (chat: Chat) => chat.link.at === 'online';
  const credentials = async ({ secrets }: Computer, { identity: { server } }: Chat) =>
    [...((await secrets.get(`identity.${server}`)) ?? '').matchAll(/"credential":"([^"]+)"/g)].map(([, one]) => one);
  /** With what the secrets were. */
  const thiefOf = async ({ secrets }: Computer, { identity: { server } }: Chat): Promise<Computer> => {
    const stolen = mapSecrets();
    stolen.stored.set(`identity.${server}`, (await secrets.get(`identity.${server}`)) ?? '');
    return { ...aComputer(scene.dir.file('thief')), secrets: stolen };
  };
  const isLetIn = async (who: Computer) => (await window(who).join(scene.server.url, 'ana')).ok;
  const devices = async (chat: Chat) => {
    const answer = await chat.call('devices', {});
    return answer.ok ? answer.value.devices.length : answer.error.code;
  };
  /** Connects so that the first question for another key is lost, or the answer to it. */
  const losing = (lost: 'question' | 'answer'): Connect => {
    let hasLost = false;
    return async (to, signal) => {
      const opened = await connect(to, signal);
      if (!opened.ok) return opened;
      const link = opened.value;
      const call = link.call.bind(link);
      link.call = async (name, params, timeoutMs) => {
        if (name !== 'rekey' || hasLost) return call(name, params, timeoutMs);
        hasLost = true;
        if (lost === 'answer') assert.ok((await call(name, params, timeoutMs)).ok);
        link.close('lost');
        return fail('E_UNAVAILABLE', 'link lost');
      };
      return opened;
    };
  };

  it('is another one when one asks for it; what somebody has copied lets nobody in, and one’s own windows go on', async () => {
    const anas = computer('ana');
    const [ana, other] = [await joined('ana', anas), await joined('ana', anas)];
    const [old] = await credentials(anas, ana);
    const thief = await thiefOf(anas, ana);
    assert.equal(await isLetIn(thief), true);
    let left = 0;
    other.changed.on(({ kind }) => (left += kind === 'link' && !isOnline(other) ? 1 : 0));
    assert.deepEqual(await ana.renewKey(), { ok: true, value: {} });
    const [now, ...more] = await credentials(anas, ana);
    assert.deepEqual([now !== old, more], [true, []]);
    await eventually(() => assert.ok(left > 0 && isOnline(other)));
    assert.equal(await isLetIn(thief), false);
    assert.equal(await devices(other), 1);
    assert.deepEqual(await other.renewKey(), { ok: true, value: {} });
    await eventually(() => assert.ok(isOnline(ana)));
  });

  for (const lost of ['question', 'answer'] as const) {
    it(`is another one in the end where the ${lost} was lost, and nobody is shut out meanwhile`, async () => {
      const anas = computer('ana');
      const careless = aWindow(anas, { connect: losing(lost) });
      scene.windows.push(careless);
      const ana = await careless.joined(scene.server.url, 'ana');
      const [old] = await credentials(anas, ana);
      const thief = await thiefOf(anas, ana);
      const renewed = await ana.renewKey();
      assert.ok(renewed !== 'notKept' && !renewed.ok && renewed.error.code === 'E_UNAVAILABLE');
      await eventually(async () => {
        const now = await credentials(anas, ana);
        assert.ok(isOnline(ana) && now.length === 1 && now[0] !== old, `${now.length}`);
      });
      await eventually(() => assert.ok(isOnline(ana)));
      assert.equal(await isLetIn(thief), false);
      assert.equal(await devices(ana), 1);
    });

    it(`is another one in the end where the window was closed when the ${lost} was lost`, async () => {
      const anas = computer('ana');
      const careless = aWindow(anas, { connect: losing(lost) });
      const ana = await careless.joined(scene.server.url, 'ana');
      ana.changed.on(({ kind }) => {
        if (kind === 'link') careless[Symbol.dispose]();
      });
      const [old] = await credentials(anas, ana);
      await ana.renewKey();
      const again = await joined('ana', anas);
      assert.equal(again.identity.member, ana.identity.member);
      await eventually(async () => {
        const now = await credentials(anas, again);
        assert.ok(now.length === 1 && now[0] !== old, `${now.length}`);
      });
    });
  }

  it('is another one of the same server: by the certificate that it is known by', async () => {
    const opened = window(computer('ana'));
    const ana = await opened.joined(scene.server.url, 'ana');
    const { server, member } = ana.identity;
    const pin = Pin.parse('A'.repeat(43));
    await opened.identities.pin(server, pin);
    assert.deepEqual(await ana.renewKey(), { ok: true, value: {} });
    assert.equal((await opened.identities.find(server, member))?.pin, pin);
  });

  it('stays as it is where another one cannot be kept', async () => {
    const anas = computer('ana');
    let isFull = false;
    const secrets = {
      get: (key: string) => anas.secrets.get(key),
      store: (key: string, value: string) =>
        isFull ? Promise.reject(new Error('keyring is full')) : anas.secrets.store(key, value),
    };
    const ana = await joined('ana', { ...anas, secrets });
    isFull = true;
    assert.equal(await ana.renewKey(), 'notKept');
    assert.equal(await isLetIn(await thiefOf(anas, ana)), true);
  });

  it('stays as it is where the server refuses another one', async () => {
    const anas = computer('ana');
    const ana = await joined('ana', anas);
    const before = await credentials(anas, ana);
    const { standing } = ana;
    assert.ok(standing.at === 'online');
    standing.link.call = () => Promise.resolve(fail('E_UNKNOWN_TYPE'));
    const renewed = await ana.renewKey();
    assert.ok(renewed !== 'notKept' && !renewed.ok);
    assert.deepEqual(await credentials(anas, ana), before);
  });
});
