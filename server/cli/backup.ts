import { parseArgs } from 'node:util';
import { Damaged, makeBackup } from '../state/backup';
import { databaseFile } from '../state/files';
import { askServer, isInUse } from './askServer';
import { EXIT, Refusal } from './exit';
import { dataDirOf } from './openHistory';

const OPTIONS = { data: { type: 'string' } } as const;

/** Makes a backup, by the server if one runs, and prints where it is. Throws Refusal. */
export async function backup(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const dataDir = dataDirOf(values.data, context.dataDir);
  const byServer = isInUse(dataDir);
  try {
    const made = byServer
      ? await askServer(dataDir, { kind: 'backup' })
      : makeBackup({ file: databaseFile(dataDir), dataDir });
    process.stdout.write(`${String(made)}\n`);
  } catch (error) {
    throw notMade(error instanceof Error ? error.message : String(error), error instanceof Damaged);
  }
}

const notMade = (why: string, isDamaged: boolean): Refusal =>
  new Refusal('E_NO_BACKUP', isDamaged ? EXIT.notADatabase : EXIT.io, `No backup was made: ${why}.`);
