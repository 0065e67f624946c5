import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '../protocol/limits';
import { Damaged, listBackups, makeBackup } from './backup';
import { findBrokenPages } from './check';
import { hasMarker, isGoneOrEmpty, writeMarker } from './marker';
import { type Migration, migrate, versionOf } from './migrate';
import { MIGRATIONS } from './schema';
import { SQLITE, saysDamaged, sqliteCode } from './sqliteCode';

/** `code` is one of the exit codes of main.ts's table; the message says what to do. */
export class CannotOpen extends Error {
  constructor(
    readonly code: 'E_DATA_IN_USE' | 'E_NOT_A_DATABASE' | 'E_DATABASE_GONE' | 'E_NEWER_DATABASE' | 'E_CANNOT_WRITE',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface OpenOptions {
  /** Below FULL an acknowledged message may be lost in a power cut: for the control runs of tests only. */
  readonly synchronous?: 'FULL' | 'OFF';
  readonly migrations?: readonly Migration[];
}

/**
 * Opens the database for this process alone, creating it with its one room where there never was one. One of an older
 * version is backed up and brought to this one.
 */
export function openDatabase(
  file: string,
  { synchronous = 'FULL', migrations = MIGRATIONS }: OpenOptions = {},
): DatabaseSync {
  const dataDir = path.dirname(file);
  if (hasMarker(dataDir) && isGoneOrEmpty(file)) {
    throw new CannotOpen('E_DATABASE_GONE', `${file} is gone or was emptied. ${whatNext(dataDir)}`);
  }
  try {
    let db = openSound(file, synchronous, migrations.length);
    const version = versionOf(db);
    if (version > 0 && version < migrations.length) {
      db.close();
      makeBackup({ file, dataDir });
      db = openSound(file, synchronous, migrations.length);
    }
    if (version < migrations.length) closedUnless(db, () => migrate(db, migrations));
    if (!hasMarker(dataDir)) writeMarker(dataDir, String(db.prepare('SELECT server FROM team').get()?.['server']));
    return db;
  } catch (error) {
    throw explained(error, file);
  }
}

/** Makes sure that nobody has the database open, and that all of it is in the one file. Throws CannotOpen. */
export function settleDatabase(file: string): void {
  if (isGoneOrEmpty(file)) throw new CannotOpen('E_DATABASE_GONE', `There is no database ${file}.`);
  try {
    openSound(file, 'FULL', MIGRATIONS.length).close();
  } catch (error) {
    throw explained(error, file);
  }
}

/** Opens for this process alone what may be written to, and nothing else. Throws SQLite's errors and CannotOpen. */
function openSound(file: string, synchronous: 'FULL' | 'OFF', newest: number): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 1_000 });
  closedUnless(db, () => {
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    const version = versionOf(db);
    if (version > newest) throw newer(file, version, newest);
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${synchronous};
      PRAGMA fullfsync = 1;
      PRAGMA checkpoint_fullfsync = 1;
      PRAGMA wal_autocheckpoint = 0; -- the journal does it
      PRAGMA journal_size_limit = ${LIMITS.walBytes};
      PRAGMA trusted_schema = 0;
      PRAGMA cell_size_check = 1;
      PRAGMA foreign_keys = 1;
      PRAGMA secure_delete = 1;
    `);
    assertFlushes(db, synchronous);
    const [damage] = findBrokenPages(db);
    if (damage !== undefined) throw new CannotOpen('E_NOT_A_DATABASE', damagedText(file, SQLITE.corrupt, damage));
  });
  return db;
}

function closedUnless(db: DatabaseSync, work: () => void): void {
  try {
    work();
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A pragma that SQLite does not take is no error to it, and these are what an acknowledgement stands on. */
function assertFlushes(db: DatabaseSync, synchronous: 'FULL' | 'OFF'): void {
  const told = ['locking_mode', 'journal_mode', 'synchronous'].map(
    (name) => db.prepare(`PRAGMA ${name}`).get()?.[name],
  );
  const wanted = ['exclusive', 'wal', synchronous === 'FULL' ? 2 : 0];
  if (told.join() !== wanted.join()) throw new Error(`SQLite runs as ${told.join(', ')}, not ${wanted.join(', ')}`);
}

export const newer = (file: string, version: number, newest: number): CannotOpen =>
  new CannotOpen(
    'E_NEWER_DATABASE',
    `${file} was written by a newer Alongside (version ${version} of its tables; this one knows ${newest}). Update this one. The file was not touched.`,
  );

function explained(error: unknown, file: string): unknown {
  const errcode = sqliteCode(error);
  if (errcode === SQLITE.busy) {
    return new CannotOpen('E_DATA_IN_USE', `${file} is in use by another server.`, { cause: error });
  }
  if (saysDamaged(error) || error instanceof Damaged) {
    const text = damagedText(file, errcode ?? SQLITE.corrupt, (error as Error).message);
    return new CannotOpen('E_NOT_A_DATABASE', text, { cause: error });
  }
  const why = errcode === undefined ? undefined : CANNOT_WRITE[errcode];
  if (why !== undefined) {
    return new CannotOpen('E_CANNOT_WRITE', `${file} cannot be written: ${why}. The history in it is untouched.`, {
      cause: error,
    });
  }
  return error;
}

function damagedText(file: string, errcode: number, damage: string): string {
  const what = errcode === SQLITE.notADatabase ? 'is not a database' : 'is damaged';
  return `${file} ${what} (SQLite ${errcode}: ${damage}). It was not touched. ${whatNext(path.dirname(file))}`;
}

export function whatNext(dataDir: string): string {
  const [newest] = listBackups(dataDir);
  return newest === undefined
    ? `There is no backup in ${dataDir}. Put a good copy in its place, or name another folder with --data.`
    : `The newest backup, whole when it was made: ${newest}. To go on with it: restore ${newest}`;
}

const CANNOT_WRITE: Readonly<Record<number, string>> = {
  [SQLITE.readOnly]: 'it is read-only',
  [SQLITE.io]: 'the disk failed',
  [SQLITE.full]: 'the disk is full',
  [SQLITE.cannotOpen]: 'its folder cannot be opened',
};
