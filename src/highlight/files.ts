import { readFileSync, statSync } from 'node:fs';
import { parseJsonc } from './jsonc';
import { parsePlist } from './plist';

const MOST_BYTES = 8 * 1024 * 1024;

/** A file of an extension: JSON by its name, else a property list. Throws what is wrong with it. */
export function readData(file: string): unknown {
  if (statSync(file).size > MOST_BYTES) throw new RangeError('The file is too large.');
  const text = readFileSync(file, 'utf8');
  return /\.json$/i.test(file) ? parseJsonc(text) : parsePlist(text);
}
