import { existsSync, mkdtempSync, rmSync, statSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readLease } from '../lease';
import { LIMITS } from '../protocol/limits';
import { Damaged, copyDatabase, listBackups, settleAndCheck } from '../state/backup';
import { databaseFile } from '../state/files';
import { hasMarker, hasMoved, isGoneOrEmpty } from '../state/marker';
import { EXIT, Refusal } from './exit';
import { alongsideAt } from './health';
import { dataDirOf } from './openHistory';

const OPTIONS = { data: { type: 'string' } } as const;

/** Looks at a data folder, changes nothing in it, and says what to do. Throws Refusal where something is to be done. */
export async function doctor(args: readonly string[], context: { readonly dataDir: string }): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const dataDir = dataDirOf(values.data, context.dataDir);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (!existsSync(dataDir)) throw new Refusal('E_NOT_FOUND', EXIT.usage, `There is no folder ${dataDir}.`);
  sayRoom(dataDir, say);
  if (hasMoved(dataDir)) say('This server goes on elsewhere: nothing is entered here. To go on here: move-cancel');
  const file = databaseFile(dataDir);
  const lease = readLease(dataDir);
  if (lease && (await alongsideAt(lease.host, lease.port))) {
    const text = `${file} is in use by the server at ${lease.url} (process ${lease.pid}), which checks it once a day. To check it now: backup`;
    throw new Refusal('E_DATA_IN_USE', EXIT.dataInUse, text, lease.url);
  }
  const damage = damageOf(file, hasMarker(dataDir));
  for (const what of damage) say(`Database: ${what}`);
  if (damage.length === 0) say(`Database: ${file} is sound (${megabytes(statSync(file).size)}).`);
  const good = newestGood(dataDir, say);
  if (damage.length === 0) return;
  const next =
    good === undefined
      ? 'There is no good backup. Keep the folder as it is, and a copy of it, before you try anything.'
      : `Restore the newest good backup; what is there now is moved, not deleted:\n  restore ${good}`;
  throw new Refusal('E_NOT_A_DATABASE', EXIT.notADatabase, next);
}

/** Of a copy, so that the original stays as it is to the last bit. */
function damageOf(file: string, hadOne: boolean): readonly string[] {
  if (isGoneOrEmpty(file)) return hadOne ? [`${file} is gone or was emptied`] : ['there never was one'];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'alongside-'));
  try {
    copyDatabase(file, databaseFile(folder));
    settleAndCheck(databaseFile(folder));
    return [];
  } catch (error) {
    if (error instanceof Damaged) return error.damage;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function newestGood(dataDir: string, say: (line: string) => void): string | undefined {
  const backups = listBackups(dataDir);
  for (const backup of backups) {
    const [damage] = damageOf(backup, true);
    say(`Backup: ${backup} ${damage === undefined ? 'is good' : `is damaged: ${damage}`}`);
    if (damage === undefined) return backup;
  }
  if (backups.length === 0) say('Backup: there is none. A running server makes one every day; now: backup');
  return undefined;
}

function sayRoom(dataDir: string, say: (line: string) => void): void {
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  say(`Disk: ${megabytes(free)} free${free < LIMITS.lowDiskBytes ? ': make room' : ''}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
