import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { GENERAL } from '../protocol/ids';
import { MIGRATIONS } from './schema';

/** `code` is one of the exit codes of main.ts's table; the message says what to do. */
export class CannotOpen extends Error {
  constructor(
    readonly code: 'E_DATA_IN_USE' | 'E_NOT_A_DATABASE' | 'E_NEWER_DATABASE' | 'E_CANNOT_WRITE',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface OpenOptions {
  /** Below FULL an acknowledged message may be lost in a power cut: for the control runs of tests only. */
  readonly synchronous?: 'FULL' | 'OFF';
}

/** Opens the database for this process alone, creating it with its one room where there is none. */
export function openDatabase(file: string, { synchronous = 'FULL' }: OpenOptions = {}): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 1_000 });
  try {
    db.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${synchronous};
      PRAGMA fullfsync = 1;
      PRAGMA checkpoint_fullfsync = 1;
      PRAGMA wal_autocheckpoint = 4000;
      PRAGMA trusted_schema = 0;
      PRAGMA cell_size_check = 1;
      PRAGMA foreign_keys = 1;
      PRAGMA secure_delete = 1;
    `);
    migrate(db, file);
    return db;
  } catch (error) {
    db.close();
    throw explained(error, file);
  }
}

function migrate(db: DatabaseSync, file: string): void {
  db.exec('BEGIN IMMEDIATE');
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > MIGRATIONS.length) {
    throw new CannotOpen(
      'E_NEWER_DATABASE',
      `${file} was written by a newer Alongside (version ${version} of its tables; this one knows ${MIGRATIONS.length}). Update this one. The file was not touched.`,
    );
  }
  for (const step of MIGRATIONS.slice(version)) db.exec(step);
  if (version === 0) {
    const id = () => randomBytes(16).toString('hex');
    db.prepare('INSERT INTO team VALUES (1, ?, ?)').run(`s-${id()}`, `e-${id()}`);
    db.prepare('INSERT INTO room VALUES (1, ?, ?, 0, 0)').run(GENERAL, GENERAL);
  }
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
}

function explained(error: unknown, file: string): unknown {
  const errcode = sqliteCode(error);
  if (errcode === 5) return new CannotOpen('E_DATA_IN_USE', `${file} is in use by another server.`, { cause: error });
  if (errcode === 26 || errcode === 11) {
    const what = errcode === 26 ? 'is not a database' : 'is damaged';
    const next = 'It was not touched. Put a good copy in its place, or name another folder with --data.';
    return new CannotOpen('E_NOT_A_DATABASE', `${file} ${what} (SQLite ${errcode}). ${next}`, { cause: error });
  }
  const why = errcode === undefined ? undefined : CANNOT_WRITE[errcode];
  if (why !== undefined) {
    return new CannotOpen('E_CANNOT_WRITE', `${file} cannot be written: ${why}. The history in it is untouched.`, {
      cause: error,
    });
  }
  return error;
}

const CANNOT_WRITE: Readonly<Record<number, string>> = {
  8: 'it is read-only',
  10: 'the disk failed',
  13: 'the disk is full',
  14: 'its folder cannot be opened',
};

/** SQLite's primary result code of an error that node:sqlite threw. */
export function sqliteCode(error: unknown): number | undefined {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}
