import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { copyDatabase, settleAndCheck } from './backup';
import { databaseFile, syncFile, syncFolder, walOf } from './files';
import { writeMarker } from './marker';
import { versionOf } from './migrate';
import { newer } from './open';
import { MIGRATIONS } from './schema';

export interface Restored {
  /** What was there before: moved, never deleted. */
  readonly aside: readonly string[];
}

/**
 * Puts a copy of a backup in the place of the database, with an epoch of its own: whoever has entries of the old one loads
 * anew. Whenever it is cut off, the old database is in its place, or there is none and no server starts. Nobody else may
 * have the database open. Throws Damaged, CannotOpen, or what the disk says.
 */
export function restoreDatabase(backup: string, dataDir: string): Restored {
  const file = databaseFile(dataDir);
  const part = `${file}.restored.part`;
  let server = '';
  try {
    copyDatabase(backup, part);
    server = beginEpoch(part, backup);
  } catch (error) {
    for (const rest of [part, walOf(part)]) rmSync(rest, { force: true });
    throw error;
  }
  // The marker first: from here on a folder without a database is one that lost it.
  writeMarker(dataDir, server);
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const aside = `${file}.before-${stamp}`;
  const moved = [move(file, aside), move(walOf(file), walOf(aside))];
  syncFolder(dataDir);
  renameSync(part, file);
  syncFolder(dataDir);
  return { aside: moved.filter((name) => name !== undefined).map((name) => path.basename(name)) };
}

/**
 * Checks a copy, and gives it an epoch of its own: what is entered from here on is never taken for what another copy enters.
 * Tells whose it is. Throws Damaged, CannotOpen, or what the disk says.
 */
export function beginEpoch(file: string, called = file): string {
  let server = '';
  settleAndCheck(file, (db) => {
    const version = versionOf(db);
    if (version > MIGRATIONS.length) throw newer(called, version, MIGRATIONS.length);
    db.prepare('UPDATE team SET epoch = ?').run(`e-${randomBytes(16).toString('hex')}`);
    server = String(db.prepare('SELECT server FROM team').get()?.['server']);
  });
  syncFile(file);
  return server;
}

function move(from: string, to: string): string | undefined {
  if (!existsSync(from)) return undefined;
  renameSync(from, to);
  return to;
}
