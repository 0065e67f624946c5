/**
 * Scripts that are written without spaces: kana, Han, Hangul, Thai, Lao, Khmer, Burmese. Each of their characters is a word
 * of its own, and what is searched for a phrase of them: an index of all pieces of three characters would take four times
 * the space. A table of our own, because what was indexed must be found and taken out again by any later version.
 */
const UNSPACED =
  '\u0E01-\u0E3A\u0E40-\u0E4E\u0E81-\u0ECD\u1000-\u109F\u1100-\u11FF\u1780-\u17D3\u3005-\u3007\u3040-\u30FF\u3130-\u318F\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFFDC\u{20000}-\u{3FFFF}';
const EACH = new RegExp(`[${UNSPACED}]`, 'gu');
const ENDS_UNSPACED = new RegExp(`[${UNSPACED}]$`, 'u');

/** A text as the index takes it. */
export const indexable = (text: string): string => text.replace(EACH, ' $& ');

const MOST_TERMS = 32;
const SPOKEN = /[\p{L}\p{N}\p{Co}]/u;

/**
 * What a person typed, as a query that is valid whatever it was: all the words, those in quotation marks next to each
 * other, and of the last one the beginning. A single letter is no beginning: it would be that of nearly everything.
 * Undefined where there is no word in it.
 */
export function queryOf(typed: string): string | undefined {
  const terms = [...typed.replaceAll('\0', ' ').matchAll(/"([^"]*)("|$)|[^\s"]+/g)].flatMap(([whole, quoted]) => {
    const term = quoted ?? whole;
    return SPOKEN.test(term) ? [{ term, isOpen: quoted === undefined || !whole.endsWith('"') }] : [];
  });
  const last = terms.at(-1);
  if (!last) return undefined;
  const isBegun = last.isOpen && typed.endsWith(last.term) && !ENDS_UNSPACED.test(last.term);
  const all = terms.slice(-MOST_TERMS).map(({ term }) => `"${indexable(term)}"`);
  return `${all.join(' AND ')}${isBegun && /[\p{L}\p{N}\p{Co}]{2}$/u.test(last.term) ? ' *' : ''}`;
}
