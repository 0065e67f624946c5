import type { ErrorCode } from '../protocol/codes';
import { AUDIT, GENERAL, type MemberId, type RoomId } from '../protocol/ids';
import type { Millis, Room } from '../protocol/model';
import { isModerator, outranks } from '../protocol/ranks';
import type { StateReader, StoredPerson } from './ports';

/**
 * What a member may do in a room. Whoever may not see it, or may not do something to it, is answered as if there were
 * nothing: E_NOT_FOUND. That a room is closed, or that one is muted, learns only who may otherwise write there.
 */
export interface Standing {
  readonly who: StoredPerson;
  readonly room: Room;
  readonly isIn: boolean;
}

/** Undefined where there is no such room for this member. */
export function standingOf(state: StateReader, roomId: RoomId, member: MemberId): Standing | undefined {
  const who = state.person(member);
  const room = state.room(roomId);
  if (!who || !room) return undefined;
  const standing = { who, room, isIn: state.memberships.has(roomId, member) };
  return maySee(standing) ? standing : undefined;
}

export const maySee = ({ who, room, isIn }: Standing): boolean => !who.isBanned && (isIn || isOpenTo(who, room));

/** Also to who is not in it. */
export const isOpenTo = (who: StoredPerson, room: Room): boolean => room.kind === 'public' && who.role !== 'guest';

/** Why one who may see the room may not write in it. */
export function whyNotWrite({ who, room }: Standing, at: Millis): ErrorCode | undefined {
  if (who.role === 'guest' || room.id === AUDIT) return 'E_NOT_FOUND';
  if (room.isArchived || (room.isLocked && !isModerator(who))) return 'E_ROOM_CLOSED';
  return isMuted(who, at) ? 'E_MUTED' : undefined;
}

/** Why this member may begin no room or conversation. */
export function whyNotBegin(who: StoredPerson | undefined, at: Millis): ErrorCode | undefined {
  if (!who || who.isBanned || who.role === 'guest') return 'E_NOT_FOUND';
  return isMuted(who, at) ? 'E_MUTED' : undefined;
}

export const isMuted = (who: StoredPerson, at: Millis): boolean => who.mutedUntil !== undefined && at < who.mutedUntil;

/** A conversation is nobody's to moderate, and what owners did stays as it was done. */
export const mayModerate = ({ who, room }: Standing): boolean =>
  isModerator(who) && room.kind !== 'direct' && room.id !== AUDIT;

/** Where members come and go by themselves and by others. Everybody is in the general room, and owners in their own. */
export const hasFreeMembership = ({ id, kind }: Room): boolean => kind !== 'direct' && id !== GENERAL && id !== AUDIT;

export const mayArchive = (standing: Standing): boolean =>
  hasFreeMembership(standing.room) && (mayModerate(standing) || isCreator(standing));

export const mayLock = (standing: Standing): boolean =>
  mayModerate(standing) && (standing.room.id !== GENERAL || standing.who.role === 'owner');

/** A room's creator stands above who is in it, but not above moderators. */
export const mayRemove = (standing: Standing, other: StoredPerson): boolean =>
  hasFreeMembership(standing.room) &&
  other.id !== standing.who.id &&
  ((mayModerate(standing) && outranks(standing.who, other)) || (isCreator(standing) && !isModerator(other)));

const isCreator = ({ who, room }: Standing): boolean => room.creator === who.id && who.role !== 'guest';
