import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { copyDatabase } from './backup';
import { databaseFile } from './files';
import { isGoneOrEmpty } from './marker';
import { CannotOpen, type OpenOptions, openDatabase } from './open';

/**
 * A copy, to be read, of a database whose disk takes no writes: SQLite itself cannot open one whose -wal holds something,
 * and an older one is to be brought to this version. Undefined where `error`, of opening it, says something else.
 */
export function openCopy(error: unknown, file: string, options: OpenOptions): DatabaseSync | undefined {
  if (isGoneOrEmpty(file) || (error instanceof CannotOpen && error.code !== 'E_CANNOT_WRITE')) return undefined;
  if (isWritable(file) && isWritable(path.dirname(file))) return undefined;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'alongside-'));
  try {
    copyDatabase(file, databaseFile(folder));
    return openDatabase(databaseFile(folder), options);
  } finally {
    remove(folder);
  }
}

/** An open file is there until it is closed, but nobody else finds it. On Windows it stays, in a folder of this user's. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true });
  } catch {
    // as said
  }
}

/** What SQLite says of it differs from disk to disk. */
function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
