import assert from 'node:assert/strict';
import { barChart, compact, lineChart } from './charts/svg';

describe('the charts', () => {
  it('write a number as people say it', () => {
    assert.deepEqual([4_810_000, 192_400, 1_000, 41, 0.4123].map(compact), ['4.81 M', '192 k', '1 k', '41', '0.412']);
  });

  it('draw bars in proportion', () => {
    const svg = barChart('a < b', '', [
      { label: 'ours', value: 100, isOurs: true },
      { label: 'theirs', value: 25 },
    ]);
    const [ours, theirs] = [...svg.matchAll(/<rect[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
    assert.equal(ours, 4 * theirs!);
    assert.ok(svg.includes('a &lt; b'));
  });

  it('draw a line through powers of ten, the larger value above', () => {
    const svg = lineChart('', '', [{ label: 'cost', points: [10, 1_000].map((x) => [x, x / 100] as const) }]);
    const [first, last] = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) =>
      [x, y].map(Number),
    );
    assert.ok(first![0]! < last![0]! && first![1]! > last![1]!);
    assert.doesNotMatch(svg, /NaN|Infinity/);
  });

  it('leave the colours of the text to the page it is on', () => {
    assert.match(barChart('', '', []), /prefers-color-scheme: dark/);
  });
});
