import { type Emoji, GROUPS, withTone } from '../state/emoji';
import { type EmojiState, type Step, shelf, stepFrom } from '../state/picker';
import type { Context } from './context';
import { focusComposer, focusLog, inReadingOrder, isPlain, take } from './keys';
import { insertText } from './toolkit';

const within = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(`.picker ${selector}`);

export const focusPicker = (): void => within('.picker-search')?.focus();

function focusCell(at: number): void {
  const cell = within(`[data-at="${at}"]`);
  cell?.focus({ preventScroll: true });
  cell?.scrollIntoView({ block: 'nearest' });
}

/** Into the text, where its caret was left; or to the message that it was asked for. */
export function pickEmoji(emoji: Emoji, tone: number, { dispatch, reactingTo: seq }: Context): void {
  dispatch({ kind: 'emoji', act: { do: 'pick', emoji } });
  if (seq === undefined) return insertText(withTone(emoji, tone));
  dispatch({ kind: 'act', act: { do: 'react', seq, emoji: withTone(emoji, tone), isOn: true } });
  focusLog();
}

export function pickerKey(event: KeyboardEvent, { dispatch, reactingTo }: Context): void {
  if (event.key !== 'Escape' || !isPlain(event)) return;
  take(event);
  dispatch({ kind: 'emoji', act: { do: 'close' } });
  if (reactingTo === undefined) focusComposer();
  else focusLog();
}

/** The focus is somewhere else in the page: the picker is not needed any more. */
export function leavePicker(event: FocusEvent, { dispatch }: Context): void {
  const to = event.relatedTarget;
  const stays = !(to instanceof Element) || to.closest('.picker, .emoji-button') !== null;
  if (!stays) dispatch({ kind: 'emoji', act: { do: 'close' } });
}

export function searchKey(event: KeyboardEvent, emoji: EmojiState, context: Context): void {
  if (!isPlain(event)) return;
  if (event.key === 'ArrowDown') {
    take(event);
    focusCell(emoji.picker?.at ?? 0);
  } else if (event.key === 'Enter') {
    take(event);
    const [best] = emoji.picker?.query.trim() ? shelf(emoji, emoji.picker).emoji : [];
    if (best) pickEmoji(best, emoji.tone, context);
  }
}

const TURNS: Readonly<Record<string, (at: number) => number>> = {
  ArrowLeft: (at) => (at + GROUPS.length - 1) % GROUPS.length,
  ArrowRight: (at) => (at + 1) % GROUPS.length,
  Home: () => 0,
  End: () => GROUPS.length - 1,
};

export function tabsKey(event: KeyboardEvent, { dispatch }: Context): void {
  const turn = TURNS[inReadingOrder(event.key)];
  if (!isPlain(event) || (turn === undefined && event.key !== 'ArrowDown')) return;
  take(event);
  if (turn === undefined) return focusCell(0);
  const at = GROUPS.findIndex(({ id }) => String(id) === (event.target as HTMLElement).dataset['group']);
  const group = GROUPS[turn(at)];
  if (group === undefined) return;
  dispatch({ kind: 'emoji', act: { do: 'group', group: group.id } });
  within(`[data-group="${group.id}"]`)?.focus();
}

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'rowStart',
  End: 'rowEnd',
};
const LEAPS: Readonly<Record<string, Step>> = { Home: 'first', End: 'last' };

export function gridKey(event: KeyboardEvent, count: number, { columns }: Context): void {
  const isLeap = event.ctrlKey && !event.shiftKey && !event.altKey && !event.metaKey;
  const step = isLeap ? LEAPS[event.key] : isPlain(event) ? STEPS[inReadingOrder(event.key)] : undefined;
  const at = Number((event.target as HTMLElement).dataset['at'] ?? NaN);
  if (step === undefined || Number.isNaN(at)) return;
  take(event);
  const next = stepFrom(at, step, count, columns);
  if (next === undefined) focusPicker();
  else focusCell(next);
}
