import assert from 'node:assert/strict';
import { AUDIT, GENERAL, type MemberId } from '../../../server/protocol/ids';
import type { Role } from '../../../server/protocol/model';
import { aCid, aMemberId } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { HubClient } from '../../helpers/hubClient';
import { outcomeOf } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

const HOUR = 60 * 60 * 1000;
const ROLES = ['owner', 'moderator', 'member', 'bot', 'guest'] as const satisfies readonly Role[];

describe('moderation', () => {
  let under: TestHub;
  let clock: number;
  let ana: HubClient;

  beforeEach(async () => {
    clock = Date.now();
    under = testHub({ clock: () => clock });
    ana = new HubClient(under.hub);
    await ana.enter('ana');
  });
  afterEach(() => under[Symbol.asyncDispose]());

  const idOf = (client: HubClient): MemberId => client.identity.member.id;
  const enters = async (name: string, role: Role = 'member') => {
    const first = new HubClient(under.hub);
    const identity = await first.enter(name);
    if (role === 'member') return first;
    await ana.value('setRole', { member: identity.member.id, role });
    first.disconnect();
    const client = new HubClient(under.hub);
    await client.enter(identity);
    return client;
  };
  const person = (client: HubClient) => under.journal.state.person(idOf(client));
  const acts = () =>
    [...under.journal.state.entries(AUDIT)].flatMap((entry) =>
      entry.kind === 'notice' ? [[entry.name, entry.act, entry.subject]] : [],
    );

  describe('giving roles', () => {
    it('is for owners alone', async () => {
      const ben = await enters('ben');
      for (const role of ['moderator', 'member', 'bot', 'guest'] as const) {
        const actor = await enters(`an actual ${role}`, role);
        assert.equal(await outcomeOf(actor.call('setRole', { member: idOf(ben), role: 'moderator' })), 'E_NOT_FOUND');
      }
      await ana.value('setRole', { member: idOf(ben), role: 'moderator' });
      assert.equal(person(ben)?.role, 'moderator');
      assert.equal(await outcomeOf(ana.call('setRole', { member: aMemberId(), role: 'member' })), 'E_NOT_FOUND');
    });

    it('leaves one owner, and hands over', async () => {
      const ben = await enters('ben');
      assert.equal(await outcomeOf(ana.call('setRole', { member: idOf(ana), role: 'member' })), 'E_LAST_OWNER');
      await ana.value('setRole', { member: idOf(ben), role: 'owner' });
      await ana.value('setRole', { member: idOf(ana), role: 'member' });
      assert.deepEqual([person(ana)?.role, person(ben)?.role], ['member', 'owner']);
    });

    it('lets owners, and nobody else, read what was done to whom', async () => {
      const ben = await enters('ben');
      const reads = async (client: HubClient) => outcomeOf(client.call('history', { room: AUDIT, limit: 1 }));
      await ana.value('setRole', { member: idOf(ben), role: 'moderator' });
      assert.deepEqual([await reads(ana), await reads(ben)], ['ok', 'E_NOT_FOUND']);
      await ana.value('setRole', { member: idOf(ben), role: 'owner' });
      assert.deepEqual([await reads(ana), await reads(ben)], ['ok', 'ok']);
      await eventually(() => assert.ok(ben.pushes.some((push) => push.kind === 'room' && push.room.id === AUDIT)));
      await ben.value('setRole', { member: idOf(ana), role: 'member' });
      assert.deepEqual([await reads(ana), await reads(ben)], ['E_NOT_FOUND', 'ok']);
      const post = ben.call('post', { cid: aCid(), room: AUDIT, text: 'hello' });
      assert.equal(await outcomeOf(post), 'E_NOT_FOUND');
    });

    it('makes who becomes a guest, or is none any more, come in anew to see other rooms', async () => {
      const ben = await enters('ben');
      await ana.value('setRole', { member: idOf(ben), role: 'moderator' });
      await ana.value('setRole', { member: idOf(ben), role: 'guest' });
      await eventually(() => assert.equal(ben.closed, 'resync'));
    });
  });

  for (const call of ['mute', 'ban', 'unban'] as const) {
    it(`lets ${call} who stands above, and to others there is nobody`, async () => {
      const subjects = new Map<Role, MemberId>();
      for (const role of ROLES) subjects.set(role, idOf(await enters(`subject ${role}`, role)));
      const allowed: string[] = [];
      for (const actor of ROLES) {
        const client = await enters(`actor ${actor}`, actor);
        for (const [role, member] of subjects) {
          const params = call === 'mute' ? { member, until: clock + HOUR } : { member };
          const code = await outcomeOf(client.call(call, params));
          assert.ok(code === 'ok' || code === 'E_NOT_FOUND', code);
          if (code === 'ok') allowed.push(`${actor} ${role}`);
          // As it was, for the next one.
          await under.journal.submit({ kind: 'unban', by: undefined, member });
          await under.journal.submit({ kind: 'setRole', by: undefined, member, role });
        }
        assert.equal(await outcomeOf(client.call(call, { member: aMemberId() })), 'E_NOT_FOUND');
        assert.equal(await outcomeOf(client.call(call, { member: idOf(client) })), 'E_NOT_FOUND');
      }
      assert.deepEqual(allowed, [
        ...ROLES.map((role) => `owner ${role}`),
        ...['moderator member', 'moderator bot', 'moderator guest'],
      ]);
    });
  }

  describe('muting', () => {
    it('keeps one from writing until then, who can read all the same', async () => {
      const ben = await enters('ben');
      const posts = () => outcomeOf(ben.call('post', { cid: aCid(), room: GENERAL, text: 'hello' }));
      await ana.value('mute', { member: idOf(ben), until: clock + HOUR });
      assert.equal(await posts(), 'E_MUTED');
      assert.equal(await outcomeOf(ben.call('history', { room: GENERAL, limit: 1 })), 'ok');
      clock += HOUR;
      assert.equal(await posts(), 'ok');
    });

    it('leaves neither the name nor the status to write with', async () => {
      const ben = await enters('ben');
      await ana.value('mute', { member: idOf(ben), until: clock + HOUR });
      assert.equal(await outcomeOf(ben.call('rename', { name: 'so there' })), 'E_MUTED');
      assert.equal(await outcomeOf(ben.call('setStatus', { status: 'so there' })), 'E_MUTED');
      assert.equal(await outcomeOf(ben.call('setStatus', { isAway: true })), 'ok');
    });

    it('ends when it is taken back, and both are told to the owners once', async () => {
      const ben = await enters('ben');
      const until = clock + HOUR;
      for (let i = 0; i < 2; i++) await ana.value('mute', { member: idOf(ben), until });
      for (let i = 0; i < 2; i++) await ana.value('mute', { member: idOf(ben) });
      assert.equal(person(ben)?.mutedUntil, undefined);
      assert.equal((await ben.post('hello')).seq > 0, true);
      assert.deepEqual(acts(), [
        ['ana', 'muted', 'ben'],
        ['ana', 'unmuted', 'ben'],
      ]);
    });
  });

  describe('banning', () => {
    it('closes every window at once, says that the member left, and lets it in no more', async () => {
      const ben = await enters('ben');
      const second = new HubClient(under.hub);
      await second.enter(ben.identity);
      await ana.value('ban', { member: idOf(ben) });
      await eventually(() => assert.deepEqual([ben.closed, second.closed], ['removed', 'removed']));
      await eventually(() => {
        const left = [...under.journal.state.entries(GENERAL)].filter(({ kind }) => kind === 'left');
        assert.deepEqual(
          left.map(({ name }) => name),
          ['ben'],
        );
      });
      const back = new HubClient(under.hub);
      void back.enter(ben.identity).catch(() => undefined);
      await eventually(() => assert.equal(back.closed, 'unauthenticated'));
      const { people } = await ana.value('people', {});
      assert.equal(people.find(({ name }) => name === 'ben')?.isBanned, true);
    });

    it('ends what the member could let in: its pairing code, too', async () => {
      const ben = await enters('ben');
      const { code } = await ben.value('createPairing', {});
      await ana.value('ban', { member: idOf(ben) });
      await ana.value('unban', { member: idOf(ben) });
      const other = new HubClient(under.hub);
      await assert.rejects(other.enterByCode(code));
    });

    it('refuses a call that was on its way', async () => {
      const ben = await enters('ben');
      const ban = ana.call('ban', { member: idOf(ben) });
      const post = ben.call('post', { cid: aCid(), room: GENERAL, text: 'one more' });
      assert.deepEqual([await outcomeOf(ban), await outcomeOf(post)], ['ok', 'E_NOT_FOUND']);
    });

    it('keeps the name from others, and the member from its role', async () => {
      const ben = await enters('ben', 'moderator');
      await ana.value('ban', { member: idOf(ben) });
      assert.equal(person(ben)?.role, 'member');
      await assert.rejects(new HubClient(under.hub).enter('ben'));
    });

    it('is not for the last owner, also where the command line asks', async () => {
      const command = { kind: 'ban', by: undefined, member: idOf(ana) } as const;
      const outcome = await under.journal.submit(command);
      assert.equal(outcome.ok || outcome.error.code, 'E_LAST_OWNER');
    });

    it('ends with the member’s own devices let in again, and nobody given a way in', async () => {
      const ben = await enters('ben');
      await ana.value('ban', { member: idOf(ben) });
      assert.deepEqual(await ana.value('unban', { member: idOf(ben) }), {});
      await new HubClient(under.hub).enter(ben.identity);
      assert.deepEqual(acts(), [
        ['ana', 'banned', 'ben'],
        ['ana', 'unbanned', 'ben'],
      ]);
    });
  });
});
