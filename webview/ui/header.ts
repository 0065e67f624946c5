import { type TemplateResult, html, nothing } from 'lit';
import type { PageState } from '../state/model';
import { linkView } from '../state/selectors';
import type { Context } from './context';
import { icon } from './icon';
import { button } from './toolkit';

const people = (count: number): TemplateResult => {
  const text = count === 1 ? '1 person here' : `${count} people here`;
  return html`<span class="people" title=${text}>
    ${icon('organization')}<span aria-hidden="true">${count}</span><span class="spoken">${text}</span>
  </span>`;
};

function connection(s: PageState): TemplateResult {
  const view = linkView(s.link);
  const spin = view.icon === 'loading' ? 'codicon-modifier-spin' : '';
  return html`<span class="link link-${view.tone}" role="status">${icon(view.icon, spin)}${view.text}</span>`;
}

export const header = (s: PageState, { dispatch }: Context): TemplateResult => html`
  <header class="header">
    <div class="header-main">
      <h1 class="title">${icon('comment-discussion')}<span class="title-text">${s.room.title || 'Team Chat'}</span></h1>
      <div class="subtitle">
        ${connection(s)}${s.server === '' ? nothing : html`<span class="server" title=${s.server}>${s.server}</span>`}
      </div>
    </div>
    ${s.link.at === 'online' ? people(s.people) : nothing}
    ${button({
      look: 'icon',
      className: 'exit',
      label: 'Exit',
      title: 'Exit the chat',
      content: html`<span class="exit-content">${icon('sign-out')}<span class="exit-text">Exit</span></span>`,
      onClick: () => dispatch({ kind: 'exitAsked' }),
    })}
  </header>
`;
