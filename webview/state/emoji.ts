import { t } from '@vscode/l10n';
import * as z from 'zod/mini';

/** As the script has them: what is typed, name, shortcodes, group, words, whether it has skin tones. */
export const PackedEmoji = z.array(
  z.tuple([z.string(), z.string(), z.string(), z.int(), z.string(), z.union([z.literal(0), z.literal(1)])]),
);

export interface Emoji {
  readonly char: string;
  readonly name: string;
  /** Without colons; the first is the one that is shown. */
  readonly codes: readonly string[];
  readonly group: number;
  /** All that it is found by, each behind a space. */
  readonly words: string;
  readonly hasTones: boolean;
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/[^\p{L}\p{N}+-]+/u);

export const unpackEmoji = (packed: z.infer<typeof PackedEmoji>): readonly Emoji[] =>
  packed.map(([char, name, codes, group, tags, hasTones]) => ({
    char,
    name,
    codes: codes.split(' '),
    group,
    words: [...new Set(['', ...codes.split(' '), ...wordsOf(`${name} ${codes} ${tags}`)])].join(' '),
    hasTones: hasTones === 1,
  }));

/** 0 is none. */
export const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;
/** By their place in TONES. */
export const toneName = (tone: number): string =>
  [t('None'), t('Light'), t('Medium light'), t('Medium'), t('Medium dark'), t('Dark')][tone] ?? '';
export const toneTitle = (tone: number): string =>
  [
    t('No skin tone'),
    t('Light skin tone'),
    t('Medium light skin tone'),
    t('Medium skin tone'),
    t('Medium dark skin tone'),
    t('Dark skin tone'),
  ][tone] ?? '';

/** Hands that hold each other take it from the people that they belong to. */
const TAKES_TONE = /(\p{Emoji_Modifier_Base})(?<!\u200D\u{1F91D})\uFE0F?/gu;

export function withTone({ char, hasTones }: Emoji, tone: number): string {
  const mark = TONES[tone] ?? '';
  return hasTones && mark !== '' ? char.replace(TAKES_TONE, `$1${mark}`) : char;
}

export const RECENT = -1;
export const SEARCH = -2;

interface Group {
  readonly id: number;
  readonly name: () => string;
  readonly char: string;
}

export const GROUPS: readonly Group[] = [
  { id: RECENT, name: () => t('Recent'), char: '🕒' },
  { id: 0, name: () => t('Smileys and emotion'), char: '😀' },
  { id: 1, name: () => t('People and body'), char: '👋' },
  { id: 3, name: () => t('Animals and nature'), char: '🐻' },
  { id: 4, name: () => t('Food and drink'), char: '🍎' },
  { id: 5, name: () => t('Travel and places'), char: '🚗' },
  { id: 6, name: () => t('Activities'), char: '⚽' },
  { id: 7, name: () => t('Objects'), char: '💡' },
  { id: 8, name: () => t('Symbols'), char: '💬' },
  { id: 9, name: () => t('Flags'), char: '🏁' },
];

const MISS = 4;

/** How well it fits, 0 the best. */
function fit({ codes, name, words }: Emoji, asked: readonly string[]): number {
  if (!asked.every((word) => words.includes(` ${word}`))) return MISS;
  const whole = asked.join('_');
  if (codes.includes(whole)) return 0;
  if (codes.some((code) => code.startsWith(whole))) return 1;
  return asked.every((word) => ` ${name.toLowerCase()}`.includes(` ${word}`)) ? 2 : 3;
}

/** How much of its shortcode is still to be typed. */
const left = ({ codes }: Emoji, typed: string): number =>
  codes.reduce((least, code) => (code.startsWith(typed) ? Math.min(least, code.length - typed.length) : least), 100);

/** Those that each word of the query begins a word of, the best first; what was used lately before what fits as well. */
export function findEmoji(all: readonly Emoji[], query: string, recent: readonly string[] = []): readonly Emoji[] {
  const asked = query.toLowerCase().replaceAll(':', ' ').split(/\s+/).filter(Boolean);
  if (asked.length === 0) return [];
  const whole = asked.join('_');
  return all
    .map((emoji) => ({
      emoji,
      rank: fit(emoji, asked),
      isRecent: recent.includes(emoji.char),
      left: left(emoji, whole),
    }))
    .filter(({ rank }) => rank !== MISS)
    .sort((a, b) => a.rank - b.rank || Number(b.isRecent) - Number(a.isRecent) || a.left - b.left)
    .map(({ emoji }) => emoji);
}

/** Nothing but one to three of them. */
const ALONE = new RegExp(String.raw`^\s*(?:\p{RGI_Emoji}\uFE0F?\s*){1,3}$`, 'v');
/** The longest has ten code points of two units. */
const ALONE_UNITS = 80;

/** Most texts have such a letter, which is quicker to find than what emoji there are. */
export const isEmojiAlone = (text: string): boolean =>
  text.length <= ALONE_UNITS && !/[a-z]/i.test(text) && ALONE.test(text);
