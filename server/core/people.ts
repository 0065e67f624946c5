import type { ErrorCode } from '../protocol/codes';
import { GENERAL, type MemberId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Millis, Notice } from '../protocol/model';
import { type Name, checkName, nameKey } from '../protocol/names';
import { type Result, fail, ok } from '../protocol/result';
import { checkLine } from '../protocol/text';
import { isMuted } from './access';
import type { CommandOf, Outcome } from './commands';
import { seatOwners } from './audit';
import { enter } from './enter';
import { equal } from './equal';
import { inviteFor, useInvite } from './invites';
import { lookOf, reservedOf } from './lookAlike';
import type { State, StoredPerson } from './ports';
import { letIn } from './rooms';

export function claim(state: State, command: CommandOf<'claim'>, at: Millis): Outcome<'claim'> {
  const repeated = state.memberOfClaim(command.cid);
  if (repeated) {
    const keys = state.credentials(repeated.id).map(({ storedKey }) => storedKey);
    const same = repeated.key === nameKey(command.name) && keys.some((key) => equal(key, command.storedKey));
    return same ? ok({ member: { id: repeated.id, name: repeated.name } }) : fail('E_CID_CONFLICT');
  }
  // Who was not invited is not told which names there are.
  const invited = inviteFor(state, command, at);
  if (!invited.ok) return invited;
  const name = freeName(state, command.name);
  if (!name.ok) return name;
  const { shown, key } = name.value;
  const { cid, member: id, device, storedKey, serverKey } = command;
  const role = state.hasMembers() ? (invited.value?.role ?? 'member') : 'owner';
  state.addMember({ id, name: shown, key, role }, { cid, at });
  state.addDevice(id, { device, storedKey, serverKey }, { at });
  if (invited.value) useInvite(state, invited.value, { id, name: shown }, at);
  if (role === 'owner') seatOwners(state);
  state.changed({ kind: 'member', member: id });
  letIn(state, GENERAL, id);
  return ok({ member: { id, name: shown } });
}

/** What was written keeps the name it was written under. */
export function rename(state: State, { member: id, name: wanted }: CommandOf<'rename'>, at: Millis): Outcome<'rename'> {
  const member = state.person(id);
  const refused = whyNotSpeak(member, at);
  if (!member || refused) return fail(refused ?? 'E_NOT_FOUND');
  const name = freeName(state, wanted, id);
  if (!name.ok) return name;
  const { shown, key } = name.value;
  if (shown === member.name) return ok({ member: { id, name: shown } });
  state.changeMember(id, { name: shown, key });
  state.changed({ kind: 'member', member: id });
  const notice = { kind: 'notice', author: id, name: member.name, act: 'nowCalled', text: shown } as const;
  enter<Notice>(state, GENERAL, notice, at);
  return ok({ member: { id, name: shown } });
}

export function setStatus(
  state: State,
  { member: id, status }: CommandOf<'setStatus'>,
  at: Millis,
): Outcome<'setStatus'> {
  const member = state.person(id);
  const refused = whyNotSpeak(member, at);
  if (!member || refused) return fail(refused ?? 'E_NOT_FOUND');
  const checked = checkLine(status, LIMITS.statusChars);
  if (!checked.ok) return checked;
  if (checked.value === member.status) return ok({});
  state.changeMember(id, { status: checked.value });
  state.changed({ kind: 'member', member: id });
  return ok({});
}

/** Why this member may say nothing of itself: it would be one more way to write. */
function whyNotSpeak(member: StoredPerson | undefined, at: Millis): ErrorCode | undefined {
  if (!member || member.isBanned) return 'E_NOT_FOUND';
  return isMuted(member, at) ? 'E_MUTED' : undefined;
}

/** The name as it is to be shown, if nobody but `own` has one like it. */
function freeName(state: State, wanted: string, own?: MemberId): Result<Name> {
  const name = checkName(wanted);
  if (!name.ok) return name;
  const look = lookOf(name.value.shown);
  const holder = [state.memberOfKey(name.value.key), ...state.membersOfLook(look)].find(
    (known) => known && known.id !== own,
  );
  const taken = holder?.name ?? reservedOf(look);
  if (taken === wanted) return fail('E_NAME_TAKEN');
  return taken === undefined ? name : fail('E_NAME_TAKEN_LOOKALIKE', taken);
}
