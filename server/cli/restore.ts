import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Damaged } from '../state/backup';
import { databaseFile } from '../state/files';
import { CannotOpen, settleDatabase } from '../state/open';
import { restoreDatabase } from '../state/restore';
import { EXIT, Refusal } from './exit';
import { dataDirOf, refusing } from './openHistory';

const OPTIONS = { data: { type: 'string' } } as const;

/** Puts a backup in the place of the database. Throws Refusal. */
export function restore(args: readonly string[], context: { readonly dataDir: string }): void {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new Refusal('E_USAGE', EXIT.usage, 'restore takes one file.');
  const backup = path.resolve(given);
  if (!existsSync(backup)) throw new Refusal('E_NOT_FOUND', EXIT.usage, `There is no file ${backup}.`);
  const dataDir = dataDirOf(values.data, context.dataDir);
  if (!existsSync(dataDir)) throw new Refusal('E_NOT_FOUND', EXIT.usage, `There is no folder ${dataDir}.`);
  const { aside } = refusing(dataDir, () => {
    assertFree(dataDir);
    return put(backup, dataDir);
  });
  process.stdout.write(
    `Restored: ${databaseFile(dataDir)} is ${backup} now.\n` +
      (aside.length > 0 ? `What was there before: ${aside.join(', ')}\n` : '') +
      'Start the server. Every client notices and loads anew.\n',
  );
}

/** A database that cannot be opened is what restoring is for. */
function assertFree(dataDir: string): void {
  try {
    settleDatabase(databaseFile(dataDir));
  } catch (error) {
    if (!(error instanceof CannotOpen) || error.code === 'E_DATA_IN_USE') throw error;
  }
}

function put(backup: string, dataDir: string) {
  try {
    return restoreDatabase(backup, dataDir);
  } catch (error) {
    if (error instanceof CannotOpen) throw error;
    const isDamaged = error instanceof Damaged;
    const why = isDamaged ? `it is damaged (${error.damage.join('; ')})` : error instanceof Error ? error.message : '';
    const text = `${backup} was not restored: ${why}. The database in ${dataDir} is as it was.`;
    throw new Refusal('E_NOT_RESTORED', isDamaged ? EXIT.notADatabase : EXIT.io, text);
  }
}
