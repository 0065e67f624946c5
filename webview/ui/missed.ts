import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { LIMITS } from '../../server/protocol/limits';
import { plural } from '../protocol/language';
import type { MissedItem, MissedList, MissedRoom } from '../protocol/messages';
import {
  type MissedAct,
  type MissedState,
  countedIn,
  missedStatus,
  oldestOf,
  placesIn,
  titleOfKind,
} from '../state/missed';
import type { PageState } from '../state/model';
import { TOMBSTONES } from '../state/rows';
import { roomKind as roomKindName } from '../state/selectors';
import { spokenText } from '../text/spoken';
import type { Context } from './context';
import { icon } from './icon';
import { missedKey } from './missedKeys';
import { roomMark } from './roomMark';
import { button } from './toolkit';
import { wayBack } from './wayBack';

const act = ({ dispatch }: Context, what: MissedAct): void => dispatch({ kind: 'missing', act: what });

const messagesText = (count: string): string =>
  plural(Number(count), t('{0} message', count), t('{0} messages', count));

const newMessagesText = (count: string): string =>
  plural(Number(count), t('{0} new message', count), t('{0} new messages', count));

const dayAndTime = (at: number, { calendar, now }: Context): string => `${calendar.day(at, now)}, ${calendar.time(at)}`;

const textOf = ({ text, files = [], isGone }: MissedItem): string =>
  isGone ? TOMBSTONES.deleted() : [spokenText(text), ...files].join(' ').replace(/\s+/gu, ' ').trim();

interface Row {
  readonly at: number;
  /** Begins with all that is seen, in its order. */
  readonly label: string;
  readonly head: TemplateResult;
  readonly text: string;
}

const row = ({ at, label, head, text }: Row, missed: MissedState, context: Context): TemplateResult => html`
  <li>
    <button
      type="button"
      class="missed-item"
      data-at=${at}
      tabindex=${at === Math.max(0, missed.at) ? '0' : '-1'}
      aria-label=${label}
      @focus=${() => (missed.at === at ? undefined : act(context, { do: 'move', at }))}
      @click=${() => act(context, { do: 'choose', at })}
    >
      <span class="missed-line">${head}</span>
      ${text === '' ? nothing : html`<span class="missed-text" dir="auto">${text}</span>`}
    </button>
  </li>
`;

const when = (at: number, context: Context): TemplateResult =>
  html`<time class="missed-time" datetime=${new Date(at).toISOString()} title=${context.calendar.full(at)}
    >${dayAndTime(at, context)}</time
  >`;

function itemRow(item: MissedItem, at: number, context: Context): Row {
  const { name, title, roomKind, by } = item;
  const text = textOf(item);
  const who = name || t('Unknown');
  const done = by === undefined ? '' : `, ${t('by {0}', by)}`;
  return {
    at,
    text,
    label: `${who}, ${title}${done}, ${dayAndTime(item.at, context)}: ${text}, ${roomKindName(roomKind)}`,
    head: html`<bdi class="missed-name">${who}</bdi>
      <span class="missed-room">${roomMark(roomKind)}<bdi>${title}</bdi></span>
      ${by === undefined ? nothing : html`<span class="missed-by" dir="auto">${t('by {0}', by)}</span>`}
      ${when(item.at, context)}`,
  };
}

function roomRow({ title, roomKind, at: since, unread }: MissedRoom, at: number, context: Context): Row {
  const count = messagesText(`${unread}${unread >= LIMITS.countedUnread ? '+' : ''}`);
  return {
    at,
    text: '',
    label: `${title}, ${count}, ${dayAndTime(since, context)}, ${roomKindName(roomKind)}`,
    head: html`<span class="missed-room missed-whole">${roomMark(roomKind)}<bdi>${title}</bdi></span>
      <span class="missed-count">${count}</span> ${when(since, context)}`,
  };
}

const section = (title: string, rows: readonly TemplateResult[], more: string): TemplateResult => html`
  <section class="missed-group" aria-label=${title}>
    <h3 class="missed-title">${title}</h3>
    <ul class="missed-rows">
      ${rows}
    </ul>
    ${more === '' ? nothing : html`<p class="missed-more">${more}</p>`}
  </section>
`;

function sections(list: MissedList, missed: MissedState, context: Context): readonly TemplateResult[] {
  let at = 0;
  const kinds = list.kinds.map(({ kind, found, more }) =>
    section(
      titleOfKind(kind),
      found.map((item) => row(itemRow(item, at++, context), missed, context)),
      more === 0 ? '' : t('and {0} more', more),
    ),
  );
  if (list.rooms.length === 0) return kinds;
  const rooms = list.rooms.map((room) => row(roomRow(room, at++, context), missed, context));
  const { moreRooms } = list;
  const andMore = plural(moreRooms, t('and {0} more room', moreRooms), t('and {0} more rooms', moreRooms));
  return [...kinds, section(t('In rooms'), rooms, moreRooms === 0 ? '' : andMore)];
}

/** How much it is, and since when. */
function summary(list: MissedList, context: Context): string {
  const oldest = oldestOf(list);
  if (!oldest) return '';
  const messages = newMessagesText(countedIn(list.rooms, LIMITS.countedUnread));
  const { length } = list.rooms;
  const since = dayAndTime(oldest.at, context);
  return plural(
    length,
    t('{0} in {1} room. The oldest: {2}', messages, length, since),
    t('{0} in {1} rooms. The oldest: {2}', messages, length, since),
  );
}

const body = (missed: MissedState, context: Context): TemplateResult | typeof nothing =>
  missed.list
    ? html`${sections(missed.list, missed, context)}
      ${missed.list.isCut ? html`<p class="missed-more">${t('Only the newest of it was looked at.')}</p>` : nothing}`
    : nothing;

const panel = (missed: MissedState, context: Context): TemplateResult => html`
  <section
    class="missed"
    aria-label=${t('What happened since you left')}
    aria-busy=${missed.load === undefined ? 'false' : 'true'}
    tabindex="-1"
    @keydown=${(event: KeyboardEvent) => missedKey(event, missed, context)}
  >
    <div class="missed-bar">
      <h2 class="missed-heading">${t('Since you left')}</h2>
      ${button({
        look: 'icon',
        className: 'missed-shut',
        label: t('Close what happened'),
        title: missed.hasJumped ? t('Close, and back to where you were (Escape)') : t('Close (Escape)'),
        content: icon('close'),
        onClick: () => act(context, { do: 'shut' }),
      })}
    </div>
    <p class="missed-summary">${missed.list ? summary(missed.list, context) : nothing}</p>
    <div class="missed-status ${missed.reason === undefined ? '' : 'is-problem'}">
      <p role="status">${missedStatus(missed)}</p>
      ${
        missed.reason === undefined
          ? nothing
          : button({ look: 'secondary', content: t('Try again'), onClick: () => act(context, { do: 'ask' }) })
      }
    </div>
    <div class="missed-body">${body(missed, context)}</div>
  </section>
`;

const back = (missed: MissedState, context: Context): TemplateResult =>
  wayBack({
    label: t('Back to the list'),
    place: t('{0} of {1}', missed.at + 1, placesIn(missed).length),
    stayLabel: t('Close the list and stay here'),
    onBack: () => act(context, { do: 'back' }),
    onStay: () => act(context, { do: 'stay' }),
  });

/** One line, which opens nothing by itself. */
function offer({ missedCount, search }: PageState, context: Context): TemplateResult | typeof nothing {
  if (!missedCount || search) return nothing;
  const { messages, rooms } = missedCount;
  return html`<div class="missed-offer">
    <span class="missed-news"
      >${plural(rooms, t('{0} new in {1} room', messages, rooms), t('{0} new in {1} rooms', messages, rooms))}</span
    >
    <button type="button" class="missed-ask" @click=${() => act(context, { do: 'open' })}>
      ${t('What happened?')}
    </button>
    ${button({
      look: 'icon',
      className: 'missed-decline',
      label: t('Not now'),
      title: t('Not now'),
      content: icon('close'),
      onClick: () => act(context, { do: 'decline' }),
    })}
  </div>`;
}

/** What happened, over the log, or the way back to it, or an offer to tell it. */
export function missed(s: PageState, context: Context): TemplateResult | typeof nothing {
  if (!s.missed) return offer(s, context);
  return s.missed.isOpen ? panel(s.missed, context) : back(s.missed, context);
}
