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

  it('do not write over what could not be read, and keep a new name beside it', async () => {
    const secrets = mapSecrets();
    let isLocked = false;
    const lockable = {
      ...secrets,
      get: (key: string) => (isLocked ? Promise.reject(new Error('keyring is locked')) : secrets.get(key)),
    };
    let told = 0;
    const identities = new Identities({ secrets: lockable, log: silent, onMemoryOnly: () => (told += 1) });
    const [ana, ben, cleo] = [known(), known({ name: 'ben' }), known({ name: 'cleo' })];
    await identities.save(one, ana);
    isLocked = true;
    await identities.save(one, ben);
    assert.deepEqual([await identities.names(one), told], [[ben], 1]);
    isLocked = false;
    assert.deepEqual(await identities.names(one), [ben, ana]);
    await identities.save(one, cleo);
    const later = new Identities({ secrets, log: silent, onMemoryOnly: () => {} });
    assert.deepEqual(await later.names(one), [cleo, ben, ana]);
  });

  it('do not write over a record of another version', async () => {
    const secrets = mapSecrets();
    let told = 0;
    const identities = new Identities({ secrets, log: silent, onMemoryOnly: () => (told += 1) });
    await secrets.store(`identity.${one}`, '{"v":2}');
    assert.deepEqual(await identities.names(one), []);
    const ana = known();
    await identities.save(one, ana);
    assert.deepEqual([await identities.names(one), told], [[ana], 1]);
    assert.equal(secrets.stored.get(`identity.${one}`), '{"v":2}');
    await identities.forget(one, ana.credential);
    assert.deepEqual(await identities.names(one), []);
    assert.equal(secrets.stored.get(`identity.${one}`), '{"v":2}');
  });

  it('are all kept when two are saved at once', async () => {
    const secrets = mapSecrets();
    const identities = new Identities({ secrets, log: silent, onMemoryOnly: () => {} });
    const [ana, ben] = [known(), known({ name: 'ben' })];
    await Promise.all([identities.save(one, ana), identities.save(one, ben)]);
    const later = new Identities({ secrets, log: silent, onMemoryOnly: () => {} });
    assert.deepEqual(await later.names(one), [ben, ana]);
  });
});
