import { t } from '@vscode/l10n';
import { type Emoji, GROUPS, RECENT, SEARCH, TONES, findEmoji } from './emoji';

/** The picker, while it is open. */
export interface Picker {
  readonly query: string;
  /** One of GROUPS; while something is searched for, none of them is shown. */
  readonly group: number;
  /** Which of those that are shown Tab reaches. */
  readonly at: number;
}

export interface EmojiState {
  /** Undefined until they are loaded. */
  readonly all: readonly Emoji[] | undefined;
  readonly isFailed: boolean;
  /** Without skin tone, the last one first. */
  readonly recent: readonly string[];
  readonly tone: number;
  readonly picker: Picker | undefined;
}

export type EmojiAct =
  | { readonly do: 'toggle' | 'close' | 'failed' }
  | { readonly do: 'loaded'; readonly all: readonly Emoji[] }
  | { readonly do: 'search'; readonly query: string }
  | { readonly do: 'group'; readonly group: number }
  | { readonly do: 'move'; readonly at: number }
  | { readonly do: 'tone'; readonly tone: number }
  | { readonly do: 'pick'; readonly emoji: Emoji };

export const noEmoji: EmojiState = { all: undefined, isFailed: false, recent: [], tone: 0, picker: undefined };

const RECENT_KEPT = 32;

/** Of what an earlier life of the page kept. */
export const keptEmoji = (recent: readonly string[], tone: number): EmojiState => ({
  ...noEmoji,
  recent: recent.slice(0, RECENT_KEPT),
  tone: TONES[tone] === undefined ? 0 : tone,
});

/** They are wanted, and not here. Where they could not be had, they are asked for again when the picker is opened again. */
export const needsEmoji = ({ all, isFailed, picker }: EmojiState, mayBeNamed: boolean): boolean =>
  all === undefined && !isFailed && (picker !== undefined || mayBeNamed);

function opened({ recent }: EmojiState): Picker {
  return { query: '', group: recent.length > 0 ? RECENT : 0, at: 0 };
}

export function onEmoji(s: EmojiState, act: EmojiAct): EmojiState {
  const { picker } = s;
  switch (act.do) {
    case 'toggle':
      return { ...s, picker: picker ? undefined : opened(s), isFailed: false };
    case 'close':
      return { ...s, picker: undefined };
    case 'failed':
      return { ...s, isFailed: true };
    case 'loaded':
      return { ...s, all: act.all, isFailed: false };
    case 'search':
      return picker ? { ...s, picker: { ...picker, query: act.query, at: 0 } } : s;
    case 'group':
      return picker ? { ...s, picker: { query: '', group: act.group, at: 0 } } : s;
    case 'move':
      return picker ? { ...s, picker: { ...picker, at: act.at } } : s;
    case 'tone':
      return { ...s, tone: act.tone };
    case 'pick': {
      const { char } = act.emoji;
      const recent = [char, ...s.recent.filter((other) => other !== char)].slice(0, RECENT_KEPT);
      return { ...s, recent, picker: undefined };
    }
    default:
      return act satisfies never;
  }
}

interface Shelf {
  readonly id: number;
  readonly name: string;
  readonly emoji: readonly Emoji[];
}

/** What the open picker shows. */
export function shelf({ all = [], recent }: EmojiState, { query, group }: Picker): Shelf {
  if (query.trim() !== '') return { id: SEARCH, name: t('Search results'), emoji: findEmoji(all, query, recent) };
  const name = GROUPS.find(({ id }) => id === group)?.name() ?? '';
  if (group !== RECENT) return { id: group, name, emoji: all.filter((emoji) => emoji.group === group) };
  const byChar = new Map(all.map((emoji) => [emoji.char, emoji]));
  return { id: group, name, emoji: recent.flatMap((char) => byChar.get(char) ?? []) };
}

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'rowStart' | 'rowEnd';

/** Where a key leads in a grid of so many columns. Undefined: out of it, upwards. */
export function stepFrom(at: number, step: Step, count: number, columns: number): number | undefined {
  const rowStart = at - (at % columns);
  switch (step) {
    case 'left':
      return Math.max(0, at - 1);
    case 'right':
      return Math.min(count - 1, at + 1);
    case 'up':
      return at < columns ? undefined : at - columns;
    case 'down':
      // Into the last row also where it has nothing right below.
      return rowStart + columns >= count ? at : Math.min(count - 1, at + columns);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
    case 'rowStart':
      return rowStart;
    case 'rowEnd':
      return Math.min(count - 1, rowStart + columns - 1);
    default:
      return step satisfies never;
  }
}
