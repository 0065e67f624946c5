import type { SQLOutputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Cid, MemberId, Seq } from '../protocol/ids';
import type { Edit, FileRef, Flagged, KnownEntry, Message, Millis, Notice, Reacted, Room } from '../protocol/model';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** What the columns of an entry hold. */
export interface StoredEntry {
  readonly room: number;
  readonly seq: Seq;
  readonly kind: number;
  readonly at: Millis;
  readonly author: number | null;
  readonly name: string;
  /** As hex digits. */
  readonly cid: string | null;
  readonly text: string;
  readonly target: Seq | null;
  /** Of a message that carries some, as JSON. */
  readonly files: string | null;
  /** Of a message that answers another one: that one, and the one its thread begins with. */
  readonly reply: Seq | null;
  readonly thread: Seq | null;
}

/** In the database an entry's kind is its place here. `reworded` is an edit whose text yet another one has replaced. */
const KINDS = ['message', 'joined', 'left', 'deleted', 'notice', 'edited', 'reworded', 'reacted', 'flagged'] as const;

/**
 * A checksum of all that a row says, its place too: SQLite's own checks do not see a bit that was flipped inside a text.
 * As a signed number it takes four bytes.
 */
export function sumOf(stored: StoredEntry): number {
  const { room, seq, kind, at, author, name, cid, text, target, files, reply, thread } = stored;
  const said = `${room} ${seq} ${kind} ${at} ${author ?? ''} ${target ?? ''} ${cid ?? ''} ${name}\0${text}`;
  const more = reply === null ? '' : `\0${reply} ${thread ?? ''}`;
  return crc32(files === null ? `${said}${more}` : `${said}\0${files}${more}`) | 0;
}

/** What the columns of a room hold, but for what can be made anew. */
export interface StoredRoom extends Omit<Room, 'members'> {
  readonly number: number;
  readonly directKey?: string;
}

export function roomSumOf(room: StoredRoom): number {
  const { number, id, kind, head, lastAt, isArchived, isLocked, creator = '', directKey = '', name, topic } = room;
  return (
    crc32(
      `${number} ${id} ${kind} ${head} ${lastAt} ${isArchived} ${isLocked} ${creator} ${directKey} ${name}\0${topic}`,
    ) | 0
  );
}

/** The columns of a member, in their order, but for its number and its sum. */
export const memberSumOf = (columns: readonly unknown[]): number =>
  crc32(columns.map((value) => (value instanceof Uint8Array ? hexOf(value) : String(value))).join('\0')) | 0;

export function storedOf(entry: KnownEntry, room: number, author: number | null): StoredEntry {
  const says = entry.kind === 'message';
  return {
    room,
    seq: entry.seq,
    kind: KINDS.indexOf(entry.kind),
    at: entry.at,
    author,
    name: entry.name,
    cid: says && entry.cid !== undefined ? hexOfCid(entry.cid) : null,
    text: saidBy(entry),
    target: 'target' in entry ? entry.target : null,
    files: says && entry.files !== undefined ? JSON.stringify(entry.files) : null,
    reply: (says ? entry.replyTo : undefined) ?? null,
    thread: (says ? (entry.thread ?? entry.replyTo) : undefined) ?? null,
  };
}

/** What an entry tells, as its text. */
function saidBy(entry: KnownEntry): string {
  switch (entry.kind) {
    case 'message':
      return entry.text;
    case 'edited':
      return entry.text ?? '';
    case 'notice': {
      const { act, subject, text } = entry;
      return JSON.stringify({ act, subject, text });
    }
    case 'reacted':
      return `${entry.isOn ? ON : OFF}${entry.emoji}`;
    case 'flagged':
      return `${entry.isOn ? ON : OFF}${entry.flag}`;
    default:
      return '';
  }
}

const [ON, OFF] = ['+', '-'];
const noticeOf = (stored: string) => JSON.parse(stored) as Pick<Notice, 'act' | 'subject' | 'text'>;
const isOn = (stored: string): boolean => stored.startsWith(ON);

/** The row as it was written, or undefined where it is not as it was written. */
export function readStored(row: Row): StoredEntry | undefined {
  const stored = row as unknown as StoredEntry & { readonly sum: number };
  const isReadable = stored.cid === null || typeof stored.cid === 'string';
  return isReadable && stored.sum === sumOf(stored) ? stored : undefined;
}

/** `edit`: of a message that was edited, what has its text now; absent where that cannot be read. */
export function entryOf(stored: StoredEntry, author: MemberId | undefined, edit?: StoredEntry): KnownEntry {
  const kind = KINDS[stored.kind] ?? 'message';
  const { seq, at, name, text, target: to } = stored;
  const placed = author === undefined ? { seq, at, name } : { seq, at, name, author };
  const target = to ?? 0;
  switch (kind) {
    case 'message':
      return messageOf(stored, placed, edit);
    case 'joined':
    case 'left':
      return { kind, ...placed };
    case 'deleted':
      return { kind, ...placed, target };
    case 'edited':
      return { kind, ...placed, target, text } satisfies Edit;
    case 'reworded':
      return { kind: 'edited', ...placed, target } satisfies Edit;
    case 'reacted':
      return { kind, ...placed, target, emoji: text.slice(1), isOn: isOn(text) } satisfies Reacted;
    case 'flagged':
      return { kind, ...placed, target, flag: text.slice(1), isOn: isOn(text) } satisfies Flagged;
    case 'notice':
      return { kind, ...placed, ...noticeOf(text) };
    default:
      return kind satisfies never;
  }
}

type Placed = Pick<Message, 'seq' | 'at' | 'name' | 'author'>;

function messageOf(stored: StoredEntry, placed: Placed, edit: StoredEntry | undefined): Message {
  const { seq, at, cid, target, files, reply, thread } = stored;
  if (target === EDITED && !edit) return damagedEntry(seq, at);
  const message = {
    kind: 'message',
    ...placed,
    ...(cid !== null && { cid: dashed(cid) }),
    ...(reply !== null && { replyTo: reply, ...(thread !== null && thread !== reply && { thread }) }),
  } as const;
  if (target === BURIED) return { ...message, text: '', tombstone: 'deleted' };
  const carried = files === null ? {} : { files: filesOf(stored) };
  return edit
    ? { ...message, text: edit.text, ...carried, editedAt: edit.at, rev: edit.seq }
    : { ...message, text: stored.text, ...carried };
}

/** Those that a message carries that was not deleted. */
export const filesOf = ({ files, target }: StoredEntry): readonly FileRef[] =>
  files === null || target === BURIED ? [] : (JSON.parse(files) as FileRef[]);

/** A message that was deleted, and one whose text stands in an edit, have these targets. They take no more room than none. */
const BURIED = 0;
const EDITED = 1;
const MOST_TRIES = 100_000;

export const isMessage = ({ kind }: StoredEntry): boolean => kind === KINDS.indexOf('message');
export const isBuried = ({ target }: StoredEntry): boolean => target === BURIED;
export const isEdited = ({ target }: StoredEntry): boolean => target === EDITED;

/** The row of a message that is deleted: without what it carries, too. */
export const buried = (stored: StoredEntry): StoredEntry =>
  blanked({ ...stored, target: BURIED, files: stored.files && ' '.repeat(Buffer.byteLength(stored.files)) }, stored);

/** The row of a message of which an edit has the text. */
export const edited = (stored: StoredEntry): StoredEntry => blanked({ ...stored, target: EDITED }, stored);

/** The row of an edit of which nothing has the text any more, or another one. */
export const reworded = (stored: StoredEntry): StoredEntry =>
  blanked({ ...stored, kind: KINDS.indexOf('reworded') }, stored);

/**
 * The row without its text. It has the length it had, to the byte, so that SQLite writes it over the old one:
 * where a row shrinks it moves others together, and may leave a copy of what they were in an unused part of the page.
 */
function blanked(changed: StoredEntry, stored: StoredEntry): StoredEntry {
  const length = Buffer.byteLength(stored.text);
  const sumBytes = bytesOfNumber(sumOf(stored));
  const blank = { ...changed, text: ' '.repeat(length) };
  // What no message carries any more can be filled, too.
  const files = changed.files === stored.files ? null : changed.files;
  for (let i = 0; i < MOST_TRIES && String(i).length <= (files ?? blank.text).length; i += 1) {
    const filled = i === 0 ? blank : filledWith(String(i), blank, files);
    if (bytesOfNumber(sumOf(filled)) === sumBytes) return filled;
  }
  return blank;
}

const filledWith = (filler: string, blank: StoredEntry, files: string | null): StoredEntry =>
  files === null
    ? { ...blank, text: filler.padStart(blank.text.length) }
    : { ...blank, files: filler.padStart(files.length) };

/** How long SQLite writes it. */
const bytesOfNumber = (value: number): number => {
  if (value === 0 || value === 1) return 0;
  const size = value < 0 ? -value - 1 : value;
  return size < 0x80 ? 1 : size < 0x8000 ? 2 : size < 0x80_0000 ? 3 : 4;
};

/** The text, if the row is a message that has one. */
export const textOf = (stored: StoredEntry | undefined): string | undefined =>
  stored && isMessage(stored) && stored.target === null ? stored.text : undefined;

/** What stands at the place of an entry that cannot be read: nothing of it can be trusted. */
export const damagedEntry = (seq: Seq, at: Millis): Message => ({
  kind: 'message',
  seq,
  at,
  name: '',
  text: '',
  tombstone: 'damaged',
});

const hexOfCid = (cid: Cid): string => cid.replaceAll('-', '');

const dashed = (hex: string): Cid =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Cid;

export const bytesOf = (cid: Cid): Uint8Array => Buffer.from(hexOfCid(cid), 'hex');

export const cidOf = (bytes: Uint8Array): Cid => dashed(hexOf(bytes));

export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
