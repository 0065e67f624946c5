import { open, readFile, rename, rm } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import type { StateReader } from '../core/ports';
import { GENERAL, type Seq } from '../protocol/ids';
import type { Entry, Message } from '../protocol/model';
import { TOMBSTONES, TRANSCRIPT_HEADER, formatTranscriptEntry, isShown, lineBefore } from '../protocol/transcript';

const MINUTE = 60_000;
const PAGE = 300;
const CHUNK_BYTES = 1024 * 1024;
const LF = 0x0a;

/** The lines of one sender in one minute of which some have to go. */
interface Group {
  readonly before: Buffer;
  /** All that there should be, in order. */
  readonly lines: readonly string[];
  /** Which of them take the place of others. */
  readonly changed: ReadonlySet<number>;
}

/** A line that stands in a file. */
interface Line {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Bytes of a file that something else takes the place of. */
interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly by: Buffer;
}

/** A new text of a file, ready to take its place. */
interface Redacted {
  /** How many lines are replaced. */
  readonly lines: number;
  readonly size: number;
  put(): Promise<void>;
}

/**
 * Finds the lines of messages that were deleted or edited. What such a message said is not known any more: its line stands
 * at its place among those of its sender and its minute. Where others are there as well, or some are in another file, it
 * is one that no message has which is as it was.
 */
export class Redaction {
  readonly #groups: readonly Group[];

  private constructor(groups: readonly Group[]) {
    this.#groups = groups;
  }

  static async of(state: StateReader, targets: readonly Seq[]): Promise<Redaction> {
    const groups = new Map<string, Group>();
    for (const target of targets) {
      const [message] = state.page({ room: GENERAL, after: target - 1, limit: 1 });
      if (message?.kind !== 'message' || !isChanged(message)) continue;
      const before = lineBefore(message);
      if (!groups.has(before)) groups.set(before, await groupOf(state, message));
    }
    return new Redaction([...groups.values()]);
  }

  /** Undefined where there is nothing to replace, or where the file is not ours. */
  async inFile(file: string): Promise<Redacted | undefined> {
    const bytes = await readFile(file);
    if (!bytes.subarray(0, HEADER.length).equals(HEADER)) return undefined;
    const replacements = await this.#find(bytes);
    if (replacements.length === 0) return undefined;
    const size = replacements.reduce((sum, { from, to, by }) => sum + by.length - (to - from), bytes.length);
    return { lines: replacements.length, size, put: () => put(file, bytes, replacements) };
  }

  async #find(bytes: Buffer): Promise<readonly Replacement[]> {
    const found = new Map<Group, Line[]>(this.#groups.map((group) => [group, []]));
    for (let from = 0; from < bytes.length;) {
      const to = endOfLine(bytes, from + CHUNK_BYTES);
      for (const [{ before }, lines] of found) lines.push(...linesOf(bytes, { from, to }, before));
      from = to;
      await turn();
    }
    return [...found].flatMap(([group, lines]) => linesToGo(group, lines)).sort((a, b) => a.from - b.from);
  }
}

const HEADER = Buffer.from(`${TRANSCRIPT_HEADER}\n`);

const endOfLine = (bytes: Buffer, from: number): number => {
  const end = bytes.indexOf(LF, from);
  return end < 0 ? bytes.length : end + 1;
};

function* linesOf(
  bytes: Buffer,
  { from, to }: { readonly from: number; readonly to: number },
  before: Buffer,
): Generator<Line> {
  const chunk = bytes.subarray(from, to);
  for (let at = chunk.indexOf(before); at >= 0; at = chunk.indexOf(before, at + 1)) {
    if (at > 0 && chunk[at - 1] !== LF) continue;
    const end = endOfLine(chunk, at);
    yield { from: from + at, to: from + end, text: chunk.subarray(at, end).toString() };
  }
}

/** Where the lines of a group go on in another file, there is one place where these fit. */
function linesToGo(group: Group, lines: readonly Line[]): readonly Replacement[] {
  const { lines: all, changed } = group;
  const fits = (first: number) => lines.every(({ text }, i) => text === all[first + i] || changed.has(first + i));
  const places = Array.from({ length: Math.max(0, all.length - lines.length + 1) }, (_, first) => first).filter(fits);
  const [first, ...others] = places;
  return first === undefined || others.length > 0
    ? leftOver(group, lines)
    : lines.flatMap((line, i) => replacement(line, all[first + i]));
}

/** Those that no message has which is as it was, one after the other; of some it is not known whose they were. */
function leftOver({ before, lines: all, changed }: Group, lines: readonly Line[]): readonly Replacement[] {
  const staying = new Map<string, number>();
  for (const text of all.filter((_, i) => !changed.has(i))) staying.set(text, (staying.get(text) ?? 0) + 1);
  const others = lines.filter(({ text }) => {
    const left = staying.get(text) ?? 0;
    if (left > 0) staying.set(text, left - 1);
    return left === 0;
  });
  const now = all.filter((_, i) => changed.has(i));
  const isKnown = others.length === now.length;
  return others.flatMap((line, i) => replacement(line, isKnown ? now[i] : goneOf(line, now, before)));
}

/** One that is as it should be stays. */
const goneOf = ({ text }: Line, now: readonly string[], before: Buffer): string | undefined =>
  now.includes(text)
    ? text
    : (now.find((line) => line === `${before.toString()}${GONE}`) ?? `${before.toString()}${EDITED}`);

const GONE = `${TOMBSTONES.deleted}\n`;
const EDITED = '(edited)\n';

const replacement = ({ from, to, text }: Line, by: string | undefined): readonly Replacement[] =>
  by === undefined || by === text ? [] : [{ from, to, by: Buffer.from(by) }];

/** A file is as it was or as it should be, whenever the power goes. */
async function put(file: string, bytes: Buffer, replacements: readonly Replacement[]): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    let done = 0;
    for (const { from, to, by } of replacements) {
      await handle.appendFile(bytes.subarray(done, from));
      await handle.appendFile(by);
      done = to;
    }
    await handle.appendFile(bytes.subarray(done));
    await handle.datasync();
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(part, file);
}

async function groupOf(state: StateReader, message: Message): Promise<Group> {
  const before = lineBefore(message);
  const lines: { readonly seq: Seq; readonly line: string; readonly isChanged: boolean }[] = [];
  for await (const entry of ofMinute(state, message)) {
    if (!isShown(entry)) continue;
    const line = `${formatTranscriptEntry(entry)}\n`;
    if (line.startsWith(before)) lines.push({ seq: entry.seq, line, isChanged: isChanged(entry) });
  }
  const unique = [...new Map(lines.map((one) => [one.seq, one])).values()].sort((a, b) => a.seq - b.seq);
  const changed = unique.flatMap((one, i) => (one.isChanged ? [i] : []));
  return { before: Buffer.from(before), lines: unique.map(({ line }) => line), changed: new Set(changed) };
}

/** Its line is not the one that was written first. */
const isChanged = (entry: Entry): boolean =>
  entry.kind === 'message' && (entry.tombstone === 'deleted' || entry.editedAt !== undefined);

/** The entries around a message that were made in its minute. Imported ones stand anywhere, and tell nothing. */
async function* ofMinute(state: StateReader, { seq, at }: Message): AsyncGenerator<Entry> {
  const minute = Math.floor(at / MINUTE);
  const isOther = (entry: Entry) => 'author' in entry && Math.floor(entry.at / MINUTE) !== minute;
  for (let before = seq + 1; ;) {
    const page = state.page({ room: GENERAL, before, limit: PAGE });
    yield* page;
    if (page.length === 0 || page.some(isOther)) break;
    before = page[0]?.seq ?? 0;
    await turn();
  }
  for (let after = seq; ;) {
    const page = state.page({ room: GENERAL, after, limit: PAGE });
    yield* page;
    if (page.length === 0 || page.some(isOther)) break;
    after = page.at(-1)?.seq ?? 0;
    await turn();
  }
}
