import { t } from '@vscode/l10n';
import { plural } from '../protocol/language';
import { type TemplateResult, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { dayKey } from '../state/calendar';
import type { PageState } from '../state/model';
import { type Day, type Row, version } from '../state/rows';
import { type Run, runVersion, runsOf } from '../state/runs';
import { freshText, hasNewer, hasOlder, isAtEnd, isListOpen, isStartShown } from '../state/selectors';
import { tripOf } from '../state/trip';
import type { Context } from './context';
import { icon } from './icon';
import { logKey } from './keys';
import { menuOfRoom } from './links';
import { messageRow } from './message';
import { phrase } from './phrase';
import { logSearchKey } from './searchKeys';
import { trailKey } from './trail';
import { button } from './toolkit';

export const cursorOf = (days: readonly Day[], cursor: string | undefined): string | undefined => {
  const keys = days.flatMap((day) => day.rows).filter((row) => row.kind === 'message' || row.kind === 'arrival');
  return keys.some((row) => row.key === cursor) ? cursor : keys.at(-1)?.key;
};

const divider = (): TemplateResult => html`
  <div class="row divider" data-key="new" role="separator" aria-label=${t('New messages')}>
    <span class="divider-text" aria-hidden="true">${t('New')}</span>
  </div>
`;

function drawRow(row: Row, isCursor: boolean, context: Context): unknown {
  switch (row.kind) {
    case 'message':
    case 'arrival':
      return guard(
        [
          row.key,
          version(row),
          isCursor,
          row.key === context.hovered,
          context.calendar,
          context.myName,
          context.linkable,
        ],
        () => messageRow(row, isCursor, context),
      );
    case 'divider':
      return divider();
    case 'backlog':
      return html`<div class="row backlog" data-key="backlog">
        ${plural(row.count, t('1 more message waits to be sent'), t('{0} more messages wait to be sent', row.count))}
      </div>`;
    default:
      return row satisfies never;
  }
}

const drawRun = ({ rows }: Run, cursor: string | undefined, context: Context): TemplateResult => html`
  <div class="run">
    ${repeat(
      rows,
      (row) => row.key,
      (row) => drawRow(row, row.key === cursor, context),
    )}
  </div>
`;

const date = (day: Day, context: Context): TemplateResult => html`
  <h2 class="date">
    <button
      type="button"
      class="date-text"
      tabindex="-1"
      title=${t('Go to another day')}
      @click=${() => context.dispatch({ kind: 'commanded', command: 'goToDate' })}
    >
      ${guard([day.key, dayKey(context.now), context.calendar], () => context.calendar.day(day.at, context.now))}
    </button>
  </h2>
`;

export const drawDay = (day: Day, cursor: string | undefined, context: Context, isDated = true): TemplateResult => html`
  <section class="day">
    ${isDated ? date(day, context) : nothing}
    ${repeat(
      runsOf(day.rows),
      (run) => run.key,
      (run) =>
        guard([runVersion(run, [cursor, context.hovered]), context.calendar, context.myName], () =>
          drawRun(run, cursor, context),
        ),
    )}
  </section>
`;

const failed = (s: PageState, direction: 'older' | 'newer', { dispatch }: Context): TemplateResult | typeof nothing =>
  s.loadFailed?.direction === direction
    ? html`<div class="edge-failed">
        <span>${s.loadFailed.reason}</span>
        ${button({
          look: 'secondary',
          content: t('Try again'),
          onClick: () => {
            dispatch({ kind: 'reloaded' });
            dispatch({ kind: 'wanted', direction });
          },
        })}
      </div>`
    : nothing;

export const skeleton = (): TemplateResult => html`
  <div class="skeleton" aria-hidden="true">
    <span class="skeleton-line"></span><span class="skeleton-line"></span><span class="skeleton-line"></span>
  </div>
`;

const edge = (s: PageState, direction: 'older' | 'newer', context: Context): TemplateResult => html`
  <div class="edge">
    ${
      s.loadFailed?.direction === direction
        ? failed(s, direction, context)
        : html`${skeleton()}<span class="spoken"
              >${direction === 'older' ? t('Loading older messages') : t('Loading newer messages')}</span
            >`
    }
  </div>
`;

const startOf = ({ room }: PageState): TemplateResult =>
  room.kind === 'direct'
    ? phrase(t('This is the start of your conversation with {0}.'), html`<bdi>${room.title}</bdi>`)
    : phrase(t('This is the start of {0}.'), html`<bdi>${room.title || t('the chat')}</bdi>`);

const start = (s: PageState): TemplateResult => html`
  <div class="edge start">${icon('history')}<span>${startOf(s)}</span></div>
`;

const unknown = (): TemplateResult => html`
  <div class="edge start">${icon('history')}<span>${t('The history comes with the connection.')}</span></div>
`;

function top(s: PageState, context: Context): TemplateResult {
  if (hasOlder(s)) return edge(s, 'older', context);
  return isStartShown(s) ? start(s) : unknown();
}

function jump(s: PageState, { dispatch }: Context): TemplateResult | typeof nothing {
  if (isAtEnd(s) || isListOpen(s)) return nothing;
  const text = s.fresh > 0 ? freshText(s.fresh) : t('Jump to latest');
  return html`<div class="jump ${s.fresh > 0 ? 'has-fresh' : ''}">
    ${button({
      look: s.fresh > 0 ? 'primary' : 'secondary',
      content: html`<span class="jump-content">${icon('arrow-down')}${text}</span>`,
      onClick: () => dispatch({ kind: 'jumped' }),
    })}
  </div>`;
}

export const keyAt = (event: Event): string | undefined =>
  (event.target as Element).closest<HTMLElement>('[data-key]')?.dataset['key'];

const pointAt = (event: Event, { dispatch }: Context): void => {
  const key = keyAt(event);
  if (key !== undefined) dispatch({ kind: 'pointed', cursor: key });
};

export const hoverAt = (event: Event, { hovered, dispatch }: Context): void => {
  const key = (event.target as Element).closest<HTMLElement>('.message[data-key]')?.dataset['key'];
  if (key !== hovered && key !== undefined) dispatch({ kind: 'hovered', key });
};

/**
 * The container is a log that says nothing by itself: what is new is announced elsewhere, so that history is never read
 * aloud. Its scroll position belongs to LogScroll.
 */
const frame = (s: PageState, days: readonly Day[], context: Context): TemplateResult => html`
  <div class="log-frame" ?inert=${tripOf(s)?.isOpen === true}>
    <div
      class="log"
      role="log"
      data-vscode-context=${menuOfRoom(s.room.id)}
      aria-live="off"
      aria-label=${t('Messages in {0}', s.room.title || t('this room'))}
      aria-busy=${s.load === undefined ? 'false' : 'true'}
      @keydown=${(event: KeyboardEvent) => {
        logSearchKey(event, s, context);
        if (!event.defaultPrevented) trailKey(event, s, context);
        if (!event.defaultPrevented) logKey(event, context);
      }}
      @pointerdown=${(event: PointerEvent) => (event.currentTarget as Element).classList.remove('by-keyboard')}
      @pointermove=${(event: PointerEvent) => hoverAt(event, context)}
      @focusin=${(event: FocusEvent) => pointAt(event, context)}
    >
      <div class="column">
        ${guard(
          [
            days,
            s.cursor,
            context.hovered,
            s.loadFailed,
            s.first,
            s.head,
            s.room.title,
            s.room.kind,
            isStartShown(s),
            context.calendar,
            context.linkable,
            dayKey(context.now),
          ],
          () => {
            const cursor = cursorOf(days, s.cursor);
            return html`
              ${top(s, context)}
              ${repeat(
                days,
                (day) => day.key,
                (day) => drawDay(day, cursor, context),
              )}
              ${hasNewer(s) ? edge(s, 'newer', context) : nothing}
            `;
          },
        )}
      </div>
    </div>
    ${jump(s, context)}
  </div>
`;

/** Another room is another log: the rows of two rooms have the same keys. */
export const log = (s: PageState, days: readonly Day[], context: Context): unknown =>
  keyed(s.room.id, frame(s, days, context));
