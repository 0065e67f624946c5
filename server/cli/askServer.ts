import { readLease } from '../lease';
import { ask } from '../requests';
import { databaseFile } from '../state/files';
import { CannotOpen, settleDatabase } from '../state/open';
import { refusing } from './openHistory';

/** Throws Refusal where there is no history, or none that could be opened. */
export function isInUse(dataDir: string): boolean {
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

/** Has the server that runs on this data do it. Throws what it says, or that there is none that can be asked. */
export async function askServer(dataDir: string, asked: unknown): Promise<unknown> {
  const pid = readLease(dataDir)?.pid;
  const answer = await ask(dataDir, asked, () => pid !== undefined && isRunning(pid));
  if (!answer) throw new Error('the server has stopped, or is one that cannot be asked');
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, and is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
