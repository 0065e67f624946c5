import { maySee } from '../core/access';
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
  const own = new Set<RoomId>(state.memberships.roomsOf(who.id));
  const isOwn = ({ id }: Room) => own.has(id);
  const rooms = state.rooms().filter((room) => maySee({ who, room, isIn: isOwn(room) }));
  const chosen = new Set([
    ...rooms.filter((room) => isOwn(room) && room.kind !== 'direct'),
    ...latest(rooms.filter((room) => isOwn(room) && room.kind === 'direct')),
    ...latest(rooms.filter((room) => !isOwn(room))),
  ]);
  return rooms.filter((room) => chosen.has(room)).map((room) => listed(state, room, who.id));
}

const latest = (rooms: readonly Room[]): readonly Room[] =>
  rooms.length <= LIMITS.listedRooms
    ? rooms
    : [...rooms].sort((a, b) => b.lastAt - a.lastAt).slice(0, LIMITS.listedRooms);
