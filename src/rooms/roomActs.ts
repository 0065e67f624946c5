import { AUDIT, GENERAL } from '../../server/protocol/ids';
import type { ListedRoom, Person } from '../../server/protocol/model';
import { isModerator } from '../../server/protocol/ranks';

/** What a reader may do in or to a room. The server has the last word; this is what is offered. */
export type RoomAct =
  | 'write'
  | 'join'
  | 'leave'
  | 'rename'
  | 'archive'
  | 'unarchive'
  | 'lock'
  | 'unlock'
  | 'add'
  | 'remove'
  | 'favourite'
  | 'unfavourite'
  | 'mute'
  | 'unmute';

type Reader = Pick<Person, 'id' | 'role'> | undefined;

/** The menus of the manifest look for these words. */
export function roomActs(room: ListedRoom, me: Reader): readonly RoomAct[] {
  const { mine } = room;
  const isOwner = me?.role === 'owner';
  const moderates = me !== undefined && isModerator(me);
  const isGuest = me === undefined || me.role === 'guest';
  const isKept = room.id === GENERAL || room.id === AUDIT;
  const isOpenToAll = room.kind === 'public';
  const mayEnter = !isGuest && (mine !== undefined || isOpenToAll);
  const mayWrite = mayEnter && room.id !== AUDIT && !room.isArchived && (!room.isLocked || moderates);
  const isChannel = room.kind !== 'direct' && room.id !== AUDIT;
  const mayRun = mayEnter && isChannel && !isKept && (moderates || room.creator === me.id);
  const mayLock = mayEnter && isChannel && !room.isArchived && (room.id === GENERAL ? isOwner : moderates);
  const acts: Readonly<Record<RoomAct, boolean>> = {
    write: mayWrite,
    join: mayEnter && mine === undefined && !room.isArchived,
    leave: mine !== undefined && isChannel && !isKept,
    rename: mayWrite && isChannel,
    archive: mayRun && !room.isArchived,
    unarchive: mayRun && room.isArchived,
    lock: mayLock && !room.isLocked,
    unlock: mayLock && room.isLocked,
    add: mine !== undefined && isChannel && !isKept && !isGuest && !room.isArchived,
    remove: mayRun && !room.isArchived,
    favourite: mine?.isFavourite === false,
    unfavourite: mine?.isFavourite === true,
    mute: mine?.isMuted === false,
    unmute: mine?.isMuted === true,
  };
  return (Object.keys(acts) as RoomAct[]).filter((act) => acts[act]);
}
