import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ALONE, STEPS, type Step, take } from './unread/steps';
import { PEOPLE, ROOMS, Team } from './unread/team';

const RUNS = 4;
const VOLLEYS = 320;
/** So many people do something at the same time. */
const AT_ONCE = 8;
/** Until every window is looked at. */
const VOLLEYS_UNTIL_CHECK = 20;

const WEIGHTS: Readonly<Record<Step['do'], number>> = {
  ...{ post: 10, mention: 5, read: 8, readAndReload: 1, markUnread: 3, open: 3, reconnect: 2, reload: 1, mute: 1 },
  ...{ join: 1, leave: 1, add: 1 },
};
const weighted = (Object.keys(STEPS) as Step['do'][]).map((each) => ({
  arbitrary: fc.constant(each),
  weight: WEIGHTS[each],
}));
const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(PEOPLE - 1),
  window: fc.nat(1),
  room: fc.nat(ROOMS - 1),
  other: fc.nat(PEOPLE - 1),
  do: fc.oneof(...weighted),
});
const volley = fc.uniqueArray(step, { minLength: AT_ONCE, maxLength: AT_ONCE, selector: ({ who }) => who });
const volleys = fc.array(volley, { minLength: VOLLEYS, maxLength: VOLLEYS, size: 'max' });

describe('twenty people in ten rooms and thirty conversations', () => {
  it('see in every window what is unread and where they are mentioned, whatever they do', async () => {
    let taken = 0;
    const property = fc.asyncProperty(volleys, async (all) => {
      await using team = await Team.gather();
      for (const [i, steps] of all.entries()) {
        await Promise.all(steps.filter((each) => !ALONE.has(each.do)).map((each) => take(team, each)));
        for (const each of steps.filter(({ do: what }) => ALONE.has(what))) await take(team, each);
        taken += steps.length;
        if (i % VOLLEYS_UNTIL_CHECK === 0) await team.check();
      }
      await team.check();
    });
    // Thousands of steps are not made fewer: the seed and the path repeat them.
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
    assert.ok(taken >= 10_000, `${taken} steps`);
  }).timeout(300_000);
});
