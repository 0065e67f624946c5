import { t } from '@vscode/l10n';
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
  refused: told('reconnect', (server) => t('Nothing answers at {0}.', server)),
  unreachable: told('reconnect', (server) => t('{0} cannot be reached from here.', server)),
  timeout: told('reconnect', (server) => t('{0} did not answer in time.', server)),
  busy: told('reconnect', (server) => t('The server at {0} takes no more connections right now.', server)),
  lost: told('reconnect', (server) => t('The connection to {0} was lost.', server)),
  silent: told('reconnect', (server) => t('Nothing was heard from {0} for a while.', server)),
  drain: told('reconnect', (server) => t('The server at {0} is stopping or starting again.', server)),
  failed: told('reconnect', (server) =>
    t('The server at {0} stopped because something in it failed, such as its disk.', server),
  ),
  forbidden: told('join', (server) => t('The server at {0} does not take connections under this address.', server)),
  notAlongside: told('join', (server) => t('What answers at {0} is not a Team Chat server.', server)),
  needsTls: told('join', (server) => t('The server at {0} takes encrypted connections only: wss://{0}', server)),
  noTls: told('join', (server) => t('What answers at {0} does not encrypt. Nothing was sent to it.', server)),
  weakTls: told('join', (server) =>
    t('{0} does not encrypt in a way that is safe: that takes TLS 1.2 or newer.', server),
  ),
  untrusted: told('join', (server) =>
    t(
      '{0} shows a certificate that this computer does not trust. Nothing was sent to it. If the server made its own, come by an invite link.',
      server,
    ),
  ),
  wrongHost: told('join', (server) =>
    t('{0} shows a certificate that was made for another name. Nothing was sent to it.', server),
  ),
  otherCertificate: told('join', (server) =>
    t('{0} shows another certificate than the one it is known by. Nothing was sent to it.', server),
  ),
  newCertificate: told('join', (server) =>
    t('{0} says that it is a server you know, which has another certificate. Nothing more was sent to it.', server),
  ),
  expired: told('reconnect', (server) =>
    t('The certificate of {0} is out of date, or the clock of this computer is wrong.', server),
  ),
  otherServer: told('join', (server) =>
    t('Another Team Chat server answers at {0} now, with a history of its own.', server),
  ),
  wrongProof: told('join', (server) =>
    t('What answers at {0} could not prove that it is your server. Nothing was sent to it.', server),
  ),
  version: told('showLog', (server) =>
    t('The server at {0} speaks another version. Update the extension or the server.', server),
  ),
  unauthenticated: told('join', (server) =>
    t('The server at {0} does not know you under this name. Join again.', server),
  ),
  tooMany: told('reconnect', () => t('You are connected from too many windows.')),
  moved: told('join', (server) =>
    t('The server at {0} is moving to another computer. Ask who invited you for a link to there.', server),
  ),
  removed: told('join', (server) => t('You were removed from the chat at {0}.', server)),
  misbehaving: told('showLog', (server) => t('The server at {0} says things that make no sense here.', server)),
  closed: told('reconnect', (server) => t('The server at {0} closed the connection.', server)),
};

export const tellEnding = (ending: Ending, server: string): Told => ENDING_SENTENCES[ending](server);

const FAILED_SENTENCES: Readonly<Partial<Record<FailedWhy, () => string>>> = {
  E_TEXT_TOO_LONG: () => t('It is longer than 10,000 characters.'),
  E_TEXT_INVALID: () => t('It is empty.'),
  E_BAD_REQUEST: () => t('It holds characters that cannot be sent.'),
  E_NOT_FOUND: () => t('The room is not there any more, or not for you.'),
  E_MUTED: () => t('A moderator does not let you write for now.'),
  E_ROOM_CLOSED: () => t('The room is archived or locked.'),
  E_CID_CONFLICT: () => t('Another message was sent in its place. Copy the text and send it anew.'),
  E_FILE_TOO_BIG: () => t('A file of it is bigger than the server takes.'),
  E_FILE_QUOTA: () => t('You have sent as many files as the server takes in a day. Try again tomorrow.'),
  E_FILE_DAMAGED: () => t('A file of it is not on this computer any more, or not what it was. Attach it again.'),
  E_STORAGE_LOW: () => t('The server has no room for files. It still takes messages without them.'),
  full: () => t('Too many messages wait already.'),
  gone: () => t('It was restored from an older backup.'),
};

const tellFailed = (why: FailedWhy): string => FAILED_SENTENCES[why]?.() ?? t('The server refused it.');

/** Why a server that is there does not take a message yet. Of other codes only the log knows more. */
const STALLED_SENTENCES: Readonly<Partial<Record<ErrorCode, () => string>>> = {
  E_STORAGE_FULL: () => t('The disk of the server is full.'),
  E_STORAGE_READONLY: () => t('The server can only be read: it may not write to its disk.'),
  E_STORAGE_IO: () => t('The disk of the server failed. Whether this is stored turns out when the server is back.'),
  E_STORAGE_LOST: () => t('The history of the server was moved or deleted while it ran.'),
  E_MOVED: () => t('The server is moving. It is sent when the server goes on.'),
  E_RATE: () => t('The server takes messages more slowly than you send them.'),
  E_UNAVAILABLE: () => t('The server has not confirmed it yet.'),
  E_INTERNAL: () => t('The server has a problem of its own.'),
};

const FILE_SENTENCES: Readonly<Partial<Record<ErrorCode, () => string>>> = {
  E_NOT_FOUND: () => t('The file is not there any more, or not for you.'),
  E_FILE_DAMAGED: () => t('What came is not the file that was sent. It was not kept.'),
  E_INTERNAL: () => t('The file cannot be kept on this computer. Its disk may be full.'),
  E_UNAVAILABLE: () => t('The file did not come whole. Try again when the server is reached.'),
};

/** Why a file of a message did not come. */
export const tellFile = (code: ErrorCode): string => FILE_SENTENCES[code]?.() ?? whyRefused(code);

const notKept = (): string => t('It cannot be kept on this computer and is lost when this window closes.');

/** What there is to say about a message that is not on its way. */
export function tellPending({ state, failed, stalled, disk }: PendingMessage): string | undefined {
  if (state === 'sending') return undefined;
  const why = failed ? tellFailed(failed) : stalled && STALLED_SENTENCES[stalled]?.();
  const told = [why, disk === 'refused' ? notKept() : undefined].filter((sentence) => sentence !== undefined);
  return told.length > 0 ? told.join(' ') : undefined;
}

export const SERVER_END_SENTENCES: Readonly<Record<ServerEnd, () => string>> = {
  diskFailed: () =>
    t('The chat server on this computer has stopped: its disk failed, or its history was moved or deleted.'),
  unknown: () => t('The chat server on this computer has ended unexpectedly. What shows ✓ is stored.'),
};

const STORAGE_SENTENCES: Readonly<Record<Exclude<Storage['state'], 'moving' | 'moved'>, () => string>> = {
  low: () =>
    t(
      'The disk of the server is almost full. Messages are still stored; whoever runs the server should free some space.',
    ),
  full: () =>
    t('The disk of the server is full. What you write is kept on this computer and sent when there is room again.'),
  readOnly: () =>
    t('The server can only be read: it may not write to its disk. What is there can be read, nothing new is taken.'),
  damaged: () => t('The history on the server is damaged. What is there can be read, nothing new is taken.'),
};

/** `moved`: where it goes on, if that can be an address. */
export function tellStorage(
  { state, backup, move }: Extract<Push, { kind: 'storage' }>,
  moved?: Pick<Address, 'shown'>,
): Storage | undefined {
  if (moved) return { state: 'moved', text: t('The server has moved to {0}. Nothing new is taken here.', moved.shown) };
  if (move)
    return {
      state: 'moving',
      text: t(
        'The server is moving to another computer. What you write is kept on this computer, and sent when the server goes on.',
      ),
    };
  if (state === 'ok') return undefined;
  const told = [STORAGE_SENTENCES[state]()];
  if (backup !== undefined) told.push(t('Whoever runs the server can restore the backup {0}.', backup));
  return { state, text: told.join(' ') };
}

export function tellUndeleted(code: ErrorCode): string {
  if (code === 'E_UNAVAILABLE')
    return t('The message may not be deleted: the server did not answer. Try again when it does.');
  if (code === 'E_NOT_FOUND') return t('The message cannot be deleted: the server does not have it as yours.');
  return `${t('The message is not deleted.')} ${STALLED_SENTENCES[code]?.() ?? t('The server refused it.')}`;
}

export function tellUnedited(code: ErrorCode): string {
  if (code === 'E_CONFLICT')
    return t(
      'This message was changed elsewhere meanwhile. Look at it, and save again to have your text in its place.',
    );
  return tellRefused(t('The message is as it was.'), code);
}

const REFUSAL_SENTENCES: Readonly<Partial<Record<ErrorCode, () => string>>> = {
  E_NOT_FOUND: () => t('This is not there any more, or not yours to change.'),
  E_MUTED: () => t('A moderator does not let you write for now.'),
  E_ROOM_CLOSED: () => t('This room is closed: nobody, or only moderators, may write in it.'),
  E_TOO_MANY: () => t('There are as many as there may be already.'),
  E_LAST_OWNER: () => t('A team has an owner. Make somebody else one first.'),
  E_NAME_INVALID: () => t('This name cannot be used. Choose another one.'),
  E_NAME_TAKEN: () => t('Another one has this name, or one that looks like it.'),
  E_NAME_TAKEN_LOOKALIKE: () => t('Another one has a name that looks like this.'),
  E_NAME_RESERVED: () => t('This name is kept for the server.'),
  E_TEXT_INVALID: () => t('This text cannot be used.'),
  E_CONFLICT: () => t('It was changed elsewhere meanwhile.'),
  E_TEXT_TOO_LONG: () => t('This text is too long.'),
  E_UNAVAILABLE: () => t('The server did not answer. Try again when it is reached.'),
  E_UNKNOWN_TYPE: () => t('The server is older than this extension and cannot do that.'),
};

/** Why something that was asked of the server did not happen. */
export const whyRefused = (code: ErrorCode): string =>
  REFUSAL_SENTENCES[code]?.() ?? STALLED_SENTENCES[code]?.() ?? t('The server refused it.');

/** `what` did not happen. */
export const tellRefused = (what: string, code: ErrorCode): string => `${what} ${whyRefused(code)}`;

const NAME_RULES: Readonly<Record<string, () => string>> = {
  empty: () => t('Enter a name.'),
  long: () => t('A name has at most 32 characters.'),
  hidden: () => t('A name has no hidden characters.'),
  space: () => t('A name has single spaces only.'),
  shape: () => t("A name begins and ends with a letter or digit; in between . _ ' - and spaces may stand."),
  marks: () => t('A name has at most four marks on a letter, and none twice.'),
  direction: () => t('A name written from right to left begins with a letter.'),
  scripts: () => t('A name has one alphabet, and one that is in use today.'),
};

/** A server may say what it likes. */
function quoted(name = ''): string {
  const checked = checkName(name);
  return checked.ok || checked.error.code === 'E_NAME_RESERVED' ? t('“{0}”', name) : t('a name');
}

export function tellName(name: string, code: ErrorCode, detail: string | undefined): string {
  if (code === 'E_NAME_TAKEN') return t('“{0}” is taken on this server. Choose another name.', name);
  if (code === 'E_NAME_TAKEN_LOOKALIKE') {
    return t('“{0}” can be mistaken for {1}, which is taken. Choose another name.', name, quoted(detail));
  }
  if (code === 'E_NAME_RESERVED') return t('“{0}” is kept for the server. Choose another name.', name);
  return NAME_RULES[detail ?? '']?.() ?? t('This name cannot be used. Choose another one.');
}
