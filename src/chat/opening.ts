import { t } from '@vscode/l10n';
import { GENERAL, type RoomId } from '../../server/protocol/ids';
import type { Standing } from '../connection/keeper';
import type { Link } from '../connection/link';
import type { OpenRoom } from './openRoom';
import type { RoomList } from './roomList';

export interface Opening {
  readonly open: OpenRoom;
  readonly rooms: RoomList;
  readonly standing: () => Standing<Link>;
  /** Not all rooms that are the reader's to see are in the list at first. */
  readonly knows: (room: RoomId) => Promise<boolean>;
}

const noRoom = (): string => t('This room is not there any more, or not for you.');

/** Opens a room in place of the one that is open, as soon as it is loaded. Why not, where it cannot be. */
export async function openRoom(opening: Opening, room: RoomId): Promise<string | undefined> {
  const { open, rooms } = opening;
  if (!rooms.get(room) && room !== GENERAL && !(await opening.knows(room))) return noRoom();
  const standing = opening.standing();
  if (standing.at !== 'online') {
    open.openKept(room);
    return undefined;
  }
  const opened = await open.open(room, standing.link);
  if (opened.ok) return undefined;
  if (opened.ending === 'notAlongside') return noRoom();
  // It may not follow the room any more, and not know what it missed.
  standing.link.close(opened.ending);
  return openRoom(opening, room);
}

/** The server may have stopped telling of the open room: it is asked again, and where it is not the reader's, left. */
export async function followAnew(opening: Opening, link: Link): Promise<void> {
  const { open } = opening;
  const room = open.id;
  const followed = await open.followAnew(link);
  if (followed.ok || room !== open.id) return;
  if (followed.ending === 'notAlongside' && room !== GENERAL) void openRoom(opening, GENERAL);
  else link.close(followed.ending);
}
