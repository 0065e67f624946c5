import { t } from '@vscode/l10n';
import { type TemplateResult, html, nothing } from 'lit';
import type { ShownRoom } from '../protocol/messages';
import type { PageState } from '../state/model';
import { commandLabel } from '../state/selectors';
import { showLog } from './banners';
import type { Context } from './context';
import { icon } from './icon';
import { phrase } from './phrase';
import { button, spinner } from './toolkit';

const command = (
  { dispatch }: Context,
  name: 'join' | 'startServer' | 'exit' | 'reconnect' | 'showLog',
  look: 'primary' | 'secondary',
): TemplateResult =>
  button({ look, content: commandLabel(name), onClick: () => dispatch({ kind: 'commanded', command: name }) });

export const firstRun = (context: Context): TemplateResult => html`
  <div class="screen">
    ${icon('comment-discussion', 'screen-icon')}
    <h1 class="screen-title">${t('Team Chat')}</h1>
    <p class="screen-text">${t("Join your team's chat, or start a server on this computer for others to join.")}</p>
    <div class="screen-actions">
      ${command(context, 'join', 'primary')} ${command(context, 'startServer', 'secondary')}
    </div>
  </div>
`;

const connecting = (s: PageState): TemplateResult => html`
  <div class="screen" role="status">
    ${spinner()}
    <p class="screen-text">
      ${s.server === '' ? t('Connecting…') : phrase(t('Connecting to {0}…'), html`<span class="nowrap">${s.server}</span>`)}
    </p>
  </div>
`;

const stopped = (reason: string, action: Parameters<typeof command>[1], context: Context): TemplateResult => html`
  <div class="screen" role="alert">
    ${icon('debug-disconnect', 'screen-icon')}
    <h2 class="screen-title">${t('Not connected')}</h2>
    <p class="screen-text">${reason}</p>
    <div class="screen-actions">
      ${command(context, action, 'primary')} ${action === 'showLog' ? nothing : showLog(context)}
    </div>
  </div>
`;

interface EmptyRoom {
  readonly icon: string;
  readonly title: string | TemplateResult;
  readonly text: string | TemplateResult;
}

function emptyLook({ kind, title }: ShownRoom): EmptyRoom {
  switch (kind) {
    case 'public':
      return {
        icon: 'comment',
        title: t('No messages yet'),
        text: phrase(t('Whoever joins {0} later can read it too.'), html`<bdi>${title || t('this room')}</bdi>`),
      };
    case 'private':
      return {
        icon: 'lock',
        title: t('No messages yet'),
        text: phrase(t('Only who is in {0} can read it.'), html`<bdi>${title}</bdi>`),
      };
    case 'direct':
      return {
        icon: 'person',
        title: phrase(t('Your conversation with {0}'), html`<bdi>${title}</bdi>`),
        text: t('Only who is in this conversation can read it.'),
      };
    default:
      return kind satisfies never;
  }
}

function emptyRoom({ room }: PageState, { dispatch }: Context): TemplateResult {
  const look = emptyLook(room);
  const invites = room.closed === undefined && room.kind === 'public';
  return html`
    <div class="screen">
      ${icon(look.icon, 'screen-icon')}
      <h2 class="screen-title" dir="auto">${look.title}</h2>
      <p class="screen-text">${room.closed === undefined ? `${t('Say hello.')} ` : ''}${look.text}</p>
      ${
        invites
          ? html`<div class="screen-actions">
              ${button({
                look: 'secondary',
                content: t('Copy Invite Link'),
                onClick: () => dispatch({ kind: 'commanded', command: 'copyInvite' }),
              })}
            </div>`
          : nothing
      }
    </div>
  `;
}

/** What stands in for the log while there is nothing in it. */
export function placeholder(s: PageState, context: Context): TemplateResult | typeof nothing {
  if (!s.shown || s.awaiting === 'place') return nothing;
  if (s.link.at === 'stopped') return stopped(s.link.reason, s.link.action, context);
  if (s.link.at === 'connecting') return connecting(s);
  return s.link.at === 'online' ? emptyRoom(s, context) : nothing;
}
