import { render } from 'lit';
import { newCid } from '../server/protocol/ids';
import { createPictureWatcher } from './pictures';
import { type Calendar, createCalendar } from './state/calendar';
import type { Action, PageState } from './state/model';
import { toDays } from './state/rows';
import type { Store } from './state/store';
import type { Context } from './ui/context';
import { LogScroll } from './ui/logScroll';
import { page } from './ui/page';
import { describeCompletion, fillTextArea } from './ui/toolkit';

const SECOND = 1_000;
/** Dates are named by distance: a page that stays open over midnight looks again. */
const LOOK_AGAIN_MS = 60_000;
/** Where picker.css gives the grid of emoji fewer columns. */
const NARROW = matchMedia('(max-width: 360px)');

/** Draws the store into `root`, once per frame however much has changed. */
export function createView(
  root: HTMLElement,
  store: Store<PageState, Action>,
  colour: Context['colour'],
): { changed(): void; draw(): void } {
  const scroll = new LogScroll(store.get, store.dispatch);
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
    ],
    toDays,
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
      hovered: s.acts.hovered,
      reactingTo: s.acts.reactingTo,
      columns: NARROW.matches ? 6 : 8,
      dispatch: store.dispatch,
      colour,
      submit,
    };
    scroll.hold();
    document.body.classList.toggle('is-compact', s.looks.density === 'compact');
    render(page(s, daysOf(s), context), root);
    fillTextArea(s.draft);
    describeCompletion();
    scroll.restore();
    seePictures(root);
    clearTimeout(later);
    later = setTimeout(changed, counts(s, context.now) ? SECOND : LOOK_AGAIN_MS);
  };
  const changed = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  NARROW.addEventListener('change', changed);
  return { changed, draw };
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
