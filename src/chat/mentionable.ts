import type { MemberId, RoomId } from '../../server/protocol/ids';
import type { Chat } from './chat';

/** Who may be mentioned in the open room besides the reader, by name. Undefined where that cannot be had now. */
export async function mentionableIn(chat: Chat, room: RoomId): Promise<readonly string[] | undefined> {
  const known = chat.rooms.get(room);
  const asks = known?.kind === 'private';
  const within = asks ? await membersOf(chat, room) : known?.members;
  if (asks && within === undefined) return undefined;
  return chat.people.all
    .filter(({ id, isBanned }) => !isBanned && id !== chat.identity.member && (within?.includes(id) ?? true))
    .map(({ name }) => name);
}

async function membersOf(chat: Chat, room: RoomId): Promise<readonly MemberId[] | undefined> {
  const answer = await chat.call('roomMembers', { room });
  return answer.ok ? answer.value.members : undefined;
}
