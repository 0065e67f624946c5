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
  MissedPage,
  MissedQuery,
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
  ThreadPage,
  ThreadQuery,
} from '../core/ports';
import { type Cid, Epoch, type FileId, type MemberId, type RoomId, type Seq, ServerId } from '../protocol/ids';
import type { Entry, Flag, KnownEntry, Member, Message, Millis, Room } from '../protocol/model';
import { AdmissionTable } from './admission';
import { EntryTable } from './entryTable';
import type { FileWatch } from './fileWatch';
import { Finding } from './finding';
import { Indexing } from './indexing';
import { Members } from './members';
import { MembershipTable } from './memberships';
import { FileTable } from './fileTable';
import { Messages } from './messages';
import { Missing } from './missing';
import { openMultiset } from './multiset';
import { Rooms, roomOf } from './rooms';
import { type Statements, statements } from './statements';
import { WriteAheadLog } from './writeAheadLog';

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
  readonly wal: WriteAheadLog;
  readonly #db: DatabaseSync;
  readonly #sql: Statements;
  readonly #rooms: Rooms;
  readonly #members: Members;
  readonly #entries: EntryTable;
  readonly #index: Indexing;
  readonly #finding: Finding;
  readonly #messages: Messages;
  readonly #missing: Missing;
  readonly #watch: FileWatch | undefined;
  #told = newBatch();
  #damaged = 0;

  constructor(db: DatabaseSync, { onDamaged = () => undefined, files }: StateOptions = {}) {
    this.#db = db;
    this.#watch = files;
    this.wal = new WriteAheadLog(db, files);
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
    this.#missing = new Missing(this.#sql, ports);
    this.#finding = new Finding({ ...ports, memberships: this.memberships, index: this.#index });
    const fileEnded = (file: FileId) => this.files.end(file);
    this.#messages = new Messages(this.#sql, { ...ports, index: this.#index, fileEnded });
  }

  /** How many rows were found that are not as they were written. */
  get damaged(): number {
    return this.#damaged;
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
    return this.#messages.postOf(author, cid);
  }

  append(room: RoomId, entry: KnownEntry, origin: 'live' | 'imported'): void {
    this.#messages.append(room, entry, origin);
    if (origin === 'imported') return;
    const entries = this.#told.rooms.get(room);
    if (entries) entries.push(entry);
    else this.#told.rooms.set(room, [entry]);
  }

  changed(change: Change): void {
    this.#told.changes.push(change);
  }

  bury(room: RoomId, seq: Seq): void {
    if (this.#messages.bury(room, seq)) this.wal.buried();
  }

  reword(room: RoomId, seq: Seq, text: string): void {
    if (this.#messages.reword(room, seq, text)) this.wal.buried();
  }

  addMark(mark: Mark): void {
    this.#messages.addMark(mark);
  }

  removeMark(mark: Mark): void {
    this.#messages.removeMark(mark);
  }

  removeFlag(room: RoomId, seq: Seq, flag: Flag): void {
    this.#messages.removeFlag(room, seq, flag);
  }

  pinned(room: RoomId): readonly Message[] {
    return this.#messages.pinned(room);
  }

  thread(query: ThreadQuery): ThreadPage {
    return this.#messages.thread(query);
  }

  page(query: PageQuery): Entry[] {
    return this.#messages.page(query);
  }

  entries(room: RoomId): Iterable<Entry> {
    return this.#messages.all(room);
  }

  search({ room, ...query }: SearchQuery): Found {
    return this.#finding.findIn(room, query);
  }

  find(query: FindQuery): FoundPage {
    return this.#finding.find(query);
  }

  missed(query: MissedQuery): MissedPage {
    return this.#missing.look(query);
  }

  /** Brings the index on by so much as takes a few milliseconds. */
  indexMore(): void {
    this.transaction(() => this.#index.more());
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
