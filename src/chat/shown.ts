import type { RoomId } from '../../server/protocol/ids';
import type { OwnFile } from '../../webview/protocol/files';
import type { Link as PageLink, Pending } from '../../webview/protocol/messages';
import type { Keeper } from '../connection/keeper';
import type { Link } from '../connection/link';
import type { PendingMessage } from '../connection/pendingMessage';
import type { UnsentFile } from '../files/unsentFile';
import { tellEnding, tellPending } from '../sentences';
import type { RoomList } from './roomList';

/** Of the open room, and of rooms that are not there any more: nowhere else would those be seen. */
export function shownPending(messages: readonly PendingMessage[], open: RoomId, rooms: RoomList): Pending[] {
  const isLost = (room: RoomId) => rooms.all.length > 0 && !rooms.get(room);
  return messages.filter(({ room, isStored }) => room === open || (isLost(room) && !isStored)).map(shown);
}

function shown(message: PendingMessage): Pending {
  const { cid, text, files, moved, at, replyTo, state, disk } = message;
  const reason = tellPending(message);
  const carried = files.length > 0 && { files: files.map(shownFile), moved };
  const answers = replyTo !== undefined && { replyTo };
  const why = reason !== undefined && { reason };
  return { cid, text, at, ...answers, state, kept: disk === 'kept', ...carried, ...why };
}

const shownFile = ({ sha256: _sha256, ...file }: UnsentFile): OwnFile => file;

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
