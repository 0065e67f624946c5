import type { Arrival, Entry, KnownEntry, Message, Millis } from '../protocol/model';
import { fail, ok } from '../protocol/result';
import { checkText } from '../protocol/text';
import { textOf } from '../protocol/transcript';
import type { Command, CommandKind, CommandOf, ImportedEntry, Outcome } from './commands';
import { standingOf, whyNotWrite } from './access';
import { enter } from './enter';
import {
  addToRoom,
  joinRoom,
  leaveRoom,
  letInWhoPosts,
  markUnread,
  preferRoom,
  read,
  removeFromRoom,
  tellMentioned,
} from './memberships';
import { createPairing, pair, rekey, revokeDevice } from './devices';
import { createInvite, revokeInvite } from './invites';
import { ban, mute, setRole, unban } from './moderation';
import { claim, rename, setStatus } from './people';
import { edit, flag, messageAt, react, remove } from './messages';
import { announceFile, dropFiles, filesToSend, keepFile } from './files';
import type { State } from './ports';
import { changeRoom, createRoom, openDirect } from './rooms';

type Rules = { readonly [K in CommandKind]: (state: State, command: CommandOf<K>, at: Millis) => Outcome<K> };

const RULES: Rules = {
  ...{ join: arrive, leave: arrive, post, import: importAll },
  ...{ delete: remove, edit, react, flag },
  ...{ createRoom, openDirect, changeRoom, joinRoom, leaveRoom, addToRoom, removeFromRoom },
  ...{ read, markUnread, preferRoom },
  ...{ claim, rename, setStatus, setRole, mute, ban, unban },
  ...{ announceFile, keepFile, dropFiles },
  ...{ createInvite, revokeInvite, pair, createPairing, revokeDevice, rekey },
};

/**
 * The one place where a command is judged and becomes an entry: the same state, command and time give the same outcome,
 * on every machine. Called in journal order, inside the transaction that makes it durable.
 */
export function apply<K extends CommandKind>(state: State, command: CommandOf<K>, at: Millis): Outcome<K> {
  const rule = RULES[command.kind] as (state: State, command: Command, at: Millis) => Outcome<K>;
  return rule(state, command, at);
}

function arrive(state: State, command: CommandOf<'join' | 'leave'>, at: Millis): Outcome<'join'> {
  const { room, member: id } = command;
  const member = state.member(id);
  if (!member || !state.room(room)) return fail('E_NOT_FOUND');
  const arrives = command.kind === 'join';
  if (state.isPresent(room, id) === arrives) return ok({});
  state.setPresent(room, id, arrives);
  const arrival = { kind: arrives ? 'joined' : 'left', author: id, name: member.name } as const;
  enter<Arrival>(state, room, arrival, at);
  return ok({});
}

function post(state: State, command: CommandOf<'post'>, at: Millis): Outcome<'post'> {
  const { cid, room, member: id } = command;
  const repeated = state.postOf(id, cid);
  if (repeated) {
    // What a deleted message said is not known any more: whoever has its cid sent it.
    const isSame =
      repeated.room === room &&
      (repeated.text === undefined ||
        (repeated.text === command.text &&
          repeated.files.map(({ id: file }) => file).join() === (command.files ?? []).join()));
    return isSame ? ok({ seq: repeated.seq, at: repeated.at }) : fail('E_CID_CONFLICT');
  }
  const standing = standingOf(state, room, id);
  const refused = standing ? whyNotWrite(standing, at) : 'E_NOT_FOUND';
  if (!standing || refused) return fail(refused ?? 'E_NOT_FOUND');
  const answered = command.replyTo === undefined ? undefined : messageAt(state, room, command.replyTo);
  if (command.replyTo !== undefined && !answered) return fail('E_NOT_FOUND');
  const files = command.files && filesToSend(state, { room, member: id, ids: command.files });
  if (files?.ok === false) return files;
  const text = files && command.text === '' ? ok('') : checkText(command.text);
  if (!text.ok) return text;
  if (!standing.isIn) letInWhoPosts(state, room, id);
  const message: Omit<Message, 'seq' | 'at'> = {
    ...{ kind: 'message', author: id, name: standing.who.name, cid, text: text.value },
    ...(answered && answerTo(answered)),
    ...(files && { files: files.value }),
  };
  const entry = enter<Message>(state, room, message, at);
  for (const { id: file } of entry.files ?? []) state.files.send(file, entry.seq);
  tellMentioned(state, room, entry);
  return ok({ seq: entry.seq, at: entry.at });
}

/** An answer to an answer belongs to the same thread. */
function answerTo({ seq, replyTo, thread = replyTo }: Message): Pick<Message, 'replyTo' | 'thread'> {
  return thread === undefined ? { replyTo: seq } : { replyTo: seq, thread };
}

function importAll(state: State, command: CommandOf<'import'>): Outcome<'import'> {
  const room = state.room(command.room);
  if (!room) return fail('E_NOT_FOUND');
  const held = state.multiset();
  for (const entry of state.entries(room.id)) held.add(sameness(entry));
  let seq = room.head;
  let present = 0;
  for (const imported of command.entries) {
    if (room.head > 0 && held.take(sameness(imported))) present += 1;
    else state.append(room.id, placed(imported, (seq += 1)), 'imported');
  }
  return ok({ added: seq - room.head, present });
}

const placed = ({ kind, name, at, text }: ImportedEntry, seq: number): KnownEntry =>
  kind === 'message' ? { kind, seq, at, name, text } : { kind, seq, at, name };

/** Two entries with one of these are the same as far as a history file can tell. */
const sameness = (entry: Entry | ImportedEntry): string =>
  [entry.kind, Math.floor(entry.at / 60_000), entry.name, textIn(entry)].join('\0');

const textIn = (entry: Entry | ImportedEntry): string =>
  'tombstone' in entry || 'files' in entry ? textOf(entry) : 'text' in entry ? (entry.text ?? '') : '';
