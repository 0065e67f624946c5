import type { Session } from '../chat/session';
import type { Disposable } from '../lifecycle';
import type { ServerHost } from './serverHost';

/** A chat that waits for this computer's server does not wait any longer when that runs, whichever window started it. */
export function followServer(
  session: Pick<Session, 'chat'>,
  server: Pick<ServerHost, 'changed' | 'running'>,
): Disposable {
  const look = async () => {
    const { chat } = session;
    if (chat?.link.at !== 'offline') return;
    const lease = await server.running();
    if (lease?.server === chat.identity.server) chat.retryNow();
  };
  return server.changed.on(() => void look());
}
