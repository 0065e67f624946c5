import { existsSync, readFileSync, statSync } from 'node:fs';
import { markerFile, moveFile, replaceFile, syncFolder } from './files';

export const hasMarker = (dataDir: string): boolean => existsSync(markerFile(dataDir));

export const hasMoved = (dataDir: string): boolean => existsSync(moveFile(dataDir));

export const isGoneOrEmpty = (file: string): boolean => !statSync(file, { throwIfNoEntry: false })?.size;

/** Whose folder it is, as far as that can be read. */
export function markedServer(dataDir: string): unknown {
  try {
    const marker: unknown = JSON.parse(readFileSync(markerFile(dataDir), 'utf8'));
    return typeof marker === 'object' && marker !== null && 'server' in marker ? marker.server : undefined;
  } catch {
    return undefined;
  }
}

export function writeMarker(dataDir: string, server: string): void {
  replaceFile(markerFile(dataDir), `${JSON.stringify({ server })}\n`);
  syncFolder(dataDir);
}
