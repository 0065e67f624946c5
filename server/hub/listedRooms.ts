import { isOpenTo, maySee } from '../core/access';
import type { StateReader, StoredPerson } from '../core/ports';
import type { MemberId, RoomId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { ListedRoom, Room } from '../protocol/model';

/** A room as one of its readers has it. */
export function listed(state: StateReader, room: Room, member: MemberId): ListedRoom {
  const mine = state.memberships.mine(room.id, member);
  return mine ? { ...room, mine } : room;
}

/**
 * The rooms that a member is in, and those that it could join. Of conversations, and of rooms that it is not in, those in
 * which something was said last: all of them together must fit into a frame.
 */
export function listedRooms(state: StateReader, who: StoredPerson): readonly ListedRoom[] {
  const ids = state.memberships.roomsOf(who.id);
  const own = ids.flatMap((id) => state.room(id) ?? []).filter((room) => maySee({ who, room, isIn: true }));
  const isOwn = new Set<RoomId>(ids);
  const others = state.publicRooms().filter((room) => isOpenTo(who, room) && !isOwn.has(room.id));
  const rooms = own.filter(({ kind }) => kind !== 'direct');
  const conversations = own.filter(({ kind }) => kind === 'direct');
  let bytes = rooms.reduce((sum, room) => sum + mostBytes(room), 0);
  const fitting = [...latest(conversations), ...latest(others)].filter(
    (room) => (bytes += mostBytes(room)) <= LIMITS.listedBytes,
  );
  return [...rooms, ...fitting].map((room) => listed(state, room, who.id));
}

const latest = (rooms: readonly Room[]): readonly Room[] =>
  rooms.length <= LIMITS.listedRooms
    ? rooms
    : [...rooms].sort((a, b) => b.lastAt - a.lastAt).slice(0, LIMITS.listedRooms);

/** That it takes in a frame. */
const mostBytes = ({ name, topic, members = [] }: Room): number =>
  400 + 3 * (name.length + topic.length) + 40 * members.length;
