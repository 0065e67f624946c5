import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { syncFolder } from './files';

/** `team.json`: this folder had a database. So one that is gone is never taken for a team that begins. */
const markerFile = (dataDir: string): string => path.join(dataDir, 'team.json');

export const hasMarker = (dataDir: string): boolean => existsSync(markerFile(dataDir));

export const isGoneOrEmpty = (file: string): boolean => !statSync(file, { throwIfNoEntry: false })?.size;

export function writeMarker(dataDir: string, server: string): void {
  const part = `${markerFile(dataDir)}.part`;
  writeFileSync(part, `${JSON.stringify({ server })}\n`, { mode: 0o600, flush: true });
  renameSync(part, markerFile(dataDir));
  syncFolder(dataDir);
}
