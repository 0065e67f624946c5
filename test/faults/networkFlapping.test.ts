import assert from 'node:assert/strict';
import { eventually } from '../helpers/eventually';
import type { FaultProxy } from '../helpers/faultProxy';
import { Scene } from './scene';

const FLAPS = 12;
const CLIENTS = 4;

/** Three ways to be gone. */
const BREAKS: readonly ((proxy: FaultProxy) => void)[] = [
  (proxy) => {
    proxy.welcome = 'reset';
    proxy.resetAll();
  },
  (proxy) => proxy.unplug(),
  (proxy) => {
    proxy.welcome = 'freeze';
    proxy.halfClose('up');
    proxy.halfClose('down');
  },
];

describe('a network that comes and goes', function () {
  this.timeout(60_000);

  it(`loses nothing in ${FLAPS} breaks, leaves one connection for each client, and is asked ever more rarely`, async () => {
    await using scene = await Scene.open();
    const { server, proxy } = scene;
    const ports = { random: () => 0.002 };
    for (let i = 0; i < CLIENTS; i += 1) await scene.join(`client ${i}`, { through: 'proxy', ports });
    for (let flap = 0; flap < FLAPS; flap += 1) {
      for (const chat of scene.chats) void chat.post(`${chat.name}, before break ${flap}`);
      if (flap % 2 === 0) await eventually(() => scene.chats.some(({ texts }) => texts.length > CLIENTS * flap));
      const tries = scene.chats.map(({ retries }) => retries.length);
      BREAKS[flap % BREAKS.length]?.(proxy);
      for (const chat of scene.chats) void chat.post(`${chat.name}, in break ${flap}`);
      await eventually(() => scene.chats.every(({ retries }, i) => retries.length > tries[i]!), 10_000);
      proxy.heal();
      await scene.settle();
      await eventually(() => assert.equal(server.connections(), CLIENTS));
    }
    // No connection lived for ten seconds, so none was a good one.
    for (const { name, retries } of scene.chats) {
      const shrank = retries.findIndex((ms, i) => ms < (retries[i - 1] ?? 0) - 5);
      assert.equal(shrank, -1, `${name}: ${retries.join(' ')}`);
      assert.ok(retries.at(-1)! > 10, `${name}: ${retries.join(' ')}`);
    }
    await scene.check();
  });
});
