import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Params } from '../../../server/protocol/calls';
import { outcomeOf } from '../../helpers/hubRooms';
import type { Said } from './finding/model';
import { DAY, FindingTeam, NAMES } from './finding/team';

const WORDS = ['parser', 'parses', 'line', 'Bug', '会議', '明日', '`code`', 'https://a.test/line'];
const START = Date.UTC(2026, 0, 1);

const name = fc.constantFrom(...NAMES);
const place = fc.nat(4);
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

type Step = (team: FindingTeam) => Promise<void> | void;
const room = (team: FindingTeam, at: number) => team.rooms[at] ?? team.rooms[0]!;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(name, place, text).map(
      ([by, at, said]): Step =>
        (t) =>
          t.post(by, room(t, at), said),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(name, name, fc.nat()).map(([by, of, which]): Step => (team) => {
      const all = team.model.ofMember(of);
      const said = all[which % Math.max(1, all.length)];
      return said && team.remove(by, said.room, said.seq);
    }),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(name, text, fc.nat()).map(([by, to, which]): Step => (team) => {
      const all = team.model.ofMember(by);
      const said = all[which % Math.max(1, all.length)];
      return said && team.edit(by, said.room, said.seq, to);
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(name, place).map(
      ([who, at]): Step =>
        (t) =>
          t.join(who, room(t, at)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(name, place).map(
      ([who, at]): Step =>
        (t) =>
          t.leave(who, room(t, at)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(name, place, name).map(
      ([by, at, who]): Step =>
        (t) =>
          t.add(by, room(t, at), who),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(name, place, name).map(
      ([by, at, who]): Step =>
        (t) =>
          t.takeOut(by, room(t, at), who),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(name, place).map(
      ([who, at]): Step =>
        (t) =>
          t.read(who, room(t, at)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat(3).map(
      (count): Step =>
        (t) =>
          t.days(count),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(place, text).map(
      ([at, said]): Step =>
        (t) =>
          t.import(room(t, at), said, 150),
    ),
  },
);

const term = fc.constantFrom(
  'parser',
  'pars',
  'line',
  'BUG',
  '会',
  '会議',
  '明日',
  '"line bug"',
  '"parser line',
  '',
  'a.test',
);
const query = fc.record(
  {
    text: fc.array(term, { maxLength: 2 }).map((terms) => terms.join(' ')),
    rooms: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }),
    from: fc.uniqueArray(fc.constantFrom(...NAMES, 'eva', 'Nobody'), { minLength: 1, maxLength: 2 }),
    has: fc.uniqueArray(fc.constantFrom('code' as const, 'link' as const, 'file' as const), { maxLength: 2 }),
    since: fc.integer({ min: -400, max: 20 }).map((days) => START + days * DAY),
    until: fc.integer({ min: -400, max: 20 }).map((days) => START + days * DAY),
    isUnread: fc.constant(true),
  },
  { requiredKeys: ['text'] },
);

const told = (all: readonly Pick<Said, 'room' | 'seq'>[]) => all.map((said) => `${said.room} ${said.seq}`);

/** Page by page to the end, as a person would who wants to see all of it. */
async function findAll(team: FindingTeam, by: string, asked: Omit<Params<'find'>, 'limit'>, limit: number) {
  const found: { room: Said['room']; seq: number }[] = [];
  for (let next: string | undefined; ;) {
    const page = await (
      await team.client(by)
    ).value('find', { ...asked, ...(next === undefined ? {} : { next }), limit });
    assert.ok(page.found.length <= limit);
    found.push(...page.found.map((each) => ({ room: each.room, seq: each.entry.seq })));
    if (page.next === undefined) return found;
    next = page.next;
  }
}

describe('a search over all rooms', function () {
  this.timeout(120_000);

  it('finds what a filter over all messages would find that the reader may read now, and nothing else', async () => {
    const asking = fc.tuple(name, query, fc.integer({ min: 1, max: 50 }));
    const history = fc.array(step, { minLength: 20, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(history, fc.array(asking, { minLength: 15, maxLength: 25 }), async (steps, askings) => {
        await using team = await FindingTeam.gather();
        for (const each of steps) await each(team);
        for (const [by, { rooms: at, ...given }, limit] of askings) {
          const rooms = at?.map((each) => room(team, each));
          const asked = rooms ? { ...given, rooms } : given;
          const expected = team.model.find(await team.reader(by), asked);
          const about = `${by} ${JSON.stringify(asked)}`;
          if (expected) assert.deepEqual(told(await findAll(team, by, asked, limit)), told(expected), about);
          else
            assert.equal(
              await outcomeOf((await team.client(by)).call('find', { ...asked, limit })),
              'E_NOT_FOUND',
              about,
            );
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('goes on only where it said, and tells nothing by that', async () => {
    await using team = await FindingTeam.gather();
    for (let i = 0; i < 3; i += 1) await team.post('ben', team.rooms[0]!, `line ${i}`);
    const { next } = await (await team.client('ben')).value('find', { text: 'line', limit: 1 });
    assert.match(next ?? '', /^[\w-]{22}$/);
    for (const wrong of ['', 'x', '3', 'A'.repeat(22), `${next}A`]) {
      assert.equal(
        await outcomeOf((await team.client('ben')).call('find', { text: 'line', limit: 1, next: wrong })),
        'E_NOT_FOUND',
      );
    }
  });

  it('knows in each room by itself what is unread', async () => {
    await using team = await FindingTeam.gather();
    const [general, open] = [team.rooms[0]!, team.rooms[1]!];
    await team.join('ben', open);
    for (let i = 0; i < 4; i += 1) for (const room of [open, general]) await team.post('ana', room, `line ${i}`);
    const ben = await team.client('ben');
    const seqOf = (i: number) => team.model.ofMember('ana').filter(({ room }) => room === general)[i]?.seq ?? 0;
    await ben.value('read', { room: general, upTo: seqOf(2) });
    const { found } = await ben.value('find', { text: 'line', isUnread: true, limit: 50 });
    assert.deepEqual(
      found.map(({ room, entry }) => `${room === open ? 'open' : 'general'} ${entry.kind === 'message' && entry.text}`),
      ['general line 3', 'open line 3', 'open line 2', 'open line 1', 'open line 0'],
    );
  });

  it('goes to the first message of a day', async () => {
    await using team = await FindingTeam.gather();
    const general = team.rooms[0]!;
    for (let day = 0; day < 5; day += 1) {
      for (const text of ['morning', 'evening']) await team.post('ben', general, text);
      team.days(2);
    }
    const of = team.model.ofMember('ben').map(({ seq, at }) => ({ seq, day: (at - START) / DAY }));
    const seqAt = async (day: number) =>
      (await (await team.client('ana')).value('seqAt', { room: general, at: START + day * DAY })).seq;
    for (let day = 1; day < 9; day += 1)
      assert.equal(await seqAt(day), of.find((each) => each.day >= day)?.seq, `${day}`);
    assert.equal(await seqAt(9), undefined);
    assert.equal(await seqAt(-100), 1);
  });
});
