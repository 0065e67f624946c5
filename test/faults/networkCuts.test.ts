import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { GENERAL, newCid } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import type { RecordedChat } from '../helpers/recordedChat';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';
import { Scene } from './scene';

/** So long that no ping comes between the bytes that are counted. */
const UNHURRIED = { pingMs: 600_000 } as const;

describe('a connection that is reset in the middle of a frame', function () {
  this.timeout(60_000);

  /** Says something again and again, each time with a cut one byte later, until a cut comes too late for it. */
  const cutAtEveryByte = async (scene: Scene, way: 'up' | 'down', ana: RecordedChat): Promise<number> => {
    const { proxy } = scene;
    for (let bytes = 1; ; bytes += 1) {
      const { passedBytes, cuts } = proxy[way];
      proxy[way].cutAfterBytes = bytes;
      await ana.post(`cut ${way} after ${String(bytes).padStart(4)}`);
      await eventually(() => ana.isQuiet, 10_000);
      const isCut = proxy[way].cuts > cuts;
      proxy.heal();
      if (!isCut) return proxy[way].passedBytes - passedBytes;
    }
  };

  for (const way of ['up', 'down'] as const) {
    it(`stores and shows the message once and whole: cut at every byte that goes ${way}`, async () => {
      await using scene = await Scene.open(UNHURRIED);
      const ana = await scene.join('ana', { through: 'proxy', ports: { random: () => 0 } });
      const ben = await scene.join('ben', { through: 'nothing' });
      await eventually(() => scene.server.connections() === 2 && ana.chat.people.here === 2);
      const shown = new Set<string>();
      ben.chat.changed.on((event) => {
        if (event.kind === 'arrived')
          for (const entry of event.entries) if (entry.kind === 'message') shown.add(entry.text);
      });
      const frameBytes = await cutAtEveryByte(scene, way, ana);
      assert.ok(frameBytes > 100, `${frameBytes} bytes`);
      // Some cut what tells who came back instead.
      const { cuts } = scene.proxy[way];
      assert.ok(cuts >= frameBytes, `${cuts} cuts of ${frameBytes} bytes`);
      await scene.settle();
      const said = Array.from({ length: cuts + 1 }, (_, i) => `cut ${way} after ${String(i + 1).padStart(4)}`);
      assert.deepEqual([...shown], said);
      await scene.check();
    });
  }
});

describe('an acknowledgement that gets lost behind the commit', () => {
  it('is given again for the same message: the same place, and one copy', async () => {
    await using scene = await Scene.open();
    const { proxy } = scene;
    const ben = await scene.join('ben', { through: 'nothing' });
    const ana = aNewcomer('ana');
    const post = { cid: newCid(Date.now(), randomBytes(16)), room: GENERAL, text: 'said once' };
    {
      using first = await WireConnection.open(proxy.url);
      await first.signIn(ana);
      proxy.down.isDead = true;
      const lost = first.call('post', post);
      await eventually(() => ben.texts.length === 1);
      proxy.resetAll();
      assert.deepEqual(await lost, { ok: false, error: { code: 'E_UNAVAILABLE', detail: 'closed' } });
    }
    proxy.heal();
    using again = await WireConnection.open(proxy.url);
    await again.signIn(ana);
    const { seq, at } = await again.value('post', post);
    await again.value('post', { ...post, cid: newCid(Date.now(), randomBytes(16)), text: 'said next' });
    await eventually(() => ben.texts.length === 2);
    const entries = ben.chat.window?.entries ?? [];
    assert.deepEqual(
      entries.filter((entry) => 'cid' in entry && entry.cid === post.cid).map((entry) => [entry.seq, entry.at]),
      [[seq, at]],
    );
    assert.deepEqual(ben.texts, ['said once', 'said next']);
  });
});
