import { GENERAL, type MemberId, type RoomId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Millis, Notice, Role } from '../protocol/model';
import { isModerator } from '../protocol/ranks';
import { type Result, fail, ok } from '../protocol/result';
import { hasFreeMembership, standingOf, whyNotBegin } from './access';
import { type Actor, actorOf } from './actor';
import { audit } from './audit';
import type { CommandOf, Outcome } from './commands';
import { enter } from './enter';
import type { State, StoredInvite } from './ports';
import { letIn } from './rooms';
import { equal } from './equal';

/** What every member may let others in as. */
const COMMON: readonly Role[] = ['member', 'guest'];

export function createInvite(state: State, command: CommandOf<'createInvite'>, at: Millis): Outcome<'createInvite'> {
  const { by, invite: id, secretHash, role, lastsMs, uses } = command;
  // There everybody is anyway.
  const room = command.room === GENERAL ? undefined : command.room;
  const maker = actorOf(state, by);
  if (!maker) return fail('E_NOT_FOUND');
  const refusal = maker.person && whyNotBegin(maker.person, at);
  if (refusal) return fail(refusal);
  if (!mayInviteAs(maker, role) || (room !== undefined && !mayInviteTo(state, maker, room))) return fail('E_NOT_FOUND');
  const live = state.admission.invites().filter((invite) => invite.maker === by && isLive(invite, at));
  if (live.length >= LIMITS.invitesPerMember) return fail('E_TOO_MANY');
  const invite: StoredInvite = {
    ...{ id, role, expiresAt: at + lastsMs, usesLeft: uses },
    ...(by === undefined ? {} : { maker: by }),
    ...(room === undefined ? {} : { room }),
  };
  remove(state, ({ expiresAt }) => expiresAt + LIMITS.inviteLastsMs < at);
  state.admission.addInvite(invite, secretHash);
  audit(
    state,
    maker,
    { act: 'invited', text: `${role}, ${uses} uses, until ${new Date(invite.expiresAt).toISOString()}` },
    at,
  );
  return ok({ invite });
}

/** One's own, and for moderators everybody's. */
export function revokeInvite(
  state: State,
  { by, invite: id }: CommandOf<'revokeInvite'>,
  at: Millis,
): Outcome<'revokeInvite'> {
  const actor = actorOf(state, by);
  const invite = state.admission.invites().find((known) => known.id === id);
  if (!actor || !invite || !maySeeInvite(actor, invite)) return fail('E_NOT_FOUND');
  state.admission.removeInvite(id);
  audit(state, actor, { act: 'revoked' }, at);
  return ok({});
}

/** What an invite lets in as: undefined where none is needed or given. */
export function inviteFor(
  state: State,
  { invite: hash, mustBeInvited }: CommandOf<'claim'>,
  at: Millis,
): Result<StoredInvite | undefined> {
  if (!hash) return mustBeInvited ? fail('E_INVITE_NEEDED') : ok(undefined);
  const found = state.admission.inviteOf(hash);
  if (!found || !equal(found.secretHash, hash)) return fail('E_NOT_FOUND');
  if (at >= found.expiresAt) return fail('E_INVITE_EXPIRED');
  return found.usesLeft > 0 ? ok(found) : fail('E_INVITE_USED');
}

/** Lets the newcomer into the room that the invite names, if who made it could still do so. */
export function useInvite(
  state: State,
  invite: StoredInvite,
  { id, name }: { readonly id: MemberId; readonly name: string },
  at: Millis,
): void {
  const { room } = invite;
  state.admission.useInvite(invite.id);
  const maker = actorOf(state, invite.maker);
  if (room === undefined || !maker || !mayInviteTo(state, maker, room)) return;
  letIn(state, room, id);
  enter<Notice>(state, room, { kind: 'notice', author: id, name, act: 'entered' }, at);
}

/** After a change of what a member may do: its invites let nobody do more. */
export function withdrawInvites(state: State, maker: MemberId): void {
  const actor = actorOf(state, maker);
  remove(state, (invite) => invite.maker === maker && !(actor && mayInviteAs(actor, invite.role)));
}

const remove = (state: State, isMeant: (invite: StoredInvite) => boolean): void => {
  for (const invite of state.admission.invites().filter(isMeant)) state.admission.removeInvite(invite.id);
};

export const isLive = ({ expiresAt, usesLeft }: StoredInvite, at: Millis): boolean => at < expiresAt && usesLeft > 0;

export const maySeeInvite = ({ person }: Actor, { maker }: StoredInvite): boolean =>
  person === undefined || person.id === maker || isModerator(person);

const mayInviteAs = ({ person }: Actor, role: Role): boolean => {
  if (person === undefined || person.role === 'owner') return true;
  return person.role !== 'guest' && COMMON.includes(role);
};

function mayInviteTo(state: State, { person }: Actor, id: RoomId): boolean {
  const room = state.room(id);
  if (!room || !hasFreeMembership(room) || room.isArchived) return false;
  return person === undefined || standingOf(state, id, person.id)?.isIn === true;
}
