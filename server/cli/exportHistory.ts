import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { GENERAL } from '../protocol/ids';
import type { Entry } from '../protocol/model';
import { formatJsonLines, formatMarkdown, formatTranscript } from '../protocol/transcript';
import { databaseFile } from '../state/files';
import { EXIT, Refusal } from './exit';
import { dataDirOf, openHistory, roomIn } from './openHistory';

const OPTIONS = {
  data: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  room: { type: 'string' },
} as const;

const FORMATS: Readonly<Record<string, (entries: Iterable<Entry>) => Iterable<string>>> = {
  txt: formatTranscript,
  jsonl: formatJsonLines,
  md: formatMarkdown,
};
const STDOUT = '-';
const BLOCK_CHARS = 256 * 1024;

/** Writes a room's history out, as it is read. Throws Refusal. */
export async function exportHistory(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const format = values.format ?? 'txt';
  const lines = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!lines) {
    throw new Refusal('E_USAGE', EXIT.usage, `--format is one of ${Object.keys(FORMATS).join(', ')}, not "${format}".`);
  }
  const dataDir = dataDirOf(values.data, context.dataDir);
  if (!existsSync(databaseFile(dataDir))) {
    throw new Refusal('E_NOT_FOUND', EXIT.usage, `There is no history in ${dataDir}. Name its folder with --data.`);
  }
  const journal = openHistory(dataDir);
  try {
    const room = roomIn(journal, values.room ?? GENERAL);
    write(values.out ?? STDOUT, lines(journal.state.entries(room)));
  } finally {
    await journal.close();
  }
}

/** A file is there when it is whole, or not at all. */
function write(out: string, lines: Iterable<string>): void {
  if (out === STDOUT) return writeTo(process.stdout.fd, lines);
  const part = `${path.resolve(out)}.part`;
  try {
    const fd = openSync(part, 'w', 0o600);
    try {
      writeTo(fd, lines);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(part, out);
  } catch (error) {
    rmSync(part, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal('E_CANNOT_WRITE', EXIT.io, `${out} was not written: ${reason}.`);
  }
}

function writeTo(fd: number, lines: Iterable<string>): void {
  let block = '';
  for (const line of lines) {
    block += `${line}\n`;
    if (block.length < BLOCK_CHARS) continue;
    writeAll(fd, block);
    block = '';
  }
  writeAll(fd, block);
}

function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      // A pipe whose reader has closed it has what it wanted; one that is full empties in time.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
