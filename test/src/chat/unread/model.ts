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

/** What is unread in a room: messages, mentions, and whether it is muted. */
export type Counts = readonly [unread: number, mentions: number, isMuted: boolean];

/** A room as simple as can be: all that was said, and how far each of those in it has read. */
class ModelRoom {
  readonly #said = new Map<Seq, Said>();
  readonly #members = new Map<MemberId, Standing>();

  has(member: MemberId): boolean {
    return this.#members.has(member);
  }

  get members(): readonly MemberId[] {
    return [...this.#members.keys()];
  }

  /** With all that was said before read. */
  enter(member: MemberId, readUpTo: Seq = Math.max(0, ...this.#said.keys())): void {
    if (!this.has(member)) this.#members.set(member, { readUpTo, isMuted: false });
  }

  leave(member: MemberId): void {
    this.#members.delete(member);
  }

  said(seq: Seq, said: Said): void {
    this.enter(said.author, seq - 1);
    // Who comes later is told of no mention.
    this.#said.set(seq, { ...said, mentioned: said.mentioned.filter((member) => this.has(member)) });
  }

  read(member: MemberId, upTo: Seq): void {
    const standing = this.#members.get(member);
    if (standing) standing.readUpTo = Math.max(standing.readUpTo, upTo);
  }

  mute(member: MemberId, isMuted: boolean): void {
    const standing = this.#members.get(member);
    if (standing) standing.isMuted = isMuted;
  }

  countsOf(member: MemberId): Counts | undefined {
    const standing = this.#members.get(member);
    if (!standing) return undefined;
    const unread = [...this.#said].filter(([seq, { author }]) => seq > standing.readUpTo && author !== member);
    const mentions = unread.filter(([, { mentioned }]) => mentioned.includes(member));
    const capped = (count: number) => Math.min(count, LIMITS.countedUnread);
    return [capped(unread.length), capped(mentions.length), standing.isMuted];
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
