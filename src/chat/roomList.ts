import { t } from '@vscode/l10n';
import type { Push } from '../../server/protocol/frames';
import type { Epoch, MemberId, RoomId, Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Entry, ListedRoom, Mine, Room } from '../../server/protocol/model';
import { Emitter } from '../lifecycle';
import type { People } from './people';
import { type Tally, mineOf, turnOf, withCounts, withEntries, withRead } from './tally';

interface Known {
  readonly room: Room;
  /** The newest seq that was heard of. */
  readonly head: Seq;
  /** The newest entry that came, or was there before; counts may have been heard of newer ones. */
  readonly came: Seq;
  /** Absent where the reader is not in it. */
  readonly tally?: Tally | undefined;
}

interface RoomListOptions {
  readonly me: MemberId;
  readonly people: People;
  /** What the server told last, before this window. */
  readonly rooms: readonly ListedRoom[];
  readonly epoch?: Epoch | undefined;
  /** The server does not know how far the reader is, or here it is not known how much is unread. */
  readonly ask: (room: RoomId) => void;
  /** Something was said in a room that is not in the list: not all conversations are, at first. */
  readonly meet: (room: RoomId) => void;
}

/** Entries that nobody in this window had heard of. */
export interface Came {
  readonly room: RoomId;
  readonly entries: readonly Entry[];
}

/** `turn`: the one in which it was seen, if not this one. `behind`: what comes behind it, as far as that is known. */
interface Seen {
  readonly turn?: number | undefined;
  readonly behind?: { readonly head: Seq; readonly unread: number } | undefined;
}

export interface Unread {
  readonly messages: number;
  readonly mentions: number;
}

/** All rooms the reader knows of, and what is unread in those it is in. */
export class RoomList {
  readonly changed = new Emitter<undefined>();
  /** While it is connected; told once, and never of what came before. */
  readonly came = new Emitter<Came>();
  /** Not the reader's to see any more. */
  readonly gone = new Emitter<RoomId>();
  /** At a new connection: what was known before it. */
  readonly begun = new Emitter<readonly ListedRoom[]>();
  readonly #options: RoomListOptions;
  #epoch: Epoch | undefined;
  #rooms = new Map<RoomId, Known>();
  /** Those that were asked for. */
  readonly #met = new Set<RoomId>();
  #sorted: readonly ListedRoom[] | undefined;

  constructor(options: RoomListOptions) {
    this.#options = options;
    this.#epoch = options.epoch;
    this.#rooms = new Map(options.rooms.map((room) => [room.id, knownOf(room)]));
  }

  get epoch(): Epoch | undefined {
    return this.#epoch;
  }

  /** Those the reader is in first; among them the favourites, then by activity. */
  get all(): readonly ListedRoom[] {
    return (this.#sorted ??= [...this.#rooms.values()].map(listed).sort(inOrder));
  }

  /** Over all rooms that are not muted. */
  get unread(): Unread {
    const loud = this.all.flatMap(({ mine }) => (mine && !mine.isMuted ? [mine] : []));
    const sum = (of: (mine: Mine) => number) => loud.reduce((all, mine) => all + of(mine), 0);
    return { messages: sum(({ unread }) => unread), mentions: sum(({ mentions }) => mentions) };
  }

  /** For people: empty for none, `100+` where there may be more. */
  get shownUnread(): string {
    const { messages } = this.unread;
    const isMore = this.all.some(({ mine }) => mine && !mine.isMuted && mine.unread >= LIMITS.countedUnread);
    return messages === 0 ? '' : `${messages}${isMore ? '+' : ''}`;
  }

  /** No team has so many. */
  get isBeyondReason(): boolean {
    return this.#rooms.size + this.#met.size > LIMITS.knownRooms;
  }

  get(id: RoomId): ListedRoom | undefined {
    const known = this.#rooms.get(id);
    return known && listed(known);
  }

  /** Its name; of a direct conversation, who it is with. */
  titleOf({ name, kind, members = [] }: Room): string {
    if (kind !== 'direct') return name;
    const { me, people } = this.#options;
    const others = members.filter((id) => id !== me);
    const names = (others.length > 0 ? others : members).flatMap((id) => people.get(id)?.name ?? []);
    return names.join(', ') || name || t('Direct message');
  }

  /** How it is now, all of it: at each new connection. What was read here meanwhile is told to the server. */
  begin(rooms: readonly ListedRoom[], epoch: Epoch): void {
    const before = epoch === this.#epoch ? this.#rooms : new Map<RoomId, Known>();
    this.#epoch = epoch;
    this.#met.clear();
    this.#rooms = new Map(rooms.map((room) => [room.id, knownOf(room)]));
    for (const [id, { tally }] of before) {
      const was = tally && mineOf(tally);
      if (was) this.#read(id, was.readUpTo, { turn: turnOf(was) });
    }
    this.#changed();
    // Not all conversations are listed.
    const lost = [...before.values()].filter(
      ({ room, tally }) => tally && room.kind !== 'direct' && !this.#rooms.has(room.id),
    );
    for (const { room } of lost) this.gone.fire(room.id);
    this.begun.fire([...before.values()].map(listed));
  }

  /** Of an answer; what was pushed since is newer. */
  learn(room: ListedRoom): void {
    const known = this.#rooms.get(room.id);
    if (known?.tally) return;
    this.#rooms.set(room.id, knownOf(room));
    this.#changed();
  }

  heard(push: Extract<Push, { kind: 'entries' | 'room' | 'mine' }>): void {
    if (push.kind === 'entries') return push.epoch === this.#epoch ? this.arrived(push.room, push.entries) : undefined;
    if (push.kind === 'room') this.#told(push.room);
    else this.#stands(push.room, push.mine);
    this.#changed();
  }

  /** However they came, and however often. */
  arrived(room: RoomId, entries: readonly Entry[]): void {
    const known = this.#rooms.get(room);
    if (!known && !this.#met.has(room)) {
      this.#met.add(room);
      this.#options.meet(room);
    }
    if (!known) return;
    // What is counted already may have come before the entry itself.
    const lastAt = Math.max(known.room.lastAt, entries.at(-1)?.at ?? 0);
    const fresh = entries.filter(({ seq }) => seq > known.came);
    if (fresh.length === 0 && lastAt === known.room.lastAt) return;
    const news = fresh.filter(({ seq }) => seq > known.head);
    const tally = known.tally && withEntries(known.tally, news, this.#options.me);
    const came = fresh.at(-1)?.seq ?? known.came;
    this.#rooms.set(room, { room: { ...known.room, lastAt }, head: Math.max(known.head, came), came, tally });
    if (tally && news[0] && news[0].seq !== known.head + 1) this.#options.ask(room);
    this.#changed();
    if (fresh.length > 0) this.came.fire({ room, entries: fresh });
  }

  /** The reader has seen all up to there. */
  read(room: RoomId, upTo: Seq, seen: Seen = {}): void {
    if (this.#read(room, upTo, seen)) this.#changed();
  }

  /** What the server counted when it was asked; undefined where it does not count for the reader. */
  counted(room: RoomId, mine: Mine | undefined): void {
    const known = this.#rooms.get(room);
    if (!known?.tally) return;
    const { told } = known.tally;
    const tally = mine
      ? withCounts(known.tally, { ...mine, isMuted: told.isMuted, isFavourite: told.isFavourite })
      : { ...known.tally, read: undefined };
    this.#rooms.set(room, { ...known, head: Math.max(known.head, tally.told.head), tally });
    this.#changed();
  }

  #read(id: RoomId, upTo: Seq, { behind, turn }: Seen): boolean {
    const known = this.#rooms.get(id);
    const now = known?.tally && mineOf(known.tally);
    if (!known?.tally || !now || upTo <= now.readUpTo || upTo > known.head || (turn ?? turnOf(now)) !== turnOf(now))
      return false;
    const tally = withRead(known.tally, upTo, upTo >= known.head || !behind ? { head: known.head } : behind);
    this.#rooms.set(id, { ...known, tally });
    this.#options.ask(id);
    return true;
  }

  #told(room: Room): void {
    const known = this.#rooms.get(room.id);
    this.#rooms.set(room.id, known?.tally ? { ...known, room } : { ...known, ...knownOf(room) });
  }

  #stands(id: RoomId, mine: Mine | undefined): void {
    const known = this.#rooms.get(id);
    if (!known) return;
    const isSeen = known.room.kind === 'public' && this.#options.people.me?.role !== 'guest';
    if (!mine && !isSeen) {
      this.#rooms.delete(id);
      return this.gone.fire(id);
    }
    const tally = mine && (known.tally ? withMine(known.tally, mine) : { told: mine, since: [] });
    this.#rooms.set(id, { ...known, head: Math.max(known.head, mine?.head ?? 0), tally });
  }

  #changed(): void {
    this.#sorted = undefined;
    this.changed.fire(undefined);
  }
}

/** What is pushed comes in order: what the member prefers is always newer. */
function withMine(tally: Tally, mine: Mine): Tally {
  const { told, ...rest } = withCounts(tally, mine);
  return { ...rest, told: { ...told, isMuted: mine.isMuted, isFavourite: mine.isFavourite } };
}

const knownOf = ({ mine, ...room }: ListedRoom): Known => ({
  room,
  head: room.head,
  came: room.head,
  tally: mine && { told: mine, since: [] },
});

const listed = ({ room, head, tally }: Known): ListedRoom => ({ ...room, head, ...(tally && { mine: mineOf(tally) }) });

/** A number for each thing that is so. */
const rank = ({ mine, isArchived }: ListedRoom): number =>
  (mine ? 4 : 0) + (mine?.isFavourite ? 2 : 0) + (isArchived ? 0 : 1);

const inOrder = (a: ListedRoom, b: ListedRoom): number =>
  rank(b) - rank(a) || b.lastAt - a.lastAt || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
