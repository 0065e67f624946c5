import assert from 'node:assert/strict';
import type { MemberId, ServerId } from '../../../server/protocol/ids';
import { random32 } from '../../../src/connection/digests';
import { Identities, type KnownName } from '../../../src/identity/identities';
import { aCid, mapSecrets, silent } from '../fixtures';

const [one, other] = ['1', '2'].map((digit) => `s-${digit.repeat(32)}` as ServerId) as [ServerId, ServerId];
const member = `m-${'a'.repeat(32)}` as MemberId;
const known = (over: Partial<KnownName> = {}): KnownName => ({
  name: 'ana',
  credential: random32(),
  cid: aCid(),
  member,
  ...over,
});

describe('identities', () => {
  it('are kept for each server apart, the newest first', async () => {
    const secrets = mapSecrets();
    const identities = new Identities({ secrets, log: silent, onMemoryOnly: () => {} });
    const [ana, ben, elsewhere] = [known(), known({ name: 'ben' }), known()];
    await identities.save(one, ana);
    await identities.save(one, ben);
    await identities.save(other, elsewhere);
    const later = new Identities({ secrets, log: silent, onMemoryOnly: () => {} });
    assert.deepEqual(await later.names(one), [ben, ana]);
    assert.deepEqual(await later.names(other), [elsewhere]);
  });

  it('live in memory where secrets cannot be kept, and say so once', async () => {
    let told = 0;
    const broken = {
      get: () => Promise.reject(new Error('no keyring')),
      store: () => Promise.reject(new Error('no keyring')),
    };
    const identities = new Identities({ secrets: broken, log: silent, onMemoryOnly: () => (told += 1) });
    const ana = known();
    await identities.save(one, ana);
    await identities.save(other, ana);
    assert.deepEqual(await identities.names(one), [ana]);
    assert.deepEqual(await identities.find(one, member), {
      server: one,
      member,
      name: 'ana',
      credential: ana.credential,
    });
    assert.equal(told, 1);
  });

  it('take what they cannot read for nothing', async () => {
    const secrets = mapSecrets();
    const identities = new Identities({ secrets, log: silent, onMemoryOnly: () => {} });
    await secrets.store(`identity.${one}`, '{"v":2}');
    assert.deepEqual(await identities.names(one), []);
  });
});
