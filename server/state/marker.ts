import { existsSync, statSync } from 'node:fs';
import { markerFile, moveFile, replaceFile, syncFolder } from './files';

export const hasMarker = (dataDir: string): boolean => existsSync(markerFile(dataDir));

export const hasMoved = (dataDir: string): boolean => existsSync(moveFile(dataDir));

export const isGoneOrEmpty = (file: string): boolean => !statSync(file, { throwIfNoEntry: false })?.size;

export function writeMarker(dataDir: string, server: string): void {
  replaceFile(markerFile(dataDir), `${JSON.stringify({ server })}\n`);
  syncFolder(dataDir);
}
