import assert from 'node:assert/strict';
import { LIMITS } from '../../server/protocol/limits';
import { eventually } from '../helpers/eventually';
import { connectWith } from '../src/fixtures';
import { QUICK, Scene } from './scene';

describe('a connection that is dead without a word', () => {
  it('is noticed within 35 s, and no proxy calls it idle before that', () => {
    assert.deepEqual([LIMITS.pingMs, LIMITS.pongMs], [25_000, 10_000]);
    const { pingMs, pongMs, silenceMs } = QUICK;
    assert.deepEqual([pingMs * 50, pongMs * 50], [LIMITS.pingMs, LIMITS.pongMs]);
    assert.equal(silenceMs, pingMs + pongMs);
  });

  for (const [name, up, down] of [
    ['in both directions', true, true],
    ['from the client on', true, false],
    ['from the server on', false, true],
  ] as const) {
    it(`is dropped at both ends, and what was missed is made up for: dead ${name}`, async () => {
      await using scene = await Scene.open();
      const { server, proxy } = scene;
      const ana = await scene.join('ana', { through: 'proxy' });
      const ben = await scene.join('ben', { through: 'nothing' });
      await eventually(() => server.connections() === 2);

      const deadAt = performance.now();
      proxy.up.isDead = up;
      proxy.down.isDead = down;
      await ana.post('said into the void');
      await ben.post('said meanwhile');
      const since = () => performance.now() - deadAt;
      const [clientMs, serverMs] = await Promise.all([
        eventually(() => (ana.chat.link.at === 'offline' ? since() : assert.fail('online'))),
        eventually(() => (server.connections() === 1 ? since() : assert.fail('connected'))),
      ]);
      assert.ok(clientMs < QUICK.silenceMs + QUICK.lateMs, `the client took ${clientMs} ms`);
      assert.ok(serverMs < QUICK.silenceMs + QUICK.lateMs, `the server took ${serverMs} ms`);
      assert.deepEqual(
        ana.chat.pending.map(({ text }) => text),
        ['said into the void'],
      );

      proxy.heal();
      await scene.settle();
      assert.deepEqual([...ana.texts].sort(), ['said into the void', 'said meanwhile']);
      assert.equal(server.connections(), 2);
      assert.deepEqual(ben.retries, []);
      await scene.check();
    });
  }

  it('is no idle one: pings keep it open through a proxy that ends what is idle for 60 s', async () => {
    const idleMs = (QUICK.pingMs * 60_000) / LIMITS.pingMs;
    const patient = { pingMs: QUICK.pingMs, pongMs: 5_000, silenceMs: 5_000 };
    await using scene = await Scene.open(patient);
    scene.proxy.idleMs = idleMs;
    const ana = await scene.join('ana', { through: 'proxy', ports: { connect: connectWith(patient) } });
    const startedAt = performance.now();
    await eventually(() => performance.now() - startedAt > 2 * idleMs, 10 * idleMs);
    assert.deepEqual([ana.retries, ana.isOnline], [[], true]);
    // The connection of joining was closed; the one of the chat stands.
    assert.deepEqual([scene.proxy.idled, scene.proxy.open], [0, 1]);
  });

  it('would be ended by such a proxy without pings: this test can fail', async () => {
    await using scene = await Scene.open({ pingMs: 60_000 });
    scene.proxy.idleMs = 300;
    const ana = await scene.join('ana', { through: 'proxy' });
    await eventually(() => scene.proxy.idled > 0 && ana.retries.length > 0);
  });
});
