import assert from 'node:assert/strict';
import type { Push } from '../../../server/protocol/frames';
import { type Epoch, GENERAL, type MemberId, type RoomId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import { hear } from '../../../src/chat/hearing';
import { People } from '../../../src/chat/people';
import { RoomList } from '../../../src/chat/roomList';
import { Typing } from '../../../src/chat/typing';
import type { Ending } from '../../../src/connection/ending';
import type { Link } from '../../../src/connection/link';
import { fakeClock } from '../fakeClock';
import { aPerson, aRoom, anOtherRoom } from '../team';

const epoch = `e-${'0'.repeat(32)}` as Epoch;
const idOf = <Id>(letter: string, i: number) => `${letter}-${i.toString(16).padStart(32, '0')}` as Id;

describe('a server that tells without end', () => {
  const listening = () => {
    const me = idOf<MemberId>('m', 0);
    const people = new People(me);
    const met: RoomId[] = [];
    const rooms = new RoomList({ me, people, rooms: [], ask: () => {}, meet: (room) => met.push(room) });
    rooms.begin([aRoom({ id: GENERAL })], epoch);
    const endings: (Ending | undefined)[] = [];
    const link = { close: (why?: Ending) => endings.push(why) } as Partial<Link> as Link;
    const others = {
      open: { id: GENERAL },
      sender: { arrived: () => {} },
      left: () => {},
      health: { heard: () => {} },
    };
    const hearing = { me, rooms, people, ...others } as unknown as Parameters<typeof hear>[0];
    const push = (one: Push) => hear(hearing, link, one);
    return { push, endings, met };
  };

  it('of rooms is left alone', () => {
    const { push, endings } = listening();
    for (let i = 1; i < LIMITS.knownRooms; i++) push({ kind: 'room', room: anOtherRoom({ id: idOf<RoomId>('r', i) }) });
    assert.deepEqual(endings, []);
    push({ kind: 'room', room: anOtherRoom({ id: idOf<RoomId>('r', LIMITS.knownRooms) }) });
    assert.deepEqual(endings, ['misbehaving']);
  });

  it('of people is left alone', () => {
    const { push, endings } = listening();
    const persons = Array.from({ length: LIMITS.knownPeople }, (_, i) => aPerson({ id: idOf<MemberId>('m', i) }));
    push({ kind: 'persons', persons });
    assert.deepEqual(endings, []);
    push({ kind: 'persons', persons: [aPerson({ id: idOf<MemberId>('m', LIMITS.knownPeople) })] });
    assert.deepEqual(endings, ['misbehaving']);
  });

  it('of what is said in rooms that nobody knows is left alone, and asked for each of them once', () => {
    const { push, endings, met } = listening();
    for (let i = 0; i < LIMITS.knownRooms - 1; i++) {
      const entries = { kind: 'entries', room: idOf<RoomId>('r', i), epoch, entries: [] } as const;
      push({ ...entries, entries: [] });
      push({ ...entries, entries: [] });
    }
    assert.deepEqual([endings, met.length], [[], LIMITS.knownRooms - 1]);
    push({ kind: 'entries', room: idOf<RoomId>('r', LIMITS.knownRooms), epoch, entries: [] });
    assert.deepEqual(endings, ['misbehaving']);
  });

  it('of who is writing is not listened to', () => {
    const typing = new Typing(fakeClock());
    for (let i = 0; i < 2 * LIMITS.knownWriters; i++) typing.writes(idOf<MemberId>('m', i));
    assert.equal(typing.all.length, LIMITS.knownWriters);
    typing.dispose();
  });
});
