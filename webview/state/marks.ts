import { parseQuery } from '../../server/protocol/query';

/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

const ANY_DAY = { year: 2000, month: 1, day: 1 };
const LETTER = /[\p{L}\p{N}\p{M}]/u;
/** Written without spaces: a word of them may begin anywhere. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const SNIPPET = 220;
const BEFORE = 60;

/** As the server compares: without case and accents. One for each character, so that places stay the same. */
const folded = (char: string): string => char.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().slice(0, 1) || char;

/** The words that were looked for. The last one may go on. */
function wordsOf(typed: string): readonly { readonly word: string; readonly isBegun: boolean }[] {
  const query = parseQuery(typed, ANY_DAY);
  if (!query.ok) return [];
  const { text } = query.value;
  const words = text.match(WORD) ?? [];
  return words.map((word, i) => ({
    word: Array.from(word, folded).join(''),
    isBegun: i === words.length - 1 && text.endsWith(word),
  }));
}

/** A text, or so much of it as can be read at a glance around the first match, in pieces. */
export function marked(text: string, typed: string): readonly Piece[] {
  const chars = Array.from(text.replace(/\s+/g, ' ').trim());
  const isMatch = matches(chars, typed);
  const first = Math.max(0, isMatch.indexOf(true));
  const from = chars.length <= SNIPPET || first <= BEFORE ? 0 : first - BEFORE;
  const to = Math.min(chars.length, from + SNIPPET);
  const pieces: { text: string; isMatch: boolean }[] = [];
  for (let i = from; i < to; i += 1) {
    const last = pieces.at(-1);
    const char = chars[i] ?? '';
    if (last && last.isMatch === isMatch[i]) last.text += char;
    else pieces.push({ text: char, isMatch: isMatch[i] ?? false });
  }
  if (from > 0) pieces.unshift({ text: '…', isMatch: false });
  if (to < chars.length) pieces.push({ text: '…', isMatch: false });
  return pieces;
}

function matches(chars: readonly string[], typed: string): boolean[] {
  const plain = chars.map(folded);
  const found = chars.map(() => false);
  for (const { word, isBegun } of wordsOf(typed)) {
    const length = Array.from(word).length;
    for (let i = 0; i + length <= plain.length; i += 1) {
      if (plain[i] !== word[0] || plain.slice(i, i + length).join('') !== word) continue;
      if (!isWhole(chars, { from: i, to: i + length, isBegun })) continue;
      found.fill(true, i, i + length);
    }
  }
  return found;
}

function isWhole(
  chars: readonly string[],
  { from, to, isBegun }: { readonly from: number; readonly to: number; readonly isBegun: boolean },
): boolean {
  const joins = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && LETTER.test(a) && LETTER.test(b) && !UNSPACED.test(a) && !UNSPACED.test(b);
  return !joins(chars[from - 1], chars[from]) && (isBegun || !joins(chars[to - 1], chars[to]));
}
