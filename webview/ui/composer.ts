import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { type Side, composingAt } from '../state/composing';
import type { PageState } from '../state/model';
import { counter, typingText } from '../state/selectors';
import type { Context } from './context';
import { icon } from './icon';
import { completion, completionKey } from './completion';
import { formatKey } from './formatKeys';
import { closedKey, composerKey } from './keys';
import { chips } from './files';
import { longText, longTextKey } from './longText';
import { quoteOf } from '../state/rows';
import { picker } from './picker';
import { preview } from './preview';
import { writing } from './quote';
import { button, textArea } from './toolkit';

/** Not spoken by itself: it comes and goes. */
const typing = (names: readonly string[]): TemplateResult => html`
  <div class="typing">
    ${
      names.length === 0
        ? nothing
        : html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span
            ><span class="typing-text" dir="auto">${typingText(names)}</span>`
    }
  </div>
`;

/** What stands where nobody, or not this reader, can write. */
export const closed = (s: PageState, why: string, context: Context): TemplateResult => html`
  <footer class="composer">
    <p class="closed" tabindex="-1" @keydown=${(event: KeyboardEvent) => closedKey(event, s, context)}>
      ${icon('lock')}<span>${why}</span>
    </p>
  </footer>
`;

const notice = (text: string, look: string): TemplateResult =>
  html`<div class="notice ${look}" role="alert">
    ${icon(look === 'is-closed' ? 'lock' : 'error')}<span>${text}</span>
  </div>`;

/** Why the text was not taken; a text in a room that was closed since stays where it can be copied. */
function notices(s: PageState): TemplateResult | typeof nothing {
  if (s.notice !== undefined) return notice(s.notice, '');
  return s.room.closed === undefined ? nothing : notice(s.room.closed, 'is-closed');
}

/** As it stands before its name in the header. */
const called = ({ room }: PageState): string => `${room.kind === 'public' ? '#' : ''}${room.title}`;

/** Where the composer is not, in a room with an open thread: it comes, with what was written. */
export function restingComposer(s: PageState, side: Side, { dispatch }: Context): TemplateResult {
  const { draft } = composingAt(s, side);
  const room = s.room.title || t('the team');
  const placeholder = side === 'thread' ? t('Reply…') : t('Message {0}', called(s) || room);
  return html`<footer class="composer">
    ${typing(side === 'room' ? s.typing : [])}
    <button
      type="button"
      class="composer-rest ${draft === '' ? '' : 'has-draft'}"
      aria-label=${draft === '' ? nothing : `${placeholder}: ${draft}`}
      @click=${() => dispatch({ kind: 'threadAct', act: { do: 'write', side } })}
    >
      <bdi>${draft === '' ? placeholder : draft}</bdi>
    </button>
  </footer>`;
}

export function composer(s: PageState, context: Context): TemplateResult {
  const count = counter(s.draft);
  const room = s.room.title || t('the team');
  const isThread = s.side === 'thread';
  const idle = (s.draft.trim() === '' && s.attached.length === 0) || s.room.closed !== undefined;
  return html`
    <footer class="composer">
      ${picker(s.emoji, context)} ${completion(s, context)} ${preview(s, context)} ${typing(isThread ? [] : s.typing)}
      ${writing(s, quoteOf(s, s.acts.answering), context)} ${notices(s)} ${longText(s, context)}
      ${chips(s.attached, context)}
      <div class="drop-hint" aria-hidden="true">${icon('attach')}${t('Drop files here to attach them')}</div>
      <div class="composer-box ${s.notice === undefined ? '' : 'is-refused'}">
        ${textArea({
          label: isThread ? t('Reply in the thread') : t('Message to {0}', room),
          placeholder: isThread ? t('Reply…') : t('Message {0}', called(s) || room),
          invalid: s.notice !== undefined,
          onInput: (text, caret) => context.dispatch({ kind: 'typed', text, caret }),
          onKey: (event) => {
            const isTaken = completionKey(event, s, context) || formatKey(event) || longTextKey(event, s, context);
            if (!isTaken) composerKey(event, s, context);
          },
          onCaret: (caret) => context.dispatch({ kind: 'caretMoved', caret }),
        })}
        <div class="composer-end">
          ${
            count === undefined
              ? nothing
              : html`<span class="counter ${count.over ? 'is-over' : ''}"
                  >${count.over ? icon('error') : nothing}${count.text}</span
                >`
          }
          ${button({
            look: 'icon',
            className: 'attach-button',
            label: t('Attach files'),
            title: t('Attach files. They can be pasted and dropped, too.'),
            content: icon('attach'),
            onClick: () => context.dispatch({ kind: 'commanded', command: 'shareFile' }),
          })}
          ${button({
            look: 'icon',
            className: 'emoji-button',
            label: t('Emoji'),
            title: t('Emoji'),
            expanded: s.emoji.picker !== undefined,
            content: icon('smiley'),
            onClick: () => context.dispatch({ kind: 'emoji', act: { do: 'toggle' } }),
          })}
          ${button({
            look: 'icon',
            className: `send ${idle ? 'is-idle' : ''}`,
            label: s.acts.editing ? t('Save') : t('Send'),
            title: s.acts.editing
              ? t('Save (Enter). Shift+Enter starts a new line.')
              : t('Send (Enter). Shift+Enter starts a new line.'),
            content: icon(s.acts.editing ? 'check' : 'send'),
            onClick: context.submit,
          })}
        </div>
      </div>
    </footer>
  `;
}
