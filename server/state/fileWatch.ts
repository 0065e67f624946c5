import { type Stats, statSync } from 'node:fs';
import { walOf } from './files';

/** The database was deleted, replaced or written to by another program: SQLite goes on without a word, into nothing. */
export class StorageLost extends Error {}

type Seen = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs'> | undefined;

/** Knows the database and its -wal as this process left them, and so whatever anybody else does to them. */
export class FileWatch {
  readonly #file: string;
  #database: Seen;
  #wal: Seen;

  constructor(file: string) {
    this.#file = file;
    this.#database = seen(file);
    this.#wal = seen(walOf(file));
  }

  /** The size of the -wal when this process last wrote to it. */
  get walBytes(): number {
    return this.#wal?.size ?? 0;
  }

  /** This process has just written to the -wal. */
  wroteWal(): void {
    const now = seen(walOf(this.#file));
    if (isSameFile(this.#wal, now)) this.#wal = now;
  }

  wroteDatabase(): void {
    const now = seen(this.#file);
    if (isSameFile(this.#database, now)) this.#database = now;
  }

  get hasDatabase(): boolean {
    return isUnchanged(this.#database, seen(this.#file));
  }

  get hasWal(): boolean {
    return isUnchanged(this.#wal, seen(walOf(this.#file)));
  }

  /** Throws StorageLost. */
  assertOurs(): void {
    if (!this.hasDatabase) throw new StorageLost(`${this.#file} is not as it was`);
    if (!this.hasWal) throw new StorageLost(`${walOf(this.#file)} is not as it was`);
  }
}

const seen = (file: string): Seen => statSync(file, { throwIfNoEntry: false });

const isSameFile = (a: Seen, b: Seen): boolean => a?.ino === b?.ino && a?.dev === b?.dev;

/** Windows tells the time of a write when it likes. */
const isUnchanged = (a: Seen, b: Seen): boolean =>
  isSameFile(a, b) && a?.size === b?.size && (a?.mtimeMs === b?.mtimeMs || process.platform === 'win32');
