import * as z from 'zod/mini';
import { Epoch, GENERAL, RoomId, type ServerId } from '../../server/protocol/ids';
import { ListedRoom } from '../../server/protocol/model';
import type { Clock } from '../clock';
import type { Identity } from '../connection/handshake';
import type { Disposable } from '../lifecycle';
import type { Memory } from './memory';
import type { RoomList } from './roomList';

const Saved = z.object({ epoch: z.optional(Epoch), rooms: z.array(ListedRoom) });
type Saved = z.infer<typeof Saved>;

/** What of a burst is not written each time. */
const SAVE_MS = 2_000;

const keyOf = ({ server, member }: Identity): string => `rooms.${server}.${member}`;

export function loadRooms(memory: Memory, identity: Identity): Saved {
  const saved = z.safeParse(Saved, memory.get(keyOf(identity)));
  return saved.success ? saved.data : { epoch: undefined, rooms: [] };
}

/** Keeps the rooms the reader is in for a window that begins without the server. */
export function saveRooms(memory: Memory, identity: Identity, rooms: RoomList, clock: Clock): Disposable {
  let later: Disposable | undefined;
  const save = () => {
    later?.dispose();
    later = undefined;
    const joined = rooms.all.filter(({ mine }) => mine).map((room) => ({ ...room, name: rooms.titleOf(room) }));
    memory.set(keyOf(identity), { epoch: rooms.epoch, rooms: joined } satisfies Saved);
  };
  const following = rooms.changed.on(() => (later ??= clock.after(SAVE_MS, save)));
  return {
    dispose() {
      following.dispose();
      if (later) save();
    },
  };
}

const openKey = (server: ServerId): string => `room.${server}`;

export function loadOpenRoom(memory: Memory, server: ServerId): RoomId {
  const saved = z.safeParse(RoomId, memory.get(openKey(server)));
  return saved.success ? saved.data : GENERAL;
}

export const saveOpenRoom = (memory: Memory, server: ServerId, room: RoomId): void => memory.set(openKey(server), room);
