import type { ImportedEntry } from '../core/commands';
import { LIMITS } from '../protocol/limits';
import type { Millis } from '../protocol/model';
import { TRANSCRIPT_HEADER } from '../protocol/transcript';
import { type EntryHead, NAME_UNITS, readHead } from './entryHead';
import { type Line, readLines } from './lines';
import { startOfMinute } from './localMinute';

/** Something in the lines `first` to `last` that could not be read as it stands. It was kept all the same. */
export interface HistoryProblem {
  readonly first: number;
  readonly last: number;
  readonly what: string;
}

interface HistoryWatcher {
  problem(problem: HistoryProblem): void;
  progress?(bytes: number, total: number): void;
}

/** No line of the file begins an entry that has a date. */
export class NotAHistory extends Error {}

/**
 * The entries of a `chat_history.txt`, the Python chat's or ours, in its order. Reads as it is iterated and holds no more
 * than an entry, however long the file. Nothing is left out: what cannot be read is kept as text, and reported.
 */
export function* readHistoryFile(file: string, watcher: HistoryWatcher): Generator<ImportedEntry> {
  const start = findStart(file);
  if (!start) return;
  const report = new Report(watcher);
  let entry: OpenEntry | undefined;
  let at = start.at;
  for (const line of readLines(file, (bytes, total) => watcher.progress?.(bytes, total))) {
    if (isHeader(line)) continue;
    if (line.damaged) report.add(line, 'not UTF-8: each byte that could not be read became \uFFFD');
    const head = line.begins ? readHead(line.text, start.escaped) : undefined;
    if (head) {
      if (entry) yield entry.whole();
      at = timeOf(head, at, (what) => report.add(line, what));
      if (head.cutName) report.add(line, `name longer than ${NAME_UNITS}: cut; the line is kept as the text`);
      entry = new OpenEntry(head.name, at, head.text);
    } else if (!entry) {
      report.add(line, 'before the first entry: kept as an entry without a name');
      entry = new OpenEntry('', at, line.text);
    } else {
      if (start.escaped) report.add(line, 'not an entry: kept as a further line of the entry before');
      entry.add(line.begins ? `\n${line.text}` : line.text);
    }
    if (line.text.includes('\0')) report.add(line, 'NUL: became \uFFFD');
    for (const part of entry.longParts()) {
      report.add(line, `text longer than ${LIMITS.textCodePoints} characters: goes on in a further entry`);
      yield part;
    }
  }
  if (entry) yield entry.whole();
  report.end();
}

/** How the file is written, and its first date, which is given to what stands before it. */
function findStart(file: string): { readonly escaped: boolean; readonly at: Millis } | undefined {
  let escaped = false;
  let isEmpty = true;
  for (const line of readLines(file)) {
    if (isHeader(line)) {
      escaped = true;
      continue;
    }
    isEmpty = false;
    const head = line.begins ? readHead(line.text, escaped) : undefined;
    const minute = head && startOfMinute(head.date, head.time);
    if (minute) return { escaped, at: minute.at };
  }
  if (isEmpty) return undefined;
  throw new NotAHistory(`no line of ${file} begins like "name|2024-05-31|02:30 PM|": it is not a chat history`);
}

const isHeader = (line: Line): boolean => line.number === 1 && line.text === TRANSCRIPT_HEADER;

function timeOf(head: EntryHead, previous: Millis, problem: (what: string) => void): Millis {
  const minute = startOfMinute(head.date, head.time, previous);
  if (!minute) problem('no such date or time: kept with the time of the entry before');
  else if (minute.skipped) problem('no such time in this time zone on that day: kept with the time after the change');
  return minute?.at ?? previous;
}

/** The last entry begun: further lines may follow. */
class OpenEntry {
  readonly #name: string;
  readonly #at: Millis;
  #text: string;
  #codePoints: number;

  constructor(name: string, at: Millis, text: string) {
    this.#name = clean(name);
    this.#at = at;
    this.#text = text;
    this.#codePoints = codePoints(text);
  }

  add(text: string): void {
    this.#text += text;
    this.#codePoints += codePoints(text);
  }

  /** The beginning of a text that is longer than a message may be, in pieces that are as long as one may be. */
  *longParts(): Generator<ImportedEntry> {
    while (this.#codePoints > LIMITS.textCodePoints) {
      const cut = indexOfCodePoint(this.#text, LIMITS.textCodePoints);
      yield this.#entry(this.#text.slice(0, cut));
      this.#text = this.#text.slice(cut);
      this.#codePoints -= LIMITS.textCodePoints;
    }
  }

  whole(): ImportedEntry {
    const [, name, kind] = /^server$/i.test(this.#name) ? (ARRIVAL.exec(this.#text) ?? []) : [];
    if (name === undefined || name.length > NAME_UNITS) return this.#entry(this.#text);
    return { kind: kind === 'joined' ? 'joined' : 'left', name: clean(name), at: this.#at, text: '' };
  }

  #entry(text: string): ImportedEntry {
    return { kind: 'message', name: this.#name, at: this.#at, text: clean(text) };
  }
}

const ARRIVAL = /^(.*) has (joined|left) the chat\.$/;

/** The database's text ends at a NUL. */
const clean = (text: string): string => text.replaceAll('\0', '\uFFFD');

const codePoints = (text: string): number => text.length - (text.match(/[\uD800-\uDBFF]/g)?.length ?? 0);

function indexOfCodePoint(text: string, count: number): number {
  let index = 0;
  for (let i = 0; i < count; i += 1) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return index;
}

/** Tells the same problem of lines that follow each other once. */
class Report {
  readonly #watcher: HistoryWatcher;
  #open: HistoryProblem | undefined;

  constructor(watcher: HistoryWatcher) {
    this.#watcher = watcher;
  }

  add({ number }: Line, what: string): void {
    const open = this.#open;
    if (open?.what === what && number - open.last <= 1) this.#open = { ...open, last: number };
    else {
      this.end();
      this.#open = { first: number, last: number, what };
    }
  }

  end(): void {
    if (this.#open) this.#watcher.problem(this.#open);
    this.#open = undefined;
  }
}
