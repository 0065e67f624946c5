import type { MemberId, RoomId, Seq } from '../../../../server/protocol/ids';
import { LIMITS } from '../../../../server/protocol/limits';

interface Said {
  readonly author: MemberId;
  readonly mentioned: readonly MemberId[];
}

interface Standing {
  readUpTo: Seq;
  isMuted: boolean;
}

/** From the first to the last message that was said while somebody was in it. */
interface Stay {
  readonly from: Seq;
  to: Seq;
}

/** What is unread in a room: messages, mentions, and whether it is muted. */
export type Counts = readonly [unread: number, mentions: number, isMuted: boolean];

/** A room as simple as can be: all that was said, and how far each of those in it has read. */
class ModelRoom {
  readonly #said = new Map<Seq, Said>();
  readonly #members = new Map<MemberId, Standing>();
  readonly #stays = new Map<MemberId, Stay[]>();

  has(member: MemberId): boolean {
    return this.#members.has(member);
  }

  get members(): readonly MemberId[] {
    return [...this.#members.keys()];
  }

  /** With all that was said before read. */
  enter(member: MemberId, readUpTo: Seq = this.#head): void {
    if (this.has(member)) return;
    this.#members.set(member, { readUpTo, isMuted: false });
    this.#staysOf(member).push({ from: readUpTo + 1, to: Infinity });
  }

  leave(member: MemberId): void {
    this.#members.delete(member);
    const stay = this.#staysOf(member).at(-1);
    if (stay) stay.to = this.#head;
  }

  /** In any order: of what is said at the same time, the answers may come in another one. */
  said(seq: Seq, said: Said): void {
    this.enter(said.author, seq - 1);
    this.#said.set(seq, said);
  }

  read(member: MemberId, upTo: Seq): void {
    const standing = this.#members.get(member);
    if (standing) standing.readUpTo = Math.max(standing.readUpTo, upTo);
  }

  markUnread(member: MemberId, from: Seq): void {
    const standing = this.#members.get(member);
    if (standing) standing.readUpTo = from - 1;
  }

  mute(member: MemberId, isMuted: boolean): void {
    const standing = this.#members.get(member);
    if (standing) standing.isMuted = isMuted;
  }

  countsOf(member: MemberId): Counts | undefined {
    const standing = this.#members.get(member);
    if (!standing) return undefined;
    const unread = [...this.#said].filter(([seq, { author }]) => seq > standing.readUpTo && author !== member);
    const mentions = unread.filter(([seq, { mentioned }]) => mentioned.includes(member) && this.#wasIn(member, seq));
    const capped = (count: number) => Math.min(count, LIMITS.countedUnread);
    return [capped(unread.length), capped(mentions.length), standing.isMuted];
  }

  get #head(): Seq {
    return Math.max(0, ...this.#said.keys());
  }

  /** Who comes later is told of no mention. */
  #wasIn(member: MemberId, seq: Seq): boolean {
    return this.#staysOf(member).some(({ from, to }) => from <= seq && seq <= to);
  }

  #staysOf(member: MemberId): Stay[] {
    const stays = this.#stays.get(member) ?? [];
    this.#stays.set(member, stays);
    return stays;
  }
}

/** What every window of every member should count. */
export class UnreadModel {
  readonly #rooms = new Map<RoomId, ModelRoom>();

  room(id: RoomId): ModelRoom {
    const room = this.#rooms.get(id) ?? new ModelRoom();
    this.#rooms.set(id, room);
    return room;
  }

  countsOf(member: MemberId): Record<string, Counts> {
    const counts: Record<string, Counts> = {};
    for (const [id, room] of this.#rooms) {
      const counted = room.countsOf(member);
      if (counted) counts[id] = counted;
    }
    return counts;
  }
}
