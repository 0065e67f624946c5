import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findDamage, orDamage } from './check';
import { backupsFolder, markerFile, syncFile, syncFolder, walOf } from './files';

const BLOCK_BYTES = 1024 * 1024;
const NAME = /^chat-(\d{4}-\d\d-\d\d)T\d{6}\.db$/;
const DAYS_KEPT = 7;

/** The copy of a database is not what a database must be. */
export class Damaged extends Error {
  constructor(
    readonly file: string,
    readonly damage: readonly string[],
  ) {
    super(`${file} is damaged: ${damage.join('; ')}`);
  }
}

export interface Source {
  /** The database, or a descriptor of it where closing a new one would drop SQLite's lock. Nothing may write to it. */
  readonly file: string | number;
  readonly dataDir: string;
  /** From here on the source may change again. */
  readonly onCopied?: () => void;
}

/**
 * Copies a database into the folder of backups and checks the copy: a file that is listed there is whole and sound.
 * Throws Damaged, or what the disk says.
 */
export function makeBackup({ file, dataDir, onCopied }: Source): string {
  const folder = backupsFolder(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) if (name.includes('.part')) rmSync(path.join(folder, name));
  const backup = freeName(folder);
  const part = `${backup}.part`;
  try {
    copyDatabase(file, part);
    onCopied?.();
    settleAndCheck(part);
    syncFile(part);
    renameSync(part, backup);
    syncFolder(folder);
  } catch (error) {
    for (const rest of [part, walOf(part)]) rmSync(rest, { force: true });
    throw error;
  }
  removeOld(dataDir);
  return backup;
}

/** Copies a database with what its -wal holds. */
export function copyDatabase(from: string | number, to: string): void {
  copyFile(from, to);
  if (typeof from === 'string' && existsSync(walOf(from))) copyFile(walOf(from), walOf(to));
}

/** Makes one file of the copy and its -wal. Throws Damaged where that is not sound; `change` may write to it before. */
export function settleAndCheck(file: string, change?: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(file);
  try {
    const damage = orDamage(() => {
      db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE');
      return findDamage(db);
    });
    if (damage.length > 0) throw new Damaged(file, damage);
    change?.(db);
  } finally {
    db.close();
  }
}

/** The backups of a data folder, newest first. */
export function listBackups(dataDir: string): readonly string[] {
  const folder = backupsFolder(dataDir);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => NAME.test(name));
  return names
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

/** When the newest one was made, or the team, if there is none. */
export function lastBackupAt(dataDir: string): number {
  const [newest] = listBackups(dataDir);
  return statSync(newest ?? markerFile(dataDir)).mtimeMs;
}

/** Those of the seven newest days stay. */
function removeOld(dataDir: string): void {
  const backups = listBackups(dataDir);
  const days = [...new Set(backups.map(dayOf))].slice(0, DAYS_KEPT);
  for (const backup of backups) if (!days.includes(dayOf(backup))) rmSync(backup);
}

const dayOf = (backup: string): string | undefined => NAME.exec(path.basename(backup))?.[1];

function freeName(folder: string): string {
  for (let at = Date.now(); ; at += 1_000) {
    const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(':', '');
    const file = path.join(folder, `chat-${stamp}.db`);
    if (!existsSync(file)) return file;
  }
}

function copyFile(from: string | number, to: string): void {
  const source = typeof from === 'number' ? from : openSync(from, 'r');
  try {
    const target = openSync(to, 'w', 0o600);
    try {
      const block = Buffer.allocUnsafe(BLOCK_BYTES);
      for (let at = 0, read = 0; (read = readSync(source, block, 0, BLOCK_BYTES, at)) > 0; at += read) {
        for (let written = 0; written < read;) written += writeSync(target, block, written, read - written);
      }
    } finally {
      closeSync(target);
    }
  } finally {
    if (typeof from === 'string') closeSync(source);
  }
}
