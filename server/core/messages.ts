import { hasReacted } from '../protocol/changes';
import { isEmoji } from '../protocol/emoji';
import type { ErrorCode } from '../protocol/codes';
import type { MemberId, RoomId, Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Deletion, Edit, Flag, Flagged, Message, Millis, Reacted } from '../protocol/model';
import { type Result, fail, ok } from '../protocol/result';
import { checkText } from '../protocol/text';
import { type Standing, mayModerate, standingOf, whyNotWrite } from './access';
import { auditIn } from './audit';
import type { CommandOf, Outcome } from './commands';
import { enter } from './enter';
import { tellMentionedAnew } from './memberships';
import type { State, StateReader } from './ports';

/** Also one that was deleted. */
export function messageAt(state: StateReader, room: RoomId, seq: Seq): Message | undefined {
  const [entry] = state.page({ room, after: seq - 1, limit: 1 });
  return entry?.kind === 'message' && entry.seq === seq ? entry : undefined;
}

interface Wanted {
  readonly room: RoomId;
  readonly member: MemberId;
  readonly seq: Seq;
}

interface Found {
  readonly standing: Standing;
  readonly message: Message;
}

function find(state: StateReader, { room, member, seq }: Wanted): Found | undefined {
  const standing = standingOf(state, room, member);
  const message = standing && messageAt(state, room, seq);
  return standing && message && { standing, message };
}

/** Its author may, and a moderator; to everybody else a message is as if it were not there. */
export function remove(state: State, command: CommandOf<'delete'>, at: Millis): Outcome<'delete'> {
  const { room, seq } = command;
  const { standing, message } = find(state, command) ?? {};
  if (!standing || !message) return fail('E_NOT_FOUND');
  const { who } = standing;
  if (message.author !== who.id && !mayModerate(standing)) return fail('E_NOT_FOUND');
  if (message.tombstone !== undefined) return ok({});
  state.bury(room, seq);
  enter<Deletion>(state, room, { kind: 'deleted', author: who.id, name: who.name, target: seq }, at);
  tellMentionedAnew(state, room, { ...message, text: '' });
  if (message.author !== who.id) auditIn(state, standing, { act: 'deletedOther', subject: message.name }, at);
  return ok({});
}

/** Nobody puts words into another's mouth: its author alone may. */
export function edit(state: State, command: CommandOf<'edit'>, at: Millis): Outcome<'edit'> {
  const { room, seq, rev, text: raw } = command;
  const { standing, message } = find(state, command) ?? {};
  if (!standing || !message || message.author !== command.member || message.tombstone !== undefined)
    return fail('E_NOT_FOUND');
  const refused = whyNotWrite(standing, at);
  if (refused) return fail(refused);
  const text = message.files && raw === '' ? ok('') : checkText(raw);
  if (!text.ok) return text;
  if (text.value === message.text) return ok({});
  if (rev !== message.rev) return fail('E_CONFLICT');
  const { id: author, name } = standing.who;
  state.reword(room, seq, text.value);
  enter<Edit>(state, room, { kind: 'edited', author, name, target: seq, text: text.value }, at);
  tellMentionedAnew(state, room, { ...message, text: text.value });
  return ok({});
}

export function react(state: State, command: CommandOf<'react'>, at: Millis): Outcome<'react'> {
  const { room, seq, emoji, isOn } = command;
  const found = changeable(state, command, at);
  if (!found.ok) return found;
  const { standing, message } = found.value;
  if (message.tombstone !== undefined) return fail('E_NOT_FOUND');
  if (!isEmoji(emoji)) return fail('E_BAD_REQUEST', 'no emoji');
  const { id: author, name } = standing.who;
  const { reactions = [] } = message;
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (hasReacted(known, author) === isOn) return ok({});
  const count = reactions.reduce((sum, { by }) => sum + by.length, 0);
  if (isOn && (count >= LIMITS.reactionsPerMessage || (!known && reactions.length >= LIMITS.emojiPerMessage)))
    return fail('E_TOO_MANY');
  const mark = { room, seq, what: emoji, member: author };
  if (isOn) state.addMark(mark);
  else state.removeMark(mark);
  enter<Reacted>(state, room, { kind: 'reacted', author, name, target: seq, emoji, isOn }, at);
  return ok({});
}

export function flag(state: State, command: CommandOf<'flag'>, at: Millis): Outcome<'flag'> {
  const { room, seq, flag: what, isOn } = command;
  const found = changeable(state, command, at);
  if (!found.ok) return found;
  const { standing, message } = found.value;
  const refused = whyNotFlag(found.value, what);
  if (refused) return fail(refused);
  if ((message[what] ?? false) === isOn) return ok({});
  if (what === 'pinned' && isOn && state.pinned(room).length >= LIMITS.pinnedPerRoom) return fail('E_TOO_MANY');
  const { id: author, name } = standing.who;
  if (isOn) state.addMark({ room, seq, what, member: author });
  else state.removeFlag(room, seq, what);
  enter<Flagged>(state, room, { kind: 'flagged', author, name, target: seq, flag: what, isOn }, at);
  return ok({});
}

/** A thread is resolved where it begins. */
function whyNotFlag({ standing, message }: Found, what: Flag): ErrorCode | undefined {
  if (what === 'pinned') return message.tombstone === undefined ? undefined : 'E_NOT_FOUND';
  const isBeginning = message.replyTo === undefined;
  const isMine = message.author === standing.who.id;
  return isBeginning && (isMine || mayModerate(standing)) ? undefined : 'E_NOT_FOUND';
}

/** A message that is there, for one who may write where it stands. */
function changeable(state: StateReader, wanted: Wanted, at: Millis): Result<Found> {
  const found = find(state, wanted);
  if (!found) return fail('E_NOT_FOUND');
  const refused = whyNotWrite(found.standing, at);
  return refused ? fail(refused) : ok(found);
}
