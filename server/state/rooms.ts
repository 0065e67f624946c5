import type { NewRoom, RoomChange } from '../core/ports';
import { type Cid, MemberId, RoomId, type Seq } from '../protocol/ids';
import type { Millis, Room } from '../protocol/model';
import { Looks } from './looks';
import { type Row, type StoredRoom, roomSumOf } from './rows';
import type { Statements } from './statements';

export type CachedRoom = StoredRoom;

export const roomOf = ({ number: _, directKey, ...room }: CachedRoom): Room =>
  directKey === undefined ? room : { ...room, members: directKey.split(' ') as MemberId[] };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The rooms of a database. They are kept in memory, and what changed is written once a transaction. */
export class Rooms {
  readonly #sql: Statements;
  readonly #damaged: (room: RoomId) => void;
  #rooms = new Map<RoomId, Mutable<CachedRoom>>();
  #byNumber = new Map<number, CachedRoom>();
  #grown = new Set<CachedRoom>();
  #begun = new Map<MemberId, number>();
  readonly #looks = new Looks(() => [...this.#rooms.values()].filter(isNamed));

  constructor(sql: Statements, damaged: (room: RoomId) => void) {
    this.#sql = sql;
    this.#damaged = damaged;
    this.read();
  }

  /** Forgets what was not saved. */
  read(): void {
    const rooms = this.#sql.rooms.all().map((row) => this.#roomOf(row));
    this.#rooms = new Map(rooms.map((room) => [room.id, room]));
    this.#byNumber = new Map(rooms.map((room) => [room.number, room]));
    this.#grown = new Set();
    this.#begun = new Map();
    for (const room of rooms) this.#countBegun(room);
    this.#looks.forget();
  }

  add({ id, kind, name, topic, creator, cid, directKey }: NewRoom): void {
    this.#sql.addRoom.run(id, kind, name, topic, creator ?? null, cid ?? null, directKey ?? null);
    const row = this.#sql.room.get(id);
    if (!row) throw new Error(`no room ${id}`);
    const room = readRoom(row);
    this.#rooms.set(id, room);
    this.#byNumber.set(room.number, room);
    this.#grown.add(room);
    this.#countBegun(room);
    if (isNamed(room)) this.#looks.add(id, name);
  }

  change(id: RoomId, change: RoomChange): void {
    if (change.name !== undefined) this.#looks.rename(id, this.get(id).name, change.name);
    const room = Object.assign(this.#changeable(id), change);
    const { name, topic, isArchived, isLocked, number } = room;
    this.#sql.changeRoom.run(name, topic, Number(isArchived), Number(isLocked), roomSumOf(room), number);
  }

  ofCid(cid: Cid): CachedRoom | undefined {
    return this.#rooms.get(this.#sql.roomOfCid.get(cid)?.['id'] as RoomId);
  }

  ofDirectKey(key: string): CachedRoom | undefined {
    return this.#rooms.get(this.#sql.roomOfDirectKey.get(key)?.['id'] as RoomId);
  }

  save(): void {
    for (const room of this.#grown) this.#sql.setHead.run(room.head, room.lastAt, roomSumOf(room), room.number);
    this.#grown.clear();
  }

  all(): readonly Room[] {
    return [...this.#rooms.values()].map(roomOf);
  }

  public(): readonly Room[] {
    return [...this.#rooms.values()].filter(({ kind }) => kind === 'public').map(roomOf);
  }

  ofLook(look: string): readonly Room[] {
    return [...this.#looks.holders(look)].map((id) => roomOf(this.get(id)));
  }

  begunBy(member: MemberId): number {
    return this.#begun.get(member) ?? 0;
  }

  find(id: RoomId): CachedRoom | undefined {
    return this.#rooms.get(id);
  }

  get(id: RoomId): CachedRoom {
    return this.#changeable(id);
  }

  ofNumber(number: number): CachedRoom | undefined {
    return this.#byNumber.get(number);
  }

  grew({ id }: CachedRoom, head: Seq, lastAt: Millis): void {
    const room = this.#changeable(id);
    room.head = head;
    room.lastAt = lastAt;
    this.#grown.add(room);
  }

  #countBegun({ creator }: CachedRoom): void {
    if (creator !== undefined) this.#begun.set(creator, this.begunBy(creator) + 1);
  }

  #changeable(id: RoomId): Mutable<CachedRoom> {
    const room = this.#rooms.get(id);
    if (!room) throw new Error(`no room ${id}`);
    return room;
  }

  #roomOf(row: Row): Mutable<CachedRoom> {
    const room = readRoom(row);
    if (row['sum'] === roomSumOf(room)) return room;
    this.#damaged(room.id);
    // Its entries know better where it ends.
    const head = Number(this.#sql.lastSeq.get(room.number)?.['seq'] ?? 0);
    return { ...room, head, lastAt: 0 };
  }
}

export function readRoom(row: Row): StoredRoom {
  const creator = MemberId.safeParse(row['creator']).data;
  const directKey = row['direct_key'];
  return {
    number: Number(row['number']),
    id: RoomId.parse(row['id']),
    kind: row['kind'] as Room['kind'],
    name: String(row['name']),
    topic: String(row['topic']),
    head: Number(row['head']),
    lastAt: Number(row['last_at']),
    isArchived: row['is_archived'] === 1,
    isLocked: row['is_locked'] === 1,
    ...(creator === undefined ? {} : { creator }),
    ...(typeof directKey === 'string' ? { directKey } : {}),
  };
}

/** A conversation is called by who is in it. */
const isNamed = ({ kind }: CachedRoom): boolean => kind !== 'direct';
