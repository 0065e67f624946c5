import assert from 'node:assert/strict';
import { Samples, median, percentile, rounded, summary } from './statistics';

describe('statistics', () => {
  it('take percentiles by the nearest rank', () => {
    const sorted = Array.from({ length: 100 }, (_, i) => i + 1);
    assert.deepEqual([percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 1)], [50, 99, 100]);
    assert.deepEqual([percentile([7], 0.01), percentile([], 0.5)], [7, undefined]);
  });

  it('take the middle of an odd number of values, and between two of an even one', () => {
    assert.deepEqual([median([9, 1, 5]), median([4, 1, 3, 2]), median([])], [5, 2.5, undefined]);
  });

  it('leave out what could not be measured', () => {
    assert.deepEqual(summary([3, undefined, 1]), { median: 2, least: 1, most: 3 });
    assert.equal(summary([undefined]), undefined);
  });

  it('keep more samples than they began with room for', () => {
    const samples = new Samples();
    for (let i = 5_000; i > 0; i--) samples.add(i);
    assert.deepEqual([samples.count, samples.percentiles()], [5_000, { p50: 2_500, p99: 4_950 }]);
  });

  it('round to three digits', () => {
    assert.deepEqual([rounded(1_234_567), rounded(0.0123456)], [1_230_000, 0.0123]);
  });
});
