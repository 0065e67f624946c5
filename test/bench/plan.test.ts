import assert from 'node:assert/strict';
import { stepsOf } from './fanout/plan';

describe('the plan', () => {
  it('shares the time among the steps that were asked for, and uses it up', () => {
    const until = stepsOf({ workloads: ['W1'], budgetMs: 15_000 }).map(({ size, untilMs }) => [size, untilMs]);
    assert.deepEqual(until, [
      [10, 2_000],
      [100, 5_000],
      [1_000, 15_000],
    ]);
  });

  it('sets no end where there is no budget', () => {
    const steps = stepsOf({ workloads: ['W1', 'W2'], budgetMs: Infinity });
    assert.deepEqual(
      steps.map(({ untilMs }) => untilMs),
      steps.map(() => Infinity),
    );
  });
});
