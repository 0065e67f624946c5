import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { GENERAL } from '../protocol/ids';

/** Runs inside the one transaction that brings a database from an older version to the newest, and commits nothing. */
export type Migration = string | ((db: DatabaseSync) => void);

export const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

/** Brings the database to the newest version, or leaves it as it is. Makes an empty one a team with its one room. */
export function migrate(db: DatabaseSync, migrations: readonly Migration[]): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(db);
    migrations.forEach((step, done) => {
      if (done < version) return;
      if (typeof step === 'string') db.exec(step);
      else step(db);
      if (done === 0) makeTeam(db);
    });
    db.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
  // So that the file itself tells its version, also to an Alongside that is too old to open it.
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function makeTeam(db: DatabaseSync): void {
  const id = () => randomBytes(16).toString('hex');
  db.prepare('INSERT INTO team VALUES (1, ?, ?)').run(`s-${id()}`, `e-${id()}`);
  db.prepare('INSERT INTO room VALUES (1, ?, ?, 0, 0)').run(GENERAL, GENERAL);
}
