import { LIMITS } from './limits';
import { type Result, fail, ok } from './result';

/** `shown` is what others see. `key` is what must be free: two names with one key are one name. */
export interface Name {
  readonly shown: string;
  readonly key: string;
}

const RESERVED = new Set(['admin', 'system', 'everyone', 'here', 'server', 'alongside']);
const HIDDEN = /[\p{Bidi_C}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;
const SHAPE = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._' -]*[\p{L}\p{M}\p{N}])?$/u;
const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Devanagari', 'Thai', 'Han', 'Hiragana',
  'Katakana', 'Hangul', 'Bopomofo'].map((name) => ({ name, letters: new RegExp(`\\p{Script=${name}}`, 'u') })); // prettier-ignore
/** Scripts that are written together (UTS 39, "highly restrictive"). */
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

/** `detail` names the rule that a refused name breaks: empty, long, hidden, shape, space, scripts. */
export function checkName(raw: string): Result<Name> {
  // First: normalising and counting cost time with the length, and one character may become eighteen.
  if (raw.length > 8 * LIMITS.nameGraphemes) return fail('E_NAME_INVALID', 'long');
  if (!raw.isWellFormed() || HIDDEN.test(raw)) return fail('E_NAME_INVALID', 'hidden');
  const shown = raw.normalize('NFKC');
  if (shown === '') return fail('E_NAME_INVALID', 'empty');
  if (HIDDEN.test(shown)) return fail('E_NAME_INVALID', 'hidden');
  if (graphemes(shown) > LIMITS.nameGraphemes || shown.length > 4 * LIMITS.nameGraphemes)
    return fail('E_NAME_INVALID', 'long');
  if (/ {2}/.test(shown)) return fail('E_NAME_INVALID', 'space');
  if (!SHAPE.test(shown)) return fail('E_NAME_INVALID', 'shape');
  const scripts = SCRIPTS.filter(({ letters }) => letters.test(shown)).map(({ name }) => name);
  if (scripts.length > 1 && !TOGETHER.some((set) => scripts.every((name) => set.includes(name)))) {
    return fail('E_NAME_INVALID', 'scripts');
  }
  const key = shown.toLowerCase().normalize('NFKC');
  return RESERVED.has(key) ? fail('E_NAME_RESERVED') : ok({ shown, key });
}

const graphemes = (text: string): number => [...new Intl.Segmenter('en').segment(text)].length;
