import type { DatabaseSync } from 'node:sqlite';
import type {
  Batch,
  Change,
  Credential,
  FindQuery,
  Found,
  FoundPage,
  Mark,
  MemberChange,
  Multiset,
  NewMember,
  NewRoom,
  PageQuery,
  Posted,
  RoomChange,
  SearchQuery,
  State,
  StoredMember,
  StoredPerson,
} from '../core/ports';
import { type Cid, Epoch, type MemberId, type RoomId, type Seq, ServerId } from '../protocol/ids';
import type { Entry, Flag, KnownEntry, Member, Message, Millis, Room } from '../protocol/model';
import { AdmissionTable } from './admission';
import { EntryTable } from './entryTable';
import type { FileWatch } from './fileWatch';
import { Finding } from './finding';
import { Indexing } from './indexing';
import { Members } from './members';
import { MembershipTable } from './memberships';
import { FileTable } from './fileTable';
import { openMultiset } from './multiset';
import { bytesOf, filesOf, textOf } from './rows';
import { Rooms, roomOf } from './rooms';
import { SQLITE, sqliteCode } from './sqliteCode';
import { type Statements, statements } from './statements';

const PAGE = 50;

interface StateOptions {
  /** A row is not as it was written. Told once of each. */
  readonly onDamaged?: (place: { readonly room: RoomId | undefined; readonly seq?: Seq }) => void;
  /** Where it is to be noticed that they are not this process's any more. */
  readonly files?: FileWatch | undefined;
}

const newBatch = () => ({ rooms: new Map<RoomId, Entry[]>(), changes: [] as Change[] });

/** The state in a database. */
export class SqliteState implements State {
  readonly server: ServerId;
  readonly epoch: Epoch;
  readonly memberships: MembershipTable;
  readonly admission: AdmissionTable;
  readonly files: FileTable;
  readonly #db: DatabaseSync;
  readonly #sql: Statements;
  readonly #rooms: Rooms;
  readonly #members: Members;
  readonly #entries: EntryTable;
  readonly #index: Indexing;
  readonly #finding: Finding;
  readonly #watch: FileWatch | undefined;
  #told = newBatch();
  #damaged = 0;
  #hasBuried = false;

  constructor(db: DatabaseSync, { onDamaged = () => undefined, files }: StateOptions = {}) {
    this.#db = db;
    this.#watch = files;
    this.#sql = statements(db);
    this.files = new FileTable(this.#sql, (change) => this.changed(change));
    const team = db.prepare('SELECT server, epoch FROM team').get() ?? {};
    this.server = ServerId.parse(team['server']);
    this.epoch = Epoch.parse(team['epoch']);
    const damaged = (room: RoomId | undefined, seq?: Seq) => {
      this.#damaged += 1;
      onDamaged(seq === undefined ? { room } : { room, seq });
    };
    this.#rooms = new Rooms(this.#sql, damaged);
    this.#members = new Members(this.#sql);
    this.admission = new AdmissionTable(this.#sql, this.#members, this.#rooms);
    this.#entries = new EntryTable(this.#sql, {
      authorOf: (number) => this.#members.idOf(number),
      damaged: (room, seq) => damaged(this.#rooms.ofNumber(room)?.id, seq),
    });
    this.#index = new Indexing(db, this.#sql, this.#entries);
    const ports = { rooms: this.#rooms, members: this.#members, entries: this.#entries };
    this.memberships = new MembershipTable(this.#sql, ports);
    this.#finding = new Finding({ ...ports, memberships: this.memberships, index: this.#index });
  }

  /** How many rows were found that are not as they were written. */
  get damaged(): number {
    return this.#damaged;
  }

  /** A text was taken away that may still stand in the -wal, or in the file until that is written there. */
  get hasBuried(): boolean {
    return this.#hasBuried;
  }

  /** Enough waits for the index to be worth a commit. */
  get hasUnindexed(): boolean {
    return this.#index.isDue;
  }

  /** Runs `work` and commits what it did, or nothing of it if it throws. Throws StorageLost before it begins. */
  transaction<T>(work: () => T): { readonly value: T; readonly batch: Batch } {
    this.#watch?.assertOurs();
    this.#told = newBatch();
    this.#sql.begin.run();
    try {
      const value = work();
      this.#rooms.save();
      this.#sql.commit.run();
      const { rooms, changes } = this.#told;
      return { value, batch: { rooms: [...rooms].map(([room, entries]) => ({ room, entries })), changes } };
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#rooms.read();
      this.#members.forget();
      this.memberships.forget();
      this.#entries.forget();
      this.#index.forget();
      throw error;
    } finally {
      this.#watch?.wroteWal();
    }
  }

  /**
   * Moves what the -wal holds into the database, and tells whether that could be: not while anybody reads. `TRUNCATE` leaves
   * the -wal empty. Nothing else does this: so a database that changes otherwise was changed by another program.
   */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): boolean {
    try {
      return this.#db.prepare(`PRAGMA wal_checkpoint(${mode})`).get()?.['busy'] === 0;
    } catch (error) {
      if (sqliteCode(error) === SQLITE.locked) return false;
      throw error;
    } finally {
      this.#watch?.wroteDatabase();
      this.#watch?.wroteWal();
    }
  }

  close(): void {
    this.#db.close();
  }

  rooms(): readonly Room[] {
    return this.#rooms.all();
  }

  publicRooms(): readonly Room[] {
    return this.#rooms.public();
  }

  roomsOfLook(look: string): readonly Room[] {
    return this.#rooms.ofLook(look);
  }

  begunBy(member: MemberId): number {
    return this.#rooms.begunBy(member);
  }

  room(id: RoomId): Room | undefined {
    const room = this.#rooms.find(id);
    return room && roomOf(room);
  }

  roomOfCid(cid: Cid): Room | undefined {
    const room = this.#rooms.ofCid(cid);
    return room && roomOf(room);
  }

  roomOfDirectKey(key: string): Room | undefined {
    const room = this.#rooms.ofDirectKey(key);
    return room && roomOf(room);
  }

  addRoom(room: NewRoom): void {
    this.#rooms.add(room);
  }

  changeRoom(room: RoomId, change: RoomChange): void {
    this.#rooms.change(room, change);
  }

  lastAt(room: RoomId): Millis {
    return this.#rooms.get(room).lastAt;
  }

  member(id: MemberId): Member | undefined {
    return this.#members.member(id);
  }

  person(id: MemberId): StoredPerson | undefined {
    return this.#members.person(id);
  }

  people(): readonly StoredPerson[] {
    return this.#members.all();
  }

  credentials(member: MemberId): readonly Credential[] {
    return this.#members.credentials(member);
  }

  memberOfKey(key: string): StoredMember | undefined {
    return this.#members.ofKey(key);
  }

  membersOfLook(look: string): readonly Member[] {
    return this.#members.ofLook(look);
  }

  memberOfClaim(cid: Cid): StoredMember | undefined {
    return this.#members.ofClaim(cid);
  }

  hasMembers(): boolean {
    return !this.#members.isEmpty;
  }

  addMember(member: NewMember, claim: { readonly cid: Cid; readonly at: Millis }): void {
    this.#members.add(member, claim);
  }

  changeMember(member: MemberId, change: MemberChange): void {
    this.#members.change(member, change);
  }

  addDevice(member: MemberId, credential: Credential, made: { readonly cid?: Cid; readonly at: Millis }): void {
    this.#members.addDevice(member, credential, made);
  }

  postOf(author: MemberId, cid: Cid): Posted | undefined {
    const post = this.#entries.postOf(this.#members.number(author) ?? -1, bytesOf(cid));
    const room = post && this.#rooms.ofNumber(post.room);
    if (!post || !room) return undefined;
    const files = post.whole ? filesOf(post.whole) : [];
    return { room: room.id, seq: post.seq, at: post.whole?.at ?? room.lastAt, text: textOf(post.whole), files };
  }

  append(roomId: RoomId, entry: KnownEntry, origin: 'live' | 'imported'): void {
    const room = this.#rooms.get(roomId);
    const author = entry.author === undefined ? null : (this.#members.number(entry.author) ?? null);
    this.#entries.add(entry, room.number, author);
    this.#rooms.grew(room, entry.seq, origin === 'live' ? entry.at : room.lastAt);
    if (origin === 'imported') return;
    const entries = this.#told.rooms.get(roomId);
    if (entries) entries.push(entry);
    else this.#told.rooms.set(roomId, [entry]);
  }

  changed(change: Change): void {
    this.#told.changes.push(change);
  }

  bury(roomId: RoomId, seq: Seq): void {
    const room = this.#rooms.get(roomId);
    const said = this.#entries.bury(room.number, seq);
    if (!said) return;
    this.#index.remove(this.#entries.numbering(said));
    this.#sql.removeMarks.run(room.number, seq);
    for (const file of filesOf(said)) this.files.end(file.id);
    this.#hasBuried = true;
  }

  reword(roomId: RoomId, seq: Seq, text: string): void {
    const room = this.#rooms.get(roomId);
    const said = this.#entries.reword(room.number, seq);
    if (!said) return;
    const numbered = this.#entries.numbering(said);
    this.#index.remove(numbered);
    this.#index.add({ ...numbered, stored: { ...said, text } });
    this.#hasBuried = true;
  }

  addMark({ room: id, seq, what, member }: Mark): void {
    const { number } = this.#rooms.get(id);
    this.#sql.addMark.run(number, seq, what, this.#members.number(member) ?? -1);
    this.#entries.touch(number, seq);
  }

  removeMark({ room: id, seq, what, member }: Mark): void {
    const { number } = this.#rooms.get(id);
    this.#sql.removeMark.run(number, seq, what, this.#members.number(member) ?? -1);
    this.#entries.touch(number, seq);
  }

  removeFlag(id: RoomId, seq: Seq, flag: Flag): void {
    const { number } = this.#rooms.get(id);
    this.#sql.removeFlag.run(number, seq, flag);
    this.#entries.touch(number, seq);
  }

  pinned(id: RoomId): readonly Message[] {
    const { number } = this.#rooms.get(id);
    const seqs = this.#sql.pinned.all(number).map((row) => Number(row['seq']));
    const entries = seqs.flatMap((seq) => this.#entries.page(number, { from: seq, to: seq }, 'first'));
    return entries.filter((entry) => entry.kind === 'message');
  }

  page({ room: id, before, after, limit }: PageQuery): Entry[] {
    const room = this.#rooms.find(id);
    if (!room) return [];
    if (after !== undefined) {
      const from = Math.max(0, after) + 1;
      return this.#entries.page(room.number, { from, to: Math.min(after + limit, room.head) }, 'first');
    }
    const to = Math.min((before ?? Infinity) - 1, room.head);
    return this.#entries.page(room.number, { from: Math.max(1, to - limit + 1), to }, 'last');
  }

  *entries(room: RoomId): Iterable<Entry> {
    for (let after = 0; ;) {
      const page = this.page({ room, after, limit: PAGE });
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last.seq;
    }
  }

  search({ room, ...query }: SearchQuery): Found {
    return this.#finding.findIn(room, query);
  }

  find(query: FindQuery): FoundPage {
    return this.#finding.find(query);
  }

  /** Brings the index on by so much as takes a few milliseconds. */
  indexMore(): void {
    this.transaction(() => this.#index.more());
  }

  /** Takes what was overwritten out of the -wal, which is empty then. */
  erase(): void {
    if (this.checkpoint('TRUNCATE')) this.#hasBuried = false;
  }

  present(room: RoomId): readonly MemberId[] {
    return this.#sql.present.all(this.#rooms.get(room).number).map((row) => row['id'] as MemberId);
  }

  isPresent(room: RoomId, member: MemberId): boolean {
    return this.#sql.isPresent.get(this.#rooms.get(room).number, this.#members.number(member) ?? -1) !== undefined;
  }

  setPresent(room: RoomId, member: MemberId, present: boolean): void {
    const statement = present ? this.#sql.addPresent : this.#sql.removePresent;
    statement.run(this.#rooms.get(room).number, this.#members.number(member) ?? -1);
  }

  multiset(): Multiset {
    return openMultiset(this.#db);
  }
}
