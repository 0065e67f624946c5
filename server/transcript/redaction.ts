import { open, readFile, rename, rm } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import type { StateReader } from '../core/ports';
import { GENERAL, type Seq } from '../protocol/ids';
import type { Entry, Message } from '../protocol/model';
import { TRANSCRIPT_HEADER, formatTranscriptEntry, isShown, lineBefore } from '../protocol/transcript';

const MINUTE = 60_000;
const PAGE = 300;
const CHUNK_BYTES = 1024 * 1024;
const LF = 0x0a;

/** The lines of one sender in one minute of which some have to go. */
interface Group {
  readonly before: Buffer;
  readonly gone: Buffer;
  /** How often each of the lines is there that stay. */
  readonly staying: ReadonlyMap<string, number>;
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
 * Finds the lines of deleted messages. What such a message said is not known any more: its line is one of its sender and
 * its minute that no message has which is still there.
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
      if (message?.kind !== 'message' || message.tombstone !== 'deleted') continue;
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
    const found: Replacement[] = [];
    const left = new Map(this.#groups.map((group) => [group, new Map(group.staying)]));
    for (let from = 0; from < bytes.length;) {
      const to = endOfLine(bytes, from + CHUNK_BYTES);
      for (const [group, staying] of left) found.push(...linesToGo(bytes, { from, to }, group, staying));
      from = to;
      await turn();
    }
    return found.sort((a, b) => a.from - b.from);
  }
}

const HEADER = Buffer.from(`${TRANSCRIPT_HEADER}\n`);

const endOfLine = (bytes: Buffer, from: number): number => {
  const end = bytes.indexOf(LF, from);
  return end < 0 ? bytes.length : end + 1;
};

function* linesToGo(
  bytes: Buffer,
  { from, to }: { readonly from: number; readonly to: number },
  { before, gone }: Group,
  staying: Map<string, number>,
): Generator<Replacement> {
  const chunk = bytes.subarray(from, to);
  for (let at = chunk.indexOf(before); at >= 0; at = chunk.indexOf(before, at + 1)) {
    if (at > 0 && chunk[at - 1] !== LF) continue;
    const end = endOfLine(chunk, at);
    const line = chunk.subarray(at, end).toString();
    const left = staying.get(line) ?? 0;
    if (left > 0) staying.set(line, left - 1);
    else if (line !== gone.toString()) yield { from: from + at, to: from + end, by: gone };
  }
}

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
  const staying = new Map<string, number>();
  for await (const entry of ofMinute(state, message)) {
    if (!isShown(entry) || (entry.kind === 'message' && entry.tombstone === 'deleted')) continue;
    const line = `${formatTranscriptEntry(entry)}\n`;
    if (line.startsWith(before)) staying.set(line, (staying.get(line) ?? 0) + 1);
  }
  return { before: Buffer.from(before), gone: Buffer.from(`${formatTranscriptEntry(message)}\n`), staying };
}

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
