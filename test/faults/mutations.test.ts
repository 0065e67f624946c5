import assert from 'node:assert/strict';
import { howMany } from '../helpers/longForm';
import { runMutations } from './mutations';

const INPUTS = howMany('INPUTS', 20_000);

describe(`a server that is sent ${INPUTS} inputs that are almost right`, function () {
  this.timeout(6 * INPUTS);

  it('goes on, listens within 100 ms, keeps its memory, and others notice nothing', async () => {
    const seed = howMany('SEED', Math.floor(Math.random() * 2 ** 31));
    console.log(`      seed ${seed}; again: npm run soak -- --only mutations --seed ${seed}`);
    const { inputs, answered, heard, violations, warm, end } = await runMutations({
      inputs: INPUTS,
      seed,
      from: howMany('CYCLE', 0),
    });
    assert.equal(inputs, INPUTS);
    assert.ok(answered > inputs / 2, `${answered} answers`);
    assert.deepEqual(violations, []);
    assert.ok(heard > INPUTS / 40 / 10, `${heard} entries`);
    assert.ok(end.longestTurnMs < 100, `${end.longestTurnMs} ms`);
    assert.ok(end.rssMb < warm.rssMb + 64, `${warm.rssMb} MB, then ${end.rssMb} MB`);
  });
});
