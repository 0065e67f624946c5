import assert from 'node:assert/strict';
import { LIMITS } from '../../../server/protocol/limits';
import { aCid } from '../../helpers/commands';
import { HubClient, newKeys } from '../../helpers/hubClient';
import { outcomeOf } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

describe('newcomers', () => {
  let under: TestHub;

  beforeEach(() => (under = testHub({ joins: LIMITS.joins, joinsPerMinute: LIMITS.joinsPerMinute })));
  afterEach(() => under[Symbol.asyncDispose]());

  const from = async (address: string | undefined) => {
    const client = new HubClient(under.hub, address);
    await client.hello();
    return (name: string, claim: object = {}) =>
      outcomeOf(client.call('claim', { cid: aCid(), name, ...newKeys().keys, ...claim }));
  };

  it('from one address are so many, and then one at a time; of others nobody waits', async () => {
    const claim = await from('10.0.0.7');
    const outcomes = await Promise.all(Array.from({ length: LIMITS.joins + 1 }, (_, i) => claim(`member ${i}`)));
    assert.deepEqual(outcomes, [...Array<string>(LIMITS.joins).fill('ok'), 'E_RATE']);
    assert.equal(await (await from('10.0.0.7'))('one more'), 'E_RATE');
    assert.equal(await (await from('10.0.0.8'))('another'), 'ok');
  });

  it('who are not let in take nobody’s place', async () => {
    const claim = await from('10.0.0.7');
    assert.equal(await claim('ana'), 'ok');
    for (let i = 0; i < 2 * LIMITS.joins; i++) assert.equal(await claim('ana'), 'E_NAME_TAKEN');
    for (let i = 1; i < LIMITS.joins; i++) assert.equal(await claim(`member ${i}`), 'ok');
    assert.equal(await claim('too late'), 'E_RATE');
  });

  it('through a tunnel, where all come from one door, wait for nobody', async () => {
    const claim = await from(undefined);
    for (let i = 0; i < 2 * LIMITS.joins; i++) assert.equal(await claim(`member ${i}`), 'ok');
  });
});
