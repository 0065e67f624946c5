import type { FindQuery, FoundPage } from '../core/ports';
import type { RoomId, Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { KnownEntry } from '../protocol/model';
import { nameKey } from '../protocol/names';
import { type EntryTable, type NumberedPlace, bytesOnWire } from './entryTable';
import type { Indexing } from './indexing';
import { type Sought, matchOf } from './matching';
import type { Members } from './members';
import type { MembershipTable } from './memberships';
import type { CachedRoom, Rooms } from './rooms';

interface FindingPorts {
  readonly rooms: Rooms;
  readonly members: Members;
  readonly memberships: Pick<MembershipTable, 'cursor'>;
  readonly entries: EntryTable;
  readonly index: Indexing;
}

/** By their numbers. Of each only what comes after a seq. */
type SearchedRooms = ReadonlyMap<number, { readonly room: CachedRoom; readonly after: Seq }>;

const NOTHING: FoundPage = { found: [] };

/** Messages of some rooms, newest first: those that came last, in whatever room. */
export class Finding {
  readonly #ports: FindingPorts;

  constructor(ports: FindingPorts) {
    this.#ports = ports;
  }

  find(query: FindQuery): FoundPage {
    const { index } = this.#ports;
    const rooms = this.#roomsOf(query);
    const by = query.from && this.#authorsOf(query.from);
    const match = matchOf({ text: query.text, rooms: [...rooms.keys()], by, has: query.has ?? [] });
    if (match === undefined || rooms.size === 0) return NOTHING;
    const from = query.unreadBy === undefined ? 1 : this.#firstUnread(rooms);
    const accepts = this.#acceptor(query, rooms, by);
    const to = (query.before ?? Infinity) - 1;
    const { numbers, reached } = index.look({ match, rooms, from, to, limit: query.limit, accepts });
    const { found, cutAt } = this.#messagesAt(numbers, rooms);
    if (cutAt !== undefined) return { found, reached: cutAt };
    return reached > from ? { found, reached } : { found };
  }

  /** As many of them as a client takes at once; `cutAt`: the last of these, where there are more. */
  #messagesAt(numbers: readonly number[], rooms: SearchedRooms) {
    const found: FoundPage['found'][number][] = [];
    let [bytes, last] = [0, Infinity];
    for (const number of numbers) {
      const place = this.#ports.entries.placeAt(number);
      const room = place && rooms.get(place.room)?.room;
      const entry = room && this.#messageAt(room.number, place.seq);
      if (!room || !entry) continue;
      bytes += bytesOnWire(entry);
      if (bytes > LIMITS.pageBytes && found.length > 0) return { found, cutAt: last };
      found.push({ room: room.id, entry });
      last = number;
    }
    return { found };
  }

  /** In one room, with the room's own numbers. */
  findIn(id: RoomId, { text, before, limit }: { text: string; before?: Seq | undefined; limit: number }) {
    const room = this.#ports.rooms.get(id);
    const { entries } = this.#ports;
    const to = before === undefined || before > room.head ? undefined : entries.numberOf(room.number, before);
    const { found, reached } = this.find({ rooms: [id], text, before: to, limit });
    const messages = found.map(({ entry }) => entry);
    if (reached === undefined || (before ?? 2) <= 1) return { entries: messages, complete: true, reached: 1 };
    return { entries: messages, complete: false, reached: this.#seqFrom(room, reached) };
  }

  #roomsOf({ rooms, unreadBy }: FindQuery): SearchedRooms {
    const { memberships } = this.#ports;
    const found = rooms.flatMap((id) => {
      const room = this.#ports.rooms.find(id);
      const after = unreadBy === undefined ? 0 : (memberships.cursor(id, unreadBy)?.readUpTo ?? Infinity);
      return room && room.head > after ? [[room.number, { room, after }] as const] : [];
    });
    return new Map(found);
  }

  /** Who is called so now, and those of nobody that were imported under this name. */
  #authorsOf(names: readonly string[]): NonNullable<Sought['by']> {
    const { members } = this.#ports;
    const authors = names.flatMap((name) => {
      const member = members.ofKey(nameKey(name));
      return member ? (members.number(member.id) ?? []) : [];
    });
    return { authors, names: names.map(nameKey) };
  }

  #acceptor(
    { since = -Infinity, until = Infinity, unreadBy }: FindQuery,
    rooms: SearchedRooms,
    by: Sought['by'],
  ): (number: number) => boolean {
    const reader = unreadBy === undefined ? undefined : this.#ports.members.number(unreadBy);
    const isBy = ({ author, name }: NumberedPlace) =>
      !by || (author === null ? by.names.includes(nameKey(name)) : by.authors.includes(author));
    return (number) => {
      const place = this.#ports.entries.placeAt(number);
      const after = place && rooms.get(place.room)?.after;
      if (!place || after === undefined || place.seq <= after) return false;
      if (place.at < since || place.at >= until || !isBy(place)) return false;
      return reader === undefined || place.author !== reader;
    };
  }

  #firstUnread(rooms: SearchedRooms): number {
    const { entries } = this.#ports;
    return Math.min(...[...rooms.values()].map(({ room, after }) => entries.numberOf(room.number, after + 1) ?? 1));
  }

  #messageAt(room: number, seq: Seq): KnownEntry | undefined {
    return this.#ports.entries.page(room, { from: seq, to: seq }, 'last').find(hasText);
  }

  /** The first entry of a room from a number on. */
  #seqFrom(room: CachedRoom, number: number): Seq {
    let [low, high] = [1, room.head + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ports.entries.numberOf(room.number, middle) ?? 0) >= number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const hasText = (entry: KnownEntry): boolean => entry.kind === 'message' && entry.tombstone === undefined;
