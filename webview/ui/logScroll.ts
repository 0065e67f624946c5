import type { Action, Anchor, PageState } from '../state/model';
import { type Extent, isNearEnd, wantsNewer, wantsOlder } from '../state/scroll';

const SETTLE_MS = 150;

/** What the reader does by scrolling. */
export type ScrollAction = Extract<Action, { kind: 'scrolled' | 'wanted' | 'settled' }>;

interface Held {
  readonly key: string;
  readonly offset: number;
  readonly isNearStart: boolean;
}

/**
 * Keeps the place in a log. The browser's own scroll anchoring does it for rows that come and go out of sight, without
 * disturbing a wheel in motion; it does nothing at the very top, or when the row that it holds on to is redrawn.
 */
export class LogScroll {
  #log: HTMLElement | undefined;
  #held: Held | undefined;
  #applied = 0;
  #size = '';
  #settling: ReturnType<typeof setTimeout> | undefined;
  #hadFocus = false;
  readonly #sizes = new ResizeObserver(() => this.#onResize());

  constructor(
    private readonly selector: string,
    private readonly state: () => Pick<PageState, 'pinned' | 'scroll' | 'acts'>,
    private readonly dispatch: (action: ScrollAction) => void,
  ) {}

  /** Before the rows change. */
  hold(): void {
    this.#held = this.#log === undefined || this.state().pinned ? undefined : firstVisible(this.#log);
    this.#hadFocus = document.activeElement?.closest('.log .row') instanceof HTMLElement;
  }

  /** After the rows have changed. */
  restore(): void {
    this.#attach();
    const log = this.#log;
    if (log === undefined) return;
    const { scroll, pinned } = this.state();
    if (scroll.serial !== this.#applied) {
      this.#applied = scroll.serial;
      if (scroll.to === 'end') toEnd(log);
      else toAnchor(log, scroll.to);
    } else if (pinned) {
      toEnd(log);
    } else {
      this.#compensate(log);
    }
    if (this.#hadFocus && log.querySelector(':focus-within') === null) {
      log.querySelector<HTMLElement>('[data-key][tabindex="0"]')?.focus({ preventScroll: true });
    }
    this.#size = sizeOf(log);
    this.#look();
  }

  #attach(): void {
    const log = document.querySelector<HTMLElement>(this.selector) ?? undefined;
    if (log === this.#log) return;
    this.#sizes.disconnect();
    this.#log = log;
    if (log === undefined) return;
    log.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#sizes.observe(log);
    if (log.firstElementChild !== null) this.#sizes.observe(log.firstElementChild);
    this.#applied = -1;
  }

  #compensate(log: HTMLElement): void {
    const held = this.#held;
    if (held === undefined || (log.scrollTop > 1 && !held.isNearStart)) return;
    const row = log.querySelector(`[data-key="${held.key}"]`);
    if (row === null) return;
    const shift = offsetIn(log, row) - held.offset;
    if (Math.abs(shift) >= 1) log.scrollTop += shift;
  }

  #onResize(): void {
    if (this.#log === undefined) return;
    this.#size = sizeOf(this.#log);
    if (this.state().pinned) toEnd(this.#log);
    this.#look();
  }

  #onScroll(): void {
    if (this.#log === undefined) return;
    if (this.#size !== sizeOf(this.#log)) {
      // Nobody scrolled: the browser did, because the text runs differently now.
      this.#onResize();
      return;
    }
    const pinned = isNearEnd(extentOf(this.#log));
    if (pinned !== this.state().pinned) this.dispatch({ kind: 'scrolled', pinned });
    this.#look();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#onSettled(), SETTLE_MS);
  }

  /** Asks for what is beyond the edges, in time. */
  #look(): void {
    if (this.#log === undefined) return;
    const extent = extentOf(this.#log);
    if (extent.height === 0) return;
    if (wantsOlder(extent)) this.dispatch({ kind: 'wanted', direction: 'older' });
    if (wantsNewer(extent)) this.dispatch({ kind: 'wanted', direction: 'newer' });
  }

  #onSettled(): void {
    const log = this.#log;
    if (log === undefined) return;
    // The focus comes back to the message that an emoji is chosen for.
    const isElsewhere = !log.contains(document.activeElement) && this.state().acts.reactingTo === undefined;
    const cursor = isElsewhere ? lastVisible(log) : undefined;
    this.dispatch({ kind: 'settled', anchor: anchorOf(log), cursor });
  }
}

const extentOf = (log: HTMLElement): Extent => ({
  top: log.scrollTop,
  height: log.clientHeight,
  total: log.scrollHeight,
});

const sizeOf = (log: HTMLElement): string => `${log.clientWidth} ${log.clientHeight} ${log.scrollHeight}`;

const toEnd = (log: HTMLElement): void => {
  log.scrollTop = log.scrollHeight;
};

const offsetIn = (log: HTMLElement, row: Element): number =>
  row.getBoundingClientRect().top - log.getBoundingClientRect().top;

function toAnchor(log: HTMLElement, anchor: Anchor): void {
  const row = log.querySelector(`[data-seq="${anchor.seq}"]`);
  if (row === null) toEnd(log);
  else log.scrollTop += offsetIn(log, row) - anchor.offset;
}

const rows = (log: HTMLElement): readonly HTMLElement[] => [...log.querySelectorAll<HTMLElement>('[data-key]')];

/** The first one that reaches below `y`, by halving: they stand in order. */
function firstReaching(list: readonly Element[], y: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.getBoundingClientRect().bottom ?? 0) > y) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first of all rows that reaches below a line. Its run comes first: the rows of one that is out of sight have no place. */
function firstBelow(log: HTMLElement, all: readonly HTMLElement[], line: number): number {
  const y = log.getBoundingClientRect().top + line;
  const runs = [...log.querySelectorAll('.run')];
  const run = runs[firstReaching(runs, y)];
  if (run === undefined) return all.length;
  const own = [...run.querySelectorAll<HTMLElement>('[data-key]')];
  return own[0] === undefined ? all.length : all.indexOf(own[0]) + firstReaching(own, y);
}

function firstVisible(log: HTMLElement): Held | undefined {
  const list = rows(log);
  const at = firstBelow(log, list, 0);
  // The very first row may lose its name and time when older ones come before it: the next one holds better.
  const row = list[Math.max(at, 1)] ?? list[at];
  const key = row?.dataset['key'];
  return row === undefined || key === undefined ? undefined : { key, offset: offsetIn(log, row), isNearStart: at < 2 };
}

function lastVisible(log: HTMLElement): string | undefined {
  const list = rows(log);
  const at = firstBelow(log, list, log.clientHeight);
  const isStop = (row: HTMLElement) => row.hasAttribute('tabindex');
  return (list.slice(0, at).findLast(isStop) ?? list.slice(at).find(isStop))?.dataset['key'];
}

function anchorOf(log: HTMLElement): Anchor | undefined {
  const list = rows(log);
  const row = list.slice(firstBelow(log, list, 0)).find(({ dataset }) => dataset['seq'] !== undefined);
  const seq = row?.dataset['seq'];
  return row === undefined || seq === undefined
    ? undefined
    : { seq: Number(seq), offset: Math.round(offsetIn(log, row)) };
}
