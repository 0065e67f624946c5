import assert from 'node:assert/strict';
import { LIMITS } from '../../../server/protocol/limits';
import { GENERAL } from '../../../server/protocol/ids';
import type { Person } from '../../../server/protocol/model';
import { aClaim } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { HubClient } from '../../helpers/hubClient';
import { type TestHub, testHub } from '../../helpers/testHub';

describe('the people of a team', () => {
  let under: TestHub;
  let ana: HubClient;
  let ben: HubClient;

  beforeEach(async () => {
    under = testHub();
    ana = new HubClient(under.hub);
    ben = new HubClient(under.hub);
    await ana.enter('ana');
    await ben.enter('ben');
  });
  afterEach(() => under[Symbol.asyncDispose]());

  const listed = async (client: HubClient) => (await client.value('people', {})).people;
  const pushed = (client: HubClient) => client.pushes.flatMap((push) => (push.kind === 'persons' ? push.persons : []));
  const latest = (client: HubClient, name: string) => pushed(client).findLast((person) => person.name === name);

  it('are all listed, with their roles: who was first is the owner', async () => {
    const brief = ({ name, role, presence, status, isBanned }: Person) => [name, role, presence, status, isBanned];
    assert.deepEqual((await listed(ben)).map(brief), [
      ['ana', 'owner', 'here', '', false],
      ['ben', 'member', 'here', '', false],
    ]);
  });

  it('are listed once to each connection, and then not so soon again', async () => {
    await under[Symbol.asyncDispose]();
    under = testHub({ rostersPerMinute: LIMITS.rostersPerMinute });
    ana = new HubClient(under.hub);
    await ana.enter('ana');
    assert.equal((await listed(ana)).length, 1);
    const again = await ana.call('people', {});
    assert.ok(!again.ok && again.error.code === 'E_RATE' && (again.error.retryAfterMs ?? 0) > 50_000);
    const other = new HubClient(under.hub);
    await other.enter(ana.identity);
    assert.equal((await listed(other)).length, 1);
  });

  it('learn their role as they come in', async () => {
    const cleo = new HubClient(under.hub);
    await cleo.enter('cleo');
    assert.equal(cleo.authenticated?.role, 'member');
    assert.equal(ana.authenticated?.role, 'owner');
  });

  it('are told to those who asked when one comes, goes or claims a name, and to nobody else', async () => {
    await listed(ana);
    const cleo = new HubClient(under.hub);
    await cleo.enter('cleo');
    await eventually(() => assert.equal(latest(ana, 'cleo')?.presence, 'here'));
    cleo.disconnect();
    await eventually(() => assert.equal(latest(ana, 'cleo')?.presence, 'gone'));
    assert.deepEqual(pushed(ben), []);
  });

  it('are told together, those who change at once', async () => {
    await listed(ana);
    const names = ['cleo', 'dora', 'emil'];
    await Promise.all(names.map((name) => under.journal.submit(aClaim({ name }))));
    await eventually(() => assert.ok(latest(ana, 'emil')));
    const frames = ana.pushes.filter((push) => push.kind === 'persons');
    const withThem = frames.filter(({ persons }) => persons.some(({ name }) => names.includes(name)));
    assert.deepEqual(
      withThem.map(({ persons }) => persons.map(({ name }) => name).filter((name) => names.includes(name))),
      [names],
    );
  });

  it('are away when nobody sits at any of their windows', async () => {
    await listed(ana);
    const second = new HubClient(under.hub);
    await second.enter(ben.identity);
    await ben.value('setStatus', { isAway: true });
    assert.equal((await listed(ana)).find(({ name }) => name === 'ben')?.presence, 'here');
    await second.value('setStatus', { isAway: true });
    await eventually(() => assert.equal(latest(ana, 'ben')?.presence, 'away'));
    second.disconnect();
    assert.equal((await listed(ana)).find(({ name }) => name === 'ben')?.presence, 'away');
    await ben.value('setStatus', { isAway: false });
    await eventually(() => assert.equal(latest(ana, 'ben')?.presence, 'here'));
  });

  it('are here again when the only window that was away is gone', async () => {
    const second = new HubClient(under.hub);
    await second.enter(ben.identity);
    await second.value('setStatus', { isAway: true });
    second.disconnect();
    await ben.value('setStatus', { isAway: true });
    assert.equal((await listed(ana)).find(({ name }) => name === 'ben')?.presence, 'away');
    await ben.value('setStatus', { isAway: false });
    assert.equal((await listed(ana)).find(({ name }) => name === 'ben')?.presence, 'here');
  });

  it('say in a line what they are at, and nothing that would break out of it', async () => {
    await listed(ana);
    await ben.value('setStatus', { status: ' at lunch ' });
    await eventually(() => assert.equal(latest(ana, 'ben')?.status, 'at lunch'));
    const refused = async (status: string) => {
      const result = await ben.call('setStatus', { status });
      return result.ok ? 'ok' : result.error.code;
    };
    assert.equal(await refused('two\nlines'), 'E_TEXT_INVALID');
    assert.equal(await refused('turned \u202e round'), 'E_TEXT_INVALID');
    assert.equal(await refused('x'.repeat(LIMITS.statusChars + 1)), 'E_TEXT_TOO_LONG');
    assert.equal((await listed(ana)).find(({ name }) => name === 'ben')?.status, 'at lunch');
    await ben.value('setStatus', { status: '' });
    await eventually(() => assert.equal(latest(ana, 'ben')?.status, ''));
  });

  it('are all told, however many they are', async () => {
    const names = Array.from({ length: LIMITS.personsPerFrame + 5 }, (_, i) => `member ${i}`);
    await listed(ben);
    await Promise.all(names.map((name) => under.journal.submit(aClaim({ name }))));
    // What has changed is told, and no more of it comes.
    await eventually(() => assert.ok(latest(ben, names.at(-1) ?? '')));
    const first = await listed(ana);
    assert.equal(first.length, LIMITS.personsPerFrame);
    await eventually(() => {
      const known = new Set([...first, ...pushed(ana)].map(({ name }) => name));
      assert.equal(known.size, names.length + 2);
    });
  });

  describe('changing a name', () => {
    const rename = async (client: HubClient, name: string) => {
      const result = await client.call('rename', { name });
      return result.ok ? result.value.member.name : result.error.code;
    };

    it('is told to all and said in the room, and leaves what was written as it was', async () => {
      await ben.post('before');
      await listed(ana);
      assert.equal(await rename(ben, 'Benjamin'), 'Benjamin');
      await ben.post('after');
      await eventually(() => assert.ok(latest(ana, 'Benjamin')));
      const { entries } = await ana.value('history', { room: GENERAL, limit: 10 });
      assert.deepEqual(
        entries.flatMap((entry) => (entry.kind === 'message' ? [`${entry.name}: ${entry.text}`] : [])),
        ['ben: before', 'Benjamin: after'],
      );
      const notice = entries.find((entry) => entry.kind === 'notice');
      assert.deepEqual([notice?.name, notice?.act, notice?.text], ['ben', 'nowCalled', 'Benjamin']);
    });

    it('is refused where another has the name or one like it, not where one’s own is like it', async () => {
      assert.equal(await rename(ben, 'ana'), 'E_NAME_TAKEN');
      assert.equal(await rename(ben, 'ANA'), 'E_NAME_TAKEN_LOOKALIKE');
      assert.equal(await rename(ben, 'admin'), 'E_NAME_RESERVED');
      assert.equal(await rename(ben, 'b\u200ben'), 'E_NAME_INVALID');
      assert.equal(await rename(ben, 'BEN'), 'BEN');
    });

    it('leaves the old name to others, and takes the new one from them', async () => {
      await rename(ben, 'bob');
      const claimed = await Promise.all(['ben', 'bob', 'b0b'].map((name) => under.journal.submit(aClaim({ name }))));
      assert.deepEqual(
        claimed.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code)),
        ['ok', 'E_NAME_TAKEN', 'E_NAME_TAKEN_LOOKALIKE'],
      );
    });

    it('does nothing where it is the name already', async () => {
      assert.equal(await rename(ben, 'ben'), 'ben');
      const { entries } = await ana.value('history', { room: GENERAL, limit: 10 });
      assert.deepEqual(
        entries.filter(({ kind }) => kind === 'notice'),
        [],
      );
    });
  });
});
