import type { Person } from '../../server/protocol/model';
import { isModerator, outranks } from '../../server/protocol/ranks';

/** What a reader may do with or to a member. The server has the last word; this is what is offered. */
export type PersonAct = 'message' | 'status' | 'name' | 'role' | 'mute' | 'unmute' | 'ban' | 'unban';

/** The menus of the manifest look for these words. */
export function personActs(
  person: Omit<Person, 'presence'>,
  me: Person | undefined,
  nowMs: number,
): readonly PersonAct[] {
  const isMe = person.id === me?.id;
  const isOwner = me?.role === 'owner';
  const moderates = me !== undefined && !isMe && isModerator(me) && outranks(me, person);
  const isMuted = person.mutedUntil !== undefined && person.mutedUntil > nowMs;
  const acts: Readonly<Record<PersonAct, boolean>> = {
    message: me !== undefined && !isMe && me.role !== 'guest' && !person.isBanned,
    status: isMe,
    name: isMe,
    role: isOwner && !person.isBanned,
    mute: moderates && !person.isBanned && !isMuted,
    unmute: moderates && !person.isBanned && isMuted,
    ban: moderates && !person.isBanned,
    unban: moderates && person.isBanned,
  };
  return (Object.keys(acts) as PersonAct[]).filter((act) => acts[act]);
}
