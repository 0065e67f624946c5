import { render } from 'lit';
import { newCid } from '../server/protocol/ids';
import { createPictureWatcher } from './pictures';
import { type Calendar, createCalendar } from './state/calendar';
import { type Action, type PageState, initial } from './state/model';
import { threadDays, toDays } from './state/rows';
import type { Store } from './state/store';
import type { Context } from './ui/context';
import { LogScroll, type ScrollAction } from './ui/logScroll';
import { page } from './ui/page';
import { describeCompletion, fillTextArea } from './ui/toolkit';

const SECOND = 1_000;
/** Dates are named by distance: a page that stays open over midnight looks again. */
const LOOK_AGAIN_MS = 60_000;
/** Where picker.css gives the grid of emoji fewer columns. */
const NARROW = matchMedia('(max-width: 360px)');
/** From here on there is room for a thread beside the log, as thread.css has it. */
const WIDE = matchMedia('(min-width: 720px)');

/** Draws the store into `root`, once per frame however much has changed. */
export function createView(
  root: HTMLElement,
  store: Store<PageState, Action>,
  colour: Context['colour'],
): { changed(): void; draw(): void } {
  const scroll = new LogScroll('.log', store.get, store.dispatch);
  const inThread = new LogScroll(
    '.thread-log',
    () => ({ ...initial, ...store.get().thread, acts: store.get().acts }),
    (action) => scrollThread(store, action),
  );
  const daysOf = remember(
    (s) => [
      s.entries,
      s.pending,
      s.submitted,
      s.files,
      s.divider,
      s.me,
      s.head,
      s.room.mayModerate,
      s.room.closed,
      s.acts.quoted,
      s.acts.undoable,
      s.linkable,
    ],
    toDays,
  );
  const threadOf = remember(
    (s) => [
      s.thread?.root,
      s.thread?.first,
      s.thread?.answers,
      s.thread?.hasNewer,
      s.pending,
      s.submitted,
      s.files,
      s.me,
      s.room.mayModerate,
      s.room.closed,
      s.acts.quoted,
      s.acts.undoable,
      s.linkable,
      s.entries,
    ],
    threadDays,
  );
  const calendarOf = remember(
    (s) => [s.locale, s.looks.timeFormat],
    (s): Calendar => createCalendar(s.locale, s.looks.timeFormat),
  );
  const submit = () => {
    const at = Date.now();
    store.dispatch({ kind: 'submitted', cid: newCid(at, crypto.getRandomValues(new Uint8Array(16))), at });
  };
  const seePictures = createPictureWatcher(store);
  let frame = 0;
  let later: ReturnType<typeof setTimeout> | undefined;

  const draw = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    const s = store.get();
    const context: Context = {
      now: Date.now(),
      calendar: calendarOf(s),
      myName: s.me?.name ?? '',
      isDirect: s.room.kind === 'direct',
      room: s.room.id,
      linkable: s.linkable,
      hovered: s.acts.hovered,
      reactingTo: s.acts.reactingTo,
      columns: NARROW.matches ? 6 : 8,
      side: 'room',
      dispatch: store.dispatch,
      colour,
      submit,
    };
    scroll.hold();
    const focused = document.activeElement?.closest<HTMLElement>('[data-key]');
    document.body.classList.toggle('is-compact', s.looks.density === 'compact');
    inThread.hold();
    render(page(s, { days: daysOf(s), thread: threadOf(s) }, context), root);
    fillTextArea(s.draft);
    describeCompletion();
    scroll.restore();
    inThread.restore();
    // What had the focus in it is gone.
    if (focused?.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true });
    seePictures(root);
    clearTimeout(later);
    later = setTimeout(changed, counts(s, context.now) ? SECOND : LOOK_AGAIN_MS);
  };
  const changed = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  NARROW.addEventListener('change', changed);
  const resized = () => store.dispatch({ kind: 'resized', isWide: WIDE.matches });
  WIDE.addEventListener('change', resized);
  resized();
  return { changed, draw };
}

function scrollThread(store: Store<PageState, Action>, action: ScrollAction): void {
  if (action.kind === 'scrolled') store.dispatch({ kind: 'threadAct', act: { do: 'scrolled', pinned: action.pinned } });
  if (action.kind === 'wanted')
    store.dispatch({ kind: 'threadAct', act: { do: 'wanted', direction: action.direction } });
}

const counts = (s: PageState, now: number): boolean =>
  s.link.at === 'offline' && s.link.retryAt !== undefined && s.link.retryAt > now;

/** Computes again only when one of the inputs is another value. */
function remember<T>(inputs: (s: PageState) => readonly unknown[], compute: (s: PageState) => T): (s: PageState) => T {
  let last: { readonly key: readonly unknown[]; readonly value: T } | undefined;
  return (s) => {
    const key = inputs(s);
    if (last === undefined || key.some((item, i) => item !== last?.key[i])) last = { key, value: compute(s) };
    return last.value;
  };
}
