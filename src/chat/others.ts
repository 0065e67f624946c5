import type { ServerId } from '../../server/protocol/ids';
import type { Chat } from './chat';

/** How many others are connected to a server. Who is not connected to it, by whatever address, cannot know. */
export function othersOn(server: ServerId, chat: Pick<Chat, 'identity' | 'link' | 'people'> | undefined) {
  return chat?.identity.server === server && chat.link.at === 'online' ? chat.people.here - 1 : 'unknown';
}
