import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import { textOf } from '../../server/protocol/transcript';
import type { Storage } from '../protocol/messages';
import { messageIn } from '../state/acts';
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
        content: t('Retry now'),
        onClick: () => dispatch({ kind: 'commanded', command: 'reconnect' }),
      })}
    </div>
  </div>
`;

export const showLog = ({ dispatch }: Context): TemplateResult =>
  button({
    look: 'secondary',
    content: t('Show Log'),
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

const STORAGE_LOOKS: Readonly<Record<Storage['state'], { readonly look: string; readonly icon: string }>> = {
  low: { look: 'info', icon: 'info' },
  full: { look: 'warning', icon: 'warning' },
  readOnly: { look: 'warning', icon: 'lock' },
  damaged: { look: 'error', icon: 'error' },
  moving: { look: 'info', icon: 'arrow-swap' },
  moved: { look: 'warning', icon: 'arrow-swap' },
};

function storageAction(state: Storage['state'], dispatch: Context['dispatch']): TemplateResult | typeof nothing {
  const action = (content: string, onClick: () => void) =>
    html`<div class="banner-actions">${button({ look: 'secondary', content, onClick })}</div>`;
  if (state === 'low') return action(t('Dismiss'), () => dispatch({ kind: 'lowSeen' }));
  return state === 'moved'
    ? action(t('Go There…'), () => dispatch({ kind: 'commanded', command: 'followServer' }))
    : nothing;
}

/** The region is there before there is anything to say, so that it is heard. */
export function storageBanner({ storage, lowSeen }: PageState, { dispatch }: Context): TemplateResult {
  const isShown = storage !== undefined && !(storage.state === 'low' && lowSeen);
  return html`<div role="status">
    ${
      isShown
        ? html`<div class="banner banner-${STORAGE_LOOKS[storage.state].look}">
            ${icon(STORAGE_LOOKS[storage.state].icon)}
            <div class="banner-text">${storage.text}</div>
            ${storageAction(storage.state, dispatch)}
          </div>`
        : nothing
    }
  </div>`;
}

interface Question {
  readonly label: string;
  readonly text: string;
  readonly stay: string;
  readonly go: string;
  readonly answer: (goes: boolean) => void;
}

const question = ({ label, text, stay, go, answer }: Question): TemplateResult => html`
  <div
    class="banner banner-question"
    role="alertdialog"
    aria-label=${label}
    aria-describedby="question"
    @keydown=${(event: KeyboardEvent) => questionKey(event, () => answer(false))}
  >
    ${icon('question')}
    <div class="banner-text" id="question">${text}</div>
    <div class="banner-actions">
      ${button({ look: 'primary', className: 'stay', content: stay, onClick: () => answer(false) })}
      ${button({ look: 'secondary', className: 'go', content: go, onClick: () => answer(true) })}
    </div>
  </div>
`;

export const exitQuestion = (s: PageState, { dispatch }: Context): TemplateResult | typeof nothing =>
  s.asking
    ? question({
        label: t('Exit the chat?'),
        text: t('Some of your text is not sent yet. Exit anyway?'),
        stay: t('Stay'),
        go: t('Exit'),
        answer: (exit) => dispatch({ kind: 'exitAnswered', exit }),
      })
    : nothing;

export const deleteQuestion = (s: PageState, { dispatch }: Context): TemplateResult | typeof nothing =>
  s.deleting === undefined
    ? nothing
    : question({
        label: t('Delete this message?'),
        text: [whatGoes(s, s.deleting), t('That cannot be undone.'), quoted(s, s.deleting)].join(' ').trim(),
        stay: t('Keep'),
        go: t('Delete'),
        answer: (doIt) => dispatch({ kind: 'deleteAnswered', doIt }),
      });

const QUOTED = 60;

function whatGoes(s: PageState, seq: number): string {
  const message = messageIn(s, seq);
  const isMine = !message || (s.me !== undefined && message.author === s.me.id);
  return isMine
    ? t('Delete this message for everybody?')
    : t('Delete this message of {0} for everybody?', message.name);
}

function quoted(s: PageState, seq: number): string {
  const message = messageIn(s, seq);
  if (!message) return '';
  const text = textOf(message).replace(/\s+/g, ' ').trim();
  return t('“{0}”', text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);
}
