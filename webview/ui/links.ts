import type { RoomId, Seq } from '../../server/protocol/ids';
import type { Allowed } from '../state/allowed';
import type { Action } from '../state/model';
import type { Linkable } from '../state/linkable';
import type { Lead } from '../text/draw/tree';

/** What the editor's own menu is told of what it was opened for; the room it takes from the element around. */
export const menuOf = (seq: Seq, { markUnread }: Allowed): string =>
  JSON.stringify({ webviewSection: markUnread ? 'othersMessage' : 'message', seq });

export const menuOfRoom = (room: RoomId): string => JSON.stringify({ room });

/** What following a link does: what leads out of this team is the host's, which asks first. */
export function followed(lead: Lead, { server }: Linkable): Action {
  if ('target' in lead) return { kind: 'linkFollowed', url: lead.target.url };
  if ('room' in lead) return { kind: 'followed', room: lead.room.id };
  const { link, room, seq } = lead.place;
  return lead.place.server === server ? { kind: 'followed', room, seq } : { kind: 'linkFollowed', url: link };
}
