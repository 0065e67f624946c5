import { t } from '@vscode/l10n';
import { plural } from '../protocol/language';
import { type TemplateResult, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Emoji, GROUPS, RECENT, SEARCH, TONES, toneName, toneTitle, withTone } from '../state/emoji';
import { type EmojiState, type Picker, shelf } from '../state/picker';
import type { Context } from './context';
import { gridKey, leavePicker, pickEmoji, pickerKey, searchKey, tabsKey } from './pickerKeys';

const code = ({ codes }: Emoji): string => `:${codes[0] ?? ''}:`;

const search = (emoji: EmojiState, { query }: Picker, context: Context): TemplateResult => html`
  <input
    class="picker-search"
    type="search"
    aria-label=${t('Search emoji')}
    placeholder=${t('Search emoji')}
    autocomplete="off"
    spellcheck="false"
    .value=${live(query)}
    @input=${(event: Event) =>
      context.dispatch({ kind: 'emoji', act: { do: 'search', query: (event.target as HTMLInputElement).value } })}
    @keydown=${(event: KeyboardEvent) => searchKey(event, emoji, context)}
  />
`;

const tabs = (shown: number, context: Context): TemplateResult => html`
  <div
    class="picker-tabs"
    role="tablist"
    aria-label=${t('Groups')}
    @keydown=${(event: KeyboardEvent) => tabsKey(event, context)}
  >
    ${GROUPS.map(
      ({ id, name, char }) =>
        html`<button
          type="button"
          role="tab"
          class="picker-tab"
          aria-label=${name()}
          title=${name()}
          aria-selected=${id === shown ? 'true' : 'false'}
          aria-controls="emoji-shelf"
          tabindex=${id === shown || (shown === SEARCH && id === RECENT) ? '0' : '-1'}
          data-group=${id}
          @click=${() => context.dispatch({ kind: 'emoji', act: { do: 'group', group: id } })}
        >
          <span aria-hidden="true">${char}</span>
        </button>`,
    )}
  </div>
`;

const cell = (emoji: Emoji, i: number, { at, tone }: { at: number; tone: number }, context: Context): TemplateResult =>
  html`<button
    type="button"
    role="gridcell"
    class="picker-cell"
    aria-label="${emoji.name}, ${code(emoji)}"
    title="${emoji.name} ${code(emoji)}"
    tabindex=${i === at ? '0' : '-1'}
    data-at=${i}
    @click=${() => pickEmoji(emoji, tone, context)}
    @focus=${() => context.dispatch({ kind: 'emoji', act: { do: 'move', at: i } })}
  >
    ${withTone(emoji, tone)}
  </button>`;

function grid(list: readonly Emoji[], s: EmojiState & { readonly at: number }, context: Context): TemplateResult {
  const { columns } = context;
  const rows = Array.from({ length: Math.ceil(list.length / columns) }, (_, row) => row * columns);
  return html`<div
    class="picker-grid"
    role="grid"
    aria-label=${t('Emoji')}
    aria-rowcount=${rows.length}
    aria-colcount=${columns}
    @keydown=${(event: KeyboardEvent) => gridKey(event, list.length, context)}
  >
    ${rows.map(
      (from) =>
        html`<div role="row" class="picker-row">
          ${list.slice(from, from + columns).map((emoji, i) => cell(emoji, from + i, s, context))}
        </div>`,
    )}
  </div>`;
}

const instead = (text: string): TemplateResult => html`<p class="picker-instead" role="status">${text}</p>`;

function content(s: EmojiState, picker: Picker, list: readonly Emoji[], context: Context): TemplateResult {
  if (s.isFailed) return instead(t('The emoji could not be loaded.'));
  if (s.all === undefined) return instead(t('Loading…'));
  if (list.length > 0) return grid(list, { ...s, at: picker.at }, context);
  return instead(
    picker.query.trim() === '' ? t('The emoji you use will be here.') : t('No emoji is called like that.'),
  );
}

const tones = (tone: number, { dispatch }: Context): TemplateResult => html`
  <fieldset class="picker-tones">
    <legend class="spoken">${t('Skin tone')}</legend>
    ${TONES.map(
      (mark, i) =>
        html`<label class="picker-tone" title=${toneTitle(i)}
          ><input
            type="radio"
            name="tone"
            aria-label=${toneName(i)}
            .checked=${live(i === tone)}
            @change=${() => dispatch({ kind: 'emoji', act: { do: 'tone', tone: i } })}
          /><span aria-hidden="true">✋${mark}</span></label
        >`,
    )}
  </fieldset>
`;

/** What the one with the focus is called: its label says it to who listens. */
const called = (emoji: Emoji | undefined, tone: number): TemplateResult => html`
  <span class="picker-called" aria-hidden="true">
    ${
      emoji === undefined
        ? nothing
        : html`<span class="picker-called-char">${withTone(emoji, tone)}</span
            ><span class="picker-called-text"
              ><span class="picker-called-name">${emoji.name}</span
              ><span class="picker-called-code">${code(emoji)}</span></span
            >`
    }
  </span>
`;

export function picker(s: EmojiState, context: Context): TemplateResult | typeof nothing {
  const { picker: open } = s;
  if (!open) return nothing;
  const { id, name, emoji } = shelf(s, open);
  const found = plural(emoji.length, t('1 emoji found'), t('{0} emoji found', emoji.length));
  return html`
    <div
      class="picker"
      role="dialog"
      aria-label=${t('Emoji')}
      @keydown=${(event: KeyboardEvent) => pickerKey(event, context)}
      @focusout=${(event: FocusEvent) => leavePicker(event, context)}
    >
      ${search(s, open, context)} ${tabs(id, context)}
      <div class="picker-shelf" id="emoji-shelf" role=${id === SEARCH ? 'region' : 'tabpanel'} aria-label=${name}>
        ${content(s, open, emoji, context)}
      </div>
      <div class="picker-end">${called(emoji[open.at], s.tone)} ${tones(s.tone, context)}</div>
      <span class="spoken" role="status">${id === SEARCH && emoji.length > 0 ? found : nothing}</span>
    </div>
  `;
}
