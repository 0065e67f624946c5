import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RoomId, Seq } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { aCid } from '../../helpers/commands';
import { outcomeOf } from '../../helpers/hubRooms';
import { FindingTeam, GUEST, NAMES } from './finding/team';

/** What was said in all rooms: by whom, and to which thread it belongs. */
interface Said {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly by: string;
  readonly root: Seq | undefined;
  isDeleted: boolean;
}

const name = fc.constantFrom(...NAMES);
const place = fc.nat(4);
const drawn = fc.nat(1_000);

type Step = (team: FindingTeam, said: Said[]) => Promise<void>;
const roomAt = (team: FindingTeam, at: number) => team.rooms[at] ?? team.rooms[0]!;
const pick = <T>(all: readonly T[], which: number): T | undefined => all[which % Math.max(1, all.length)];

interface Saying {
  readonly by: string;
  readonly room: RoomId;
  readonly answered?: Said | undefined;
}

async function post(team: FindingTeam, said: Said[], { by, room, answered }: Saying): Promise<void> {
  const answers = answered && { replyTo: answered.seq };
  const posted = await (await team.client(by)).call('post', { cid: aCid(), room, text: `by ${by}`, ...answers });
  if (!posted.ok) return;
  said.push({ room, seq: posted.value.seq, by, root: answered && (answered.root ?? answered.seq), isDeleted: false });
  team.model.places.get(room)?.members.add(by);
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(name, place).map(
      ([by, at]): Step =>
        (team, said) =>
          post(team, said, { by, room: roomAt(team, at) }),
    ),
  },
  {
    weight: 12,
    arbitrary: fc.tuple(name, place, drawn).map(([by, at, which]): Step => async (team, said) => {
      const room = roomAt(team, at);
      const answered = pick(
        said.filter((each) => each.room === room),
        which,
      );
      if (answered) await post(team, said, { by, room, answered });
    }),
  },
  {
    weight: 2,
    arbitrary: drawn.map((which): Step => async (team, said) => {
      const one = pick(said, which);
      if (!one) return;
      const removed = await (await team.client(one.by)).call('delete', { room: one.room, seq: one.seq });
      if (removed.ok) one.isDeleted = true;
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('join', 'leave', 'add', 'takeOut'), name, place, name)
      .map(([what, by, at, who]): Step => (team) => {
        const room = roomAt(team, at);
        return what === 'join' || what === 'leave' ? team[what](by, room) : team[what as 'add'](by, room, who);
      }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(name, place, fc.boolean()).map(([by, at, isArchived]): Step => async (team) => {
      await (await team.client(by)).call('changeRoom', { room: roomAt(team, at), isArchived });
    }),
  },
);

const sees = (team: FindingTeam, by: string, room: RoomId): boolean => {
  const there = team.model.places.get(room);
  return there?.members.has(by) === true || (there?.kind === 'public' && by !== GUEST);
};

interface Asked {
  readonly room: RoomId;
  readonly root: Seq;
  readonly limit: number;
  readonly isOn: boolean;
}

/** Page by page to the end, from either end. */
async function readAll(team: FindingTeam, by: string, { room, root, limit, isOn }: Asked) {
  const client = await team.client(by);
  let found: readonly Entry[] = [];
  for (;;) {
    const from = isOn ? { after: found.at(-1)?.seq ?? 0 } : found[0] && { before: found[0].seq };
    const page = await client.value('thread', { room, root, limit, ...from });
    assert.ok(page.entries.length <= limit);
    assert.equal(page.root.seq, root);
    found = isOn ? [...found, ...page.entries] : [...page.entries, ...found];
    if (page.complete) return { root: page.root, entries: found };
    assert.ok(page.entries.length > 0);
  }
}

describe('a thread', function () {
  this.timeout(120_000);

  it('is what was answered to its first message, as the room has it, for who may read that and nobody else', async () => {
    const asking = fc.record({ by: name, which: drawn, limit: fc.integer({ min: 1, max: 20 }), isOn: fc.boolean() });
    const history = fc.array(step, { minLength: 30, maxLength: 70 });
    await fc.assert(
      fc.asyncProperty(history, fc.array(asking, { minLength: 20, maxLength: 30 }), async (steps, askings) => {
        await using team = await FindingTeam.gather();
        const said: Said[] = [];
        for (const each of steps) await each(team, said);
        for (const { by, which, limit, isOn } of askings) {
          const asked = pick(said, which);
          if (!asked) continue;
          const { room, seq: root } = asked;
          const client = await team.client(by);
          if (!sees(team, by, room) || asked.root !== undefined) {
            assert.equal(await outcomeOf(client.call('thread', { room, root, limit })), 'E_NOT_FOUND');
            continue;
          }
          const thread = await readAll(team, by, { room, root, limit, isOn });
          const of = said.filter((each) => each.room === room && each.root === root);
          assert.deepEqual(
            thread.entries.map(({ seq }) => seq),
            of.map(({ seq }) => seq),
          );
          for (const entry of [thread.root, ...thread.entries]) {
            const stored = await client.value('history', { room, after: entry.seq - 1, limit: 1 });
            assert.deepEqual([entry], stored.entries);
          }
          assert.equal(thread.root.kind === 'message' && (thread.root.replies?.count ?? 0), of.length);
          assert.deepEqual(
            thread.entries.map((entry) => entry.kind === 'message' && entry.tombstone !== undefined),
            of.map(({ isDeleted }) => isDeleted),
          );
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('begins nowhere else than at a message that answers none', async () => {
    await using team = await FindingTeam.gather();
    const [room, other] = [team.rooms[0]!, team.rooms[1]!];
    const said: Said[] = [];
    await post(team, said, { by: 'ben', room });
    await post(team, said, { by: 'ben', room, answered: said[0] });
    const ben = await team.client('ben');
    const [first, answer] = said.map(({ seq }) => seq);
    const outcome = (of: RoomId, root = 0) => outcomeOf(ben.call('thread', { room: of, root, limit: 1 }));
    assert.deepEqual(
      await Promise.all([outcome(room, first), outcome(room, answer), outcome(room, 999), outcome(other, first)]),
      ['ok', 'E_NOT_FOUND', 'E_NOT_FOUND', 'E_NOT_FOUND'],
    );
  });

  it('comes in pages that long messages make shorter', async () => {
    await using team = await FindingTeam.gather();
    const room = team.rooms[0]!;
    const said: Said[] = [];
    await post(team, said, { by: 'ana', room });
    const root = said[0]?.seq ?? 0;
    const ana = await team.client('ana');
    const texts = Array.from({ length: 60 }, (_, i) => `${i} ${'語'.repeat(3_900)}`);
    for (const text of texts) await ana.value('post', { cid: aCid(), room, text, replyTo: root });
    const page = await ana.value('thread', { room, root, limit: 100 });
    assert.ok(!page.complete && page.entries.length < texts.length);
    const all = await readAll(team, 'ana', { room, root, limit: 100, isOn: false });
    assert.deepEqual(
      all.entries.map((entry) => entry.kind === 'message' && entry.text),
      texts,
    );
  });
});
