import { parseArgs } from 'node:util';
import { requestBackup } from '../backupRequest';
import { readLease } from '../lease';
import { Damaged, makeBackup } from '../state/backup';
import { databaseFile } from '../state/files';
import { CannotOpen, settleDatabase } from '../state/open';
import { EXIT, Refusal } from './exit';
import { dataDirOf, refusing } from './openHistory';

const OPTIONS = { data: { type: 'string' } } as const;

/** Makes a backup, by the server if one runs, and prints where it is. Throws Refusal. */
export async function backup(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const dataDir = dataDirOf(values.data, context.dataDir);
  const made = isInUse(dataDir) ? await byServer(dataDir) : here(dataDir);
  process.stdout.write(`${made}\n`);
}

function isInUse(dataDir: string): boolean {
  try {
    settleDatabase(databaseFile(dataDir));
    return false;
  } catch (error) {
    if (error instanceof CannotOpen && error.code === 'E_DATA_IN_USE') return true;
    return refusing(dataDir, () => {
      throw error;
    });
  }
}

function here(dataDir: string): string {
  try {
    return makeBackup({ file: databaseFile(dataDir), dataDir });
  } catch (error) {
    throw notMade(error instanceof Error ? error.message : String(error), error instanceof Damaged);
  }
}

async function byServer(dataDir: string): Promise<string> {
  const pid = readLease(dataDir)?.pid;
  const answer = await requestBackup(dataDir, () => pid !== undefined && isRunning(pid));
  if (!answer) throw notMade('the server has stopped, or is one that cannot be asked');
  if (answer.backup === undefined) throw notMade(answer.error ?? 'the server does not say why');
  return answer.backup;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, and is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const notMade = (why: string, isDamaged = false): Refusal =>
  new Refusal('E_NO_BACKUP', isDamaged ? EXIT.notADatabase : EXIT.io, `No backup was made: ${why}.`);
