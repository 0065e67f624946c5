import assert from 'node:assert/strict';
import { eventually } from '../helpers/eventually';
import { connectWith } from '../src/fixtures';
import { Scene } from './scene';

// Shorter times for less to read: at 10 kB/s a page of half a megabyte takes longer than the 35 s of silence allowed.
const SHORT = { pingMs: 500, pongMs: 1_800, silenceMs: 2_300, connectMs: 10_000 } as const;
const SLOW = { latencyMs: 150, bytesPerSecond: 20_000, sliceBytes: 1 } as const;

const ports = { connect: connectWith(SHORT) };

describe('a line that is slow', function () {
  this.timeout(60_000);

  it('is borne with while bytes flow: byte by byte, late, and longer than the silence allowed', async () => {
    await using scene = await Scene.open(SHORT);
    const { proxy } = scene;
    const ben = await scene.join('ben', { through: 'nothing', ports });
    for (const letter of 'äöü') await ben.post(letter.repeat(10_000)); // 20,000 bytes each
    await eventually(() => ben.isQuiet);

    Object.assign(proxy.up, SLOW);
    Object.assign(proxy.down, SLOW, { sliceBytes: 8 }); // 8,000 of them for the page
    const startedAt = performance.now();
    const ana = await scene.join('ana', { through: 'proxy', ports });
    await ana.post('ñ'.repeat(1_500)); // fewer bytes than chunks that a server keeps of an unfinished frame
    await scene.settle(30_000);
    assert.ok(performance.now() - startedAt > SHORT.silenceMs + 700);
    assert.deepEqual([ana.retries, proxy.accepted], [[], 2]);
    proxy.heal();
    await scene.check();
  });

  it('is borne with while one message goes up for longer than a pong may take', async () => {
    await using scene = await Scene.open(SHORT);
    const { proxy } = scene;
    const ana = await scene.join('ana', { through: 'proxy', ports });
    await eventually(() => ana.isQuiet);
    Object.assign(proxy.up, { bytesPerSecond: 4_000, sliceBytes: 64 });
    const startedAt = performance.now();
    await ana.post('ñ'.repeat(10_000)); // 20,000 bytes
    await scene.settle(30_000);
    assert.ok(performance.now() - startedAt > SHORT.pingMs + SHORT.pongMs + 700);
    assert.deepEqual([ana.retries, proxy.accepted], [[], 2]);
    proxy.heal();
    await scene.check();
  });
});
