import assert from 'node:assert/strict';
import { soakClients } from '../soak/clients';
import { breaches } from '../soak/verdict';

describe('people who talk over bad networks to a server that is killed again and again', function () {
  this.timeout(120_000);

  it('lose nothing, and leave no descriptor, timer or socket behind', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const soaked = await soakClients({
      seed,
      ms: 12_000,
      clients: 12,
      messagesPerSecond: 20,
      killEveryMs: 3_500,
      heartbeat: { pingMs: 1_000, pongMs: 1_000 },
      faultsMs: [300, 900, 900],
      checkEveryKills: 2,
    });
    assert.deepEqual(breaches(soaked, 0), [], `seed ${seed}`);
    assert.ok(soaked.kills >= 1);
    assert.ok(soaked.said > 100 && Object.keys(soaked.faults).length > 3, JSON.stringify(soaked.faults));
  });
});
