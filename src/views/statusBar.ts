import { t } from '@vscode/l10n';
import { StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import { plural } from '../../webview/protocol/language';
import type { Link } from '../../webview/protocol/messages';
import type { Chat } from '../chat/chat';
import type { Session } from '../chat/session';
import type { Disposable } from '../lifecycle';
import { shownCount, spokenCounts, spokenNews } from '../rooms/roomWords';
import { plainText } from './plainText';
import { onTeamChange } from './teamChanges';

const ITEM_ID = 'alongside.status';
/** More rooms with news than this are not listed one by one. */
const LISTED = 8;

const STATES: Readonly<Record<Link['at'], { readonly icon: string; readonly said: () => string }>> = {
  none: { icon: '$(comment-discussion)', said: () => t('not joined') },
  connecting: { icon: '$(sync~spin)', said: () => t('connecting') },
  online: { icon: '$(comment-discussion)', said: () => t('connected') },
  offline: { icon: '$(sync~spin)', said: () => t('reconnecting') },
  stopped: { icon: '$(warning)', said: () => t('not connected') },
};

/** What is unread in all rooms, and the connection, at the left of the status bar. A click shows the chat. */
export function createStatusBar(session: Session): Disposable {
  const item = window.createStatusBarItem(ITEM_ID, StatusBarAlignment.Left, 0);
  item.name = t('Team Chat');
  item.command = 'alongside.show';
  show(item, session);
  item.show();
  const following = onTeamChange(session, () => show(item, session));
  return {
    dispose() {
      following.dispose();
      item.dispose();
    },
  };
}

function show(item: StatusBarItem, { chat }: Session): void {
  const link = chat?.link ?? { at: 'none' };
  const { icon } = STATES[link.at];
  const said = STATES[link.at].said();
  const unread = chat?.rooms.shownUnread ?? '';
  const mentions = chat?.rooms.unread.mentions ?? 0;
  const counts = spokenNews(unread, mentions);
  const shown = [icon, unread, mentions > 0 ? `@${shownCount(mentions)}` : ''];
  item.text = shown.filter((part) => part !== '').join(' ');
  item.accessibilityInformation = {
    label: [t('Team Chat'), counts, said].filter((part) => part !== '').join(', '),
    role: 'button',
  };
  item.backgroundColor = link.at === 'stopped' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  const lines = [t('Team Chat: {0}', said)];
  if (chat) lines.push(t('{0} as {1}', chat.address.shown, chat.people.me?.name ?? chat.identity.name));
  if (link.at === 'online' && chat) lines.push(hereText(chat), ...(counts ? newsOf(chat) : [t('Nothing unread')]));
  if ('reason' in link) lines.push(link.reason);
  item.tooltip = plainText(lines);
}

const hereText = ({ people: { here } }: Chat): string => plural(here, t('1 person here'), t('{0} people here', here));

function newsOf({ rooms }: Chat): readonly string[] {
  const news = rooms.all.flatMap((room) =>
    room.mine && room.mine.unread > 0 && !room.mine.isMuted
      ? [`${rooms.titleOf(room)}: ${spokenCounts(room.mine)}`]
      : [],
  );
  const more = news.length - LISTED;
  return more > 0 ? [...news.slice(0, LISTED), t('and {0} more', more)] : news;
}
