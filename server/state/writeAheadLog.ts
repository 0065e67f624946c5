import type { DatabaseSync } from 'node:sqlite';
import type { FileWatch } from './fileWatch';
import { SQLITE, sqliteCode } from './sqliteCode';

/** The -wal beside the database, in which stands what was committed last. */
export class WriteAheadLog {
  readonly #db: DatabaseSync;
  readonly #watch: FileWatch | undefined;
  #hasBuried = false;

  constructor(db: DatabaseSync, watch: FileWatch | undefined) {
    this.#db = db;
    this.#watch = watch;
  }

  /** A text was taken away that may still stand in the -wal, or in the file until that is written there. */
  get hasBuried(): boolean {
    return this.#hasBuried;
  }

  buried(): void {
    this.#hasBuried = true;
  }

  /**
   * Moves what the -wal holds into the database, and tells whether that could be: not while anybody reads. `TRUNCATE` leaves
   * the -wal empty. Nothing else does this: so a database that changes otherwise was changed by another program.
   */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): boolean {
    try {
      return this.#db.prepare(`PRAGMA wal_checkpoint(${mode})`).get()?.['busy'] === 0;
    } catch (error) {
      if (sqliteCode(error) === SQLITE.locked) return false;
      throw error;
    } finally {
      this.#watch?.wroteDatabase();
      this.#watch?.wroteWal();
    }
  }

  /** Takes what was overwritten out of the -wal, which is empty then. */
  erase(): void {
    if (this.checkpoint('TRUNCATE')) this.#hasBuried = false;
  }
}
