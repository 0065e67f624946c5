import type { Act } from '../protocol/acts';
import { AUDIT, type MemberId, type RoomId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Millis, Notice, Room } from '../protocol/model';
import { checkRoomName } from '../protocol/names';
import { type Result, fail, ok } from '../protocol/result';
import { checkLine } from '../protocol/text';
import { type Standing, maySee, mayArchive, mayLock, standingOf, whyNotBegin, whyNotWrite } from './access';
import { auditIn } from './audit';
import type { CommandOf, Outcome } from './commands';
import { enter } from './enter';
import { lookOf } from './lookAlike';
import type { Entering, RoomChange, State, StateReader, StoredPerson } from './ports';

export function createRoom(state: State, command: CommandOf<'createRoom'>, at: Millis): Outcome<'createRoom'> {
  const { cid, member, room: id, roomKind: kind } = command;
  const repeated = state.roomOfCid(cid);
  if (repeated) return isSame(repeated, command) ? ok({ room: repeated.id }) : fail('E_CID_CONFLICT');
  const who = state.person(member);
  const refused = whyNotBegin(who, at);
  if (!who || refused) return fail(refused ?? 'E_NOT_FOUND');
  const name = freeName(state, who, { raw: command.name });
  if (!name.ok) return name;
  const topic = checkLine(command.topic ?? '', LIMITS.topicChars);
  if (!topic.ok) return topic;
  if (!hasRoomForMore(state, member) || !mayBegin(state, member)) return fail('E_TOO_MANY');
  state.addRoom({ id, kind, name: name.value, topic: topic.value, creator: member, cid });
  state.changed({ kind: 'room', room: id });
  letIn(state, id, member);
  note(state, { who, room: id }, { act: 'created' }, at);
  return ok({ room: id });
}

function isSame({ creator, kind, name }: Room, command: CommandOf<'createRoom'>): boolean {
  const wanted = checkRoomName(command.name);
  return creator === command.member && kind === command.roomKind && wanted.ok && wanted.value === name;
}

/** Whoever is in it, in any order, makes the same conversation: there is one of these people. */
export function openDirect(state: State, command: CommandOf<'openDirect'>, at: Millis): Outcome<'openDirect'> {
  const { member, room: id } = command;
  const members = [...new Set([member, ...command.members])].sort();
  const directKey = members.join(' ');
  const known = state.roomOfDirectKey(directKey);
  const who = state.person(member);
  if (known && who && maySee({ who, room: known, isIn: true })) return ok({ room: known.id });
  const refused = whyNotBegin(who, at);
  if (refused) return fail(refused);
  const areThere = members.every((each) => state.person(each)?.isBanned === false);
  if (members.length < 2 || members.length > LIMITS.directMembers || !areThere) return fail('E_NOT_FOUND');
  if (!mayBegin(state, member)) return fail('E_TOO_MANY');
  state.addRoom({ id, kind: 'direct', name: '', topic: '', creator: member, directKey });
  for (const each of members) letIn(state, id, each);
  return ok({ room: id });
}

/** All of it or nothing. What is as it was already is no change. */
export function changeRoom(state: State, command: CommandOf<'changeRoom'>, at: Millis): Outcome<'changeRoom'> {
  const { room: id, member } = command;
  const standing = standingOf(state, id, member);
  if (!standing || standing.room.kind === 'direct') return fail('E_NOT_FOUND');
  const wanted = changesOf(state, standing, { command, at });
  if (!wanted.ok) return wanted;
  for (const [notice, change] of wanted.value) {
    const { isLocked } = change;
    state.changeRoom(id, change);
    note(state, { who: standing.who, room: id }, notice, at);
    if (isLocked !== undefined) auditIn(state, standing, { act: isLocked ? 'lockedRoom' : 'unlockedRoom' }, at);
  }
  if (wanted.value.length > 0) state.changed({ kind: 'room', room: id });
  return ok({});
}

type Said = Pick<Notice, 'subject' | 'text'> & { readonly act: Act };

function changesOf(
  state: StateReader,
  standing: Standing,
  { command, at }: { readonly command: CommandOf<'changeRoom'>; readonly at: Millis },
): Result<readonly (readonly [Said, RoomChange])[]> {
  const { who, room } = standing;
  const { isArchived = room.isArchived, isLocked = room.isLocked } = command;
  if (command.isArchived !== undefined && !mayArchive(standing)) return fail('E_NOT_FOUND');
  if (command.isLocked !== undefined && !mayLock(standing)) return fail('E_NOT_FOUND');
  const isWritten = command.name !== undefined || command.topic !== undefined;
  const refused = isWritten ? whyNotWrite(standing, at) : undefined;
  if (refused) return fail(refused);
  const name = command.name === undefined ? ok(room.name) : freeName(state, who, { raw: command.name, room: room.id });
  if (!name.ok) return name;
  const topic = command.topic === undefined ? ok(room.topic) : checkLine(command.topic, LIMITS.topicChars);
  if (!topic.ok) return topic;
  const changes: [Said, RoomChange][] = [];
  if (name.value !== room.name) changes.push([{ act: 'renamed', text: name.value }, { name: name.value }]);
  if (topic.value !== room.topic) changes.push([{ act: 'topic', text: topic.value }, { topic: topic.value }]);
  if (isLocked !== room.isLocked) changes.push([{ act: isLocked ? 'locked' : 'unlocked' }, { isLocked }]);
  if (isArchived !== room.isArchived) changes.push([{ act: isArchived ? 'archived' : 'unarchived' }, { isArchived }]);
  return ok(changes);
}

/** Only the rooms that one may see are looked through: an answer must not tell that there are others. */
function freeName(
  state: StateReader,
  who: StoredPerson,
  { raw, room }: { readonly raw: string; readonly room?: RoomId },
): Result<string> {
  const name = checkRoomName(raw);
  if (!name.ok) return name;
  const look = lookOf(name.value);
  if (look === lookOf(AUDIT)) return fail('E_NAME_RESERVED');
  const others = state.roomsOfLook(look).filter(({ id }) => id !== room);
  const taken = others.some((other) => maySee({ who, room: other, isIn: state.memberships.has(other.id, who.id) }));
  return taken ? fail('E_NAME_TAKEN') : name;
}

/** What others do to a member does not use up what it may do itself. */
export const hasRoomForMore = (state: StateReader, member: MemberId): boolean =>
  state.memberships.count(member, 'itself') < LIMITS.roomsPerMember;

/** What was begun is there for ever. */
const mayBegin = (state: State, member: MemberId): boolean => state.begunBy(member) < LIMITS.begunPerMember;

export function letIn(state: State, room: RoomId, member: MemberId, how: Entering = 'itself'): void {
  state.memberships.add(room, member, how);
  state.changed({ kind: 'mine', room, member });
}

interface Done {
  readonly who: StoredPerson;
  readonly room: RoomId;
}

export function note(state: State, { who, room }: Done, said: Said, at: Millis): void {
  enter<Notice>(state, room, { kind: 'notice', author: who.id, name: who.name, ...said }, at);
}
