import { closeSync, openSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Journal } from '../journal/journal';
import { GENERAL, type RoomId } from '../protocol/ids';
import { type HistoryProblem, NotAHistory, readHistoryFile } from '../transcript/historyFile';
import { EXIT, Refusal } from './exit';
import { dataDirOf, openHistory, roomIn } from './openHistory';
import { type Progress, progressOn } from './progress';

const OPTIONS = { data: { type: 'string' }, room: { type: 'string' } } as const;

/** Adds a history file to a room, all of it or nothing. Throws Refusal. */
export async function importHistory(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Refusal('E_USAGE', EXIT.usage, 'import takes one file.');
  const progress = progressOn(process.stderr);
  const bytes = sizeOf(file);
  const journal = openHistory(dataDirOf(values.data, context.dataDir));
  try {
    const room = roomIn(journal, values.room ?? GENERAL);
    progress.say(`Reading ${file} (${megabytes(bytes)}) into #${room}.`);
    await addFrom(file, { journal, room, progress });
  } finally {
    await journal.close();
  }
}

interface Target {
  readonly journal: Journal;
  readonly room: RoomId;
  readonly progress: Progress;
}

async function addFrom(file: string, { journal, room, progress }: Target): Promise<void> {
  let problems = 0;
  let stopped: unknown;
  const watcher = {
    problem: ({ first, last, what }: HistoryProblem) => {
      problems += 1;
      progress.say(`  ${first === last ? `Line ${first}` : `Lines ${first} to ${last}`}: ${what}.`);
    },
    progress: (done: number, total: number) => progress.percent('Adding', done, total),
  };
  const entries = function* () {
    try {
      yield* readHistoryFile(file, watcher);
    } catch (error) {
      stopped = error;
      throw error;
    }
  };
  const outcome = await journal.submit<'import'>({ kind: 'import', room, entries: entries() });
  if (stopped) throw unreadable(file, stopped);
  if (!outcome.ok) throw new Refusal(outcome.error.code, EXIT.io, `Nothing was added (${outcome.error.code}).`);
  const { added, present } = outcome.value;
  if (problems > 0) progress.say(`${counted(problems, 'problem')}, listed above. Nothing was left out.`);
  progress.say(`Done: ${counted(added, 'entry', 'entries')} added, ${present.toLocaleString('en')} already there.`);
}

function sizeOf(file: string): number {
  try {
    const { size } = statSync(file);
    closeSync(openSync(file, 'r'));
    return size;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): Refusal {
  if (error instanceof NotAHistory) return new Refusal('E_NOT_A_HISTORY', EXIT.notADatabase, error.message);
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal('E_UNREADABLE', EXIT.io, `Nothing was added: ${file} cannot be read (${reason}).`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
