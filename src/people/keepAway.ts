import { window } from 'vscode';
import type { Session } from '../chat/session';
import type { Clock } from '../clock';
import { type Disposable, Owned } from '../lifecycle';
import { Away } from './away';

/** Tells the server whether this window is away: when that changes, and on every new connection where it is. */
export function keepAway(session: Session, clock: Clock): Disposable {
  const owned = new Owned();
  const tell = (isAway: boolean) => {
    if (session.isOnline) void session.chat?.call('setStatus', { isAway });
  };
  const away = owned.own(new Away(clock, tell));
  away.follow(window.state.active);
  owned.own(window.onDidChangeWindowState(({ active }) => away.follow(active)));
  let wasOnline = session.isOnline;
  owned.own(
    session.changed.on(() => {
      const isBack = session.isOnline && !wasOnline;
      wasOnline = session.isOnline;
      if (isBack && away.isAway) tell(true);
    }),
  );
  return owned;
}
