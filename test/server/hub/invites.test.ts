import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { hashOfInvite, newInviteId, newInviteSecret } from '../../../server/hub/secrets';
import type { Params } from '../../../server/protocol/calls';
import { AUDIT, GENERAL, type RoomId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { HubClient, newKeys } from '../../helpers/hubClient';
import { type TestHub, testHub } from '../../helpers/testHub';

const HOUR = 60 * 60 * 1000;
const asMember = { role: 'member', lastsMs: HOUR, uses: 2 } as const;

describe('an invite', () => {
  let under: TestHub;
  let clock: number;
  let ana: HubClient;

  /** What the server's command line makes. */
  const invited = async (): Promise<string> => {
    const { told, hash } = newInviteSecret();
    const command = {
      kind: 'createInvite',
      by: undefined,
      invite: newInviteId(),
      secretHash: hash,
      ...asMember,
    } as const;
    assert.ok((await under.journal.submit(command)).ok);
    return told;
  };
  const newcomer = () => new HubClient(under.hub);
  const refusal = async (name: string, invite?: string) => {
    const client = newcomer();
    await client.hello();
    const claim: Params<'claim'> = { cid: aCid(), name, ...newKeys().keys };
    const result = await client.call('claim', invite === undefined ? claim : { ...claim, invite });
    return result.ok ? 'ok' : result.error.code;
  };
  const make = async (client: HubClient, over: Partial<Params<'createInvite'>> = {}) => {
    const result = await client.call('createInvite', { ...asMember, ...over });
    return result.ok ? 'ok' : result.error.code;
  };

  beforeEach(async () => {
    clock = Date.now();
    under = testHub({ mustBeInvited: true, clock: () => clock });
    ana = newcomer();
    await ana.enter('ana', await invited());
  });
  afterEach(() => under[Symbol.asyncDispose]());

  it('is needed where it is, also to learn which names there are', async () => {
    assert.equal(await refusal('ben'), 'E_INVITE_NEEDED');
    assert.equal(await refusal('ana'), 'E_INVITE_NEEDED');
  });

  it('makes who comes first the owner', () => {
    assert.equal(ana.authenticated?.role, 'owner');
  });

  it('lets in as many as it is for, with the role it is for', async () => {
    const { secret } = await ana.value('createInvite', { ...asMember, role: 'guest' });
    const ben = newcomer();
    await ben.enter('ben', secret);
    assert.equal(ben.authenticated?.role, 'guest');
    assert.equal(await refusal('cleo', secret), 'ok');
    assert.equal(await refusal('dora', secret), 'E_INVITE_USED');
  });

  it('is not used up by a name that cannot be had', async () => {
    const { secret } = await ana.value('createInvite', { ...asMember, uses: 1 });
    assert.equal(await refusal('ana', secret), 'E_NAME_TAKEN');
    assert.equal(await refusal('ben', secret), 'ok');
  });

  it('is used once by a claim whose answer was lost', async () => {
    const { secret } = await ana.value('createInvite', { ...asMember, uses: 1 });
    const client = newcomer();
    await client.hello();
    const claim = { cid: aCid(), name: 'ben', ...newKeys().keys, invite: secret };
    const first = await client.value('claim', claim);
    assert.deepEqual(await client.value('claim', claim), first);
  });

  it('ends with its time', async () => {
    const { secret } = await ana.value('createInvite', asMember);
    clock += HOUR;
    assert.equal(await refusal('ben', secret), 'E_INVITE_EXPIRED');
  });

  it('that was revoked is as one that never was', async () => {
    const { secret, invite } = await ana.value('createInvite', asMember);
    await ana.value('revokeInvite', { invite: invite.id });
    assert.equal(await refusal('ben', secret), 'E_NOT_FOUND');
    assert.equal(await refusal('ben', randomBytes(16).toString('base64url')), 'E_NOT_FOUND');
  });

  it('is kept as a hash, and told to its maker alone and once', async () => {
    const { secret } = await ana.value('createInvite', asMember);
    assert.ok(!JSON.stringify(await ana.value('invites', {})).includes(secret));
    const stored = under.journal.state.admission.invites();
    assert.ok(!JSON.stringify(stored).includes(secret));
    assert.equal(hashOfInvite(secret).length, 32);
  });

  it('is listed to its maker and to moderators, and to them to be revoked', async () => {
    const [ben, cleo] = [newcomer(), newcomer()];
    await ben.enter('ben', await invited());
    await cleo.enter('cleo', await invited());
    const { invite } = await ben.value('createInvite', asMember);
    const ids = async (client: HubClient) => (await client.value('invites', {})).invites.map(({ id }) => id);
    assert.deepEqual(await ids(ben), [invite.id]);
    assert.deepEqual(await ids(cleo), []);
    assert.ok((await ids(ana)).includes(invite.id));
    const byCleo = await cleo.call('revokeInvite', { invite: invite.id });
    assert.deepEqual(byCleo, { ok: false, error: { code: 'E_NOT_FOUND', detail: 'E_NOT_FOUND' } });
    await ana.value('revokeInvite', { invite: invite.id });
    assert.deepEqual(await ids(ben), []);
  });

  it('is made by who may write: of members and guests by members, of others by owners, and none by guests', async () => {
    const ben = newcomer();
    await ben.enter('ben', await invited());
    for (const role of ['member', 'guest'] as const) assert.equal(await make(ben, { role }), 'ok');
    for (const role of ['owner', 'moderator', 'bot'] as const) {
      assert.equal(await make(ben, { role }), 'E_NOT_FOUND');
      assert.equal(await make(ana, { role }), 'ok');
    }
    const { secret } = await ana.value('createInvite', { ...asMember, role: 'guest' });
    const guest = newcomer();
    await guest.enter('guest', secret);
    assert.equal(await make(guest, { role: 'guest' }), 'E_NOT_FOUND');
    await ana.value('mute', { member: ben.identity.member.id, until: clock + HOUR });
    assert.equal(await make(ben), 'E_MUTED');
  });

  it('is one of so many that a member may have at once', async () => {
    const ben = newcomer();
    await ben.enter('ben', await invited());
    for (let i = 0; i < LIMITS.invitesPerMember; i++) assert.equal(await make(ben), 'ok');
    assert.equal(await make(ben), 'E_TOO_MANY');
    clock += HOUR;
    assert.equal(await make(ben), 'ok');
  });

  it('lets in to the room it names, and there says so', async () => {
    const { room } = await ana.value('createRoom', { cid: aCid(), name: 'release', kind: 'private' });
    const { secret } = await ana.value('createInvite', { ...asMember, role: 'guest', room: room.id });
    const guest = newcomer();
    await guest.enter('guest', secret);
    const joined = guest.authenticated?.rooms.filter(({ mine }) => mine).map(({ id }) => id);
    assert.deepEqual(new Set(joined), new Set([GENERAL, room.id]));
    const { entries } = await guest.value('history', { room: room.id, limit: 10 });
    assert.deepEqual(
      entries.flatMap((entry) => (entry.kind === 'notice' ? [`${entry.name} ${entry.act}`] : [])),
      ['ana created', 'guest entered'],
    );
  });

  it('to a room that its maker has left since lets in to the team alone', async () => {
    const ben = newcomer();
    await ben.enter('ben', await invited());
    const { room } = await ana.value('createRoom', { cid: aCid(), name: 'release', kind: 'private' });
    await ana.value('addToRoom', { room: room.id, member: ben.identity.member.id });
    const { secret } = await ben.value('createInvite', { ...asMember, room: room.id });
    await ben.value('leaveRoom', { room: room.id });
    const cleo = newcomer();
    await cleo.enter('cleo', secret);
    assert.ok(!cleo.authenticated?.rooms.some(({ id }) => id === room.id));
  });

  it('is refused for a room that its maker is not in, as for one that is not there', async () => {
    const ben = newcomer();
    await ben.enter('ben', await invited());
    const { room } = await ana.value('createRoom', { cid: aCid(), name: 'release', kind: 'private' });
    const direct = await ana.value('openDirect', { members: [ben.identity.member.id] });
    for (const id of [room.id, direct.room.id, AUDIT, 'nowhere' as RoomId]) {
      assert.equal(await make(ben, { room: id }), 'E_NOT_FOUND');
    }
    assert.equal(await make(ben, { room: GENERAL }), 'ok');
  });

  it('of who was banned, or may not make such any more, lets nobody in', async () => {
    const [ben, cleo] = [newcomer(), newcomer()];
    await ben.enter('ben', await invited());
    await cleo.enter('cleo', await invited());
    const { secret: bens } = await ben.value('createInvite', asMember);
    await ana.value('setRole', { member: cleo.identity.member.id, role: 'owner' });
    const { secret: moderators } = await cleo.value('createInvite', { ...asMember, role: 'moderator' });
    const { secret: members } = await cleo.value('createInvite', asMember);
    await ana.value('ban', { member: ben.identity.member.id });
    await ana.value('setRole', { member: cleo.identity.member.id, role: 'member' });
    assert.equal(await refusal('dora', bens), 'E_NOT_FOUND');
    assert.equal(await refusal('dora', moderators), 'E_NOT_FOUND');
    assert.equal(await refusal('dora', members), 'ok');
  });

  it('that is wrong counts like a wrong proof: who keeps guessing waits, and others do not', async () => {
    await under[Symbol.asyncDispose]();
    under = testHub({ mustBeInvited: true, authFailures: 5 });
    const secret = await invited();
    const guesses = async (address: string, wrong: string) => {
      const client = new HubClient(under.hub, address);
      await client.hello();
      const result = await client.call('claim', { cid: aCid(), name: 'eve', ...newKeys().keys, invite: wrong });
      return result.ok ? 'ok' : result.error.code;
    };
    const wrong = () => randomBytes(16).toString('base64url');
    for (let i = 0; i < 5; i++) assert.equal(await guesses('10.0.0.1', wrong()), 'E_NOT_FOUND');
    assert.equal(await guesses('10.0.0.1', secret), 'E_RATE');
    assert.equal(under.hub.admit('10.0.0.1')?.status, 429);
    assert.equal(await guesses('10.0.0.2', secret), 'ok');
  });

  it('is tried only so often by all together, and members are not kept from coming in', async () => {
    await under[Symbol.asyncDispose]();
    under = testHub({ invitedPerMinute: 3 });
    const ben = newcomer();
    await ben.enter('ben');
    const codes = await Promise.all([1, 2, 3, 4].map(() => refusal('eve', randomBytes(16).toString('base64url'))));
    assert.deepEqual(codes, ['E_NOT_FOUND', 'E_NOT_FOUND', 'E_NOT_FOUND', 'E_RATE']);
    await newcomer().enter(ben.identity);
    await newcomer().enter('cleo');
  });

  it('that was good once closes the door to nobody, however often it is tried', async () => {
    await under[Symbol.asyncDispose]();
    under = testHub({ mustBeInvited: true, invitedPerMinute: 3 });
    ana = newcomer();
    await ana.enter('ana', await invited());
    const [used, another] = [await invited(), await invited()];
    assert.deepEqual([await refusal('ben', used), await refusal('cleo', used)], ['ok', 'ok']);
    for (let i = 0; i < 5; i++) assert.equal(await refusal('dora', used), 'E_INVITE_USED');
    assert.equal(await refusal('dora', another), 'ok');
  });

  it('made or revoked is told to the owners in their room, without its secret', async () => {
    const ben = newcomer();
    await ben.enter('ben', await invited());
    const { invite, secret } = await ben.value('createInvite', asMember);
    await ben.value('revokeInvite', { invite: invite.id });
    const { entries } = await ana.value('history', { room: AUDIT, limit: 10 });
    const acts = entries.flatMap((entry) => (entry.kind === 'notice' ? [`${entry.name} ${entry.act}`] : []));
    assert.deepEqual(acts.slice(-2), ['ben invited', 'ben revoked']);
    assert.ok(!JSON.stringify(entries).includes(secret));
    await eventually(() => assert.ok(ana.entries.some((entry) => entry.kind === 'notice' && entry.act === 'revoked')));
    const byBen = await ben.call('history', { room: AUDIT, limit: 10 });
    assert.equal(byBen.ok || byBen.error.code, 'E_NOT_FOUND');
  });
});
