import type { Params } from '../protocol/calls';
import type { MemberId, RoomId, Seq } from '../protocol/ids';
import type { Millis } from '../protocol/model';
import { maySee, standingOf } from './access';
import type { FindQuery, StateReader } from './ports';

/** What a member may find with a search; undefined where it names a room that is not for this member. */
export function permitted(
  state: StateReader,
  member: MemberId,
  { rooms: named, isUnread, next: _, ...query }: Params<'find'>,
): FindQuery | undefined {
  const rooms = named ?? readable(state, member);
  if (named?.some((room) => !standingOf(state, room, member))) return undefined;
  return { ...query, rooms, unreadBy: isUnread === true ? member : undefined };
}

function readable(state: StateReader, member: MemberId): readonly RoomId[] {
  const who = state.person(member);
  if (!who) return [];
  const mine = (room: RoomId) => state.memberships.has(room, member);
  return state.rooms().flatMap((room) => (maySee({ who, room, isIn: mine(room.id) }) ? [room.id] : []));
}

/** The first entry of a room from a time on. Imported ones may stand elsewhere: then it is one that follows an earlier one. */
export function seqAt(state: StateReader, id: RoomId, at: Millis): Seq | undefined {
  const head = state.room(id)?.head ?? 0;
  let [low, high] = [1, head + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [entry] = state.page({ room: id, after: middle - 1, limit: 1 });
    if (entry && entry.at < at) low = middle + 1;
    else high = middle;
  }
  return low > head ? undefined : low;
}
