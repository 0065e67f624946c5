import { LIMITS } from '../../server/protocol/limits';
import { nameKey } from '../../server/protocol/names';
import type { Linkable } from './linkable';
import { type Emoji, findEmoji, withTone } from './emoji';
import type { EmojiState } from './picker';

export interface Option {
  readonly key: string;
  /** What is put in the place of what was typed. */
  readonly text: string;
  readonly sign: string;
  readonly name: string;
  /** Of a command: what stands behind it. */
  readonly args?: string;
  readonly hint: string;
  readonly emoji?: Emoji;
}

/** Of an emoji, of a person, of a room. */
type Sign = Typed | '/';
type Typed = ':' | '@' | '#';

/** What is being typed that may be completed. */
export interface Completing {
  readonly sign: Sign;
  /** Where the sign stands, and where the caret is. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Option[];
  readonly at: number;
  /** The reader does not want it. */
  readonly isShut: boolean;
}

interface Known {
  readonly emoji: EmojiState;
  readonly names: readonly string[];
  readonly linkable: Linkable;
}

const SHOWN = 8;
const LONGEST_NAME = 4 * LIMITS.nameGraphemes;
/** Smileys such as :D are left alone. */
const CODE = /(?<![\p{L}\p{N}_/:])(:)((?:[a-z0-9+]|-1)[a-z0-9_+-]+)$/u;
const NAME = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_])(@)([^@\n]{0,${LONGEST_NAME}})$`, 'u');

const LONGEST_ROOM = 2 * LIMITS.roomNameChars;
const ROOM = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_#/&?=%@:.\-])(#)([^#\n]{0,${LONGEST_ROOM}})$`, 'u');

const emojiOption = (emoji: Emoji, tone: number, typed: string): Option => {
  const code = emoji.codes.find((known) => known.startsWith(typed)) ?? emoji.codes[0] ?? '';
  const char = withTone(emoji, tone);
  return { key: emoji.char, text: char, sign: char, name: `:${code}:`, hint: emoji.name, emoji };
};

const nameOption = (sign: '@' | '#', name: string): Option => ({
  key: name,
  text: `${sign}${name}`,
  sign,
  name,
  hint: '',
});

export function namesFor(typed: string, names: readonly string[]): readonly string[] {
  const key = nameKey(typed);
  const begins = names.filter((name) => nameKey(name).startsWith(key));
  const within = names.filter((name) => !begins.includes(name) && nameKey(name).includes(` ${key}`));
  const found = key === '' ? begins : [...begins, ...within];
  // It stands there already: Enter sends.
  return found.length === 1 && nameKey(found[0] ?? '') === key ? [] : found.slice(0, SHOWN);
}

function optionsFor(sign: Typed, typed: string, { emoji, names, linkable }: Known): readonly Option[] {
  if (sign !== ':') {
    const known = sign === '@' ? names : linkable.offered;
    return namesFor(typed, known).map((name) => nameOption(sign, name));
  }
  const found = findEmoji(emoji.all ?? [], typed.replaceAll('_', ' '), emoji.recent);
  return found.slice(0, SHOWN).map((one) => emojiOption(one, emoji.tone, typed));
}

/** What stands before the caret that may be completed. One that was shut stays so. */
export function completion(text: string, caret: number, known: Known, last?: Completing): Completing | undefined {
  const before = text.slice(Math.max(0, caret - Math.max(LONGEST_NAME, LONGEST_ROOM) - 2), caret);
  const [found] = [CODE, NAME, ROOM]
    .map((each) => each.exec(before))
    .filter((match) => match !== null)
    .sort((a, b) => b.index - a.index);
  if (found === undefined) return undefined;
  const [whole, begun, typed = ''] = found;
  const sign: Typed = begun === '@' || begun === '#' ? begun : ':';
  const from = caret - whole.length;
  const isShut = last?.from === from && last.sign === sign && last.isShut;
  const options = optionsFor(sign, typed, known);
  return { sign, from, to: caret, options, at: 0, isShut };
}

export const isOffering = (completing: Completing | undefined): completing is Completing =>
  completing !== undefined && !completing.isShut && completing.options.length > 0;

/** Code is left as it is; then runs of shortcodes that are no part of a word, an address or a number. */
const CODES = /(```[^]*?(?:```|$)|`[^`\n]*`)|(?<![\p{L}\p{N}_/:[])(?::[a-z0-9_+-]+:)+(?![\p{L}\p{N}_:])/gu;

/** The text with the emoji that it names. */
export function withEmoji(text: string, { all, tone }: EmojiState): string {
  if (all === undefined || !text.includes(':')) return text;
  const byCode = new Map(all.flatMap((emoji) => emoji.codes.map((code) => [code, emoji] as const)));
  const named = (run: string) =>
    run.replace(/:([^:]+):/g, (whole, code: string) => {
      const emoji = byCode.get(code);
      return emoji ? withTone(emoji, tone) : whole;
    });
  return text.replace(CODES, (whole, code: string | undefined) => (code === undefined ? named(whole) : whole));
}

const MAY_NAME_EMOJI = /:[a-z0-9_+-]{2}/;
export const mayNameEmoji = (text: string): boolean => MAY_NAME_EMOJI.test(text);
