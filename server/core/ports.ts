import type { CloseReason, ErrorCode } from '../protocol/codes';
import type { Cid, DeviceId, Epoch, FileId, InviteId, MemberId, RoomId, Seq, ServerId } from '../protocol/ids';
import type {
  Device,
  Entry,
  FileRef,
  Flag,
  Invite,
  KnownEntry,
  Member,
  Message,
  Millis,
  Mine,
  Person,
  Role,
  Room,
  Sha256,
} from '../protocol/model';
import type { Missed, MissedKind, Reached } from '../protocol/missed';
import type { Has } from '../protocol/query';

export interface Log {
  info(event: string, data?: object): void;
  warn(event: string, data?: object): void;
  error(event: string, data?: object): void;
}

/** What is measured as it happens: numbers, codes and reasons, never who or what. */
export interface Meter {
  committed(commands: number, ms: number): void;
  /** Entries were written to the sockets of all who listen, so long after their commit. */
  delivered(ms: number): void;
  refused(code: ErrorCode): void;
  /** `reason`: the server's, or `left`. */
  closed(reason: CloseReason | 'left'): void;
}

export interface StoredMember extends Member {
  /** What no other member's name may fold to. */
  readonly key: string;
}

/** A member with all that is stored of it. */
export type StoredPerson = Omit<Person, 'presence'>;

export interface NewMember extends StoredMember {
  readonly role: Role;
}

/** What of a member may change; `mutedUntil` is null for never. */
export interface MemberChange {
  readonly name?: string;
  readonly key?: string;
  readonly role?: Role;
  readonly status?: string;
  readonly isBanned?: boolean;
  readonly mutedUntil?: Millis | null;
}

/** What one device of a member must prove to know. */
export interface Credential {
  readonly device: DeviceId;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** `maker` is undefined for whoever runs the server. */
export interface StoredInvite extends Omit<Invite, 'by'> {
  readonly maker?: MemberId;
}

export interface StoredPairing {
  readonly codeHash: Uint8Array;
  readonly member: MemberId;
  readonly expiresAt: Millis;
}

export type StoredDevice = Omit<Device, 'isThis'>;

export interface AdmissionReader {
  /** In the order of their making, also those that are used up or expired. */
  invites(): readonly StoredInvite[];
  devices(member: MemberId): readonly StoredDevice[];
}

export interface Admission extends AdmissionReader {
  inviteOf(secretHash: Uint8Array): (StoredInvite & { readonly secretHash: Uint8Array }) | undefined;
  addInvite(invite: StoredInvite, secretHash: Uint8Array): void;
  useInvite(id: InviteId): void;
  removeInvite(id: InviteId): void;
  pairingOf(codeHash: Uint8Array): StoredPairing | undefined;
  addPairing(pairing: StoredPairing): void;
  removePairings(member: MemberId): void;
  /** The device that this command let in. */
  deviceOfCid(cid: Cid): { readonly member: MemberId; readonly storedKey: Uint8Array } | undefined;
  removeDevice(device: DeviceId): void;
}

/** What a commit made of a post, as far as a repeat must know it. */
export interface Posted {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly at: Millis;
  /** Undefined where it was deleted or is damaged since. */
  readonly text: string | undefined;
  readonly files: readonly FileRef[];
}

/** A file that was announced, and that no message was deleted with. */
export interface StoredFile extends FileRef {
  readonly member: MemberId;
  readonly room: RoomId;
  readonly cid: Cid;
  readonly at: Millis;
  /** All its bytes are here. */
  readonly isWhole: boolean;
  /** A message carries it. */
  readonly isSent: boolean;
}

export interface FilesReader {
  find(id: FileId): StoredFile | undefined;
  /** Whether any file has these bytes, or is to have them. */
  isNeeded(hash: Sha256): boolean;
  /** All that is stored or announced. */
  needed(): { readonly hashes: ReadonlySet<Sha256>; readonly unfinished: ReadonlySet<FileId> };
}

export interface Files extends FilesReader {
  ofCid(member: MemberId, cid: Cid): StoredFile | undefined;
  add(file: StoredFile): void;
  keep(id: FileId): void;
  send(id: FileId, seq: Seq): void;
  /** What this member announced since then, also what is gone by now, in bytes. */
  announcedBy(member: MemberId, since: Millis): number;
  /** What all of them take, in bytes. */
  bytes(): number;
  /** Those that no message carries, and what is known still of those that are gone. */
  drop(before: Millis): void;
}

/** The last ones before `before` (or of all), or the first ones after `after`; in order of seq either way. */
export interface PageQuery {
  readonly room: RoomId;
  readonly before?: Seq | undefined;
  readonly after?: Seq | undefined;
  readonly limit: number;
}

/** Of the answers of one thread, as a page of a room. */
export interface ThreadQuery extends PageQuery {
  readonly root: Seq;
}

export interface ThreadPage {
  readonly entries: readonly KnownEntry[];
  /** There are no more on the side that was asked for. */
  readonly complete: boolean;
}

export interface SearchQuery {
  readonly room: RoomId;
  /** As a person typed it. */
  readonly text: string;
  readonly before?: Seq | undefined;
  readonly limit: number;
}

/** Newest first. All from `reached` on was searched; `complete`: that is all there is. */
export interface Found {
  readonly entries: Entry[];
  readonly complete: boolean;
  readonly reached: Seq;
}

/** Of these rooms. What is left out is asked of none. */
export interface FindQuery {
  readonly rooms: readonly RoomId[];
  /** Words and phrases as a person typed them; there may be none. */
  readonly text: string;
  /** Names: by one of these. */
  readonly from?: readonly string[] | undefined;
  /** All of these. */
  readonly has?: readonly Has[] | undefined;
  readonly since?: Millis | undefined;
  readonly until?: Millis | undefined;
  /** What this member has not read, of others. */
  readonly unreadBy?: MemberId | undefined;
  /** `reached` of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Those that came last first, in whatever room. Without `reached` that is all there is. */
export interface FoundPage {
  readonly found: readonly { readonly room: RoomId; readonly entry: Entry }[];
  readonly reached?: number;
}

/** Behind a place in each of these rooms: what is for a member, and what others did. */
export interface MissedQuery {
  readonly member: MemberId;
  readonly rooms: readonly Reached[];
}

/** A message that is told of. `at`: when it became so. */
export interface MissedMessage {
  readonly kind: MissedKind;
  readonly room: RoomId;
  readonly message: Message;
  readonly at: Millis;
  readonly by?: string;
}

/** Each kind from the newest on. `isCut`: there may be more. */
export interface MissedPage {
  readonly found: readonly MissedMessage[];
  readonly rooms: Missed['rooms'];
  readonly isCut: boolean;
}

/** How often each of many keys is there, however many they are. */
export interface Multiset {
  add(key: string): void;
  /** One less of it; false where there is none. */
  take(key: string): boolean;
}

/** The new entries of one room, in order of seq. */
export interface RoomBatch {
  readonly room: RoomId;
  readonly entries: readonly Entry[];
}

/** What is another than before, beside entries. How it is now, the state knows. */
export type Change =
  | { readonly kind: 'room'; readonly room: RoomId }
  /** How a member stands to a room: in it or not, what it prefers. */
  | { readonly kind: 'mine'; readonly room: RoomId; readonly member: MemberId }
  /** Only what it has read there. */
  | { readonly kind: 'read'; readonly room: RoomId; readonly member: MemberId }
  | { readonly kind: 'member'; readonly member: MemberId }
  /** A device of the member is none any more; `rekeyed`: that one is another now, and must prove itself anew. */
  | { readonly kind: 'devices'; readonly member: MemberId; readonly rekeyed?: DeviceId }
  /** A file is none any more. */
  | { readonly kind: 'fileGone'; readonly file: FileId; readonly hash: Sha256 };

/** What one commit came to. */
export interface Batch {
  readonly rooms: readonly RoomBatch[];
  /** In the order of their coming. */
  readonly changes: readonly Change[];
}

/** What of a room may change beside its entries. */
export type RoomChange = Partial<Pick<Room, 'name' | 'topic' | 'isArchived' | 'isLocked'>>;

export interface NewRoom extends Pick<Room, 'id' | 'kind' | 'name' | 'topic' | 'creator'> {
  readonly cid?: Cid;
  /** Of a direct conversation: the ids of its members, in order. */
  readonly directKey?: string;
}

/** How a member came into a room: by itself, or by another. */
export type Entering = 'itself' | 'added';

export interface Reading {
  readonly room: RoomId;
  readonly readUpTo: Seq;
  readonly isMuted: boolean;
}

export interface MembershipReader {
  has(room: RoomId, member: MemberId): boolean;
  of(room: RoomId): ReadonlySet<MemberId>;
  roomsOf(member: MemberId): readonly RoomId[];
  /** Of the rooms that a member is in, conversations aside, those that it came into so. */
  count(member: MemberId, how: Entering): number;
  cursor(room: RoomId, member: MemberId): ReadCursor | undefined;
  /** How far a member has read in each room that it is in. */
  readings(member: MemberId): readonly Reading[];
  /** Who is named in a message, as far as that is kept. */
  mentioned(room: RoomId, seq: Seq): readonly MemberId[];
  /** Undefined for who is not in the room. */
  mine(room: RoomId, member: MemberId): Mine | undefined;
}

/** How far a member has read, and in which turn (`Mine`). */
export interface ReadCursor {
  readonly readUpTo: Seq;
  readonly turn: number;
}

/** What of it is not there, or undefined, stays as it is. */
export interface MembershipChange {
  readonly readUpTo?: Seq | undefined;
  readonly turn?: number | undefined;
  readonly isMuted?: boolean | undefined;
  readonly isFavourite?: boolean | undefined;
}

export interface Memberships extends MembershipReader {
  /** Who comes in has read all there is. */
  add(room: RoomId, member: MemberId, how: Entering): void;
  remove(room: RoomId, member: MemberId): void;
  change(room: RoomId, member: MemberId, change: MembershipChange): void;
  /** That a member is named in a message. */
  mention(room: RoomId, seq: Seq, member: MemberId): void;
  /** That it is not any more. */
  forgetMention(room: RoomId, seq: Seq, member: MemberId): void;
}

/** That somebody put an emoji or a flag to a message. */
export interface Mark {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly what: string;
  readonly member: MemberId;
}

/** What the entries have built so far. Reading never waits: it sees the last commit. */
export interface StateReader {
  readonly server: ServerId;
  readonly epoch: Epoch;
  readonly memberships: MembershipReader;
  rooms(): readonly Room[];
  publicRooms(): readonly Room[];
  /** Those whose names look like this (lookOf). */
  roomsOfLook(look: string): readonly Room[];
  room(id: RoomId): Room | undefined;
  member(id: MemberId): Member | undefined;
  person(id: MemberId): StoredPerson | undefined;
  /** Everybody who is or was a member, in the order of their coming. */
  people(): readonly StoredPerson[];
  /** None of who is banned. */
  credentials(member: MemberId): readonly Credential[];
  readonly admission: AdmissionReader;
  readonly files: FilesReader;
  /** At most `limit` entries and about LIMITS.pageBytes of text. */
  page(query: PageQuery): Entry[];
  /** All entries of a room in order, one at a time. */
  entries(room: RoomId): Iterable<Entry>;
  /** Ends within about LIMITS.searchMs. */
  search(query: SearchQuery): Found;
  /** The same in many rooms. */
  find(query: FindQuery): FoundPage;
  /** Looks at no more than LIMITS.missedEntries of what others wrote and did. */
  missed(query: MissedQuery): MissedPage;
  present(room: RoomId): readonly MemberId[];
  /** Of the answers of a thread. At most `limit`, and about LIMITS.pageBytes of text. */
  thread(query: ThreadQuery): ThreadPage;
  /** The messages that are pinned, the one that was pinned last first. */
  pinned(room: RoomId): readonly Message[];
}

/** What `apply` reads and writes, inside one transaction. */
export interface State extends StateReader {
  readonly memberships: Memberships;
  addRoom(room: NewRoom): void;
  changeRoom(room: RoomId, change: RoomChange): void;
  /** The room that this command made. */
  roomOfCid(cid: Cid): Room | undefined;
  roomOfDirectKey(key: string): Room | undefined;
  /** How many rooms and conversations a member has begun. */
  begunBy(member: MemberId): number;
  memberOfKey(key: string): StoredMember | undefined;
  /** The members whose names look like this (lookOf), in the order of their coming. */
  membersOfLook(look: string): readonly Member[];
  /** The member that this claim made. */
  memberOfClaim(cid: Cid): StoredMember | undefined;
  hasMembers(): boolean;
  addMember(member: NewMember, claim: { readonly cid: Cid; readonly at: Millis }): void;
  changeMember(member: MemberId, change: MemberChange): void;
  readonly admission: Admission;
  readonly files: Files;
  addDevice(member: MemberId, credential: Credential, made: { readonly cid?: Cid; readonly at: Millis }): void;
  postOf(author: MemberId, cid: Cid): Posted | undefined;
  /** When the room's newest entry was made here; imported ones do not count. */
  lastAt(room: RoomId): Millis;
  /** Stores the entry as the room's new head. A live one is told with the commit. */
  append(room: RoomId, entry: KnownEntry, origin: 'live' | 'imported'): void;
  /** To be told with the commit. */
  changed(change: Change): void;
  /** Takes the text of a message away, and its files, for good. */
  bury(room: RoomId, seq: Seq): void;
  /** Takes the text of a message away for good to put this one in its place, which the entry that comes next holds. */
  reword(room: RoomId, seq: Seq, text: string): void;
  addMark(mark: Mark): void;
  removeMark(mark: Mark): void;
  /** Whoever put it there. */
  removeFlag(room: RoomId, seq: Seq, flag: Flag): void;
  /** An empty one, which ends with the transaction. */
  multiset(): Multiset;
  isPresent(room: RoomId, member: MemberId): boolean;
  setPresent(room: RoomId, member: MemberId, present: boolean): void;
}
