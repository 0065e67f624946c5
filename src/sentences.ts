import type { ErrorCode } from '../server/protocol/codes';
import { checkName } from '../server/protocol/names';
import type { Push } from '../server/protocol/frames';
import type { Remedy, Storage } from '../webview/protocol/messages';
import type { Address } from './connection/address';
import type { Ending } from './connection/ending';
import type { FailedWhy } from './connection/backlog';
import type { PendingMessage } from './connection/pendingMessage';
import type { ServerEnd } from './serverHost/serverHost';

interface Told {
  readonly reason: string;
  readonly action: Remedy;
}

type Tell = (server: string) => Told;

const told =
  (action: Remedy, reason: (server: string) => string): Tell =>
  (server) => ({ reason: reason(server), action });

/** What a person is told about a connection, and the one thing to do about it. */
const ENDING_SENTENCES: Readonly<Record<Ending, Tell>> = {
  refused: told('reconnect', (server) => `Nothing answers at ${server}.`),
  unreachable: told('reconnect', (server) => `${server} cannot be reached from here.`),
  timeout: told('reconnect', (server) => `${server} did not answer in time.`),
  busy: told('reconnect', (server) => `The server at ${server} takes no more connections right now.`),
  lost: told('reconnect', (server) => `The connection to ${server} was lost.`),
  silent: told('reconnect', (server) => `Nothing was heard from ${server} for a while.`),
  drain: told('reconnect', (server) => `The server at ${server} is stopping or starting again.`),
  failed: told(
    'reconnect',
    (server) => `The server at ${server} stopped because something in it failed, such as its disk.`,
  ),
  forbidden: told('join', (server) => `The server at ${server} does not take connections under this address.`),
  notAlongside: told('join', (server) => `What answers at ${server} is not a Team Chat server.`),
  needsTls: told('join', (server) => `The server at ${server} takes encrypted connections only: wss://${server}`),
  noTls: told('join', (server) => `What answers at ${server} does not encrypt. Nothing was sent to it.`),
  weakTls: told('join', (server) => `${server} does not encrypt in a way that is safe: that takes TLS 1.2 or newer.`),
  untrusted: told(
    'join',
    (server) =>
      `${server} shows a certificate that this computer does not trust. Nothing was sent to it. If the server made its own, come by an invite link.`,
  ),
  wrongHost: told(
    'join',
    (server) => `${server} shows a certificate that was made for another name. Nothing was sent to it.`,
  ),
  otherCertificate: told(
    'join',
    (server) => `${server} shows another certificate than the one it is known by. Nothing was sent to it.`,
  ),
  newCertificate: told(
    'join',
    (server) =>
      `${server} says that it is a server you know, which has another certificate. Nothing more was sent to it.`,
  ),
  expired: told(
    'reconnect',
    (server) => `The certificate of ${server} is out of date, or the clock of this computer is wrong.`,
  ),
  otherServer: told(
    'join',
    (server) => `Another Team Chat server answers at ${server} now, with a history of its own.`,
  ),
  wrongProof: told(
    'join',
    (server) => `What answers at ${server} could not prove that it is your server. Nothing was sent to it.`,
  ),
  version: told(
    'showLog',
    (server) => `The server at ${server} speaks another version. Update the extension or the server.`,
  ),
  unauthenticated: told('join', (server) => `The server at ${server} does not know you under this name. Join again.`),
  tooMany: told('reconnect', () => 'You are connected from too many windows.'),
  moved: told(
    'join',
    (server) => `The server at ${server} is moving to another computer. Ask who invited you for a link to there.`,
  ),
  removed: told('join', (server) => `You were removed from the chat at ${server}.`),
  misbehaving: told('showLog', (server) => `The server at ${server} says things that make no sense here.`),
  closed: told('reconnect', (server) => `The server at ${server} closed the connection.`),
};

export const tellEnding = (ending: Ending, server: string): Told => ENDING_SENTENCES[ending](server);

const FAILED_SENTENCES: Readonly<Partial<Record<FailedWhy, string>>> = {
  E_TEXT_TOO_LONG: 'It is longer than 10,000 characters.',
  E_TEXT_INVALID: 'It is empty.',
  E_BAD_REQUEST: 'It holds characters that cannot be sent.',
  E_NOT_FOUND: 'The room is not there any more, or not for you.',
  E_MUTED: 'A moderator does not let you write for now.',
  E_ROOM_CLOSED: 'The room is archived or locked.',
  E_CID_CONFLICT: 'Another message was sent in its place. Copy the text and send it anew.',
  E_FILE_TOO_BIG: 'A file of it is bigger than the server takes.',
  E_FILE_QUOTA: 'You have sent as many files as the server takes in a day. Try again tomorrow.',
  E_FILE_DAMAGED: 'A file of it is not on this computer any more, or not what it was. Attach it again.',
  E_STORAGE_LOW: 'The server has no room for files. It still takes messages without them.',
  full: 'Too many messages wait already.',
  gone: 'It was restored from an older backup.',
};

const tellFailed = (why: FailedWhy): string => FAILED_SENTENCES[why] ?? 'The server refused it.';

/** Why a server that is there does not take a message yet. Of other codes only the log knows more. */
const STALLED_SENTENCES: Readonly<Partial<Record<ErrorCode, string>>> = {
  E_STORAGE_FULL: 'The disk of the server is full.',
  E_STORAGE_READONLY: 'The server can only be read: it may not write to its disk.',
  E_STORAGE_IO: 'The disk of the server failed. Whether this is stored turns out when the server is back.',
  E_STORAGE_LOST: 'The history of the server was moved or deleted while it ran.',
  E_MOVED: 'The server is moving. It is sent when the server goes on.',
  E_RATE: 'The server takes messages more slowly than you send them.',
  E_UNAVAILABLE: 'The server has not confirmed it yet.',
  E_INTERNAL: 'The server has a problem of its own.',
};

const FILE_SENTENCES: Readonly<Partial<Record<ErrorCode, string>>> = {
  E_NOT_FOUND: 'The file is not there any more, or not for you.',
  E_FILE_DAMAGED: 'What came is not the file that was sent. It was not kept.',
  E_INTERNAL: 'The file cannot be kept on this computer. Its disk may be full.',
  E_UNAVAILABLE: 'The file did not come whole. Try again when the server is reached.',
};

/** Why a file of a message did not come. */
export const tellFile = (code: ErrorCode): string => FILE_SENTENCES[code] ?? whyRefused(code);

const NOT_KEPT = 'It cannot be kept on this computer and is lost when this window closes.';

/** What there is to say about a message that is not on its way. */
export function tellPending({ state, failed, stalled, disk }: PendingMessage): string | undefined {
  if (state === 'sending') return undefined;
  const why = failed ? tellFailed(failed) : stalled && STALLED_SENTENCES[stalled];
  const told = [why, disk === 'refused' ? NOT_KEPT : undefined].filter((sentence) => sentence !== undefined);
  return told.length > 0 ? told.join(' ') : undefined;
}

export const SERVER_END_SENTENCES: Readonly<Record<ServerEnd, string>> = {
  diskFailed: 'The chat server on this computer has stopped: its disk failed, or its history was moved or deleted.',
  unknown: 'The chat server on this computer has ended unexpectedly. What shows ✓ is stored.',
};

const STORAGE_SENTENCES: Readonly<Record<Exclude<Storage['state'], 'moving' | 'moved'>, string>> = {
  low: 'The disk of the server is almost full. Messages are still stored; whoever runs the server should free some space.',
  full: 'The disk of the server is full. What you write is kept on this computer and sent when there is room again.',
  readOnly:
    'The server can only be read: it may not write to its disk. What is there can be read, nothing new is taken.',
  damaged: 'The history on the server is damaged. What is there can be read, nothing new is taken.',
};

const KEPT_UNTIL = 'What you write is kept on this computer, and sent when the server goes on.';

/** `moved`: where it goes on, if that can be an address. */
export function tellStorage(
  { state, backup, move }: Extract<Push, { kind: 'storage' }>,
  moved?: Pick<Address, 'shown'>,
): Storage | undefined {
  if (moved) return { state: 'moved', text: `The server has moved to ${moved.shown}. Nothing new is taken here.` };
  if (move) return { state: 'moving', text: `The server is moving to another computer. ${KEPT_UNTIL}` };
  if (state === 'ok') return undefined;
  const remedy = backup === undefined ? '' : ` Whoever runs the server can restore the backup ${backup}.`;
  return { state, text: `${STORAGE_SENTENCES[state]}${remedy}` };
}

export function tellUndeleted(code: ErrorCode): string {
  if (code === 'E_UNAVAILABLE')
    return 'The message may not be deleted: the server did not answer. Try again when it does.';
  if (code === 'E_NOT_FOUND') return 'The message cannot be deleted: the server does not have it as yours.';
  return `The message is not deleted. ${STALLED_SENTENCES[code] ?? 'The server refused it.'}`;
}

export function tellUnedited(code: ErrorCode): string {
  if (code === 'E_CONFLICT')
    return 'This message was changed elsewhere meanwhile. Look at it, and save again to have your text in its place.';
  return tellRefused('The message is as it was.', code);
}

const REFUSAL_SENTENCES: Readonly<Partial<Record<ErrorCode, string>>> = {
  E_NOT_FOUND: 'This is not there any more, or not yours to change.',
  E_MUTED: 'A moderator does not let you write for now.',
  E_ROOM_CLOSED: 'This room is closed: nobody, or only moderators, may write in it.',
  E_TOO_MANY: 'There are as many as there may be already.',
  E_LAST_OWNER: 'A team has an owner. Make somebody else one first.',
  E_NAME_INVALID: 'This name cannot be used. Choose another one.',
  E_NAME_TAKEN: 'Another one has this name, or one that looks like it.',
  E_NAME_TAKEN_LOOKALIKE: 'Another one has a name that looks like this.',
  E_NAME_RESERVED: 'This name is kept for the server.',
  E_TEXT_INVALID: 'This text cannot be used.',
  E_CONFLICT: 'It was changed elsewhere meanwhile.',
  E_TEXT_TOO_LONG: 'This text is too long.',
  E_UNAVAILABLE: 'The server did not answer. Try again when it is reached.',
  E_UNKNOWN_TYPE: 'The server is older than this extension and cannot do that.',
};

/** Why something that was asked of the server did not happen. */
export const whyRefused = (code: ErrorCode): string =>
  REFUSAL_SENTENCES[code] ?? STALLED_SENTENCES[code] ?? 'The server refused it.';

/** `what` did not happen. */
export const tellRefused = (what: string, code: ErrorCode): string => `${what} ${whyRefused(code)}`;

const NAME_RULES: Readonly<Record<string, string>> = {
  empty: 'Enter a name.',
  long: 'A name has at most 32 characters.',
  hidden: 'A name has no hidden characters.',
  space: 'A name has single spaces only.',
  shape: "A name begins and ends with a letter or digit; in between . _ ' - and spaces may stand.",
  marks: 'A name has at most four marks on a letter, and none twice.',
  direction: 'A name written from right to left begins with a letter.',
  scripts: 'A name has one alphabet, and one that is in use today.',
};

/** A server may say what it likes. */
function quoted(name = ''): string {
  const checked = checkName(name);
  return checked.ok || checked.error.code === 'E_NAME_RESERVED' ? `“${name}”` : 'a name';
}

export function tellName(name: string, code: ErrorCode, detail: string | undefined): string {
  if (code === 'E_NAME_TAKEN') return `“${name}” is taken on this server. Choose another name.`;
  if (code === 'E_NAME_TAKEN_LOOKALIKE') {
    return `“${name}” can be mistaken for ${quoted(detail)}, which is taken. Choose another name.`;
  }
  if (code === 'E_NAME_RESERVED') return `“${name}” is kept for the server. Choose another name.`;
  return NAME_RULES[detail ?? ''] ?? 'This name cannot be used. Choose another one.';
}
