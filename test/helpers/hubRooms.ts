import type { RoomId } from '../../server/protocol/ids';
import type { ListedRoom, Mine, Room } from '../../server/protocol/model';
import { aCid } from './commands';
import type { HubClient } from './hubClient';

export async function makeRoom(
  client: HubClient,
  name: string,
  kind: 'public' | 'private' = 'private',
): Promise<RoomId> {
  return (await client.value('createRoom', { cid: aCid(), name, kind })).room.id;
}

export const say = async (client: HubClient, room: RoomId, text: string): Promise<number> =>
  (await client.value('post', { cid: aCid(), room, text })).seq;

/** The code of what went wrong, or `ok`. */
export const outcomeOf = async (result: ReturnType<HubClient['call']>): Promise<string> => {
  const settled = await result;
  return settled.ok ? 'ok' : settled.error.code;
};

export const mineOf = async (client: HubClient, room: RoomId): Promise<Mine> =>
  (await client.value('read', { room, upTo: 0 })).mine;

export const roomsOf = (client: HubClient): readonly ListedRoom[] => client.authenticated?.rooms ?? [];

/** What it was last told of a room. */
export const toldRoom = (client: HubClient, id: RoomId): Room | undefined =>
  client.pushes.flatMap((push) => (push.kind === 'room' && push.room.id === id ? [push.room] : [])).at(-1);

/** What it was told of its standing to a room; undefined where it is not in it any more. */
export const toldMine = (client: HubClient, id: RoomId): readonly (Mine | undefined)[] =>
  client.pushes.flatMap((push) => (push.kind === 'mine' && push.room === id ? [push.mine] : []));

/** What was said and done in a room, as it was pushed. */
export const toldIn = (client: HubClient, id: RoomId): readonly string[] =>
  client.pushes.flatMap((push) =>
    push.kind === 'entries' && push.room === id
      ? push.entries.map((entry) =>
          entry.kind === 'message' ? entry.text : entry.kind === 'notice' ? `${entry.name} ${entry.act}` : entry.kind,
        )
      : [],
  );
