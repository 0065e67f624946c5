import { t } from '@vscode/l10n';
import { noticed } from './noticed';
import type { Cid, MemberId, Seq } from '../../server/protocol/ids';
import type { Message, Millis } from '../../server/protocol/model';
import { type Shown, isShown } from '../../server/protocol/transcript';
import type { Pending } from '../protocol/messages';
import { placesIn } from '../protocol/placeLinks';
import { type ShownReaction, asShown, messageIn, shownReactions } from './acts';
import { type Allowed, NOTHING_ALLOWED, isAllowed } from './allowed';
import { spokenText } from '../text/spoken';
import { dayKey } from './calendar';
import { type ShownFile, fileMarks, filesVersion, fromOwn, fromRef } from './files';
import { mentions } from './mentions';
import type { PageState } from './model';
import { hasNewer, unconfirmed } from './selectors';
import { isInThread } from './thread';

const GROUP_MS = 5 * 60_000;
/** More of them wait as one line: a page has room for 400 rows. */
const PENDING_ROWS = 50;

export type Status = 'stored' | Pending['state'];

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly seq: Seq | undefined;
  readonly cid: Cid | undefined;
  readonly at: Millis;
  readonly name: string;
  /** Not of one that was imported. */
  readonly author: MemberId | undefined;
  readonly text: string;
  readonly files: readonly ShownFile[];
  /** How much of its files is on the server, from 0 to 1; undefined where none is on its way. */
  readonly sent: number | undefined;
  /** There is no text any more: `text` says why. */
  readonly gone: boolean;
  /** It goes in a moment, unless that is undone. */
  readonly undoable: boolean;
  readonly mine: boolean;
  /** It names the reader. */
  readonly toMe: boolean;
  readonly allowed: Allowed;
  readonly editedAt: Millis | undefined;
  readonly quote: Quote | undefined;
  /** Messages of the room that it links to, as far as they are here. */
  readonly linked: readonly Linked[];
  readonly reactions: readonly ShownReaction[];
  readonly replies: number;
  readonly resolved: boolean;
  readonly pinned: boolean;
  /** Begins a group: shows name and time. */
  readonly leads: boolean;
  /** Only of the reader's own. */
  readonly status: Status | undefined;
  readonly reason: string | undefined;
}

export interface Linked {
  readonly seq: Seq;
  readonly name: string;
  readonly at: Millis;
}

/** What a message answers, looked up and never copied. */
export interface Quote {
  readonly seq: Seq;
  /** Undefined where the message is not here. */
  readonly name: string | undefined;
  readonly text: string;
}

export type Row =
  | MessageRow
  | {
      readonly kind: 'arrival';
      readonly key: string;
      readonly seq: Seq;
      readonly at: Millis;
      readonly text: string;
    }
  | { readonly kind: 'divider'; readonly key: string }
  | { readonly kind: 'backlog'; readonly key: string; readonly count: number };

export interface Day {
  readonly key: string;
  readonly at: Millis;
  readonly rows: readonly Row[];
}

/** What a row looks like, apart from what never changes with its key. */
export const version = (row: Row): string => {
  if (row.kind === 'backlog') return String(row.count);
  return row.kind === 'message'
    ? `${row.leads} ${row.gone} ${row.undoable} ${row.toMe} ${row.status ?? ''} ${row.reason ?? ''} ${row.sent ?? ''} ${filesVersion(row.files)}${acts(row)}`
    : '';
};

/** Of what was done to it, and of what may be. */
function acts({ allowed, editedAt, quote, linked, reactions, replies, resolved, pinned }: MessageRow): string {
  const may = `${allowed.edit} ${allowed.delete} ${allowed.act} ${allowed.resolve} ${allowed.markUnread}`;
  const said = reactions.map(({ emoji, names }) => `${emoji} ${names}`).join();
  return ` ${may} ${editedAt ?? ''} ${quote?.name ?? ''} ${quote?.text ?? ''} ${linkedVersion(linked)} ${said} ${replies} ${resolved} ${pinned}`;
}

export const linkedVersion = (linked: readonly Linked[]): string =>
  linked.map(({ seq, name, at }) => `${seq} ${name} ${at}`).join();

const QUOTED = 120;

export function quoteOf(
  s: Pick<PageState, 'entries' | 'acts' | 'me' | 'thread'>,
  seq: Seq | undefined,
): Quote | undefined {
  if (seq === undefined) return undefined;
  const held = messageIn(s, seq);
  const message = held && asShown(held, s);
  if (!message) return { seq, name: undefined, text: t('A message from before') };
  const { tombstone } = message;
  const whole = [
    tombstone === undefined ? spokenText(message.text) : TOMBSTONES[tombstone](),
    ...fileMarks(message.files),
  ].join(' ');
  const line = whole.replace(/\s+/gu, ' ').trim();
  const name = s.me !== undefined && message.author === s.me.id ? t('You') : message.name || t('Unknown');
  return { seq, name, text: line.length > QUOTED ? `${line.slice(0, QUOTED)}…` : line };
}

export const TOMBSTONES: Readonly<Record<NonNullable<Message['tombstone']>, () => string>> = {
  deleted: () => t('This message was deleted.'),
  damaged: () => t("This message was damaged on the server's disk."),
};

const textOf = ({ text, tombstone }: Message): string => (tombstone === undefined ? text : TOMBSTONES[tombstone]());

const fromEntry = (held: Shown, s: RowState): Row => {
  const { me, files } = s;
  const entry = asShown(held, s);
  const undoable = entry !== held;
  if (entry.kind !== 'message') {
    return { kind: 'arrival', key: `s${entry.seq}`, seq: entry.seq, at: entry.at, text: noticed(entry) };
  }
  const mine = me !== undefined && entry.author === me.id;
  return {
    kind: 'message',
    // One's own message keeps its row, and the focus in it, when it gets its place.
    key: mine && entry.cid !== undefined ? entry.cid : `s${entry.seq}`,
    seq: entry.seq,
    cid: entry.cid,
    at: entry.at,
    name: entry.name,
    author: entry.author,
    text: undoable ? t('This message is about to be deleted.') : textOf(entry),
    files: (entry.files ?? []).map((file) => fromRef(file, files)),
    sent: undefined,
    gone: entry.tombstone !== undefined,
    undoable,
    mine,
    toMe: me !== undefined && !mine && mentions(entry.text, me.name),
    allowed: isAllowed(s, entry),
    editedAt: entry.editedAt,
    quote: quoteOf(s, entry.replyTo),
    linked: linkedIn(entry.text, s),
    reactions: shownReactions(entry, me?.id),
    replies: entry.replies?.count ?? 0,
    resolved: entry.resolved === true,
    pinned: entry.pinned === true,
    leads: true,
    status: mine && entry.tombstone === undefined ? 'stored' : undefined,
    reason: undefined,
  };
};

type RowState = Pick<PageState, 'me' | 'room' | 'entries' | 'acts' | 'files' | 'thread' | 'linkable'>;

const LINKED = 20;

/** Looked up as a quote is. */
function linkedIn(text: string, s: RowState): readonly Linked[] {
  return placesIn(text, LINKED).flatMap(({ server, room, seq }) => {
    if (server !== s.linkable.server || room !== s.room.id || seq === undefined) return [];
    const message = messageIn(s, seq);
    return message ? [{ seq, name: message.name || t('Unknown'), at: message.at }] : [];
  });
}

const fromPending = (item: Pending, s: RowState): MessageRow => ({
  kind: 'message',
  key: item.cid,
  seq: undefined,
  cid: item.cid,
  at: item.at,
  name: s.me?.name ?? '',
  author: s.me?.id,
  text: item.text,
  files: (item.files ?? []).map((file) => fromOwn(file, s.files)),
  sent: sentOf(item),
  gone: false,
  undoable: false,
  mine: true,
  toMe: false,
  allowed: NOTHING_ALLOWED,
  editedAt: undefined,
  quote: quoteOf(s, item.replyTo),
  linked: linkedIn(item.text, s),
  reactions: [],
  replies: 0,
  resolved: false,
  pinned: false,
  leads: true,
  status: item.state,
  reason: item.reason,
});

function sentOf({ files, moved = 0, state }: Pending): number | undefined {
  if (files === undefined || state === 'failed' || state === 'gone') return undefined;
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return size === 0 ? 1 : Math.floor((100 * moved) / size) / 100;
}

const continues = (row: MessageRow, last: Row | undefined): boolean =>
  last?.kind === 'message' &&
  last.mine === row.mine &&
  last.name === row.name &&
  Math.abs(row.at - last.at) < GROUP_MS &&
  dayKey(last.at) === dayKey(row.at);

function flat(s: PageState, known: RowState): readonly Row[] {
  const rows: Row[] = [];
  let divided = s.divider === undefined;
  const keys = new Set<string>();
  const add = (row: Row) => {
    // Where a server gives two messages one cid.
    const { key } = keys.has(row.key) ? { key: `${row.key} ${keys.size}` } : row;
    keys.add(key);
    rows.push({ ...row, key, ...(row.kind === 'message' && continues(row, rows.at(-1)) && { leads: false }) });
  };
  for (const entry of s.entries) {
    if (!isShown(entry)) continue;
    if (!divided && s.divider !== undefined && entry.seq > s.divider) {
      // A window that starts behind the divider does not show it.
      if (rows.length > 0 || entry.seq === s.divider + 1) rows.push({ kind: 'divider', key: 'new' });
      divided = true;
    }
    add(fromEntry(entry, known));
  }
  if (hasNewer(s)) return rows;
  const waiting = unconfirmed(s);
  const hidden = waiting.length - PENDING_ROWS;
  if (hidden > 0) rows.push({ kind: 'backlog', key: 'backlog', count: hidden });
  for (const item of waiting.slice(-PENDING_ROWS)) add(fromPending(item, known));
  return rows;
}

const timeOf = (row: Row): Millis | undefined => ('at' in row ? row.at : undefined);

/** The open thread as it is drawn. That an answer is one to its beginning needs no quote there. */
export function threadDays(s: PageState): { readonly first: readonly Day[]; readonly answers: readonly Day[] } {
  const { thread } = s;
  if (!thread) return { first: [], answers: [] };
  const { root, first, answers = [] } = thread;
  const plain = { ...s, divider: undefined, pending: [], submitted: [], entries: [], head: 0 };
  const isHere = (item: { readonly replyTo?: Seq | undefined }) => isInThread(s, item.replyTo);
  const waiting = { pending: s.pending.filter(isHere), submitted: s.submitted.filter(isHere) };
  const last = answers.at(-1)?.seq ?? root;
  const plainly = <T extends { readonly replyTo?: Seq | undefined }>(item: T): T =>
    item.replyTo === root ? { ...item, replyTo: undefined } : item;
  return {
    first: toDays({ ...plain, entries: first ? [first] : [] }, s),
    answers: toDays(
      {
        ...plain,
        entries: answers.map((entry) => (entry.kind === 'message' ? plainly(entry) : entry)),
        head: thread.hasNewer ? last + 1 : last,
        pending: waiting.pending.map(plainly),
        submitted: waiting.submitted.map(plainly),
      },
      s,
    ),
  };
}

/**
 * The log as it is drawn: days with their rows. Rows without a time belong to the row behind them. `known`: where what they
 * refer to is looked up.
 */
export function toDays(s: PageState, known: RowState = s): readonly Day[] {
  const days: { key: string; at: Millis; rows: Row[] }[] = [];
  const seen = new Map<string, number>();
  let held: Row[] = [];
  for (const row of flat(s, known)) {
    const at = timeOf(row);
    if (at === undefined) {
      held.push(row);
      continue;
    }
    const day = dayKey(at);
    const last = days.at(-1);
    if (last !== undefined && dayKey(last.at) === day) {
      last.rows.push(...held, row);
    } else {
      // Imported or corrected clocks may bring a day back.
      const times = seen.get(day) ?? 0;
      seen.set(day, times + 1);
      days.push({ key: `${day}#${times}`, at, rows: [...held, row] });
    }
    held = [];
  }
  return days;
}
