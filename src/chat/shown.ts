import type { Link as PageLink, Pending } from '../../webview/protocol/messages';
import type { Keeper } from '../connection/keeper';
import type { Link } from '../connection/link';
import type { PendingMessage } from '../connection/pendingMessage';
import { tellEnding, tellPending } from '../sentences';

export function shownPending(message: PendingMessage): Pending {
  const { cid, text, at, state, disk } = message;
  const reason = tellPending(message);
  return { cid, text, at, state, kept: disk === 'kept', ...(reason !== undefined && { reason }) };
}

export function shownLink(standing: Keeper<Link>['standing'], server: string): PageLink {
  switch (standing.at) {
    case 'offline': {
      const { reason } = tellEnding(standing.ending, server);
      return standing.retryAt === undefined
        ? { at: 'offline', reason }
        : { at: 'offline', reason, retryAt: standing.retryAt };
    }
    case 'stopped':
      return { at: 'stopped', ...tellEnding(standing.ending, server) };
    default:
      return { at: standing.at };
  }
}
