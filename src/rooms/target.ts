import { RoomId } from '../../server/protocol/ids';
import type { ListedRoom } from '../../server/protocol/model';
import type { App } from '../app';
import type { Chat } from '../chat/chat';

/** What a command about a room works with. */
export interface RoomTarget {
  readonly chat: Chat;
  readonly room: ListedRoom;
  readonly title: string;
}

/** A row of the tree of rooms, as the editor hands it to the commands of its menu. */
export interface RoomRow {
  readonly room: RoomId;
}

/** The room that was given, by a menu or by whoever runs the command; else the one that is open. */
export function roomTarget({ session: { chat } }: App, given: unknown): RoomTarget | undefined {
  const room = chat?.rooms.get(givenRoom(given) ?? chat.room);
  return chat && room && { chat, room, title: chat.rooms.titleOf(room) };
}

function givenRoom(given: unknown): RoomId | undefined {
  const id = typeof given === 'object' && given !== null && 'room' in given ? given.room : given;
  const parsed = RoomId.safeParse(id);
  return parsed.success ? parsed.data : undefined;
}
