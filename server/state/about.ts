import { crc32 } from 'node:zlib';
import { nameKey } from '../protocol/names';
import type { Has } from '../protocol/query';
import type { StoredEntry } from './rows';

type Described = Pick<StoredEntry, 'room' | 'author' | 'name' | 'text' | 'files'>;

/** Code between fences, or between backticks in a line. */
const CODE = /^ {0,3}(```|~~~)|`[^`\n]+`/m;
const LINK = /\bhttps?:\/\/[^\s/]|\bwww\.[^\s.]/i;

const HAS: Readonly<Record<Has, (entry: Described) => boolean>> = {
  code: ({ text }) => CODE.test(text),
  link: ({ text }) => LINK.test(text),
  file: ({ files }) => files !== null,
};
const KINDS = Object.keys(HAS) as Has[];

export const roomWord = (room: number): string => `r${room}`;
export const authorWord = (author: number): string => `a${author}`;
/** Of one that was imported: it has no author but a name. */
export const nameWord = (name: string): string => `n${crc32(nameKey(name)).toString(36)}`;
export const hasWord = (has: Has): string => `has${has}`;

/**
 * What the index holds of a message beside its words, each thing as a word: where it was said, by whom, what is in it. What
 * was indexed must be taken out again by any later version: to change this, the index has to be made anew.
 */
export const aboutOf = (entry: Described): string =>
  [
    roomWord(entry.room),
    entry.author === null ? nameWord(entry.name) : authorWord(entry.author),
    ...KINDS.filter((kind) => HAS[kind](entry)).map(hasWord),
  ].join(' ');
