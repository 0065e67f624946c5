import assert from 'node:assert/strict';
import { newDeviceId } from '../../../server/hub/authentication';
import { hashOfCode, newPairingCode } from '../../../server/hub/secrets';
import { LIMITS } from '../../../server/protocol/limits';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { HubClient, newKeys } from '../../helpers/hubClient';
import { type TestHub, testHub } from '../../helpers/testHub';

describe('a device', () => {
  let under: TestHub;
  let clock: number;
  let ana: HubClient;

  beforeEach(async () => {
    clock = Date.now();
    under = testHub({ mustBeInvited: false, clock: () => clock, connectionsPerMember: 100 });
    ana = new HubClient(under.hub);
    await ana.enter('ana');
  });
  afterEach(() => under[Symbol.asyncDispose]());

  const paired = async () => {
    const { code } = await ana.value('createPairing', {});
    const client = new HubClient(under.hub);
    await client.enterByCode(code);
    return client;
  };
  const refusal = async (code: string) => {
    const client = new HubClient(under.hub);
    await client.hello();
    const result = await client.call('pair', { cid: aCid(), code, ...newKeys().keys });
    return result.ok ? 'ok' : result.error.code;
  };
  const devices = async (client: HubClient) => (await client.value('devices', {})).devices;

  it('comes in as its member by a code, with a credential of its own, also later', async () => {
    const second = await paired();
    assert.deepEqual(second.identity.member, ana.identity.member);
    assert.notDeepEqual(second.identity.bytes, ana.identity.bytes);
    await new HubClient(under.hub).enter(second.identity);
    await new HubClient(under.hub).enter(ana.identity);
  });

  it('is let in by a code once, and not when ten minutes are over', async () => {
    const { code } = await ana.value('createPairing', {});
    assert.equal(await refusal(code), 'ok');
    assert.equal(await refusal(code), 'E_NOT_FOUND');
    const late = await ana.value('createPairing', {});
    clock = late.expiresAt;
    assert.equal(await refusal(late.code), 'E_NOT_FOUND');
    assert.equal(await refusal('0000-0000'), 'E_NOT_FOUND');
  });

  it('is let in by the last code that was made, however it is typed', async () => {
    const first = await ana.value('createPairing', {});
    const { code } = await ana.value('createPairing', {});
    assert.equal(await refusal(first.code), 'E_NOT_FOUND');
    assert.equal(await refusal(` ${code.toLowerCase().replace('-', ' ')}`), 'ok');
    assert.deepEqual(hashOfCode('oil0-1234'), hashOfCode('0110-1234'));
    assert.match(newPairingCode().told, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('is the same one when the answer was lost and it asks again', async () => {
    const { code } = await ana.value('createPairing', {});
    const client = new HubClient(under.hub);
    await client.hello();
    const pairing = { cid: aCid(), code, ...newKeys().keys };
    const first = await client.value('pair', pairing);
    assert.deepEqual(await client.value('pair', pairing), first);
    assert.equal((await devices(ana)).length, 2);
    const other = await client.call('pair', { ...pairing, ...newKeys().keys });
    assert.equal(other.ok || other.error.code, 'E_CID_CONFLICT');
  });

  it('is one of eight', async () => {
    while ((await devices(ana)).length < LIMITS.devicesPerMember - 1) await paired();
    const { code } = await ana.value('createPairing', {});
    assert.equal(await refusal(code), 'ok');
    const more = await ana.call('createPairing', {});
    assert.equal(more.ok || more.error.code, 'E_TOO_MANY');
  });

  it('sees which one it is', async () => {
    const second = await paired();
    const mine = (list: Awaited<ReturnType<typeof devices>>) => list.map(({ isThis }) => isThis);
    assert.deepEqual(mine(await devices(ana)), [true, false]);
    assert.deepEqual(mine(await devices(second)), [false, true]);
  });

  it('that is revoked is closed at once, and is not let in again', async () => {
    const second = await paired();
    const [, device] = await devices(ana);
    assert.ok(device);
    await ana.value('revokeDevice', { device: device.id });
    await eventually(() => assert.equal(second.closed, 'tokenRevoked'));
    assert.equal(ana.closed, undefined);
    const back = new HubClient(under.hub);
    void back.enter(second.identity).catch(() => undefined);
    await eventually(() => assert.equal(back.closed, 'unauthenticated'));
  });

  it('that is revoked takes the pairing code with it, and makes no other', async () => {
    await paired();
    const [own, device] = await devices(ana);
    assert.ok(own && device);
    const { code } = await ana.value('createPairing', {});
    await ana.value('revokeDevice', { device: device.id });
    assert.equal(await refusal(code), 'E_NOT_FOUND');
    const { member } = ana.identity;
    const { hash: codeHash } = newPairingCode();
    const ask = (from: typeof own) =>
      under.journal.submit({ kind: 'createPairing', member: member.id, device: from.id, codeHash });
    const made = await ask(device);
    assert.equal(made.ok || made.error.code, 'E_NOT_FOUND');
    assert.ok((await ask(own)).ok);
  });

  it('of another member cannot be revoked', async () => {
    const ben = new HubClient(under.hub);
    await ben.enter('ben');
    const [device] = await devices(ana);
    assert.ok(device);
    const result = await ben.call('revokeDevice', { device: device.id });
    assert.equal(result.ok || result.error.code, 'E_NOT_FOUND');
    assert.equal((await devices(ana)).length, 1);
  });

  it('that is the last one of the last owner stays', async () => {
    const [device] = await devices(ana);
    assert.ok(device);
    const result = await ana.call('revokeDevice', { device: device.id });
    assert.equal(result.ok || result.error.code, 'E_LAST_OWNER');
  });

  it('has a new credential once, also where what asked for it had the old one still', async () => {
    const [own] = await devices(ana);
    assert.ok(own);
    const { bytes: storedKey } = newKeys();
    const keys = { storedKey, serverKey: storedKey };
    const rekey = () =>
      under.journal.submit<'rekey'>({
        ...{ kind: 'rekey', member: ana.identity.member.id, device: own.id, to: newDeviceId() },
        ...keys,
      });
    const first = await rekey();
    assert.ok(first.ok);
    assert.deepEqual(await rekey(), first);
  });

  it('with a new credential goes on, and who has the old one must prove itself anew', async () => {
    const window = new HubClient(under.hub);
    await window.enter(ana.identity);
    const { bytes, keys } = newKeys();
    await ana.value('rekey', keys);
    await ana.value('rekey', keys);
    await eventually(() => assert.equal(window.closed, 'resync'));
    assert.equal(ana.closed, undefined);
    assert.deepEqual(
      (await devices(ana)).map(({ isThis }) => isThis),
      [true],
    );
    const thief = new HubClient(under.hub);
    void thief.enter(ana.identity).catch(() => undefined);
    await eventually(() => assert.equal(thief.closed, 'unauthenticated'));
    await new HubClient(under.hub).enter({ ...ana.identity, bytes });
  });
});
