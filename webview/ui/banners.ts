import { type TemplateResult, html, nothing } from 'lit';
import type { PageState } from '../state/model';
import { commandLabel, retryText } from '../state/selectors';
import type { Context } from './context';
import { icon } from './icon';
import { questionKey } from './keys';
import { button } from './toolkit';

/** The countdown is not spoken: it would be, every second. */
const offline = (s: PageState, reason: string, { now, dispatch }: Context): TemplateResult => html`
  <div class="banner banner-warning">
    ${icon('debug-disconnect')}
    <div class="banner-text">
      <span role="status">${reason}</span>
      <span class="countdown" aria-hidden="true"
        >${retryText(s.link.at === 'offline' ? s.link.retryAt : undefined, now)}</span
      >
    </div>
    <div class="banner-actions">
      ${button({
        look: 'secondary',
        content: 'Retry now',
        onClick: () => dispatch({ kind: 'commanded', command: 'reconnect' }),
      })}
    </div>
  </div>
`;

export const showLog = ({ dispatch }: Context): TemplateResult =>
  button({
    look: 'secondary',
    content: 'Show Log',
    onClick: () => dispatch({ kind: 'commanded', command: 'showLog' }),
  });

const stopped = (s: PageState, context: Context): TemplateResult | typeof nothing => {
  if (s.link.at !== 'stopped') return nothing;
  const { reason, action } = s.link;
  return html`
    <div class="banner banner-error">
      ${icon('error')}
      <div class="banner-text" role="alert">${reason}</div>
      <div class="banner-actions">
        ${button({
          look: 'primary',
          content: commandLabel(action),
          onClick: () => context.dispatch({ kind: 'commanded', command: action }),
        })}
        ${action === 'showLog' ? nothing : showLog(context)}
      </div>
    </div>
  `;
};

export function linkBanner(s: PageState, context: Context): TemplateResult | typeof nothing {
  if (s.link.at === 'offline') return offline(s, s.link.reason, context);
  return s.entries.length > 0 ? stopped(s, context) : nothing;
}

export const exitQuestion = (s: PageState, context: Context): TemplateResult | typeof nothing =>
  s.asking
    ? html`
        <div
          class="banner banner-question"
          role="alertdialog"
          aria-label="Exit the chat?"
          aria-describedby="exit-question"
          @keydown=${(event: KeyboardEvent) => questionKey(event, context)}
        >
          ${icon('question')}
          <div class="banner-text" id="exit-question">Some of your text is not sent yet. Exit anyway?</div>
          <div class="banner-actions">
            ${button({
              look: 'primary',
              className: 'stay',
              content: 'Stay',
              onClick: () => context.dispatch({ kind: 'exitAnswered', exit: false }),
            })}
            ${button({
              look: 'secondary',
              className: 'exit-anyway',
              content: 'Exit',
              onClick: () => context.dispatch({ kind: 'exitAnswered', exit: true }),
            })}
          </div>
        </div>
      `
    : nothing;
