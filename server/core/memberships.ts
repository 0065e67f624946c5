import type { MemberId, RoomId, Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Message, Millis } from '../protocol/model';
import { isModerator } from '../protocol/ranks';
import { fail, ok } from '../protocol/result';
import { hasFreeMembership, mayRemove, standingOf, whyNotWrite } from './access';
import { auditIn } from './audit';
import type { CommandOf, Outcome } from './commands';
import { mentionsIn } from '../protocol/mentions';
import type { ReadCursor, State } from './ports';
import { hasRoomForMore, letIn, note } from './rooms';

export function joinRoom(state: State, command: CommandOf<'joinRoom'>, at: Millis): Outcome<'joinRoom'> {
  const { room, member } = command;
  const standing = standingOf(state, room, member);
  if (!standing) return fail('E_NOT_FOUND');
  if (standing.isIn) return ok({});
  if (!hasRoomForMore(state, member)) return fail('E_TOO_MANY');
  letIn(state, room, member);
  note(state, { who: standing.who, room }, { act: 'entered' }, at);
  return ok({});
}

export function leaveRoom(state: State, command: CommandOf<'leaveRoom'>, at: Millis): Outcome<'leaveRoom'> {
  const { room, member } = command;
  const standing = standingOf(state, room, member);
  if (!standing || !hasFreeMembership(standing.room)) return fail('E_NOT_FOUND');
  if (!standing.isIn) return ok({});
  note(state, { who: standing.who, room }, { act: 'gone' }, at);
  putOut(state, room, member);
  return ok({});
}

export function addToRoom(state: State, command: CommandOf<'addToRoom'>, at: Millis): Outcome<'addToRoom'> {
  const { room, member, subject: id } = command;
  const standing = standingOf(state, room, member);
  const subject = state.person(id);
  if (!standing?.isIn || standing.room.kind === 'direct') return fail('E_NOT_FOUND');
  const refused = whyNotWrite(standing, at);
  if (refused) return fail(refused);
  if (!subject || subject.isBanned) return fail('E_NOT_FOUND');
  if (state.memberships.has(room, id)) return ok({});
  if (state.memberships.count(id, 'added') >= LIMITS.addedRooms) return fail('E_TOO_MANY');
  letIn(state, room, id, 'added');
  note(state, { who: standing.who, room }, { act: 'added', subject: subject.name }, at);
  return ok({});
}

export function removeFromRoom(
  state: State,
  command: CommandOf<'removeFromRoom'>,
  at: Millis,
): Outcome<'removeFromRoom'> {
  const { room, member, subject: id } = command;
  const standing = standingOf(state, room, member);
  const subject = state.person(id);
  if (!standing || !subject || !mayRemove(standing, subject)) return fail('E_NOT_FOUND');
  if (!state.memberships.has(room, id)) return ok({});
  note(state, { who: standing.who, room }, { act: 'removed', subject: subject.name }, at);
  putOut(state, room, id);
  // Its creator keeps house, and a moderator acts for the team.
  if (isModerator(standing.who)) auditIn(state, standing, { act: 'removedFrom', subject: subject.name }, at);
  return ok({});
}

/** What is read only grows, until it is set back, and nobody has read what is not there. */
export function read(state: State, { room: id, member, upTo, turn }: CommandOf<'read'>): Outcome<'read'> {
  const standing = standingOf(state, id, member);
  if (!standing?.isIn) return fail('E_NOT_FOUND');
  const readUpTo = Math.min(upTo, standing.room.head);
  if (!isFurther(state.memberships.cursor(id, member), readUpTo, turn)) return ok({});
  state.memberships.change(id, member, { readUpTo });
  state.changed({ kind: 'read', room: id, member });
  return ok({});
}

/** Whoever names no turn knows of none: an older version. */
export const isFurther = (cursor: ReadCursor | undefined, upTo: Seq, turn = cursor?.turn): boolean =>
  cursor !== undefined && turn === cursor.turn && upTo > cursor.readUpTo;

/**
 * Always another turn: another window may have read further, and not have said so yet. By the time, because a member that
 * left and came back begins without one: no turn is that of a window which has not heard of it.
 */
export function markUnread(state: State, command: CommandOf<'markUnread'>, at: Millis): Outcome<'markUnread'> {
  const { room: id, member, from } = command;
  const standing = standingOf(state, id, member);
  const cursor = state.memberships.cursor(id, member);
  if (!standing || !cursor) return fail('E_NOT_FOUND');
  const readUpTo = Math.min(Math.max(0, from - 1), standing.room.head);
  state.memberships.change(id, member, { readUpTo, turn: Math.max(cursor.turn + 1, at) });
  state.changed({ kind: 'read', room: id, member });
  return ok({});
}

export function preferRoom(state: State, command: CommandOf<'preferRoom'>): Outcome<'preferRoom'> {
  const { kind: _, room, member, ...preference } = command;
  if (!standingOf(state, room, member)?.isIn) return fail('E_NOT_FOUND');
  state.memberships.change(room, member, preference);
  state.changed({ kind: 'mine', room, member });
  return ok({});
}

/** A private room of which nobody is left is nobody's to open again. */
function putOut(state: State, room: RoomId, member: MemberId): void {
  state.memberships.remove(room, member);
  state.changed({ kind: 'mine', room, member });
  if (state.room(room)?.kind === 'private' && state.memberships.of(room).size === 0) {
    state.changeRoom(room, { isArchived: true });
  }
}

/** Whoever says something in a room is in it from then on. */
export function letInWhoPosts(state: State, room: RoomId, member: MemberId): void {
  if (hasRoomForMore(state, member)) letIn(state, room, member);
}

/** Keeps who is named in a message and is in the room, and tells them the new counts. */
export function tellMentioned(state: State, room: RoomId, message: Message): void {
  for (const member of mentionedIn(state, room, message)) {
    state.memberships.mention(room, message.seq, member);
    state.changed({ kind: 'mine', room, member });
  }
}

/** As far as that is another now that the message has another text, or none. They may have been called otherwise then. */
export function tellMentionedAnew(state: State, room: RoomId, message: Message): void {
  const known = new Set(state.memberships.mentioned(room, message.seq));
  const now = mentionedIn(state, room, message);
  for (const member of known.symmetricDifference(now)) {
    if (now.has(member)) state.memberships.mention(room, message.seq, member);
    else state.memberships.forgetMention(room, message.seq, member);
    if (state.memberships.has(room, member)) state.changed({ kind: 'mine', room, member });
  }
}

function mentionedIn(state: State, room: RoomId, { author, text }: Message): ReadonlySet<MemberId> {
  if (!text.includes('@')) return new Set();
  const meant = [...mentionsIn(text, (key) => state.memberOfKey(key)?.id)];
  return new Set(meant.filter((member) => member !== author && state.memberships.has(room, member)));
}
