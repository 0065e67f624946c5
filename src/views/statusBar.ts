import { MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import type { Link } from '../../webview/protocol/messages';
import type { Session } from '../chat/session';
import type { Disposable } from '../lifecycle';

const ITEM_ID = 'alongside.status';

const STATES: Readonly<Record<Link['at'], { readonly icon: string; readonly said: string }>> = {
  none: { icon: '$(comment-discussion)', said: 'not joined' },
  connecting: { icon: '$(sync~spin)', said: 'connecting' },
  online: { icon: '$(comment-discussion)', said: 'connected' },
  offline: { icon: '$(sync~spin)', said: 'reconnecting' },
  stopped: { icon: '$(warning)', said: 'not connected' },
};

/** Unread messages and the connection, at the left of the status bar. A click shows the chat. */
export function createStatusBar(session: Session): Disposable {
  const item = window.createStatusBarItem(ITEM_ID, StatusBarAlignment.Left, 0);
  item.name = 'Team Chat';
  item.command = 'alongside.show';
  show(item, session);
  item.show();
  const following = session.changed.on((event) => {
    if (event.kind !== 'pending') show(item, session);
  });
  return {
    dispose() {
      following.dispose();
      item.dispose();
    },
  };
}

function show(item: StatusBarItem, { chat }: Session): void {
  const link = chat?.link ?? { at: 'none' };
  const { icon, said } = STATES[link.at];
  const unread = chat?.rooms.shownUnread ?? '';
  item.text = unread ? `${icon} ${unread}` : icon;
  item.accessibilityInformation = {
    label: `Team Chat, ${unread ? `${unread} unread, ` : ''}${said}`,
    role: 'button',
  };
  item.backgroundColor = link.at === 'stopped' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  const lines = [`Team Chat: ${said}`];
  if (chat) lines.push(`${chat.address.shown} as ${chat.identity.name}`);
  if (link.at === 'online' && chat)
    lines.push(chat.present === 1 ? '1 person' : `${chat.present} people`, `${unread || 0} unread`);
  if ('reason' in link) lines.push(link.reason);
  item.tooltip = plainText(lines);
}

/** Names and addresses are not Markdown. */
function plainText(lines: readonly string[]): MarkdownString {
  const text = new MarkdownString();
  lines.forEach((line, i) => {
    if (i > 0) text.appendMarkdown('\n\n');
    text.appendText(line);
  });
  return text;
}
