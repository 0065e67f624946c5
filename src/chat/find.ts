import { t } from '@vscode/l10n';
import type { Params } from '../../server/protocol/calls';
import type { RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Millis } from '../../server/protocol/model';
import { nameKey } from '../../server/protocol/names';
import { type Day, type Query, isEmptyQuery, parseQuery } from '../../server/protocol/query';
import { type Failure, type Result, fail, ok } from '../../server/protocol/result';
import type { FoundMessage } from '../../webview/protocol/messages';
import type { Chat } from './chat';

type Finder = Pick<Chat, 'call' | 'room' | 'rooms' | 'people' | 'identity'>;
type Found = { readonly found: readonly FoundMessage[]; readonly next?: string } | { readonly reason: string };

/** Of its first moment, here. */
export const startOf = ({ year, month, day }: Day): Millis => new Date(year, month - 1, day).getTime();

export function dayOf(at: Millis): Day {
  const date = new Date(at);
  return { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() };
}

/** The messages of all rooms that are asked for by what a person typed, or a sentence why there are none. */
export async function find(chat: Finder, typed: string, now: Millis, next?: string): Promise<Found> {
  const query = parseQuery(typed, dayOf(now));
  if (!query.ok) return { reason: query.error.detail ?? '' };
  if (isEmptyQuery(query.value)) return { found: [] };
  const asked = askedOf(chat, query.value);
  if (!asked.ok) return { reason: asked.error.detail ?? '' };
  const answer = await chat.call('find', { ...asked.value, ...(next === undefined ? {} : { next }) });
  if (!answer.ok) return { reason: whyNot(answer.error, next) };
  const found = answer.value.found
    .slice(0, LIMITS.searchEntries)
    .map(({ room, entry }) => ({ room, entry, ...headOf(chat, room) }));
  return { found, ...(answer.value.next === undefined ? {} : { next: answer.value.next }) };
}

function askedOf(chat: Finder, { text, from, in: named, has, since, until, isUnread }: Query): Result<Params<'find'>> {
  const rooms: RoomId[] = [];
  for (const name of named) {
    const ids = roomsCalled(chat, name);
    if (ids.length === 0)
      return fail('E_BAD_REQUEST', t('You are in no room called “{0}”, and none is open to you.', name));
    rooms.push(...ids);
  }
  const me = chat.people.me?.name ?? chat.identity.name;
  return ok({
    text,
    limit: LIMITS.searchEntries,
    ...(rooms.length > 0 && { rooms: rooms.slice(0, LIMITS.searchNames) }),
    ...(from.length > 0 && { from: from.map((name) => (nameKey(name) === 'me' ? me : name)) }),
    ...(has.length > 0 && { has: [...has] }),
    ...(since && { since: startOf(since) }),
    ...(until && { until: startOf(until) }),
    ...(isUnread && { isUnread }),
  });
}

/** By its name, or by whom a conversation is with. */
function roomsCalled({ rooms, room }: Finder, name: string): readonly RoomId[] {
  if (nameKey(name) === 'here') return [room];
  return rooms.all.filter((each) => nameKey(rooms.titleOf(each)) === nameKey(name)).map(({ id }) => id);
}

export function headOf({ rooms }: Pick<Chat, 'rooms'>, id: RoomId): Pick<FoundMessage, 'title' | 'roomKind'> {
  const room = rooms.get(id);
  return room ? { title: rooms.titleOf(room), roomKind: room.kind } : { title: t('Another room'), roomKind: 'private' };
}

function whyNot({ code }: Failure, next: string | undefined): string {
  if (code === 'E_UNAVAILABLE') return t('Messages can be searched when the server is reached again.');
  if (code === 'E_UNKNOWN_TYPE') return t('This server is too old to search all rooms.');
  if (code === 'E_NOT_FOUND' && next !== undefined) return t('The server was started anew. Search again.');
  return t('The server could not search.');
}
