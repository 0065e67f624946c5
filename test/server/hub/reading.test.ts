import assert from 'node:assert/strict';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import { eventually } from '../../helpers/eventually';
import type { HubClient } from '../../helpers/hubClient';
import { makeRoom, mineOf, outcomeOf, roomsOf, say, toldMine } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

describe('what a member has read', () => {
  let under: TestHub;
  let ana: HubClient;
  let ben: HubClient;
  let room: RoomId;
  let now = Date.now();

  beforeEach(async () => {
    under = testHub({ clock: () => (now += 1) });
    ana = await entered('ana');
    ben = await entered('ben');
    room = await makeRoom(ana, 'design');
    await ana.value('addToRoom', { room, member: ben.identity.member.id });
  });
  afterEach(() => under[Symbol.asyncDispose]());

  const entered = (who: string | HubClient) => under.entered(who);
  const counts = async (client: HubClient, id = room) => {
    const { readUpTo, head, unread, mentions } = await mineOf(client, id);
    return [readUpTo, head, unread, mentions];
  };

  it('is all there was before it came in, and then what it says that it has read', async () => {
    assert.deepEqual(await counts(ben), [1, 2, 0, 0]);
    for (const text of ['one', 'two', 'three']) await say(ana, room, text);
    assert.deepEqual(await counts(ben), [1, 5, 3, 0]);
    assert.deepEqual((await ben.value('read', { room, upTo: 4 })).mine.unread, 1);
    assert.deepEqual(await counts(ben), [4, 5, 1, 0]);
  });

  it('only grows by reading, and not beyond what is there', async () => {
    for (const text of ['one', 'two']) await say(ana, room, text);
    await ben.value('read', { room, upTo: 99 });
    assert.deepEqual(await counts(ben), [4, 4, 0, 0]);
    await ben.value('read', { room, upTo: 1 });
    await say(ana, room, 'three');
    assert.deepEqual(await counts(ben), [4, 5, 1, 0]);
  });

  it('is the most that was said, where two windows say it at once', async () => {
    for (const text of ['one', 'two']) await say(ana, room, text);
    const other = await entered(ben);
    await Promise.all([ben.value('read', { room, upTo: 4 }), other.value('read', { room, upTo: 3 })]);
    assert.deepEqual(await counts(ben), [4, 4, 0, 0]);
  });

  it('leaves out its own messages and what is no message, and counts one that was deleted', async () => {
    await say(ben, room, 'mine');
    await ana.value('changeRoom', { room, topic: 'colours' });
    const seq = await say(ana, room, 'of another');
    await ana.value('delete', { room, seq });
    assert.deepEqual(await counts(ben), [1, 6, 1, 0]);
  });

  it('is counted up to a limit', async () => {
    await Promise.all(Array.from({ length: LIMITS.countedUnread + 1 }, (_, i) => say(ana, room, `${i} @ben`)));
    assert.deepEqual((await counts(ben)).slice(2), [LIMITS.countedUnread, LIMITS.countedUnread]);
  });

  it('is not searched for messages of others where too much is unread', async () => {
    const entries = Array.from({ length: LIMITS.countedEntries - 2 }, (_, at) => ({ kind: 'joined', name: 'x', at, text: '' }) as const); // prettier-ignore
    await under.journal.submit({ kind: 'import', room, entries });
    await say(ben, room, 'mine');
    assert.deepEqual((await counts(ben)).slice(2), [0, 0]);
    await say(ben, room, 'mine too');
    assert.deepEqual((await counts(ben)).slice(2), [LIMITS.countedUnread, 0]);
  });

  it('is told to its other windows, and stands in what it is told when it comes in', async () => {
    const other = await entered(ben);
    await say(ana, room, 'hello');
    const { mine } = await ben.value('read', { room, upTo: 3 });
    await ben.value('read', { room, upTo: 3 });
    await eventually(() => assert.deepEqual(toldMine(other, room), [mine]));
    assert.deepEqual(roomsOf(await entered(ben)).find(({ id }) => id === room)?.mine, mine);
  });

  it('costs no commit where it says nothing new', async () => {
    let commits = 0;
    const submit = under.journal.submit.bind(under.journal);
    under.journal.submit = (command) => {
      commits += 1;
      return submit(command);
    };
    await ben.value('read', { room, upTo: 2 });
    await ben.value('read', { room, upTo: 2 });
    await ben.value('read', { room, upTo: 1 });
    assert.equal(commits, 1);
  });

  it('is nobody’s who is not in the room', async () => {
    const open = await makeRoom(ana, 'open', 'public');
    assert.equal(await outcomeOf(ben.call('read', { room: open, upTo: 1 })), 'E_NOT_FOUND');
    assert.equal(await outcomeOf(ben.call('markUnread', { room: open, from: 1 })), 'E_NOT_FOUND');
    assert.equal(await outcomeOf(ben.call('preferRoom', { room: open, isMuted: true })), 'E_NOT_FOUND');
  });

  it('goes with what it prefers, of which what was not named stays', async () => {
    const other = await entered(ben);
    await ben.value('preferRoom', { room, isMuted: true });
    await ben.value('preferRoom', { room, isFavourite: true });
    const told = toldMine(other, room).at(-1);
    assert.deepEqual([told?.isMuted, told?.isFavourite], [true, true]);
    await ben.value('preferRoom', { room, isMuted: false });
    const { isMuted, isFavourite } = await mineOf(ben, room);
    assert.deepEqual([isMuted, isFavourite], [false, true]);
  });

  describe('and is set back', () => {
    beforeEach(async () => {
      for (const text of ['one', 'two @ben', 'three']) await say(ana, room, text);
      await ben.value('read', { room, upTo: 5 });
    });

    it('is what came before a message, with that and all behind it unread', async () => {
      const { mine } = await ben.value('markUnread', { room, from: 4 });
      assert.deepEqual([mine.readUpTo, mine.unread, mine.mentions], [3, 2, 1]);
      assert.deepEqual(await mineOf(ben, room), mine);
      assert.deepEqual(roomsOf(await entered(ben)).find(({ id }) => id === room)?.mine, mine);
    });

    it('is told to the other windows of the member, and to nobody else', async () => {
      const other = await entered(ben);
      const { mine } = await ben.value('markUnread', { room, from: 3 });
      await eventually(() => assert.deepEqual(toldMine(other, room), [mine]));
      assert.deepEqual(toldMine(ana, room).at(-1)?.turn, undefined);
    });

    it('stays so, whatever a window says that it had read before', async () => {
      const { turn: its = 0 } = (await ben.value('markUnread', { room, from: 4 })).mine;
      for (const turn of [0, its - 1, its + 1]) await ben.value('read', { room, upTo: 5, turn });
      assert.deepEqual(await counts(ben), [3, 5, 2, 1]);
      await ben.value('read', { room, upTo: 4, turn: its });
      assert.deepEqual(await counts(ben), [4, 5, 1, 0]);
    });

    it('stays so, whatever a window says that it had read before the member left and came back', async () => {
      const back = async () => (await ben.value('markUnread', { room, from: 4 })).mine.turn ?? 0;
      const before = await back();
      await ben.value('leaveRoom', { room });
      await ana.value('addToRoom', { room, member: ben.identity.member.id });
      const after = await back();
      assert.ok(after > before, `${after} is not behind ${before}`);
      await ben.value('read', { room, upTo: 5, turn: before });
      assert.equal((await mineOf(ben, room)).readUpTo, 3);
    });

    it('is read on by an older version, which knows of no turns', async () => {
      await ben.value('markUnread', { room, from: 4 });
      await ben.value('read', { room, upTo: 5 });
      assert.deepEqual(await counts(ben), [5, 5, 0, 0]);
    });

    it('is of no turn that is over where two windows do both at once', async () => {
      const other = await entered(ben);
      const say = [ben.value('markUnread', { room, from: 3 }), other.value('read', { room, upTo: 5, turn: 0 })];
      await Promise.all(say);
      assert.deepEqual((await counts(ben)).slice(0, 2), [2, 5]);
    });

    it('is nowhere outside of the room', async () => {
      for (const [from, readUpTo] of [
        [0, 0],
        [99, 5],
      ] as const) {
        // prettier-ignore
        await ben.value('markUnread', { room, from });
        assert.equal((await mineOf(ben, room)).readUpTo, readUpTo);
      }
    });
  });

  describe('and where it is named', () => {
    it('counts each message once, not its own, and none that was read', async () => {
      await say(ana, room, '@ben and again @BEN!');
      await say(ana, room, 'ask ben, or somebody@ben');
      await say(ben, room, 'I am @ben');
      assert.deepEqual((await counts(ben)).slice(2), [2, 1]);
      await ben.value('read', { room, upTo: 3 });
      assert.deepEqual((await counts(ben)).slice(2), [1, 0]);
    });

    it('is told so, in each window', async () => {
      await say(ana, room, 'hello @ben');
      assert.deepEqual(toldMine(ben, room).at(-1)?.mentions, 1);
    });

    it('is told nothing of rooms that it may not see', async () => {
      const cleo = await entered('cleo');
      await say(ana, room, '@cleo does not know of this');
      await ana.value('addToRoom', { room, member: cleo.identity.member.id });
      assert.equal((await mineOf(cleo, room)).mentions, 0);
      await say(ana, room, '@cleo does now');
      assert.equal((await mineOf(cleo, room)).mentions, 1);
      await say(ana, GENERAL, '@cleo');
      assert.equal((await mineOf(cleo, GENERAL)).mentions, 1);
    });
  });
});
