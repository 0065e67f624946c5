import type { Person, Role } from '../../server/protocol/model';

/** What a reader may do with or to a member. The server has the last word; this is what is offered. */
export type PersonAct = 'message' | 'status' | 'name' | 'role' | 'mute' | 'unmute' | 'ban' | 'unban';

const RANKS: Readonly<Record<Role, number>> = { owner: 3, moderator: 2, member: 1, bot: 1, guest: 0 };

/** The menus of the manifest look for these words. */
export function personActs(
  person: Omit<Person, 'presence'>,
  me: Person | undefined,
  nowMs: number,
): readonly PersonAct[] {
  const isMe = person.id === me?.id;
  const isOwner = me?.role === 'owner';
  const moderates = isOwner || me?.role === 'moderator';
  const isBelow = me !== undefined && !isMe && (isOwner || RANKS[person.role] < RANKS[me.role]);
  const isMuted = person.mutedUntil !== undefined && person.mutedUntil > nowMs;
  const acts: Readonly<Record<PersonAct, boolean>> = {
    message: me !== undefined && !isMe && me.role !== 'guest' && !person.isBanned,
    status: isMe,
    name: isMe,
    role: isOwner && !person.isBanned,
    mute: moderates && isBelow && !person.isBanned && !isMuted,
    unmute: moderates && isBelow && !person.isBanned && isMuted,
    ban: moderates && isBelow && !person.isBanned,
    unban: moderates && isBelow && person.isBanned,
  };
  return (Object.keys(acts) as PersonAct[]).filter((act) => acts[act]);
}
