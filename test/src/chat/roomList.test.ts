import assert from 'node:assert/strict';
import { type Epoch, GENERAL, type MemberId, RoomId } from '../../../server/protocol/ids';
import type { Entry, ListedRoom, Mine, Person } from '../../../server/protocol/model';
import { People } from '../../../src/chat/people';
import { RoomList } from '../../../src/chat/roomList';

const epoch = `e-${'0'.repeat(32)}` as Epoch;
const nextEpoch = `e-${'1'.repeat(32)}` as Epoch;
const [me, ben, cyn] = ['a', 'b', 'c'].map((letter) => `m-${letter.repeat(32)}` as MemberId) as [MemberId, MemberId, MemberId]; // prettier-ignore
const design = RoomId.parse('design');

const mine = (over: Partial<Mine> = {}): Mine => ({
  readUpTo: 5,
  head: 5,
  unread: 0,
  mentions: 0,
  isMuted: false,
  isFavourite: false,
  ...over,
});
const room = (id: RoomId, over: Partial<ListedRoom> = {}): ListedRoom => ({
  id,
  kind: 'public',
  name: id,
  topic: '',
  head: 5,
  lastAt: 1,
  isArchived: false,
  isLocked: false,
  mine: mine(),
  ...over,
});
const message = (seq: number, author = ben): Entry => ({ kind: 'message', seq, at: seq, name: 'x', text: 'x', author });

describe('the list of rooms', () => {
  const aList = (...rooms: ListedRoom[]) => {
    const asked: RoomId[] = [];
    const people = new People(me);
    const met: RoomId[] = [];
    const list = new RoomList({ me, people, rooms: [], ask: (id) => asked.push(id), meet: (id) => met.push(id) });
    list.begin(rooms, epoch);
    asked.length = 0;
    const told = (id: RoomId) => list.get(id)?.mine;
    const push = (...entries: Entry[]) => list.heard({ kind: 'entries', room: GENERAL, epoch, entries });
    const stands = (over: Partial<Mine>) => list.heard({ kind: 'mine', room: GENERAL, mine: mine(over) });
    return { list, asked, met, people, push, stands, unread: () => told(GENERAL)?.unread, told };
  };

  it('counts messages of others that are pushed, each once', () => {
    const { push, unread, asked } = aList(room(GENERAL));
    push(message(6), message(7, me), { kind: 'joined', seq: 8, at: 8, name: 'x' }, message(9));
    push(message(8), message(9));
    assert.deepEqual([unread(), asked], [2, []]);
  });

  it('does not count again what the server had counted when it is pushed late, nor forget what came behind', () => {
    const { push, stands, unread } = aList(room(GENERAL));
    push(message(6));
    stands({ readUpTo: 6, head: 8, unread: 2 });
    assert.equal(unread(), 2);
    push(message(7), message(8), message(9));
    assert.equal(unread(), 3);
    stands({ readUpTo: 8, head: 9, unread: 1 });
    assert.equal(unread(), 1);
  });

  it('adds to a count that comes late what was pushed behind it', () => {
    const { list, push, unread } = aList(room(GENERAL));
    push(message(6), message(7), message(8));
    list.counted(GENERAL, mine({ readUpTo: 6, head: 7, unread: 1 }));
    assert.equal(unread(), 2);
  });

  it('passes over a count that another one has overtaken, but keeps what the reader prefers', () => {
    const { list, stands, told } = aList(room(GENERAL));
    stands({ readUpTo: 7, head: 9, unread: 2, isMuted: true });
    list.counted(GENERAL, mine({ readUpTo: 6, head: 8, unread: 2, isMuted: false }));
    assert.deepEqual(told(GENERAL), mine({ readUpTo: 7, head: 9, unread: 2, isMuted: true }));
  });

  it('takes what is read here as read before the server knows, and never goes back', () => {
    const { list, push, stands, unread, asked, told } = aList(room(GENERAL));
    push(message(6), message(7), message(8));
    list.read(GENERAL, 7, { behind: { head: 8, unread: 1 } });
    assert.deepEqual([unread(), told(GENERAL)?.readUpTo, asked], [1, 7, [GENERAL]]);
    stands({ readUpTo: 6, head: 8, unread: 2 });
    assert.deepEqual([unread(), told(GENERAL)?.readUpTo], [1, 7]);
    push(message(9));
    assert.equal(unread(), 2);
    list.read(GENERAL, 9);
    assert.equal(unread(), 0);
    list.read(GENERAL, 4);
    list.read(GENERAL, 99);
    assert.deepEqual([told(GENERAL)?.readUpTo, asked.length], [9, 2]);
  });

  it('goes back where it was marked as unread, and takes nothing that was read before that', () => {
    const { list, push, stands, unread, told } = aList(room(GENERAL));
    push(message(6), message(7), message(8));
    list.read(GENERAL, 8);
    stands({ readUpTo: 5, turn: 1, head: 8, unread: 3 });
    assert.deepEqual([unread(), told(GENERAL)?.readUpTo], [3, 5]);
    list.read(GENERAL, 8, { turn: 0 });
    stands({ readUpTo: 8, head: 8, unread: 0 });
    list.counted(GENERAL, mine({ readUpTo: 7, head: 8, unread: 1 }));
    assert.equal(unread(), 3);
    list.read(GENERAL, 7, { turn: 1, behind: { head: 8, unread: 1 } });
    assert.equal(unread(), 1);
  });

  it('tells a server that comes back nothing that was read before it was marked as unread', () => {
    const { list, push, asked, told } = aList(room(GENERAL));
    push(message(6));
    list.read(GENERAL, 6);
    asked.length = 0;
    list.begin([room(GENERAL, { head: 6, mine: mine({ readUpTo: 3, turn: 1, head: 6, unread: 2 }) })], epoch);
    assert.deepEqual([told(GENERAL)?.readUpTo, asked], [3, []]);
  });

  it('asks the server what is unread behind a gap', () => {
    const { push, asked } = aList(room(GENERAL));
    push(message(7));
    assert.deepEqual(asked, [GENERAL]);
  });

  it('asks for a room that is not listed and in which something is said', () => {
    const { list, push, met, unread } = aList();
    push(message(6));
    push(message(7));
    assert.deepEqual(met, [GENERAL]);
    list.learn(room(GENERAL, { head: 7, mine: mine({ head: 7, unread: 1 }) }));
    assert.equal(unread(), 1);
  });

  it('tells a server that comes back what was read meanwhile, and one that was restored nothing', () => {
    const { list, push, asked, told } = aList(room(GENERAL));
    push(message(6));
    list.read(GENERAL, 6);
    asked.length = 0;
    list.begin([room(GENERAL, { head: 7, mine: mine({ head: 7, unread: 2 }) })], epoch);
    assert.deepEqual([told(GENERAL)?.readUpTo, asked], [6, [GENERAL]]);
    list.begin([room(GENERAL, { head: 7, mine: mine({ head: 7, unread: 2 }) })], nextEpoch);
    assert.deepEqual([told(GENERAL)?.unread, asked.length], [2, 1]);
  });

  it('forgets a private room the reader is taken out of, and keeps a public one', () => {
    const { list } = aList(room(GENERAL), room(design, { kind: 'private' }));
    for (const id of [GENERAL, design]) list.heard({ kind: 'mine', room: id });
    assert.deepEqual(list.all.map(({ id, mine: told }) => [id, told]), [[GENERAL, undefined]]); // prettier-ignore
  });

  it('learns of a new room by push, and counts in it from its beginning', () => {
    const { list, told } = aList(room(GENERAL));
    const { mine: _, ...made } = room(design, { head: 1 });
    list.heard({ kind: 'room', room: made });
    list.heard({ kind: 'mine', room: design, mine: mine({ readUpTo: 1, head: 1 }) });
    list.heard({ kind: 'entries', room: design, epoch, entries: [message(1), message(2)] });
    assert.equal(told(design)?.unread, 1);
  });

  it('has favourites first, then by activity, and rooms the reader is not in last', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => RoomId.parse(id)) as [RoomId, RoomId, RoomId, RoomId];
    const { list } = aList(
      room(a, { lastAt: 9, mine: undefined }),
      room(b, { lastAt: 1 }),
      room(c, { lastAt: 0, mine: mine({ isFavourite: true }) }),
      room(d, { lastAt: 2 }),
    );
    const order = () => list.all.map(({ id }) => id).join('');
    assert.equal(order(), 'cdba');
    list.heard({ kind: 'entries', room: b, epoch, entries: [message(6)] });
    assert.equal(order(), 'cbda');
    list.heard({ kind: 'mine', room: d, mine: mine({ head: 7, unread: 1, mentions: 1 }) });
    list.heard({ kind: 'entries', room: d, epoch, entries: [message(7)] });
    assert.deepEqual([order(), list.get(d)?.mine?.unread], ['cdba', 1]);
  });

  it('sums what is unread up where it is not muted, and says where there may be more', () => {
    const { list } = aList(
      room(GENERAL, { mine: mine({ unread: 3, mentions: 1 }) }),
      room(design, { mine: mine({ unread: 7, isMuted: true }) }),
    );
    assert.deepEqual([list.unread, list.shownUnread], [{ messages: 3, mentions: 1 }, '3']);
    list.heard({ kind: 'mine', room: GENERAL, mine: mine({ head: 200, unread: 100 }) });
    assert.equal(list.shownUnread, '100+');
    list.heard({ kind: 'mine', room: GENERAL, mine: mine({ readUpTo: 200, head: 200 }) });
    assert.equal(list.shownUnread, '');
  });

  it('calls a direct conversation by who it is with', () => {
    const { list, people } = aList();
    const person = (id: MemberId, name: string): Person => ({
      ...{ id, name, role: 'member', joinedAt: 1, presence: 'here', status: '', isBanned: false },
    });
    const direct = (...members: MemberId[]) => list.titleOf(room(design, { kind: 'direct', name: '', members }));
    assert.equal(direct(me, ben), 'Direct message');
    people.heard([person(me, 'ana'), person(ben, 'ben'), person(cyn, 'cyn')]);
    assert.deepEqual([direct(me, ben, cyn), direct(me)], ['ben, cyn', 'ana']);
  });
});
