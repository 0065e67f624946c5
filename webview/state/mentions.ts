import { LIMITS } from '../../server/protocol/limits';
import { nameKey } from '../../server/protocol/names';

export interface Piece {
  readonly text: string;
  readonly isMention: boolean;
}

/** A name is compared as a whole: its compatibility forms are longer than it is. */
const LONGEST = 4 * LIMITS.nameGraphemes;
const IN_WORD_BEFORE = /[\p{L}\p{M}\p{N}_]$/u;
const NAME_BEGINS = /^[\p{L}\p{N}]/u;
const IN_WORD_AFTER = /^[\p{L}\p{M}\p{N}_]/u;

/** Where the name that begins here ends, or undefined where it is another one. */
function endOfName(text: string, from: number, key: string): number | undefined {
  const rest = text.slice(from, from + LONGEST);
  if (!nameKey(rest).startsWith(key)) return undefined;
  for (let length = 1; length <= rest.length; length += 1) {
    if (nameKey(rest.slice(0, length)) !== key) continue;
    return IN_WORD_AFTER.test(text.slice(from + length, from + length + 2)) ? undefined : from + length;
  }
  return undefined;
}

/**
 * The text in pieces, of which those that say `@name` are mentions, as the server finds them; together they are the text.
 */
export function splitMentions(text: string, name: string): readonly Piece[] {
  const key = nameKey(name);
  const pieces: Piece[] = [];
  let done = 0;
  let signs = 0;
  for (let at = text.indexOf('@'); at !== -1 && key !== ''; at = text.indexOf('@', Math.max(at + 1, done))) {
    if (IN_WORD_BEFORE.test(text.slice(Math.max(0, at - 2), at))) continue;
    if (!NAME_BEGINS.test(text.slice(at + 1, at + 3))) continue;
    if ((signs += 1) > LIMITS.mentionsPerMessage) break;
    const end = endOfName(text, at + 1, key);
    if (end === undefined) continue;
    if (at > done) pieces.push({ text: text.slice(done, at), isMention: false });
    pieces.push({ text: text.slice(at, end), isMention: true });
    done = end;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done), isMention: false });
  return pieces;
}

export const mentions = (text: string, name: string): boolean =>
  text.includes('@') && splitMentions(text, name).some(({ isMention }) => isMention);
