import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import type { Missed } from '../../../server/protocol/missed';
import { MissedTeam, NAMES } from './missed/team';

const name = fc.constantFrom(...NAMES);
const place = fc.nat(4);
const text = fc.constantFrom('hello', '@ana look', '@ben really?', '@chloe @ana', 'and now?', '@gus', '@dora?');

type Step = (team: MissedTeam) => Promise<void>;
const roomAt = (team: MissedTeam, at: number): RoomId => team.rooms[at] ?? GENERAL;
/** Somebody does something in a room. */
const step = (
  weight: number,
  take: (
    team: MissedTeam,
    by: string,
    room: RoomId,
    drawn: { other: string; which: number; text: string },
  ) => Promise<void>,
) => ({
  weight,
  arbitrary: fc.tuple(name, place, fc.record({ other: name, which: fc.nat(50), text })).map(
    ([by, at, drawn]): Step =>
      (team) =>
        take(team, by, roomAt(team, at), drawn),
  ),
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  step(10, (team, by, room, drawn) => team.post(by, room, drawn)),
  step(6, (team, by, room, drawn) => {
    const all = team.model.in(room);
    const to = all[drawn.which % Math.max(1, all.length)];
    return team.post(by, room, to ? { text: drawn.text, replyTo: to.seq } : drawn);
  }),
  step(2, (team, by, room) => team.share(by, room)),
  step(5, (team, by, room, drawn) => team.edit(by, room, drawn.which, drawn.text)),
  step(2, (team, by, room, { which }) => team.remove(by, room, which)),
  step(4, (team, by, room, { which }) => team.flag(by, room, which)),
  step(2, (team, by, room) => team.join(by, room)),
  step(1, (team, by, room) => team.leave(by, room)),
  step(3, (team, by, room, { other }) => team.add(by, room, other)),
  step(1, (team, by, room, { other }) => team.takeOut(by, room, other)),
  step(4, (team, by, room, { which }) => team.read(by, room, (which % 4) / 3)),
  step(1, (team, by, room, { which }) => team.mute(by, room, which % 2 === 0)),
);

/** As the model says it. */
function shown({ kinds, rooms }: Missed) {
  const told = kinds.flatMap(({ kind, found }) =>
    found.map((each) => {
      const by = each.by === undefined ? '' : ` by ${each.by}`;
      return `${kind} ${each.room} ${each.seq} ${each.text}${by}`;
    }),
  );
  return { told, rooms: rooms.map(({ room, first, unread }) => `${room} ${first} ${unread}`).sort() };
}

const kindOf = (said: string) => said.split(' ')[0] ?? '';
const cut = (all: readonly string[]) =>
  [...Map.groupBy(all, kindOf).values()].flatMap((each) => each.slice(0, LIMITS.missedOfKind));

describe('what somebody missed', function () {
  this.timeout(120_000);

  it('is what a filter over all that happened would find in the rooms it is in now, and nothing of any other', async () => {
    const asking = fc.tuple(name, fc.uniqueArray(fc.tuple(place, fc.nat(40)), { selector: ([at]) => at }));
    const history = fc.array(anyStep, { minLength: 30, maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(history, fc.array(asking, { minLength: 8, maxLength: 16 }), async (steps, askings) => {
        await using team = await MissedTeam.gather();
        for (const each of steps) await each(team);
        for (const [by, places] of askings) {
          const since = new Map(places.map(([at, seq]) => [roomAt(team, at), seq]));
          const asked = since.size === 0 ? {} : { since: [...since].map(([room, seq]) => ({ room, seq })) };
          const answer = await (await team.client(by)).value('missed', asked);
          const expected = team.model.missedBy(by, since);
          const about = `${by} ${JSON.stringify(asked)}`;
          assert.deepEqual(shown(answer).told.sort(), cut(expected.told).sort(), about);
          assert.deepEqual(shown(answer).rooms, expected.rooms, about);
          assert.deepEqual([answer.isCut, answer.moreRooms], [false, 0]);
          for (const { kind, found, more } of answer.kinds)
            assert.equal(found.length + more, expected.told.filter((said) => kindOf(said) === kind).length, about);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('comes from the newest on, and is cut off where it is too much, which it says', async () => {
    await using team = await MissedTeam.gather();
    for (let i = 0; i < LIMITS.missedInRoom + 5; i += 1) await team.post('ben', GENERAL, { text: `@ana ${i}` });
    const { kinds, rooms, isCut } = await (await team.client('ana')).value('missed', {});
    assert.deepEqual(
      kinds.map(({ kind, found, more }) => [kind, found[0]?.text, found.length, more]),
      [['mention', `@ana ${LIMITS.missedInRoom + 4}`, LIMITS.missedOfKind, LIMITS.missedInRoom - LIMITS.missedOfKind]],
    );
    assert.ok(isCut);
    assert.deepEqual(rooms.map(({ unread }) => unread), [LIMITS.countedUnread]); // prettier-ignore
  });

  it('is no longer of one who is called otherwise than when it was named, once the message names nobody', async () => {
    await using team = await MissedTeam.gather();
    await team.post('ben', GENERAL, { text: '@ana look' });
    const ana = await team.client('ana');
    await ana.value('rename', { name: 'anna' });
    const mentions = async () => (await ana.value('read', { room: GENERAL, upTo: 0 })).mine.mentions;
    assert.equal(await mentions(), 1);
    await team.edit('ben', GENERAL, 0, 'never mind');
    assert.equal(await mentions(), 0);
    assert.deepEqual((await ana.value('missed', {})).kinds, []);
  });
});
