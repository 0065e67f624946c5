import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { PageQuery, Posted, State, StoredMember } from '../core/ports';
import { type Cid, Epoch, type MemberId, RoomId, type Seq, ServerId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Entry, KnownEntry, Millis, Room } from '../protocol/model';
import { Looks } from './looks';
import { statements } from './statements';

type Row = Record<string, SQLOutputValue>;

interface CachedRoom {
  readonly number: number;
  readonly id: RoomId;
  readonly name: string;
  head: Seq;
  lastAt: Millis;
  changed: boolean;
}

const KINDS = ['message', 'joined', 'left'] as const;

interface CachedMember {
  readonly number: number;
  readonly member: StoredMember;
}

/** The state in a database. Rooms' heads are kept in memory and written once a transaction; members that were asked for, too. */
export class SqliteState implements State {
  readonly server: ServerId;
  readonly epoch: Epoch;
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof statements>;
  #rooms = new Map<RoomId, CachedRoom>();
  readonly #members = new Map<MemberId, CachedMember>();
  readonly #looks: Looks;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#sql = statements(db);
    this.#looks = new Looks(db);
    const team = db.prepare('SELECT server, epoch FROM team').get() ?? {};
    this.server = ServerId.parse(team['server']);
    this.epoch = Epoch.parse(team['epoch']);
    this.#readRooms();
  }

  /** Runs `work` and commits what it did, or nothing of it if it throws. */
  transaction<T>(work: () => T): T {
    this.#sql.begin.run();
    try {
      const value = work();
      for (const room of this.#rooms.values()) {
        if (room.changed) this.#sql.setHead.run(room.head, room.lastAt, room.number);
        room.changed = false;
      }
      this.#sql.commit.run();
      return value;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#readRooms();
      this.#members.clear();
      this.#looks.forget();
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }

  rooms(): readonly Room[] {
    return [...this.#rooms.values()].map(roomAsRead);
  }

  room(id: RoomId): Room | undefined {
    const room = this.#rooms.get(id);
    return room && roomAsRead(room);
  }

  lastAt(room: RoomId): Millis {
    return this.#cached(room).lastAt;
  }

  member(id: MemberId): StoredMember | undefined {
    return this.#cachedMember(id)?.member;
  }

  memberOfKey(key: string): StoredMember | undefined {
    return memberOf(this.#sql.memberOfKey.get(key));
  }

  memberOfLook(look: string): StoredMember | undefined {
    const id = this.#looks.holder(look);
    return id && this.member(id);
  }

  memberOfClaim(cid: Cid): StoredMember | undefined {
    return memberOf(this.#sql.memberOfClaim.get(cid));
  }

  addMember(member: StoredMember, cid: Cid, at: Millis): void {
    const { id, name, key, storedKey, serverKey } = member;
    this.#sql.addMember.run(id, name, key, storedKey, serverKey, cid, at);
    this.#looks.add(name, id);
  }

  postOf(author: MemberId, cid: Cid): Posted | undefined {
    const row = this.#sql.postOf.get(this.#number(author) ?? -1, bytesOf(cid));
    if (!row) return undefined;
    const room = RoomId.parse(row['room_id']);
    return { room, seq: Number(row['seq']), at: Number(row['at']), text: String(row['text']) };
  }

  append(roomId: RoomId, entry: KnownEntry, origin: 'live' | 'imported'): void {
    const room = this.#cached(roomId);
    const author = entry.author === undefined ? null : (this.#number(entry.author) ?? null);
    const message = entry.kind === 'message';
    const cid = message && entry.cid !== undefined ? bytesOf(entry.cid) : null;
    const text = message ? entry.text : '';
    this.#sql.append.run(
      room.number,
      entry.seq,
      KINDS.findIndex((kind) => kind === entry.kind),
      entry.at,
      author,
      entry.name,
      cid,
      text,
    );
    room.head = entry.seq;
    if (origin === 'live') room.lastAt = entry.at;
    room.changed = true;
  }

  page({ room, before, after, limit }: PageQuery): Entry[] {
    const number = this.#rooms.get(room)?.number;
    if (number === undefined) return [];
    const forward = after !== undefined;
    const rows = forward
      ? this.#sql.after.iterate(number, after, limit)
      : this.#sql.before.iterate(number, before ?? Number.MAX_SAFE_INTEGER, limit);
    const page: Entry[] = [];
    let bytes = 0;
    for (const row of rows) {
      const entry = entryOf(row);
      bytes += Buffer.byteLength(JSON.stringify(entry));
      if (bytes > LIMITS.pageBytes && page.length > 0) break;
      page.push(entry);
    }
    return forward ? page : page.reverse();
  }

  *entries(room: RoomId): Iterable<Entry> {
    for (const row of this.#sql.all.iterate(this.#cached(room).number)) yield entryOf(row);
  }

  present(room: RoomId): readonly MemberId[] {
    return this.#sql.present.all(this.#cached(room).number).map((row) => row['id'] as MemberId);
  }

  setPresent(room: RoomId, member: MemberId, present: boolean): void {
    const statement = present ? this.#sql.addPresent : this.#sql.removePresent;
    statement.run(this.#cached(room).number, this.#number(member) ?? -1);
  }

  #cached(id: RoomId): CachedRoom {
    const room = this.#rooms.get(id);
    if (!room) throw new Error(`no room ${id}`);
    return room;
  }

  #number(id: MemberId): number | undefined {
    return this.#cachedMember(id)?.number;
  }

  #cachedMember(id: MemberId): CachedMember | undefined {
    const known = this.#members.get(id);
    if (known) return known;
    const row = this.#sql.member.get(id);
    const member = memberOf(row);
    if (!row || !member) return undefined;
    const cached = { number: Number(row['number']), member };
    this.#members.set(id, cached);
    return cached;
  }

  #readRooms(): void {
    this.#rooms = new Map(this.#sql.rooms.all().map((row) => [row['id'] as RoomId, roomOf(row)]));
  }
}

const roomAsRead = ({ id, name, head }: CachedRoom): Room => ({ id, name, head });

const roomOf = (row: Row): CachedRoom => ({
  number: Number(row['number']),
  id: RoomId.parse(row['id']),
  name: String(row['name']),
  head: Number(row['head']),
  lastAt: Number(row['last_at']),
  changed: false,
});

function memberOf(row: Row | undefined): StoredMember | undefined {
  if (!row) return undefined;
  return {
    id: row['id'] as MemberId,
    name: String(row['name']),
    key: String(row['key']),
    storedKey: row['stored_key'] as Uint8Array,
    serverKey: row['server_key'] as Uint8Array,
  };
}

function entryOf(row: Row): KnownEntry {
  const kind = KINDS[Number(row['kind'])] ?? 'message';
  const author = row['author_id'] as MemberId | null;
  const placed = {
    seq: Number(row['seq']),
    at: Number(row['at']),
    name: String(row['name']),
    ...(author === null ? {} : { author }),
  };
  if (kind !== 'message') return { kind, ...placed };
  const cid = row['cid'] === null ? {} : { cid: cidOf(row['cid'] as Uint8Array) };
  return { kind, ...placed, ...cid, text: String(row['text']) };
}

const bytesOf = (cid: Cid): Uint8Array => Buffer.from(cid.replaceAll('-', ''), 'hex');

function cidOf(bytes: Uint8Array): Cid {
  const hex = Buffer.from(bytes).toString('hex');
  return [0, 8, 12, 16, 20].map((from, i, cuts) => hex.slice(from, cuts[i + 1])).join('-') as Cid;
}
