import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const databaseFile = (dataDir: string): string => path.join(dataDir, 'chat.db');
/** This folder had a database: so one that is gone is never taken for a team that begins. */
export const markerFile = (dataDir: string): string => path.join(dataDir, 'team.json');
/** This server goes on elsewhere: what is here takes no writes. */
export const moveFile = (dataDir: string): string => path.join(dataDir, 'moved.json');
export const walOf = (file: string): string => `${file}-wal`;
export const backupsFolder = (dataDir: string): string => path.join(dataDir, 'backups');

/** The bytes of the files that messages carry. */
export const filesFolder = (dataDir: string): string => path.join(dataDir, 'files');

/** Until then a power cut may take a new or renamed file's name away again. Windows does it by itself, and cannot be asked. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  syncFile(folder, 'r');
}

export function syncFile(file: string, flags: 'r' | 'r+' = 'r+'): void {
  const fd = openSync(file, flags);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes a small file that is there as it was or as it is to be, never in between. */
export function replaceFile(file: string, text: string): void {
  const part = `${file}.part`;
  writeFileSync(part, text, { mode: 0o600, flush: true });
  renameSync(part, file);
}
