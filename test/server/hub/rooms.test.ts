import assert from 'node:assert/strict';
import { noticeText } from '../../../server/protocol/acts';
import { AUDIT, GENERAL, type RoomId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { HubClient } from '../../helpers/hubClient';
import { makeRoom, outcomeOf, roomsOf, say, toldIn, toldMine, toldRoom } from '../../helpers/hubRooms';
import { type TestHub, testHub } from '../../helpers/testHub';

describe('the rooms of a team', () => {
  let under: TestHub;
  /** The owner. */
  let ana: HubClient;
  let ben: HubClient;
  let cleo: HubClient;

  beforeEach(async () => {
    under = testHub();
    ana = await entered('ana');
    ben = await entered('ben');
    cleo = await entered('cleo');
  });
  afterEach(() => under[Symbol.asyncDispose]());

  const entered = (who: string | HubClient) => under.entered(who);
  const idOf = (client: HubClient) => client.identity.member.id;
  /** All that so many others can be in. */
  const groupsOf = async (count: number) => {
    const others = await Promise.all(Array.from({ length: count }, (_, i) => entered(`other ${i}`)));
    const chosen = (bits: number) => others.filter((_, i) => bits & (1 << i)).map(idOf);
    return Array.from({ length: 2 ** count - 2 }, (_, i) => chosen(i + 1));
  };
  const history = async (client: HubClient, room: RoomId) =>
    (await client.value('history', { room, limit: 50 })).entries.map((entry) =>
      entry.kind === 'message' ? entry.text : entry.kind === 'notice' ? `${entry.name} ${entry.act}` : entry.kind,
    );

  it('are listed when one comes in: those it is in, and the public ones that it could join', async () => {
    const [open, closed] = [await makeRoom(ana, 'open', 'public'), await makeRoom(ana, 'closed')];
    const mine = (client: HubClient) => roomsOf(client).map((room) => [room.id, room.kind, room.mine !== undefined]);
    assert.deepEqual(mine(await entered(ana)), [
      [GENERAL, 'public', true],
      [open, 'public', true],
      [closed, 'private', true],
    ]);
    assert.deepEqual(mine(await entered(ben)), [
      [GENERAL, 'public', true],
      [open, 'public', false],
    ]);
  });

  it('are told of to all when they are public, and to who is in them when they are not', async () => {
    const [open, closed] = [await makeRoom(ana, 'open', 'public'), await makeRoom(ana, 'closed')];
    assert.deepEqual([toldRoom(ben, open)?.name, toldRoom(ana, closed)?.name], ['open', 'closed']);
    assert.equal(toldRoom(ben, closed), undefined);
  });

  it('are made once by one command, which nobody else can have', async () => {
    const command = { cid: aCid(), name: 'design', kind: 'private', topic: ' colours  and shapes ' } as const;
    const { room } = await ana.value('createRoom', command);
    assert.deepEqual([room.topic, room.creator, room.mine?.unread], ['colours and shapes', idOf(ana), 0]);
    assert.deepEqual(await ana.value('createRoom', command), { room });
    assert.equal(await outcomeOf(ben.call('createRoom', command)), 'E_CID_CONFLICT');
    for (const other of [{ name: 'designs' }, { kind: 'public' } as const])
      assert.equal(await outcomeOf(ana.call('createRoom', { ...command, ...other })), 'E_CID_CONFLICT');
    assert.deepEqual(await ana.value('createRoom', { ...command, name: ' design ' }), { room });
    assert.deepEqual(await history(ana, room.id), ['ana created']);
  });

  it('have names that cannot be taken for each other, among those that one may see', async () => {
    await makeRoom(ana, 'modern', 'public');
    await makeRoom(ana, 'secret');
    const named = (client: HubClient, name: string) =>
      outcomeOf(client.call('createRoom', { cid: aCid(), name, kind: 'public' }));
    assert.deepEqual(
      [await named(ben, 'MODERN'), await named(ben, 'rnodern'), await named(ana, 'secret'), await named(ben, 'audit')],
      ['E_NAME_TAKEN', 'E_NAME_TAKEN', 'E_NAME_TAKEN', 'E_NAME_RESERVED'],
    );
    // What is refused here would tell that there is such a room.
    assert.equal(await named(ben, 'secret'), 'ok');
    for (const name of ['', '  ', '!?', 'a\nb', 'x'.repeat(65), 'a\u202eb']) {
      assert.equal(await named(ben, name), 'E_NAME_INVALID', JSON.stringify(name));
    }
    assert.equal(await named(ben, 'feature/login_2.0 #7'), 'ok');
  });

  it('are at most so many for one member, but for conversations', async () => {
    await Promise.all(Array.from({ length: LIMITS.roomsPerMember - 1 }, (_, i) => makeRoom(ben, `room ${i}`)));
    const one = { cid: aCid(), name: 'one too many', kind: 'public' } as const;
    assert.equal(await outcomeOf(ben.call('createRoom', one)), 'E_TOO_MANY');
    const { room } = await ana.value('createRoom', one);
    assert.equal(await outcomeOf(ben.call('joinRoom', { room: room.id })), 'E_TOO_MANY');
    assert.equal(await outcomeOf(ben.call('openDirect', { members: [idOf(ana)] })), 'ok');
    await say(ben, room.id, 'I am not in here');
    assert.equal(await outcomeOf(ben.call('read', { room: room.id, upTo: 1 })), 'E_NOT_FOUND');
    assert.equal(await outcomeOf(ana.call('addToRoom', { room: room.id, member: idOf(ben) })), 'ok');
  });

  it('that others add a member to are at most so many, and do not count as its own', async () => {
    const rooms = await Promise.all(
      Array.from({ length: LIMITS.addedRooms + 1 }, (_, i) => makeRoom(i % 2 ? ana : cleo, `room ${i}`)),
    );
    const added = (room: RoomId, i: number) =>
      outcomeOf((i % 2 ? ana : cleo).call('addToRoom', { room, member: idOf(ben) }));
    const outcomes = await Promise.all(rooms.map(added));
    assert.deepEqual(outcomes.slice(-2), ['ok', 'E_TOO_MANY']);
    assert.equal(await outcomeOf(ben.call('createRoom', { cid: aCid(), name: 'my own', kind: 'public' })), 'ok');
    await ben.value('leaveRoom', { room: rooms[0] ?? GENERAL });
    assert.equal(await added(rooms.at(-1) ?? GENERAL, LIMITS.addedRooms), 'ok');
  });

  it('are begun by one member so often and no more, conversations among them', async () => {
    const groups = await groupsOf(10);
    const begun = await Promise.all(
      groups.slice(0, LIMITS.begunPerMember).map((members) => outcomeOf(ben.call('openDirect', { members }))),
    );
    assert.deepEqual(new Set(begun), new Set(['ok']));
    const one = { cid: aCid(), name: 'one more', kind: 'private' } as const;
    assert.equal(await outcomeOf(ben.call('createRoom', one)), 'E_TOO_MANY');
    assert.equal(await outcomeOf(ben.call('openDirect', { members: [idOf(ana)] })), 'E_TOO_MANY');
    assert.equal(await outcomeOf(ben.call('openDirect', { members: groups[0] ?? [] })), 'ok');
    assert.equal(await outcomeOf(ana.call('openDirect', { members: [idOf(ben)] })), 'ok');
  });

  it('are all told in one frame, however long their names and topics: those in which something was said last', async () => {
    const topic = '\u{1F600}'.repeat(LIMITS.topicChars);
    const fill = (client: HubClient) =>
      Promise.all(
        Array.from({ length: LIMITS.roomsPerMember - 1 }, async (_, i) => {
          const name = `${'\u{20000}'.repeat(LIMITS.roomNameChars - 8)}${idOf(client).slice(2, 6)} ${i}`;
          return (await client.value('createRoom', { cid: aCid(), name, kind: 'public', topic })).room.id;
        }),
      );
    const [first = GENERAL] = await fill(ana);
    const added = await fill(ben);
    for (const client of [cleo, await entered('dora'), await entered('emil'), await entered('finn')])
      await fill(client);
    await Promise.all(added.map((room) => ben.value('addToRoom', { room, member: idOf(cleo) })));
    const groups = (await groupsOf(9)).slice(0, LIMITS.listedRooms);
    await Promise.all(groups.map((members) => cleo.value('openDirect', { members })));
    await say(ana, first, 'news');
    const welcome = (await entered(cleo)).authenticated;
    const bytes = Buffer.byteLength(JSON.stringify(welcome));
    assert.ok(bytes > LIMITS.listedBytes / 2 && bytes < LIMITS.frameOutBytes, `${bytes}`);
    const own = welcome?.rooms.filter(({ mine }) => mine) ?? [];
    assert.equal(own.length, LIMITS.roomsPerMember + added.length + groups.length);
    assert.equal(welcome?.rooms[own.length]?.id, first);
  });

  it('that were not listed can be asked for, without coming into them', async () => {
    const room = await makeRoom(ana, 'open', 'public');
    assert.deepEqual((await ben.value('room', { room })).room.name, 'open');
    assert.equal((await ana.value('room', { room })).room.mine?.head, 1);
    assert.deepEqual((await ana.value('roomMembers', { room })).members, [idOf(ana)]);
  });

  it('are the same after the server was started anew', async () => {
    const room = await makeRoom(ana, 'design');
    await ana.value('addToRoom', { room, member: idOf(ben) });
    await ana.value('changeRoom', { room, topic: 'colours', isLocked: true });
    await ben.value('preferRoom', { room, isMuted: true, isFavourite: true });
    await ben.value('read', { room, upTo: 2 });
    const direct = (await ben.value('openDirect', { members: [idOf(ana)] })).room;
    const before = roomsOf(await entered(ben));
    const again = await under.reopen();
    const back = new HubClient(again);
    await back.enter(ben.identity);
    assert.deepEqual(roomsOf(back), before);
    assert.deepEqual((await back.value('openDirect', { members: [idOf(ana)] })).room, direct);
  });

  describe('coming and going', () => {
    it('begins with being told of the room, and then of all that is said in it', async () => {
      const room = await makeRoom(ana, 'design');
      await ana.value('addToRoom', { room, member: idOf(ben) });
      await say(ana, room, 'hello');
      await eventually(() => assert.deepEqual(toldIn(ben, room), ['hello']));
      assert.deepEqual(toldRoom(ben, room)?.head, 2);
      assert.deepEqual(toldMine(ben, room), [
        { readUpTo: 1, head: 2, unread: 0, mentions: 0, isMuted: false, isFavourite: false },
      ]);
      const order = ben.pushes.flatMap((push) =>
        push.kind === 'people' || push.kind === 'persons' ? [] : [push.kind],
      );
      assert.deepEqual(order.slice(-3), ['room', 'mine', 'entries']);
      assert.deepEqual(await history(ben, room), ['ana created', 'ana added', 'hello']);
    });

    it('ends with being told that it is over, and nothing after that, in all windows', async () => {
      const room = await makeRoom(ana, 'design');
      await ana.value('addToRoom', { room, member: idOf(ben) });
      const other = await entered(ben);
      await ana.value('removeFromRoom', { room, member: idOf(ben) });
      await say(ana, room, 'he is gone');
      await eventually(() => assert.ok(toldIn(ana, room).includes('he is gone')));
      for (const window of [ben, other]) {
        assert.deepEqual(toldMine(window, room).at(-1), undefined);
        assert.deepEqual(toldIn(window, room), []);
      }
      assert.equal(await outcomeOf(ben.call('history', { room, limit: 1 })), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ben.call('resume', { room })), 'E_NOT_FOUND');
    });

    it('is everybody’s own choice where the room is public', async () => {
      const room = await makeRoom(ana, 'open', 'public');
      assert.equal((await ben.value('joinRoom', { room })).room.mine?.readUpTo, 1);
      await ben.value('joinRoom', { room });
      await ben.value('leaveRoom', { room });
      await ben.value('leaveRoom', { room });
      assert.deepEqual(await history(ben, room), ['ana created', 'ben entered', 'ben gone']);
      assert.deepEqual((await ben.value('roomMembers', { room })).members, [idOf(ana)]);
    });

    it('happens by saying something, too', async () => {
      const room = await makeRoom(ana, 'open', 'public');
      await say(ben, room, 'hello');
      await say(ben, room, 'again');
      assert.equal(toldMine(ben, room).length, 1);
      await eventually(() => assert.deepEqual(toldIn(ben, room), ['again']));
      assert.deepEqual(await history(ben, room), ['ana created', 'hello', 'again']);
    });

    it('is not possible in the room that everybody is in, nor in a conversation', async () => {
      const { room } = await ana.value('openDirect', { members: [idOf(ben)] });
      for (const id of [GENERAL, room.id]) {
        assert.equal(await outcomeOf(ben.call('leaveRoom', { room: id })), 'E_NOT_FOUND');
        assert.equal(await outcomeOf(ana.call('removeFromRoom', { room: id, member: idOf(ben) })), 'E_NOT_FOUND');
      }
      assert.equal(await outcomeOf(ana.call('addToRoom', { room: room.id, member: idOf(cleo) })), 'E_NOT_FOUND');
    });

    it('is done to others by the room’s creator, but not to who stands above', async () => {
      const room = await makeRoom(ben, 'design');
      for (const each of [ana, cleo]) await ben.value('addToRoom', { room, member: idOf(each) });
      assert.equal(await outcomeOf(cleo.call('removeFromRoom', { room, member: idOf(ben) })), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ben.call('removeFromRoom', { room, member: idOf(ana) })), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ben.call('removeFromRoom', { room, member: idOf(cleo) })), 'ok');
      assert.equal(await outcomeOf(ana.call('removeFromRoom', { room, member: idOf(ben) })), 'ok');
      assert.deepEqual((await ana.value('roomMembers', { room })).members, [idOf(ana)]);
    });

    it('archives a private room when nobody is left in it', async () => {
      const room = await makeRoom(ben, 'design');
      await ben.value('leaveRoom', { room });
      assert.equal(under.journal.state.room(room)?.isArchived, true);
      assert.equal(await outcomeOf(ben.call('joinRoom', { room })), 'E_NOT_FOUND');
    });
  });

  describe('changing one', () => {
    it('is told to all who may see it, and stands in it', async () => {
      const room = await makeRoom(ana, 'open', 'public');
      await ben.value('changeRoom', { room, name: 'opened', topic: 'all sorts' });
      await ben.value('changeRoom', { room, name: 'opened', topic: 'all sorts' });
      assert.deepEqual(await history(cleo, room), ['ana created', 'ben renamed', 'ben topic']);
      const told = toldRoom(cleo, room);
      assert.deepEqual([told?.name, told?.topic, told?.head], ['opened', 'all sorts', 3]);
    });

    it('is done as a whole or not at all', async () => {
      const room = await makeRoom(ana, 'open', 'public');
      const change = { room, name: 'opened', isLocked: true };
      assert.equal(await outcomeOf(ben.call('changeRoom', change)), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ana.call('changeRoom', { ...change, topic: 'a\nb' })), 'E_TEXT_INVALID');
      assert.deepEqual(await history(ana, room), ['ana created']);
      assert.equal(under.journal.state.room(room)?.name, 'open');
    });

    it('closes it: to all, when it is archived, and to all but moderators, when it is locked', async () => {
      const room = await makeRoom(ben, 'open', 'public');
      const said = async (by: HubClient) => outcomeOf(by.call('post', { cid: aCid(), room, text: 'hi' }));
      await ana.value('changeRoom', { room, isLocked: true });
      assert.deepEqual([await said(ben), await said(ana)], ['E_ROOM_CLOSED', 'ok']);
      assert.equal(await outcomeOf(ben.call('changeRoom', { room, isLocked: false })), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ben.call('changeRoom', { room, topic: 'x' })), 'E_ROOM_CLOSED');
      await ben.value('changeRoom', { room, isArchived: true });
      assert.deepEqual([await said(ben), await said(ana)], ['E_ROOM_CLOSED', 'E_ROOM_CLOSED']);
      await ben.value('changeRoom', { room, isArchived: false });
      await ana.value('changeRoom', { room, isLocked: false });
      assert.equal(await said(cleo), 'ok');
    });

    it('leaves open what everybody is in, which only owners lock', async () => {
      assert.equal(await outcomeOf(ana.call('changeRoom', { room: GENERAL, isArchived: true })), 'E_NOT_FOUND');
      assert.equal(await outcomeOf(ana.call('changeRoom', { room: GENERAL, isLocked: true })), 'ok');
      assert.equal(await outcomeOf(ben.call('post', { cid: aCid(), room: GENERAL, text: 'hi' })), 'E_ROOM_CLOSED');
    });
  });

  describe('that are conversations', () => {
    it('are one for the same members, whoever asks and in whichever order', async () => {
      const { room } = await ben.value('openDirect', { members: [idOf(cleo), idOf(ana), idOf(cleo)] });
      assert.deepEqual([room.kind, room.name], ['direct', '']);
      assert.deepEqual(room.members, [ana, ben, cleo].map(idOf).sort());
      assert.equal((await ana.value('openDirect', { members: [idOf(ben), idOf(cleo)] })).room.id, room.id);
      assert.notEqual((await ana.value('openDirect', { members: [idOf(ben)] })).room.id, room.id);
    });

    it('are heard by who is in them, and not even an owner knows of others', async () => {
      const { room } = await ben.value('openDirect', { members: [idOf(cleo)] });
      await say(ben, room.id, 'psst');
      await eventually(() => assert.deepEqual(toldIn(cleo, room.id), ['psst']));
      assert.deepEqual([toldRoom(cleo, room.id)?.id, toldRoom(ana, room.id)], [room.id, undefined]);
      assert.ok(!roomsOf(await entered(ana)).some(({ id }) => id === room.id));
      for (const call of ['joinRoom', 'resume', 'roomMembers'] as const) {
        assert.equal(await outcomeOf(ana.call(call, { room: room.id })), 'E_NOT_FOUND');
      }
      assert.equal(await outcomeOf(cleo.call('delete', { room: room.id, seq: 1 })), 'E_NOT_FOUND');
    });

    it('are of members there are, and of more than oneself', async () => {
      const nobody = `m-${'0'.repeat(32)}` as ReturnType<typeof idOf>;
      for (const members of [[idOf(ben)], [nobody], [idOf(ana), nobody]]) {
        assert.equal(await outcomeOf(ben.call('openDirect', { members })), 'E_NOT_FOUND');
      }
    });
  });

  it('are heard by who comes in, without asking', async () => {
    const room = await makeRoom(ana, 'design');
    const later = await entered(ana);
    await say(ana, room, 'hello');
    await eventually(() => assert.deepEqual(toldIn(later, room), ['hello']));
  });

  it('have moderators, whose acts the owners read: of a private room not where nor to whom', async () => {
    await ana.value('setRole', { member: idOf(ben), role: 'moderator' });
    const [open, closed] = [await makeRoom(cleo, 'open', 'public'), await makeRoom(cleo, 'closed')];
    await cleo.value('addToRoom', { room: closed, member: idOf(ben) });
    await ben.value('delete', { room: closed, seq: await say(cleo, closed, 'bad') });
    await ben.value('delete', { room: open, seq: await say(cleo, open, 'worse') });
    await cleo.value('delete', { room: open, seq: await say(cleo, open, 'own') });
    await ben.value('changeRoom', { room: open, isLocked: true });
    await ben.value('removeFromRoom', { room: open, member: idOf(cleo) });
    const { entries } = await ana.value('history', { room: AUDIT, limit: 50 });
    const told = entries.flatMap((entry) => (entry.kind === 'notice' ? [noticeText(entry)] : []));
    assert.deepEqual(told.slice(1), [
      'ben deleted a message of a member in a private room.',
      'ben deleted a message of cleo in open.',
      'ben locked open.',
      'ben removed cleo from open.',
    ]);
    assert.deepEqual((await history(ben, open)).slice(-2), ['ben locked', 'ben removed']);
    assert.equal(await outcomeOf(ben.call('history', { room: AUDIT, limit: 1 })), 'E_NOT_FOUND');
    assert.equal(await outcomeOf(ana.call('post', { cid: aCid(), room: AUDIT, text: 'hi' })), 'E_NOT_FOUND');
  });

  it('are written in, as the others in one are told, but not more than once a second', async () => {
    const room = await makeRoom(ana, 'design');
    await ana.value('addToRoom', { room, member: idOf(ben) });
    const other = await entered(ana);
    for (let i = 0; i < 3; i += 1) await ana.value('typing', { room });
    const typed = (client: HubClient) => client.pushes.filter(({ kind }) => kind === 'typing');
    assert.deepEqual(typed(ben), [{ kind: 'typing', room, member: idOf(ana) }]);
    assert.deepEqual([ana, other, cleo].flatMap(typed), []);
    assert.equal(await outcomeOf(cleo.call('typing', { room })), 'E_NOT_FOUND');
  });
});
