import { t } from '@vscode/l10n';
import { plural } from '../protocol/language';
import { type TemplateResult, html, nothing } from 'lit';
import type { PageState } from '../state/model';
import { linkView, roomKind } from '../state/selectors';
import type { Context } from './context';
import { icon } from './icon';
import { roomMark } from './roomMark';
import { button } from './toolkit';

/** The room, and the way to the others. */
const switcher = ({ room }: PageState, { dispatch }: Context): TemplateResult => html`
  <h1 class="title">
    <button
      type="button"
      class="switcher"
      aria-label="${room.title}, ${roomKind(room.kind)}"
      title=${t('Go to another room')}
      @click=${() => dispatch({ kind: 'commanded', command: 'goToRoom' })}
    >
      ${roomMark(room.kind)}<span class="title-text" dir="auto" title=${t('{0} – go to another room', room.title)}
        >${room.title}</span
      >${icon('chevron-down', 'switcher-more')}
    </button>
  </h1>
`;

const noRoom = (): TemplateResult => html`
  <h1 class="title title-plain">${icon('comment-discussion')}<span class="title-text">${t('Team Chat')}</span></h1>
`;

function people(count: number, { dispatch }: Context): TemplateResult {
  const text = plural(count, t('1 person here'), t('{0} people here', count));
  return html`<button
    type="button"
    class="people"
    aria-label=${text}
    title=${text}
    @click=${() => dispatch({ kind: 'commanded', command: 'showPeople' })}
  >
    ${icon('organization')}<span>${count}</span>
  </button>`;
}

const finder = ({ search }: PageState, { dispatch }: Context): TemplateResult =>
  html`<button
    type="button"
    class="finder"
    aria-label=${t('Search messages')}
    aria-expanded=${search?.isOpen ? 'true' : 'false'}
    title=${t('Search messages')}
    @click=${() => dispatch({ kind: 'search', act: { do: search?.isOpen ? 'shut' : 'open' } })}
  >
    ${icon('search')}
  </button>`;

function connection(s: PageState): TemplateResult {
  const view = linkView(s.link);
  const spin = view.icon === 'loading' ? 'codicon-modifier-spin' : '';
  const title = s.server === '' ? view.text : `${view.text}: ${s.server}`;
  return html`<span class="link link-${view.tone}" role="status" title=${title}
    >${icon(view.icon, spin)}<span class="link-text">${view.text}</span></span
  >`;
}

/** What the room is about, or else where it is. */
function about({ room, server }: PageState): TemplateResult | typeof nothing {
  const text = room.topic || server;
  if (text === '') return nothing;
  return html`<span class="about ${room.topic === '' ? 'server' : 'topic'}" dir="auto" title=${text}>${text}</span>`;
}

export const header = (s: PageState, context: Context): TemplateResult => html`
  <header
    class="header"
    data-vscode-context=${s.me === undefined ? nothing : JSON.stringify({ webviewSection: 'room', room: s.room.id })}
  >
    ${s.me === undefined || s.room.title === '' ? noRoom() : switcher(s, context)}
    <div class="subtitle ${s.room.topic === '' ? '' : 'has-topic'}">${connection(s)}${about(s)}</div>
    ${s.me === undefined ? nothing : finder(s, context)} ${s.link.at === 'online' ? people(s.people, context) : nothing}
    ${button({
      look: 'icon',
      className: 'exit',
      label: t('Exit'),
      title: t('Exit the chat'),
      content: html`<span class="exit-content">${icon('sign-out')}<span class="exit-text">${t('Exit')}</span></span>`,
      onClick: () => context.dispatch({ kind: 'exitAsked' }),
    })}
  </header>
`;
