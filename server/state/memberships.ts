import type { Entering, MembershipChange, Memberships, ReadCursor, Reading } from '../core/ports';
import type { MemberId, RoomId, Seq } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Mine } from '../protocol/model';
import type { EntryTable } from './entryTable';
import type { Members } from './members';
import type { CachedRoom, Rooms } from './rooms';
import type { Statements } from './statements';

interface MembershipPorts {
  readonly rooms: Rooms;
  readonly members: Members;
  readonly entries: EntryTable;
}

/** Who is in which room, and what each has read there. Who is in a room that was asked for is kept in memory. */
export class MembershipTable implements Memberships {
  readonly #sql: Statements;
  readonly #ports: MembershipPorts;
  readonly #known = new Map<RoomId, Set<MemberId>>();

  constructor(sql: Statements, ports: MembershipPorts) {
    this.#sql = sql;
    this.#ports = ports;
  }

  /** After a transaction that came to nothing. */
  forget(): void {
    this.#known.clear();
  }

  has(room: RoomId, member: MemberId): boolean {
    return this.of(room).has(member);
  }

  of(id: RoomId): ReadonlySet<MemberId> {
    return this.#changeable(id);
  }

  roomsOf(member: MemberId): readonly RoomId[] {
    return this.#sql.roomsOf.all(this.#number(member)).map((row) => row['id'] as RoomId);
  }

  cursor(id: RoomId, member: MemberId): ReadCursor | undefined {
    const row = this.has(id, member) && this.#sql.membership.get(this.#room(id).number, this.#number(member));
    return row ? { readUpTo: Number(row['read_up_to']), turn: Number(row['turn']) } : undefined;
  }

  readings(member: MemberId): readonly Reading[] {
    return this.#sql.readings.all(this.#number(member)).map((row) => ({
      room: row['id'] as RoomId,
      readUpTo: Number(row['read_up_to']),
      isMuted: row['is_muted'] === 1,
    }));
  }

  mentioned(id: RoomId, seq: Seq): readonly MemberId[] {
    return this.#sql.mentionedIn.all(this.#room(id).number, seq).map((row) => row['id'] as MemberId);
  }

  mine(id: RoomId, memberId: MemberId): Mine | undefined {
    if (!this.has(id, memberId)) return undefined;
    const { number: room, head } = this.#room(id);
    const member = this.#number(memberId);
    const row = this.#sql.membership.get(room, member) ?? {};
    const readUpTo = Number(row['read_up_to']);
    const turn = Number(row['turn']);
    const hasNew = readUpTo < head;
    return {
      readUpTo,
      ...(turn > 0 && { turn }),
      head,
      unread: hasNew ? this.#ports.entries.countOfOthers(room, { after: readUpTo, head, reader: member }) : 0,
      mentions: hasNew ? Number(this.#sql.mentions.get(member, room, readUpTo, LIMITS.countedUnread)?.['count']) : 0,
      isMuted: row['is_muted'] === 1,
      isFavourite: row['is_favourite'] === 1,
    };
  }

  count(member: MemberId, how: Entering): number {
    return Number(this.#sql.countRooms.get(this.#number(member), Number(how === 'added'))?.['count']);
  }

  add(id: RoomId, member: MemberId, how: Entering): void {
    const { number, head } = this.#room(id);
    this.#sql.addMembership.run(number, this.#number(member), head, Number(how === 'added'));
    this.#changeable(id).add(member);
  }

  remove(id: RoomId, member: MemberId): void {
    this.#sql.removeMembership.run(this.#room(id).number, this.#number(member));
    this.#changeable(id).delete(member);
  }

  change(id: RoomId, member: MemberId, { readUpTo, turn, isMuted, isFavourite }: MembershipChange): void {
    const values = [readUpTo, turn, isMuted, isFavourite].map((value) => (value === undefined ? null : Number(value)));
    this.#sql.changeMembership.run(...values, this.#room(id).number, this.#number(member));
  }

  mention(id: RoomId, seq: Seq, member: MemberId): void {
    this.#sql.addMention.run(this.#number(member), this.#room(id).number, seq);
  }

  forgetMention(id: RoomId, seq: Seq, member: MemberId): void {
    this.#sql.removeMention.run(this.#number(member), this.#room(id).number, seq);
  }

  #changeable(id: RoomId): Set<MemberId> {
    const known = this.#known.get(id);
    if (known) return known;
    const room = this.#ports.rooms.find(id);
    const members = room ? this.#sql.membersOf.all(room.number).map((row) => row['id'] as MemberId) : [];
    const read = new Set(members);
    // A room that is not there may come to be.
    if (room) this.#known.set(id, read);
    return read;
  }

  #room(id: RoomId): CachedRoom {
    return this.#ports.rooms.get(id);
  }

  #number(member: MemberId): number {
    return this.#ports.members.number(member) ?? -1;
  }
}
