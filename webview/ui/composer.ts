import { type TemplateResult, html, nothing } from 'lit';
import type { PageState } from '../state/model';
import { counter } from '../state/selectors';
import type { Context } from './context';
import { icon } from './icon';
import { composerKey } from './keys';
import { button, textArea } from './toolkit';

export function composer(s: PageState, context: Context): TemplateResult {
  const count = counter(s.draft);
  const room = s.room.title || 'the team';
  const idle = s.draft.trim() === '';
  return html`
    <footer class="composer">
      ${
        s.notice === undefined
          ? nothing
          : html`<div class="notice" role="alert">${icon('error')}<span>${s.notice}</span></div>`
      }
      <div class="composer-box ${s.notice === undefined ? '' : 'is-refused'}">
        ${textArea({
          label: `Message to ${room}`,
          placeholder: `Message ${room}`,
          invalid: s.notice !== undefined,
          onInput: (text) => context.dispatch({ kind: 'typed', text }),
          onKey: (event) => composerKey(event, s, context),
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
            className: `send ${idle ? 'is-idle' : ''}`,
            label: 'Send',
            title: 'Send (Enter). Shift+Enter starts a new line.',
            content: icon('send'),
            onClick: context.submit,
          })}
        </div>
      </div>
    </footer>
  `;
}
