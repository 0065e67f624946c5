import type { MemberId, Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { KnownEntry, Message, Millis } from '../protocol/model';
import { attachedTo } from './attached';
import {
  type Row,
  type StoredEntry,
  buried,
  damagedEntry,
  edited,
  entryOf,
  isBuried,
  isEdited,
  isMessage,
  readStored,
  reworded,
  storedOf,
  sumOf,
} from './rows';
import type { Numbers } from './searchIndex';
import { saysDamaged } from './sqliteCode';
import type { Statements } from './statements';
import { Tails, charsOfText } from './tails';

/** Seqs from `from` to `to`. */
export interface Range {
  readonly from: Seq;
  readonly to: Seq;
}

/** A row by its number: what came later has a higher one, in whatever room. */
export interface NumberedEntry {
  readonly number: number;
  readonly stored: StoredEntry;
}

/** Of a row, as it stands there: it may be damaged. */
export type NumberedPlace = Pick<StoredEntry, 'room' | 'seq' | 'at' | 'author' | 'name'>;

interface EntryTablePorts {
  authorOf(number: number): MemberId | undefined;
  /** Told once of each. */
  damaged(room: number, seq: Seq): void;
}

const MOST_TOLD = 10_000;
const ROWS = 50;

/** The entries as they are stored. What comes out of it is what went in, or says that it is damaged. */
export class EntryTable {
  readonly #sql: Statements;
  readonly #ports: EntryTablePorts;
  readonly #told = new Set<string>();
  readonly #tails = new Tails();
  #newest = 0;

  constructor(sql: Statements, ports: EntryTablePorts) {
    this.#sql = sql;
    this.#ports = ports;
    this.forget();
  }

  /** The number of the newest row. */
  get newest(): number {
    return this.#newest;
  }

  add(entry: KnownEntry, room: number, author: number | null): void {
    const stored = storedOf(entry, room, author);
    const { seq, kind, at, name, cid, text, target, files, reply, thread } = stored;
    const sum = sumOf(stored);
    const appended = this.#sql.append.run(
      room,
      seq,
      kind,
      at,
      author,
      name,
      cid === null ? null : Buffer.from(cid, 'hex'),
      text,
      target,
      files,
      reply,
      thread,
      sum,
    );
    this.#newest = Number(appended.lastInsertRowid);
    this.#tails.add(room, entry);
    if (thread !== null) this.touch(room, thread);
  }

  /** Something was put to a message. */
  touch(room: number, seq: Seq): void {
    this.#tails.replace(room, seq, () => this.#alone(room, seq, attachedTo(this.#sql, room, { from: seq, to: seq })));
  }

  /** After a transaction that came to nothing. */
  forget(): void {
    this.#tails.clear();
    this.#newest = Number(this.#sql.newestNumber.get()?.['number'] ?? 0);
  }

  /** Undefined where it is damaged, or not there. */
  stored(room: number, seq: Seq): StoredEntry | undefined {
    const row = readable(() => this.#sql.entry.get(room, seq));
    return row && readStored(row);
  }

  numberOf(room: number, seq: Seq): number | undefined {
    const row = readable(() => this.#sql.numberOf.get(room, seq));
    return row && Number(row['number']);
  }

  placeAt(number: number): NumberedPlace | undefined {
    return readable(() => this.#sql.placeAt.get(number)) as NumberedPlace | undefined;
  }

  /** In order, without those that are damaged; a message that was edited with the text it has now. Only of `rooms`, if given. */
  numbered({ from, to }: Numbers, rooms?: Pick<ReadonlySet<number>, 'has'>): readonly NumberedEntry[] {
    const all = readable(() => this.#sql.numbered.all(from, to));
    const one = (_: unknown, i: number) => readable(() => this.#sql.numbered.all(from + i, from + i)) ?? [];
    return (all ?? Array.from({ length: to - from + 1 }, one).flat()).flatMap((row) => {
      if (rooms && !rooms.has(Number(row['room']))) return [];
      const stored = readStored(row);
      const said = stored && this.#said(stored);
      return said ? [{ number: Number(row['number']), stored: said }] : [];
    });
  }

  numbering(stored: StoredEntry): NumberedEntry {
    return { number: this.numberOf(stored.room, stored.seq) ?? Infinity, stored };
  }

  #said(stored: StoredEntry): StoredEntry | undefined {
    if (!isMessage(stored) || !isEdited(stored)) return stored;
    const edit = this.#editOf(stored);
    return edit && { ...stored, text: edit.text };
  }

  postOf(
    author: number,
    cid: Uint8Array,
  ): { readonly room: number; readonly seq: Seq; readonly whole?: StoredEntry } | undefined {
    const place = this.#sql.placeOf.get(author, cid);
    if (!place) return undefined;
    const [room, seq] = [Number(place['room']), Number(place['seq'])];
    const whole = this.stored(room, seq);
    return whole ? { room, seq, whole } : { room, seq };
  }

  /** How many messages of others there are up to the head, as far as they are counted: never so far that others wait. */
  countOfOthers(
    room: number,
    { after, head, reader }: { readonly after: Seq; readonly head: Seq; readonly reader: number },
  ): number {
    if (head - after > LIMITS.countedEntries) return LIMITS.countedUnread;
    const row = readable(() => this.#sql.countOfOthers.get(room, after, reader, LIMITS.countedUnread));
    return Number(row?.['count'] ?? 0);
  }

  /** Takes the text of a message away: what it said, where it said something. */
  bury(room: number, seq: Seq): StoredEntry | undefined {
    return this.#takeText(room, seq, buried);
  }

  /** Takes the text of a message away, which an edit will have. */
  reword(room: number, seq: Seq): StoredEntry | undefined {
    return this.#takeText(room, seq, edited);
  }

  /** The message as it was, with the text it had last. */
  #takeText(room: number, seq: Seq, without: (stored: StoredEntry) => StoredEntry): StoredEntry | undefined {
    const stored = this.stored(room, seq);
    if (!stored || !isMessage(stored) || isBuried(stored)) return undefined;
    const edit = this.#editOf(stored);
    this.#tails.forget(room);
    this.#write(without(stored));
    if (!isEdited(stored)) return stored;
    if (edit) this.#write(reworded(edit));
    return { ...stored, text: edit?.text ?? '' };
  }

  #write(stored: StoredEntry): void {
    const { room, seq, kind, text, target, files } = stored;
    this.#sql.bury.run(kind, text, target, files, sumOf(stored), room, seq);
  }

  /** Of a message that was edited: what has its text. */
  #editOf(stored: StoredEntry): StoredEntry | undefined {
    if (!isMessage(stored) || !isEdited(stored)) return undefined;
    const row = readable(() => this.#sql.edit.get(stored.room, stored.seq));
    return row && readStored(row);
  }

  /** Those of a range, in order of seq and without gaps; where they are too much for a page, those at its beginning or end. */
  page(room: number, { from, to }: Range, keep: 'first' | 'last'): KnownEntry[] {
    if (to < from) return [];
    const tail = this.#tails.range(room, { from, to });
    if (tail && fitsPage(tail)) return tail;
    const found = new Map<Seq, KnownEntry>();
    const attach = attachedTo(this.#sql, room, { from, to });
    let bytes = 0;
    let [first, last] = [from, to];
    for (const row of this.#rows(room, { from, to }, keep)) {
      const stored = readStored(row);
      if (!stored) continue;
      const entry = this.#entry(stored, attach);
      bytes += bytesOnWire(entry);
      if (bytes > LIMITS.pageBytes && found.size > 0) {
        if (keep === 'first') last = entry.seq - 1;
        else first = entry.seq + 1;
        break;
      }
      found.set(entry.seq, entry);
    }
    return this.#placed({ room, from: first, to: last }, found, attach);
  }

  /** These, one by one, until they are too much for a page. */
  those(room: number, seqs: readonly Seq[]): KnownEntry[] {
    const found: KnownEntry[] = [];
    let bytes = 0;
    for (const seq of seqs) {
      const [entry] = this.page(room, { from: seq, to: seq }, 'first');
      if (!entry) continue;
      bytes += bytesOnWire(entry);
      if (bytes > LIMITS.pageBytes && found.length > 0) break;
      found.push(entry);
    }
    return found;
  }

  #placed(
    { room, from, to }: Range & { readonly room: number },
    found: ReadonlyMap<Seq, KnownEntry>,
    attach: (message: Message) => Message,
  ): KnownEntry[] {
    const placed: KnownEntry[] = [];
    let at: Millis = found.values().next().value?.at ?? 0;
    for (let seq = from; seq <= to; seq += 1) {
      const entry = found.get(seq) ?? this.#alone(room, seq, attach) ?? this.#damaged(room, seq, at);
      at = entry.at;
      placed.push(entry);
    }
    return placed;
  }

  /** A damaged neighbour may have ended the walk along the rows too early. */
  #alone(room: number, seq: Seq, attach: (message: Message) => Message): KnownEntry | undefined {
    const stored = this.stored(room, seq);
    return stored && this.#entry(stored, attach);
  }

  #entry(stored: StoredEntry, attach: (message: Message) => Message): KnownEntry {
    const author = stored.author === null ? undefined : this.#ports.authorOf(stored.author);
    const entry = entryOf(stored, author, this.#editOf(stored));
    return entry.kind === 'message' ? attach(entry) : entry;
  }

  #damaged(room: number, seq: Seq, at: Millis): KnownEntry {
    const place = `${room} ${seq}`;
    if (!this.#told.has(place) && this.#told.size < MOST_TOLD) {
      this.#told.add(place);
      this.#ports.damaged(room, seq);
    }
    return damagedEntry(seq, at);
  }

  /** A few at a time: a page of long ones ends early. */
  *#rows(room: number, { from, to }: Range, keep: 'first' | 'last'): Iterable<Row> {
    for (let done = 0; done <= to - from; done += ROWS) {
      const first = keep === 'first' ? from + done : Math.max(from, to - done - ROWS + 1);
      const last = keep === 'first' ? Math.min(to, from + done + ROWS - 1) : to - done;
      yield* this.#few(room, { from: first, to: last }, keep);
    }
  }

  *#few(room: number, { from, to }: Range, keep: 'first' | 'last'): Iterable<Row> {
    const statement = keep === 'first' ? this.#sql.after : this.#sql.before;
    const rows = readable(() => statement.all(room, from, to));
    if (rows) return yield* rows;
    // One of them cannot even be read: the others can, one by one.
    for (let i = 0; i <= to - from; i += 1) {
      const row = readable(() => this.#sql.entry.get(room, keep === 'first' ? from + i : to - i));
      if (row) yield row;
    }
  }
}

/** Of a damaged row a number may be larger than any that JavaScript can hold, or it is not where the index says. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || saysDamaged(error)) return undefined;
    throw error;
  }
}

/** Short ones are not measured: all of a page may be as long as this without being too much for it. */
const SHORT = 200;
/** Of one character, escaped. */
const MOST_BYTES = 6;
const ENVELOPE_BYTES = 250;

export function bytesOnWire(entry: KnownEntry): number {
  return charsOf(entry) <= SHORT ? mostBytesOf(entry) : Buffer.byteLength(JSON.stringify(entry));
}

const fitsPage = (entries: readonly KnownEntry[]): boolean =>
  entries.reduce((bytes, entry) => bytes + mostBytesOf(entry), 0) <= LIMITS.pageBytes;

const mostBytesOf = (entry: KnownEntry): number => ENVELOPE_BYTES + MOST_BYTES * charsOf(entry);

const charsOf = (entry: KnownEntry): number => entry.name.length + charsOfText(entry);
