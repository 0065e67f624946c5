import { type MemberId, type RoomId } from '../../server/protocol/ids';
import type { ListedRoom, Mine, Person } from '../../server/protocol/model';

/** A member's id that is told apart by a digit. */
export const memberId = (digit: number): MemberId => `m-${String(digit).repeat(32)}` as MemberId;

export const aPerson = (over: Partial<Person> = {}): Person => ({
  id: memberId(1),
  name: 'ana',
  role: 'member',
  joinedAt: Date.UTC(2026, 0, 2, 12),
  presence: 'here',
  status: '',
  isBanned: false,
  ...over,
});

export const aMine = (over: Partial<Mine> = {}): Mine => ({
  readUpTo: 0,
  head: 0,
  unread: 0,
  mentions: 0,
  isMuted: false,
  isFavourite: false,
  ...over,
});

/** One that the reader is in. */
export const aRoom = (over: Partial<ListedRoom> = {}): ListedRoom => ({
  id: 'design' as RoomId,
  kind: 'public',
  name: 'design',
  topic: '',
  head: 0,
  lastAt: 0,
  isArchived: false,
  isLocked: false,
  mine: aMine(),
  ...over,
});

/** One that the reader is not in. */
export function anOtherRoom(over: Partial<ListedRoom> = {}): ListedRoom {
  const { mine: _mine, ...room } = aRoom(over);
  return room;
}
