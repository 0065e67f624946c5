import type { MemberId } from '../protocol/ids';
import type { Millis } from '../protocol/model';
import { isModerator, outranks } from '../protocol/ranks';
import { fail, ok } from '../protocol/result';
import { type Actor, actorOf } from './actor';
import { audit, isLastOwner, seatOwners } from './audit';
import type { CommandOf, Outcome } from './commands';
import { withdrawInvites } from './invites';
import type { MemberChange, State, StoredPerson } from './ports';

export function setRole(state: State, { by, member: id, role }: CommandOf<'setRole'>, at: Millis): Outcome<'setRole'> {
  const actor = actorOf(state, by);
  const subject = state.person(id);
  if (!actor || !isOwner(actor) || !subject || subject.isBanned) return fail('E_NOT_FOUND');
  if (subject.role === role) return ok({});
  if (isLastOwner(state, subject)) return fail('E_LAST_OWNER');
  change(state, id, { role });
  withdrawInvites(state, id);
  audit(state, actor, { act: 'role', subject: subject.name, text: role }, at);
  return ok({});
}

/** Without `until`, or with one that is over, it ends. */
export function mute(state: State, { by, member: id, until }: CommandOf<'mute'>, at: Millis): Outcome<'mute'> {
  const actor = actorOf(state, by);
  const subject = state.person(id);
  if (!actor || !subject || subject.isBanned || !standsAbove(actor, subject)) return fail('E_NOT_FOUND');
  const mutedUntil = until !== undefined && until > at ? until : null;
  if (mutedUntil === (subject.mutedUntil ?? null)) return ok({});
  change(state, id, { mutedUntil });
  const { name } = subject;
  if (mutedUntil === null) audit(state, actor, { act: 'unmuted', subject: name }, at);
  else audit(state, actor, { act: 'muted', subject: name, text: new Date(mutedUntil).toISOString() }, at);
  return ok({});
}

/**
 * Nobody comes in as this member any more. Its devices stay its own, so that who may moderate never holds a code that lets
 * in as somebody else; what it could let in itself goes, and so does what it could do to others.
 */
export function ban(state: State, { by, member: id }: CommandOf<'ban'>, at: Millis): Outcome<'ban'> {
  const actor = actorOf(state, by);
  const subject = state.person(id);
  if (!actor || !subject || !standsAbove(actor, subject)) return fail('E_NOT_FOUND');
  if (subject.isBanned) return ok({});
  if (isLastOwner(state, subject)) return fail('E_LAST_OWNER');
  change(state, id, { isBanned: true, ...(isModerator(subject) ? { role: 'member' } : {}) });
  state.admission.removePairings(id);
  withdrawInvites(state, id);
  state.changed({ kind: 'devices', member: id });
  audit(state, actor, { act: 'banned', subject: subject.name }, at);
  return ok({});
}

export function unban(state: State, { by, member: id }: CommandOf<'unban'>, at: Millis): Outcome<'unban'> {
  const actor = actorOf(state, by);
  const subject = state.person(id);
  if (!actor || !subject || !standsAbove(actor, subject)) return fail('E_NOT_FOUND');
  if (!subject.isBanned) return ok({});
  change(state, id, { isBanned: false });
  audit(state, actor, { act: 'unbanned', subject: subject.name }, at);
  return ok({});
}

function change(state: State, member: MemberId, to: MemberChange): void {
  state.changeMember(member, to);
  state.changed({ kind: 'member', member });
  if (to.role !== undefined) seatOwners(state);
}

const isOwner = ({ person }: Actor): boolean => person === undefined || person.role === 'owner';

/** Nobody does these things to oneself. */
const standsAbove = ({ person }: Actor, subject: StoredPerson): boolean =>
  person === undefined || (person.id !== subject.id && isModerator(person) && outranks(person, subject));
