import assert from 'node:assert/strict';
import type { Cell } from './fanout/cell';
import { goalsOf, goalsTable, isMet } from './goals';

const cell: Cell = {
  rounds: 5,
  deliveriesPerS: 1_000,
  deliveriesPerSSpread: [900, 1_100],
  p50Ms: 1,
  p99Ms: 2,
  ackP50Ms: 1,
  ackP99Ms: 2,
  serverCpuUsPerDelivery: 1,
  serverBusy: 0.9,
  generatorBusy: 0.5,
  generatorWasTheLimit: false,
};

const goal = (what: RegExp, results: Parameters<typeof goalsOf>[0]) => {
  const found = goalsOf(results).filter((each) => what.test(each.what));
  assert.equal(found.length, 1);
  return found[0]!;
};

describe('the goals', () => {
  it('are neither met nor missed where nothing was measured', () => {
    assert.ok(goalsOf({}).length > 30);
    assert.deepEqual(new Set(goalsOf({}).map(isMet)), new Set([undefined]));
    assert.equal(goalsTable(goalsOf({})), '');
  });

  it('take a ratio on either side of its bar', () => {
    const with100 = (ratio: number, rawWs = cell) => ({
      W1: { members100: { alongside: cell, rawWs, ratios: { rawWs: ratio }, ratiosSpread: {} } },
    });
    const met = (ratio: number) => isMet(goal(/^deliveries.s, 100 members, over raw ws$/, { W1: with100(ratio).W1 }));
    assert.deepEqual([met(11.9), met(12), met(30)], [false, true, true]);
    const limited = { ...cell, generatorWasTheLimit: true };
    assert.match(goalsTable(goalsOf(with100(30, limited))), /met, but the load was the limit/);
  });

  it('take latency the other way round', () => {
    const with1000 = (p99: number) => ({
      W2: { members1000: { rawWs: cell, ratios: { rawWs: { p50: 1, p99 } }, ratiosSpread: {} } },
    });
    const met = (p99: number) => isMet(goal(/^delivered p99, 1000 members/, with1000(p99)));
    assert.deepEqual([met(1.9), met(2), met(2.1)], [true, true, false]);
  });

  it('compare the memory of a connection with that of raw ws', () => {
    const idle = (bytesEach: number) => ({ connections: 10, bytesEach, joinedInS: 1, load: undefined });
    const results = { W4: { idle: { alongside: idle(13_000), rawWs: idle(10_000) } } };
    assert.equal(goal(/memory a connection/, results).measured, 1.3);
  });
});
