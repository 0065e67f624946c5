import type { Has } from '../protocol/query';
import { authorWord, hasWord, nameWord, roomWord } from './about';
import { queryOf } from './words';

/** What is looked for, in the numbers of this database. */
export interface Sought {
  /** Words and phrases as a person typed them; there may be none. */
  readonly text: string;
  readonly rooms: readonly number[];
  /** By one of these; undefined: by anybody. */
  readonly by?: { readonly authors: readonly number[]; readonly names: readonly string[] } | undefined;
  /** All of these. */
  readonly has: readonly Has[];
}

/**
 * So many rooms are asked of the index itself. Of more rooms it is quicker to look at where each message stands that it
 * finds: measured with a million messages in 200 rooms, a quarter of them in one.
 */
const FEW_ROOMS = 8;

/** As a query of the index, whose every word is quoted; undefined where text was given, and no word is in it. */
export function matchOf({ text, rooms, by, has }: Sought): string | undefined {
  const words = queryOf(text);
  if (words === undefined && text.trim() !== '') return undefined;
  const all = has.map((kind) => anyOf([hasWord(kind)]));
  if (by) all.push(anyOf([...by.authors.map(authorWord), ...by.names.map(nameWord)]));
  if (words !== undefined) all.push(`text : (${words})`);
  if (all.length === 0 || rooms.length <= FEW_ROOMS) all.push(anyOf(rooms.map(roomWord)));
  return all.map((each) => `(${each})`).join(' AND ');
}

const anyOf = (words: readonly string[]): string => `about : (${words.map((word) => `"${word}"`).join(' OR ')})`;
