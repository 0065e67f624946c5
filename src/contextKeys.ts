import { commands, window, workspace } from 'vscode';
import { isModerator } from '../server/protocol/ranks';
import type { Session } from './chat/session';
import { type Disposable, Owned } from './lifecycle';
import { roomActs } from './rooms/roomActs';
import type { ServerHost } from './serverHost/serverHost';
import { locationSetting } from './settings';

/** Tells the editor where things stand, so that it offers the commands that make sense. */
export function keepContextKeys(session: Session, server: ServerHost): Disposable {
  const owned = new Owned();
  const told = new Map<string, unknown>();
  const tell = (key: string, value: unknown) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void commands.executeCommand('setContext', `alongside.${key}`, value);
  };
  const tellChat = () => {
    tell('joined', session.chat !== undefined);
    tell('connected', session.isOnline);
    const { chat } = session;
    const me = chat?.people.me;
    const room = chat?.rooms.get(chat.room);
    tell('mayWrite', me !== undefined && me.role !== 'guest');
    tell('isModerator', me !== undefined && isModerator(me));
    tell('isOwner', me?.role === 'owner');
    tell('chatMoved', chat?.movedTo !== undefined);
    tell('hasUnread', (chat?.rooms.unread.messages ?? 0) > 0);
    tell('roomActs', room ? roomActs(room, me).join(' ') : '');
  };
  const tellServer = async () => {
    const lease = await server.running();
    tell('serverRunning', lease !== undefined);
    tell('hostsChat', lease !== undefined && lease.server === session.chat?.identity.server);
    const isKnown = await server.hasHistory();
    tell('serverKnown', isKnown);
    tell('mayTakeServer', !isKnown || (await server.hasMoved()));
  };
  const tellLocation = () => tell('location', locationSetting());
  owned.own(
    session.changed.on((event) => {
      tellChat();
      if (event.kind === 'link' || event.kind === 'swapped') void tellServer();
    }),
  );
  owned.own(server.changed.on(() => void tellServer()));
  // A server that was killed leaves its lease behind, so nothing tells of it but a look.
  owned.own(window.onDidChangeWindowState(() => void tellServer()));
  owned.own(workspace.onDidChangeConfiguration(tellLocation));
  tellChat();
  tellLocation();
  void tellServer();
  return owned;
}
