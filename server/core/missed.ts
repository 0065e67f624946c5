import type { Params } from '../protocol/calls';
import type { MemberId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import { MISSED_KINDS, type Glimpse, type Missed, type Reached, glimpseOf } from '../protocol/missed';
import type { MissedMessage, MissedPage, StateReader } from './ports';

interface Rooms {
  readonly rooms: readonly Reached[];
  /** How many more there are. */
  readonly more: number;
}

/** Where a member has missed something: only in rooms that it is in now, whatever it asks for. */
export function missedIn(state: StateReader, member: MemberId, since: Params<'missed'>['since'] = []): Rooms {
  const asked = new Map(since.map(({ room, seq }) => [room, seq]));
  const behind = state.memberships.readings(member).flatMap(({ room: id, readUpTo, isMuted }) => {
    const room = isMuted ? undefined : state.room(id);
    const seq = Math.min(readUpTo, asked.get(id) ?? readUpTo);
    return room && room.head > seq ? [{ room: id, seq, lastAt: room.lastAt }] : [];
  });
  const rooms = behind.sort((a, b) => b.lastAt - a.lastAt).slice(0, LIMITS.missedRooms);
  return { rooms: rooms.map(({ room, seq }) => ({ room, seq })), more: behind.length - rooms.length };
}

/** As it is told: of each kind the newest. */
export function toldOf({ found, rooms, isCut }: MissedPage, moreRooms: number): Missed {
  const kinds = MISSED_KINDS.flatMap((kind) => {
    const all = found.filter((each) => each.kind === kind).sort((a, b) => b.at - a.at);
    const told = all.slice(0, LIMITS.missedOfKind);
    return all.length === 0 ? [] : [{ kind, found: told.map(glimpse), more: all.length - told.length }];
  });
  return { kinds, rooms, moreRooms, isCut: isCut || moreRooms > 0 };
}

function glimpse({ room, message, by }: MissedMessage): Glimpse {
  const { seq, at, name, text, files } = message;
  return {
    ...{ room, seq, at, name, text: glimpseOf(text) },
    ...(files && { files: files.map((file) => file.name) }),
    ...(by !== undefined && { by }),
  };
}
