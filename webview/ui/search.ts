import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { LIMITS } from '../../server/protocol/limits';
import type { FoundMessage } from '../protocol/messages';
import { dayKey } from '../state/calendar';
import { fileMarks } from '../state/files';
import { marked } from '../state/marks';
import type { PageState } from '../state/model';
import { TOMBSTONES } from '../state/rows';
import { type SearchAct, type SearchState, searchStatus } from '../state/search';
import { roomKind as kindOf } from '../state/selectors';
import { plainText } from '../text/plain';
import type { Context } from './context';
import { icon } from './icon';
import { roomMark } from './roomMark';
import { searchKey } from './searchKeys';
import { button } from './toolkit';
import { wayBack } from './wayBack';

/** What narrows a search, and what it means. */
const FILTERS: readonly (readonly [filter: string, meaning: () => string])[] = [
  ['from:', () => t('by whom; from:me')],
  ['in:', () => t('in which room; in:here')],
  ['has:code', () => t('with code')],
  ['has:file', () => t('with a file')],
  ['has:link', () => t('with a link')],
  ['before:', () => t('before a day, as 2026-03-31')],
  ['after:', () => t('after a day; after:yesterday')],
  ['is:unread', () => t('not read yet')],
];

const act = ({ dispatch }: Context, what: SearchAct): void => dispatch({ kind: 'search', act: what });

const filters = ({ typed }: SearchState, context: Context): TemplateResult => html`
  <div class="search-help">
    <p class="search-hint">${t('Words, the beginning of the last one, and “exact phrases”. To narrow it down:')}</p>
    <ul class="search-filters">
      ${FILTERS.map(
        ([filter, meaning]) =>
          html`<li>
            <button
              type="button"
              class="search-filter"
              @click=${() => {
                act(context, {
                  do: 'type',
                  text: `${typed}${typed === '' || typed.endsWith(' ') ? '' : ' '}${filter}`,
                });
                document.querySelector<HTMLElement>('.search-input')?.focus();
              }}
            >
              <code>${filter}</code></button
            ><span class="search-meaning">${meaning()}</span>
          </li>`,
      )}
    </ul>
  </div>
`;

function text({ entry }: FoundMessage): string {
  if (entry.kind !== 'message') return '';
  return entry.tombstone === undefined
    ? [plainText(entry.text), ...fileMarks(entry.files)].join(' ').trim()
    : TOMBSTONES[entry.tombstone]();
}

const result = (found: FoundMessage, i: number, search: SearchState, context: Context): TemplateResult => {
  const { entry, title, roomKind } = found;
  return html`<div
    id="found-${i}"
    class="found ${i === search.at ? 'is-at' : ''}"
    role="option"
    aria-selected=${i === search.at ? 'true' : 'false'}
    @click=${() => act(context, { do: 'choose', at: i })}
  >
    <div class="found-head">
      <span class="found-room"
        >${roomMark(roomKind)}<bdi>${title}</bdi><span class="spoken">, ${kindOf(roomKind)},</span></span
      >
      <bdi class="found-name">${entry.name || t('Unknown')}</bdi>
      <time class="found-time" datetime=${new Date(entry.at).toISOString()} title=${context.calendar.full(entry.at)}
        >${context.calendar.time(entry.at)}</time
      >
    </div>
    <div class="found-text" dir="auto">
      ${marked(text(found), search.typed).map((piece) => (piece.isMatch ? html`<mark>${piece.text}</mark>` : piece.text))}
    </div>
  </div>`;
};

/** By day, the newest first. */
function results(search: SearchState, context: Context): TemplateResult {
  const days: { key: string; at: number; rows: TemplateResult[] }[] = [];
  search.found.forEach((found, i) => {
    const key = dayKey(found.entry.at);
    if (days.at(-1)?.key !== key) days.push({ key, at: found.entry.at, rows: [] });
    days.at(-1)?.rows.push(result(found, i, search, context));
  });
  return html`<div class="search-list" id="search-list" role="listbox" aria-label=${t('Messages found')}>
    ${days.map(
      ({ at, rows }) =>
        html`<div role="group" aria-label=${context.calendar.day(at, context.now)}>
          <div class="search-day" aria-hidden="true">${context.calendar.day(at, context.now)}</div>
          ${rows}
        </div>`,
    )}
  </div>`;
}

const more = (search: SearchState, context: Context): TemplateResult | typeof nothing =>
  search.next === undefined
    ? nothing
    : html`<div class="search-more">
        ${button({
          look: 'secondary',
          content: search.load ? t('Searching…') : t('Search older messages'),
          onClick: () => act(context, { do: 'more' }),
        })}
      </div>`;

const input = (search: SearchState, context: Context): TemplateResult => html`
  <input
    class="search-input"
    type="text"
    role="combobox"
    aria-label=${t('Search messages')}
    aria-expanded=${search.found.length > 0 ? 'true' : 'false'}
    aria-controls="search-list"
    aria-autocomplete="list"
    aria-activedescendant=${search.at < 0 ? nothing : `found-${search.at}`}
    aria-invalid=${search.reason === undefined ? nothing : 'true'}
    placeholder=${t('Search messages')}
    autocomplete="off"
    spellcheck="false"
    dir="auto"
    maxlength=${LIMITS.searchChars}
    .value=${live(search.typed)}
    @input=${(event: Event) => act(context, { do: 'type', text: (event.target as HTMLInputElement).value })}
  />
`;

const panel = (search: SearchState, context: Context): TemplateResult => html`
  <section class="search" role="search" @keydown=${(event: KeyboardEvent) => searchKey(event, search, context)}>
    <div class="search-bar">
      ${icon('search', 'search-icon')} ${input(search, context)}
      ${button({
        look: 'icon',
        className: 'search-shut',
        label: t('Close search'),
        title: search.hasJumped ? t('Close, and back to where you were (Escape)') : t('Close (Escape)'),
        content: icon('close'),
        onClick: () => act(context, { do: 'shut' }),
      })}
    </div>
    <p class="search-status ${search.reason === undefined ? '' : 'is-problem'}" role="status">
      ${searchStatus(search)}
    </p>
    <div class="search-body">
      ${search.found.length > 0 ? results(search, context) : search.answered === undefined ? filters(search, context) : nothing}
      ${more(search, context)}
    </div>
  </section>
`;

const back = (search: SearchState, context: Context): TemplateResult =>
  wayBack({
    label: t('Back to results'),
    place: t('{0} of {1}', search.at + 1, `${search.found.length}${search.next === undefined ? '' : '+'}`),
    stayLabel: t('Close search and stay here'),
    onBack: () => act(context, { do: 'back' }),
    onStay: () => act(context, { do: 'stay' }),
  });

/** Lies over the log, or tells the way back to it. */
export function search({ search: open }: PageState, context: Context): TemplateResult | typeof nothing {
  if (!open) return nothing;
  return open.isOpen ? panel(open, context) : back(open, context);
}
