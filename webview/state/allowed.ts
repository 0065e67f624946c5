import type { Entry } from '../../server/protocol/model';
import type { PageState } from './model';

/** What the reader may do to a message. */
export interface Allowed {
  readonly edit: boolean;
  readonly delete: boolean;
  /** Answer it, put an emoji to it, pin it. */
  readonly act: boolean;
  readonly resolve: boolean;
  readonly markUnread: boolean;
}

export const NOTHING_ALLOWED: Allowed = { edit: false, delete: false, act: false, resolve: false, markUnread: false };

export function isAllowed({ me, room }: Pick<PageState, 'me' | 'room'>, entry: Entry): Allowed {
  if (entry.kind !== 'message' || me === undefined) return NOTHING_ALLOWED;
  const mine = entry.author === me.id;
  const writes = room.closed === undefined;
  const isThere = entry.tombstone === undefined;
  return {
    edit: isThere && mine && writes,
    delete: isThere && (mine || room.mayModerate),
    act: isThere && writes,
    resolve: writes && entry.replies !== undefined && (mine || room.mayModerate),
    // What one wrote is never unread.
    markUnread: isThere && !mine,
  };
}
