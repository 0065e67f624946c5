import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { markerFile, syncFolder } from './files';

export const hasMarker = (dataDir: string): boolean => existsSync(markerFile(dataDir));

export const isGoneOrEmpty = (file: string): boolean => !statSync(file, { throwIfNoEntry: false })?.size;

export function writeMarker(dataDir: string, server: string): void {
  const part = `${markerFile(dataDir)}.part`;
  writeFileSync(part, `${JSON.stringify({ server })}\n`, { mode: 0o600, flush: true });
  renameSync(part, markerFile(dataDir));
  syncFolder(dataDir);
}
