import { window } from 'vscode';
import type { Session } from '../chat/session';
import { type Disposable, Owned } from '../lifecycle';
import type { Views } from './views';

/** Tells the chat whether the reader can see it: a window that is used, with the chat in view, and a connection. */
export function keepLooking(session: Session, views: Views): Disposable {
  const owned = new Owned();
  const look = () => session.chat?.absence.look(session.isOnline && window.state.focused && views.isVisible);
  owned.own(session.changed.on(({ kind }) => (kind === 'link' || kind === 'swapped' ? look() : undefined)));
  owned.own(window.onDidChangeWindowState(look));
  owned.own(views.changed.on(look));
  return owned;
}
