import type { MemberId, RoomId, Seq } from '../../server/protocol/ids';
import { tellRefused, tellUndeleted } from '../sentences';
import type { Chat } from './chat';

/** Takes the text of a message away, for everybody. Why it could not be; undefined when it is. */
export async function deleteMessage(chat: Pick<Chat, 'call'>, room: RoomId, seq: Seq): Promise<string | undefined> {
  const answer = await chat.call('delete', { room, seq });
  return answer.ok ? undefined : tellUndeleted(answer.error.code);
}

/** Opens the conversation with these members, a new one if there is none. Why not, where it cannot be. */
export async function openDirect(
  chat: Pick<Chat, 'call' | 'open'>,
  members: readonly MemberId[],
): Promise<string | undefined> {
  const answer = await chat.call('openDirect', { members: [...members] });
  return answer.ok
    ? chat.open(answer.value.room.id)
    : tellRefused('The conversation was not opened.', answer.error.code);
}
