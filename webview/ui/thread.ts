import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { isAllowed } from '../state/allowed';
import { dayKey } from '../state/calendar';
import type { Side } from '../state/composing';
import type { PageState } from '../state/model';
import { type Day, quoteOf, type threadDays } from '../state/rows';
import { repliesText } from '../state/spokenRow';
import type { ThreadAct, ThreadState } from '../state/thread';
import type { Context } from './context';
import { icon } from './icon';
import { threadKey } from './keys';
import { cursorOf, drawDay, hoverAt, keyAt, skeleton } from './log';
import { button } from './toolkit';

const act = ({ dispatch }: Context, what: ThreadAct): void => dispatch({ kind: 'threadAct', act: what });

/** Said by who listens: whose message, and how it begins. */
const nameOf = (s: PageState, { root }: ThreadState): string => {
  const { name, text } = quoteOf(s, root) ?? {};
  return name === undefined ? t('Thread') : t('Thread of {0}: {1}', name, text ?? '');
};

function resolving(s: PageState, { root, first }: ThreadState, context: Context): TemplateResult | typeof nothing {
  if (!first) return nothing;
  const isResolved = first.resolved === true;
  if (!isAllowed(s, first).resolve) return nothing;
  return button({
    look: 'secondary',
    className: 'thread-resolve small',
    content: isResolved ? t('Reopen') : t('Resolve'),
    title: isResolved ? t('Open the thread again') : t('There is nothing more to say'),
    onClick: () =>
      context.dispatch({ kind: 'act', act: { do: 'flag', seq: root, flag: 'resolved', isOn: !isResolved } }),
  });
}

const head = (s: PageState, thread: ThreadState, context: Context): TemplateResult => html`
  <div class="thread-head">
    ${button({
      look: 'icon',
      className: 'thread-back',
      label: s.isWide ? t('Close the thread') : t('Back to the room'),
      title: s.isWide ? t('Close the thread (Escape)') : t('Back to the room (Escape)'),
      content: icon(s.isWide ? 'close' : 'arrow-left'),
      onClick: () => act(context, { do: 'shut' }),
    })}
    <h2 class="thread-title">${t('Thread')}</h2>
    ${resolving(s, thread, context)}
  </div>
`;

const trouble = ({ failed }: ThreadState, context: Context): TemplateResult => html`
  <div class="thread-note">
    <p role="status">${failed?.reason ?? ''}</p>
    ${
      failed && !failed.isGone
        ? button({ look: 'secondary', content: t('Try again'), onClick: () => act(context, { do: 'retry' }) })
        : nothing
    }
  </div>
`;

/** Between the first message and the answers. */
function middle(thread: ThreadState): TemplateResult {
  const count = thread.first?.replies?.count ?? 0;
  const text = count > 0 ? repliesText(count) : thread.load ? t('Loading…') : t('No replies yet.');
  return html`<div class="thread-count"><span>${text}</span></div>`;
}

const edge = (loading: string): TemplateResult =>
  html`<div class="edge">${skeleton()}<span class="spoken">${loading}</span></div>`;

/** A day that stands there already is not said again. */
const rows = (days: readonly Day[], cursor: string | undefined, context: Context, said?: Day): unknown =>
  repeat(
    days,
    (day) => day.key,
    (day, i) => drawDay(day, cursor, context, i > 0 || said === undefined || dayKey(said.at) !== dayKey(day.at)),
  );

function content(
  thread: ThreadState,
  days: ReturnType<typeof threadDays>,
  context: Context,
): TemplateResult | typeof nothing {
  const { first, answers, failed, load, hasOlder, hasNewer } = thread;
  if (!first) return failed ? trouble(thread, context) : html`${edge(t('Loading the thread'))}`;
  const cursor = cursorOf([...days.first, ...days.answers], thread.cursor);
  const isWhole = !failed && (answers !== undefined || load === undefined);
  return html`
    ${rows(days.first, cursor, context)} ${middle(thread)} ${failed ? trouble(thread, context) : nothing}
    ${!failed && (hasOlder || !isWhole) ? edge(t('Loading older replies')) : nothing}
    ${rows(days.answers, cursor, context, days.first[0])}
    ${!failed && hasNewer ? edge(t('Loading newer replies')) : nothing}
  `;
}

/** Beside the log where there is room, over it where there is none. As the log it says nothing by itself. */
export function thread(
  s: PageState,
  days: ReturnType<typeof threadDays>,
  outer: Context,
  foot: (s: PageState, side: Side, context: Context) => unknown,
): TemplateResult | typeof nothing {
  const { thread: open } = s;
  if (!open) return nothing;
  const context: Context = { ...outer, side: 'thread' };
  return html`<section
    class="thread"
    aria-label=${nameOf(s, open)}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) threadKey(event, context);
    }}
  >
    ${head(s, open, context)}
    ${keyed(
      `${s.room.id} ${open.root}`,
      html`<div
        class="thread-log"
        role="log"
        aria-live="off"
        aria-label=${t('Messages of the thread')}
        aria-busy=${open.load ? 'true' : 'false'}
        @keydown=${(event: KeyboardEvent) => threadKey(event, context)}
        @pointerdown=${(event: PointerEvent) => (event.currentTarget as Element).classList.remove('by-keyboard')}
        @pointermove=${(event: PointerEvent) => hoverAt(event, context)}
        @focusin=${(event: FocusEvent) => {
          const key = keyAt(event);
          if (key !== undefined) act(context, { do: 'point', key });
        }}
      >
        <div class="column">
          ${guard([days, open, context.hovered, context.calendar, dayKey(context.now)], () =>
            content(open, days, context),
          )}
        </div>
      </div>`,
    )}
    ${open.failed?.isGone === true ? nothing : foot(s, 'thread', context)}
  </section>`;
}
