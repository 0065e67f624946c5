import { LIMITS } from './limits';
import { type Result, fail, ok } from './result';
import { checkLine } from './text';

/** `shown` is what others see. `key` is what must be free: two names with one key are one name. */
export interface Name {
  readonly shown: string;
  readonly key: string;
}

/** Stands for whoever runs the server, where a member's name would stand. */
export const OPERATOR = 'server';

/** No member has one of these, nor what looks like one. */
export const RESERVED: readonly string[] = ['admin', 'system', 'everyone', 'here', OPERATOR, 'alongside'];

/** One character may become eighteen when it is normalised, and counting costs time: more than this is not looked at. */
const RAW_UNITS = 8 * LIMITS.nameGraphemes;
// Each is made when the first name is checked, which no start should wait for.
const hidden = () => /[\p{Bidi_C}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;
const shape = () => /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._' -]*[\p{L}\p{M}\p{N}])?$/u;
/** Marks drawn over each other: the same one twice, or a tower of them (UTS 39, 5.4). */
const piled = () => /(\p{Mn})\1|\p{Mn}{5}/u;
/** Between digits and such letters the order on screen depends on what stands around (RFC 5893, 2). */
const leftwardAfterDigit = () =>
  /^\p{N}.*[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Hanifi_Rohingya}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Scripts that are written together (UTS 39, "highly restrictive"), then those that stand alone: all in use today (UAX 31). */
const ALPHABETS = [
  'Latin Han Hiragana Katakana',
  'Latin Han Bopomofo',
  'Latin Han Hangul',
  ...`Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao
    Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan Adlam Balinese Bamum Batak Canadian_Aboriginal
    Chakma Cham Cherokee Hanifi_Rohingya Javanese Kayah_Li Lepcha Limbu Lisu Mandaic Meetei_Mayek Miao Mongolian Newa
    New_Tai_Lue Nko Nyiakeng_Puachue_Hmong Ol_Chiki Osage Saurashtra Sundanese Syloti_Nagri Syriac Tai_Le Tai_Tham
    Tai_Viet Tifinagh Vai Wancho Yi`.split(/\s+/),
];

/** Made when the first name is checked: it takes ten milliseconds, which no start should wait for. */
let alphabets: readonly RegExp[] | undefined;
const alphabetsInUse = () => (alphabets ??= ALPHABETS.map(lettersOf));

function lettersOf(scripts: string): RegExp {
  const letters = `Common Inherited ${scripts}`.split(' ').map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[${letters.join('')}]*$`, 'u');
}

/** `detail` names the rule that a refused name breaks: empty, long, hidden, shape, space, marks, direction, scripts. */
export function checkName(raw: string): Result<Name> {
  if (raw.length > RAW_UNITS) return fail('E_NAME_INVALID', 'long');
  if (!raw.isWellFormed() || hidden().test(raw)) return fail('E_NAME_INVALID', 'hidden');
  const shown = raw.normalize('NFKC');
  const broken = brokenRule(shown);
  if (broken !== undefined) return fail('E_NAME_INVALID', broken);
  const key = nameKey(shown);
  if (!RESERVED.includes(key)) return ok({ shown, key });
  return raw.toLowerCase() === key ? fail('E_NAME_RESERVED') : fail('E_NAME_TAKEN_LOOKALIKE', key);
}

/** Of a room: also a path or a branch. `detail` as of checkName. */
export function checkRoomName(raw: string): Result<string> {
  const line = checkLine(raw.normalize('NFKC'), LIMITS.roomNameChars);
  if (!line.ok) return fail('E_NAME_INVALID', line.error.code === 'E_TEXT_TOO_LONG' ? 'long' : 'hidden');
  if (hidden().test(line.value)) return fail('E_NAME_INVALID', 'hidden');
  if (!/[\p{L}\p{N}]/u.test(line.value)) return fail('E_NAME_INVALID', 'shape');
  return piled().test(line.value.normalize('NFD')) ? fail('E_NAME_INVALID', 'marks') : line;
}

/** Also for a name that an older version took and this one would not. */
export const nameKey = (name: string): string =>
  name.slice(0, RAW_UNITS).normalize('NFKC').toLowerCase().normalize('NFKC');

function brokenRule(shown: string): string | undefined {
  if (shown === '') return 'empty';
  if (hidden().test(shown)) return 'hidden';
  if (graphemes(shown) > LIMITS.nameGraphemes || shown.length > 4 * LIMITS.nameGraphemes) return 'long';
  if (/ {2}/.test(shown)) return 'space';
  if (!shape().test(shown)) return 'shape';
  if (piled().test(shown.normalize('NFD'))) return 'marks';
  if (leftwardAfterDigit().test(shown)) return 'direction';
  return alphabetsInUse().some((alphabet) => alphabet.test(shown)) ? undefined : 'scripts';
}

const graphemes = (text: string): number => [...new Intl.Segmenter('en').segment(text)].length;
