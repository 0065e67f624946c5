import type { Seq } from '../../server/protocol/ids';
import { lastOwn } from '../state/acts';
import type { Side } from '../state/composing';
import type { PageState } from '../state/model';
import type { Context } from './context';

/** A key that is ours goes no further; every other one reaches the editor. */
export const take = (event: KeyboardEvent): void => {
  event.preventDefault();
  event.stopPropagation();
};

export const isPlain = (event: KeyboardEvent): boolean =>
  !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey && !isComposing(event);

/** An input method's own Enter. */
const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.key === 'Process';

const isJump = (event: KeyboardEvent, key: string): boolean =>
  event.key === key && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;

export const isModEnter = (event: KeyboardEvent): boolean => isJump(event, 'Enter') && !isComposing(event);

const rowsIn = (log: Element): readonly HTMLElement[] => [...log.querySelectorAll<HTMLElement>('[data-key][tabindex]')];

/** The browser takes a focus set by a key in a text box that was clicked for one by mouse, and would not show it. */
function focusRow(row: HTMLElement | undefined): void {
  row?.closest('.log, .thread-log')?.classList.add('by-keyboard');
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

export const focusComposer = (): void => document.querySelector<HTMLElement>('.textarea, .closed')?.focus();

export const focusAnswer = (): void => document.querySelector<HTMLElement>('.stay')?.focus();

export const focusLog = (): void => {
  const row = document.querySelector<HTMLElement>('.log [data-key][tabindex="0"]');
  if (row !== null) focusRow(row);
};

/** Of the thread that is open. */
export const focusThread = (): void => {
  const row = document.querySelector<HTMLElement>('.thread-log [data-key][tabindex="0"]');
  if (row !== null) focusRow(row);
};

/** The message that was asked about: the row that Tab reaches may be another one meanwhile. */
export function focusAsked(seq: Seq | undefined, side: Side): void {
  const log = side === 'thread' ? '.thread-log' : '.log';
  const row = document.querySelector<HTMLElement>(`${log} [data-seq="${seq ?? ''}"]`);
  if (row !== null) focusRow(row);
  else (side === 'thread' ? focusThread : focusLog)();
}

/** A message that was jumped to: it has the focus, and is seen to be the one. */
export function focusShown(seq: Seq, where = '.log'): void {
  const row = document.querySelector<HTMLElement>(`${where} [data-seq="${seq}"]`);
  if (row === null) return;
  if (where !== '.log') row.scrollIntoView({ block: 'nearest' });
  row.classList.add('is-shown');
  row.addEventListener('animationend', () => row.classList.remove('is-shown'), { once: true });
  row.focus({ preventScroll: true });
}

export function questionKey(event: KeyboardEvent, leave: () => void): void {
  if (event.key !== 'Escape' || !isPlain(event)) return;
  take(event);
  leave();
}

/** What was typed since the last frame counts. */
const isEmpty = ({ currentTarget }: KeyboardEvent): boolean => (currentTarget as HTMLTextAreaElement).value === '';

export function composerKey(event: KeyboardEvent, s: PageState, context: Context): void {
  if (event.key === 'Enter' && isPlain(event)) {
    take(event);
    context.submit();
  } else if (isJump(event, 'ArrowUp')) {
    take(event);
    if (s.side === 'thread') focusThread();
    else focusLog();
  } else if (event.key === 'ArrowUp' && isPlain(event) && isEmpty(event) && !s.acts.editing) {
    const seq = lastOwn(s);
    if (seq === undefined) return;
    take(event);
    context.dispatch({ kind: 'act', act: { do: 'edit', seq } });
  } else if (event.key === 'Escape' && isPlain(event) && (s.acts.editing ?? s.acts.answering) !== undefined) {
    take(event);
    context.dispatch({ kind: 'act', act: { do: 'stop' } });
  } else if (event.key === 'Escape' && isPlain(event) && s.side === 'thread' && !s.asking) {
    take(event);
    context.dispatch({ kind: 'threadAct', act: { do: 'shut' } });
  } else if (event.key === 'Escape' && isPlain(event) && (s.divider !== undefined || s.asking)) {
    take(event);
    context.dispatch(s.asking ? { kind: 'exitAnswered', exit: false } : { kind: 'escaped' });
  }
}

/** Of what stands in place of the composer. */
export function closedKey(event: KeyboardEvent, s: PageState, { dispatch }: Context): void {
  if (isJump(event, 'ArrowUp')) {
    take(event);
    if (s.side === 'thread') focusThread();
    else focusLog();
  } else if (event.key === 'Escape' && isPlain(event) && s.side === 'thread') {
    take(event);
    dispatch({ kind: 'threadAct', act: { do: 'shut' } });
  }
}

/** Escape leaves the thread, wherever in it the focus is; all other keys are as in the log. */
export function threadKey(event: KeyboardEvent, context: Context): void {
  if (event.key !== 'Escape' || !isPlain(event)) return logKey(event, context);
  take(event);
  context.dispatch({ kind: 'threadAct', act: { do: 'shut' } });
}

function deleteRow(event: KeyboardEvent, { side, dispatch }: Context): void {
  const row = (event.target as Element).closest<HTMLElement>('.message.is-deletable');
  if (row === null) return;
  take(event);
  dispatch({ kind: 'deleteAsked', seq: Number(row.dataset['seq']), side });
}

/** The row that has the focus has its buttons, each with its key. */
function actOnRow(event: KeyboardEvent): void {
  const row = (event.target as Element).closest<HTMLElement>('.message');
  const way = row?.querySelector<HTMLElement>(`[data-act="${event.key.toLowerCase()}"]`);
  if (!way) return;
  take(event);
  way.click();
}

/** Enter leads from a row to its buttons, and the arrows along them. */
function alongActs({ key, target }: KeyboardEvent): boolean {
  const at = target as HTMLElement;
  const acts = [...(at.closest('.message')?.querySelectorAll<HTMLElement>('.act') ?? [])];
  const next = key === 'Enter' && at.matches('.message') ? 0 : stepAlong(acts.indexOf(at), key);
  if (next === undefined || !acts[next]) return false;
  acts[next].focus();
  return true;
}

function stepAlong(at: number, key: string): number | undefined {
  if (at < 0) return undefined;
  const step: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
  const by = step[inReadingOrder(key)];
  return by === undefined ? undefined : at + by;
}

/** What stands side by side runs as the page does. */
export function inReadingOrder(key: string): string {
  if (document.dir !== 'rtl') return key;
  return key === 'ArrowLeft' ? 'ArrowRight' : key === 'ArrowRight' ? 'ArrowLeft' : key;
}

type Move = (rows: readonly HTMLElement[], at: number) => HTMLElement | undefined;

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: (rows, at) => rows[at - 1],
  ArrowDown: (rows, at) => rows[at + 1],
  Home: (rows) => rows[0],
  End: (rows) => rows.at(-1),
};

export function logKey(event: KeyboardEvent, context: Context): void {
  const log = event.currentTarget as HTMLElement;
  if (isJump(event, 'ArrowDown')) {
    take(event);
    focusComposer();
    return;
  }
  if (isJump(event, 'End')) {
    take(event);
    context.dispatch(context.side === 'thread' ? { kind: 'threadAct', act: { do: 'jump' } } : { kind: 'jumped' });
    return;
  }
  // A plus may need Shift.
  if (event.key === '+' && !event.ctrlKey && !event.altKey && !event.metaKey) return actOnRow(event);
  if (!isPlain(event)) return;
  if (event.key === 'Escape') {
    take(event);
    context.dispatch({ kind: 'escaped' });
    focusComposer();
    return;
  }
  if (event.key === 'Delete') return deleteRow(event, context);
  if (/^[a-z]$/i.test(event.key)) return actOnRow(event);
  if (alongActs(event)) return take(event);
  const move = MOVES[event.key];
  const rows = rowsIn(log);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (move === undefined || at === -1) return;
  take(event);
  focusRow(move(rows, at));
}
