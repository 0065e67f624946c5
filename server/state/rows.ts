import type { SQLOutputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Cid, MemberId, Seq } from '../protocol/ids';
import type { FileRef, KnownEntry, Message, Millis, Notice, Room } from '../protocol/model';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** What the columns of an entry hold. */
export interface StoredEntry {
  readonly room: number;
  readonly seq: Seq;
  readonly kind: number;
  readonly at: Millis;
  readonly author: number | null;
  readonly name: string;
  readonly cid: Uint8Array | null;
  readonly text: string;
  readonly target: Seq | null;
  /** Of a message that carries some, as JSON. */
  readonly files: string | null;
}

/** In the database an entry's kind is its place here. */
const KINDS = ['message', 'joined', 'left', 'deleted', 'notice'] as const;

/**
 * A checksum of all that a row says, its place too: SQLite's own checks do not see a bit that was flipped inside a text.
 * As a signed number it takes four bytes.
 */
export function sumOf({ room, seq, kind, at, author, name, cid, text, target, files }: StoredEntry): number {
  const said = `${room} ${seq} ${kind} ${at} ${author ?? ''} ${target ?? ''} ${hexOf(cid)} ${name}\0${text}`;
  return crc32(files === null ? said : `${said}\0${files}`) | 0;
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
  const isMessage = entry.kind === 'message';
  return {
    room,
    seq: entry.seq,
    kind: KINDS.indexOf(entry.kind),
    at: entry.at,
    author,
    name: entry.name,
    cid: isMessage && entry.cid !== undefined ? bytesOf(entry.cid) : null,
    text: isMessage ? entry.text : entry.kind === 'notice' ? saidBy(entry) : '',
    target: entry.kind === 'deleted' ? entry.target : null,
    files: isMessage && entry.files !== undefined ? JSON.stringify(entry.files) : null,
  };
}

/** What a notice tells, as its text. */
const saidBy = ({ act, subject, text }: Notice): string => JSON.stringify({ act, subject, text });
const heardOf = (stored: string) => JSON.parse(stored) as Pick<Notice, 'act' | 'subject' | 'text'>;

/** The row as it was written, or undefined where it is not as it was written. */
export function readStored(row: Row): StoredEntry | undefined {
  const stored = row as unknown as StoredEntry & { readonly sum: number };
  const isReadable = stored.cid === null || stored.cid instanceof Uint8Array;
  return isReadable && stored.sum === sumOf(stored) ? stored : undefined;
}

export function entryOf(stored: StoredEntry, author: MemberId | undefined): KnownEntry {
  const kind = KINDS[stored.kind] ?? 'message';
  const { seq, at, name, text, target } = stored;
  const placed = author === undefined ? { seq, at, name } : { seq, at, name, author };
  if (kind === 'deleted') return { kind, ...placed, target: target ?? 0 };
  if (kind === 'joined' || kind === 'left') return { kind, ...placed };
  if (kind === 'notice') return { kind, ...placed, ...heardOf(text) };
  const message = { kind: 'message', ...placed, ...(stored.cid === null ? {} : { cid: cidOf(stored.cid) }) } as const;
  if (target === null && stored.files !== null) return { ...message, text, files: filesOf(stored) };
  return target === null ? { ...message, text } : { ...message, text: '', tombstone: 'deleted' };
}

/** Those that a message carries that was not deleted. */
export const filesOf = ({ files, target }: StoredEntry): readonly FileRef[] =>
  files === null || target !== null ? [] : (JSON.parse(files) as FileRef[]);

/** A message that was deleted has this target. */
const BURIED = 0;
const MOST_TRIES = 100_000;

/**
 * The row of a message without its text. It has the length it had, to the byte, so that SQLite writes it over the old one:
 * where a row shrinks it moves others together, and may leave a copy of what they were in an unused part of the page.
 */
export function buried(stored: StoredEntry): StoredEntry {
  const length = Buffer.byteLength(stored.text);
  const sumBytes = bytesOfNumber(sumOf(stored));
  const files = stored.files === null ? null : ' '.repeat(Buffer.byteLength(stored.files));
  const blank = { ...stored, text: ' '.repeat(length), files, target: BURIED };
  for (let i = 0; i < MOST_TRIES && String(i).length <= (files ?? blank.text).length; i += 1) {
    const filled = i === 0 ? blank : filledWith(String(i), blank);
    if (bytesOfNumber(sumOf(filled)) === sumBytes) return filled;
  }
  return blank;
}

const filledWith = (filler: string, blank: StoredEntry): StoredEntry =>
  blank.files === null
    ? { ...blank, text: filler.padStart(blank.text.length) }
    : { ...blank, files: filler.padStart(blank.files.length) };

/** How long SQLite writes it. */
const bytesOfNumber = (value: number): number => {
  if (value === 0 || value === 1) return 0;
  const size = value < 0 ? -value - 1 : value;
  return size < 0x80 ? 1 : size < 0x8000 ? 2 : size < 0x80_0000 ? 3 : 4;
};

/** The text, if the row is a message that has one. */
export const textOf = (stored: StoredEntry | undefined): string | undefined =>
  stored?.kind === KINDS.indexOf('message') && stored.target === null ? stored.text : undefined;

/** What stands at the place of an entry that cannot be read: nothing of it can be trusted. */
export const damagedEntry = (seq: Seq, at: Millis): Message => ({
  kind: 'message',
  seq,
  at,
  name: '',
  text: '',
  tombstone: 'damaged',
});

export const bytesOf = (cid: Cid): Uint8Array => Buffer.from(cid.replaceAll('-', ''), 'hex');

export function cidOf(bytes: Uint8Array): Cid {
  const hex = hexOf(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Cid;
}

const hexOf = (bytes: Uint8Array | null): string =>
  bytes === null ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
