import type { RoomId, Seq } from '../../server/protocol/ids';
import { mentionsIn } from '../../server/protocol/mentions';
import type { Entry, ListedRoom } from '../../server/protocol/model';
import { nameKey } from '../../server/protocol/names';
import { textOf } from '../../server/protocol/transcript';
import type { Chat } from '../chat/chat';
import type { Wanted } from '../settings';

export type Team = Pick<Chat, 'identity' | 'rooms' | 'people'>;

/** A message that the reader may want to be told of. */
export interface News {
  readonly room: RoomId;
  readonly seq: Seq;
  /** Who wrote it. */
  readonly name: string;
  /** With the names of its files. */
  readonly text: string;
  readonly isMention: boolean;
  /** An edit has added that: the message itself came before. */
  readonly isAdded?: true;
}

/** What of an entry is told, where that is a message of another. What was imported is old, whenever it comes. */
export function newsOf(team: Team, room: RoomId, entry: Entry): News | undefined {
  if (entry.kind !== 'message' || !entry.author || entry.author === team.identity.member || entry.tombstone)
    return undefined;
  const { seq, name, text } = entry;
  return { room, seq, name, text: textOf(entry), isMention: mentionsMe(team, text) };
}

/** Whether the reader wants to be told of it, as it stands now: not when it has read it, wherever. */
export function isWanted({ rooms }: Team, wanted: Wanted, { room, seq, isMention, isAdded }: News): boolean {
  const known = rooms.get(room);
  if (wanted === 'none' || !known?.mine || known.mine.isMuted || seq <= known.mine.readUpTo) return false;
  const isAnyWanted = wanted === 'all' || known.kind === 'direct';
  // Where any message is told of, this one was.
  return isAdded ? isMention && !isAnyWanted : isMention || isAnyWanted;
}

/** How many messages of a room the reader would have been told of. */
export function wantedIn({ kind, mine }: ListedRoom, wanted: Wanted): number {
  if (wanted === 'none' || !mine || mine.isMuted) return 0;
  return wanted === 'all' || kind === 'direct' ? mine.unread : mine.mentions;
}

/** As the server finds it: of two names that both stand there the longer one is meant. */
export function mentionsMe({ identity, people }: Team, text: string): boolean {
  const me = identity.member;
  const mine = nameKey(people.me?.name ?? identity.name);
  if (!mentionsIn(text, (key) => (key === mine ? me : undefined)).has(me)) return false;
  const keys = new Map(people.all.map(({ id, name }) => [nameKey(name), id]));
  return mentionsIn(text, (key) => (key === mine ? me : keys.get(key))).has(me);
}
