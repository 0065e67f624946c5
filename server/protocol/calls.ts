import * as z from 'zod/mini';
import { Cid, DeviceId, Epoch, FileId, InviteId, MemberId, RoomId, Seq, ServerId } from './ids';
import { LIMITS } from './limits';
import {
  Cursor,
  Device,
  Entry,
  FileDescription,
  FileRef,
  Flag,
  Invite,
  ListedRoom,
  Member,
  Millis,
  Mine,
  Person,
  Role,
} from './model';
import { HAS } from './query';
import type { Result } from './result';

/** 32 bytes in base64url: a nonce, a key or a proof. */
const Bytes32 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** 16 bytes in base64url: what an invite link carries. */
export const InviteSecret = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
export type InviteSecret = z.infer<typeof InviteSecret>;

/** 32 bytes in base64url, good for one request, soon: stands in the `Authorization` header (files.ts). */
const Ticket = Bytes32;

const text = z.string();
const nothing = z.object({});
const listed = z.object({ room: ListedRoom });
const named = z.object({ member: Member });
const aRoom = z.object({ room: RoomId });
const aMember = z.object({ member: MemberId });
const memberInRoom = z.object({ room: RoomId, member: MemberId });
const roomName = z.string().check(z.maxLength(4 * LIMITS.roomNameChars));
const topic = z.string().check(z.maxLength(4 * LIMITS.topicChars));

/**
 * Every call of the wire, once. Frames, the server's handler table and the client's methods are derived from it.
 * A connection says `hello`, then `claim` (only a newcomer) and `authenticate`; the others are open to it after that.
 */
export const CALLS = {
  /** Both sides give a nonce. Another protocol version is answered by close 4505. */
  hello: {
    params: z.object({ protocol: z.int(), app: z.string().check(z.maxLength(64)), nonce: Bytes32 }),
    result: z.object({ protocol: z.int(), app: text, server: ServerId, nonce: Bytes32 }),
  },
  /**
   * Takes a name. `invite`: where the server lets in only who was invited; else E_INVITE_NEEDED, and E_INVITE_EXPIRED,
   * E_INVITE_USED, or E_NOT_FOUND for one it does not know (also a revoked one). The credential is made and kept by the client; these two keys of it can only check it (proof.ts). */
  claim: {
    params: z.object({
      cid: Cid,
      name: text,
      storedKey: Bytes32,
      serverKey: Bytes32,
      invite: z.optional(InviteSecret),
    }),
    result: named,
  },
  /** Instead of `claim`: another device of a member, by the code that `createPairing` gave. Once; E_NOT_FOUND otherwise. */
  pair: {
    params: z.object({ cid: Cid, code: z.string().check(z.maxLength(32)), storedKey: Bytes32, serverKey: Bytes32 }),
    result: named,
  },
  /**
   * The client proves its credential and the answer proves the server's keys; neither tells a stranger anything. From here
   * on every entry of each room in `rooms` that is `mine` is pushed.
   */
  authenticate: {
    params: z.object({ member: MemberId, proof: Bytes32 }),
    result: z.object({
      proof: Bytes32,
      member: Member,
      role: z._default(Role, 'member'),
      epoch: Epoch,
      rooms: z.array(ListedRoom),
    }),
  },
  /** Everybody who is or was a member: the first thousand of them, and the rest is pushed. So is what changes, from here on. */
  people: {
    params: nothing,
    result: z.object({ people: z.array(Person) }),
  },
  /**
   * The entries after a cursor, at most a page. `complete`: these are all, and from here on every entry is pushed.
   * `more`: call again with the last one. `reset`: no cursor was given, or it is of another epoch or from the future:
   * forget what you have; these are the room's last entries, and from here on every entry is pushed.
   */
  resume: {
    params: z.object({ room: RoomId, after: z.optional(Cursor) }),
    result: z.object({
      status: z.enum(['complete', 'more', 'reset']),
      epoch: Epoch,
      entries: z.array(Entry),
      head: Seq,
      people: z.int(),
    }),
  },
  /** A page in order of seq: the last ones before `before`, or the first ones after `after`. */
  history: {
    params: z.object({
      room: RoomId,
      before: z.optional(Seq),
      after: z.optional(Seq),
      limit: z.int().check(z.minimum(1), z.maximum(LIMITS.pageEntries)),
    }),
    result: z.object({ entries: z.array(Entry) }),
  },
  /** Answered after the commit is on disk, never before. The same cid gives the same answer for as long as the room is. */
  post: {
    params: z.object({
      cid: Cid,
      room: RoomId,
      text,
      /** Uploaded by the caller for this room. With them the text may be empty. */
      files: z.optional(z.array(FileId).check(z.minLength(1), z.maxLength(LIMITS.filesPerMessage))),
      /** The message that it answers. */
      replyTo: z.optional(Seq),
    }),
    result: z.object({ seq: Seq, at: Millis }),
  },
  /**
   * Announces a file that a message in this room is to carry. Its bytes then go to `POST /files`, from `offset` on. The same
   * cid is the same file, with a new ticket: so one goes on after a cut. E_FILE_TOO_BIG, E_FILE_QUOTA, E_STORAGE_LOW.
   */
  createUpload: {
    params: z.object({ cid: Cid, room: RoomId, ...FileDescription.shape }),
    result: z.object({ file: FileRef, offset: z.int(), ticket: z.optional(Ticket) }),
  },
  /** For `GET /files`, of a file that the message at `seq` carries. */
  createDownload: {
    params: z.object({ room: RoomId, seq: Seq, file: FileId }),
    result: z.object({ file: FileRef, ticket: Ticket }),
  },
  /** Takes the text of an own message away, a moderator's also of others' in a room that is not direct. Again is the same. */
  delete: {
    params: z.object({ room: RoomId, seq: Seq }),
    result: nothing,
  },
  /**
   * Another text for an own message. `rev`: the message's, as the caller has it. E_CONFLICT: another device was first. Where
   * it has this text already, that is all.
   */
  edit: {
    params: z.object({ room: RoomId, seq: Seq, rev: z.optional(Seq), text }),
    result: nothing,
  },
  /** Puts an emoji to a message, or takes one's own back. Again is the same. E_TOO_MANY: as many as a message may have. */
  react: {
    params: z.object({ room: RoomId, seq: Seq, emoji: z.string().check(z.maxLength(64)), isOn: z.boolean() }),
    result: nothing,
  },
  /** `pinned`: by who may write in the room; E_TOO_MANY. `resolved`: by who began the thread, and moderators. */
  flag: {
    params: z.object({ room: RoomId, seq: Seq, flag: Flag, isOn: z.boolean() }),
    result: nothing,
  },
  /** The pinned messages of a room, the one that was pinned last first. */
  pinned: {
    params: aRoom,
    result: z.object({ entries: z.array(Entry) }),
  },
  /**
   * The messages that hold all these words, newest first; of the last word its beginning is enough, words in quotation
   * marks stand next to each other. `complete`: there is nothing older. Otherwise go on with `before: reached`, also
   * where nothing was found: a search takes only so much time at once.
   */
  search: {
    params: z.object({
      room: RoomId,
      text: z.string().check(z.maxLength(LIMITS.searchChars)),
      before: z.optional(Seq),
      limit: z.int().check(z.minimum(1), z.maximum(LIMITS.searchEntries)),
    }),
    result: z.object({ entries: z.array(Entry), complete: z.boolean(), reached: Seq }),
  },
  /**
   * The same in all rooms that the caller may read, or in some of them: those that came last first. What is left out is
   * asked of no message; `text` may be empty. `from`: names of members, or as they stand at imported messages. `next` goes
   * on where this ended; a search takes only so much time at once, so there may be more also where nothing was found.
   * E_NOT_FOUND: one of the rooms is not the caller's to read, or `next` is of before the server was started.
   */
  find: {
    params: z.object({
      text: z.string().check(z.maxLength(LIMITS.searchChars)),
      rooms: z.optional(z.array(RoomId).check(z.minLength(1), z.maxLength(LIMITS.searchNames))),
      from: z.optional(
        z
          .array(z.string().check(z.maxLength(LIMITS.searchChars)))
          .check(z.minLength(1), z.maxLength(LIMITS.searchNames)),
      ),
      has: z.optional(z.array(z.enum(HAS)).check(z.maxLength(HAS.length))),
      since: z.optional(Millis),
      until: z.optional(Millis),
      isUnread: z.optional(z.boolean()),
      next: z.optional(z.string().check(z.maxLength(64))),
      limit: z.int().check(z.minimum(1), z.maximum(LIMITS.searchEntries)),
    }),
    result: z.object({ found: z.array(z.object({ room: RoomId, entry: Entry })), next: z.optional(z.string()) }),
  },
  /**
   * The first message of a room from a time on, as far as its messages stand in order of time; undefined where all are
   * from before. To go to a day.
   */
  seqAt: {
    params: z.object({ room: RoomId, at: Millis }),
    result: z.object({ seq: z.optional(Seq) }),
  },
  /**
   * The creator is in it. E_NAME_TAKEN: a room that the caller may see has this name, or one that looks like it. E_TOO_MANY:
   * a member is in at most LIMITS.roomsPerMember rooms, conversations aside.
   */
  createRoom: {
    params: z.object({ cid: Cid, name: roomName, kind: z.enum(['public', 'private']), topic: z.optional(topic) }),
    result: listed,
  },
  /** The conversation of these members and the caller: the one there is, or a new one. It is never left. */
  openDirect: {
    params: z.object({ members: z.array(MemberId).check(z.minLength(1), z.maxLength(LIMITS.directMembers - 1)) }),
    result: listed,
  },
  /** Name and topic: who may write in it. `isArchived`: its creator and moderators. `isLocked`: moderators. */
  changeRoom: {
    params: z.object({
      room: RoomId,
      name: z.optional(roomName),
      topic: z.optional(topic),
      isArchived: z.optional(z.boolean()),
      isLocked: z.optional(z.boolean()),
    }),
    result: nothing,
  },
  /** A public room. From here on its entries are pushed. */
  joinRoom: { params: aRoom, result: listed },
  /** A private room of which nobody is left is archived. */
  leaveRoom: { params: aRoom, result: nothing },
  /** By who is in the room. */
  addToRoom: { params: memberInRoom, result: nothing },
  /** By a moderator or the room's creator, who are in the room or may see it. */
  removeFromRoom: { params: memberInRoom, result: nothing },
  /** As `authenticate` lists it: of one that it did not, as not all conversations are. */
  room: { params: aRoom, result: listed },
  roomMembers: {
    params: aRoom,
    result: z.object({ members: z.array(MemberId) }),
  },
  /** What the caller has read, which only grows: so this also asks for the counts. Told to its other windows. */
  read: {
    params: z.object({ room: RoomId, upTo: Seq }),
    result: z.object({ mine: Mine }),
  },
  /** Of a room one is in. */
  preferRoom: {
    params: z.object({ room: RoomId, isMuted: z.optional(z.boolean()), isFavourite: z.optional(z.boolean()) }),
    result: nothing,
  },
  /** That the caller is writing; told to the others in the room, and forgotten by them soon. */
  typing: { params: aRoom, result: nothing },
  /** `isAway` is of this connection: a member is away when all of its connections are. */
  setStatus: {
    params: z.object({ isAway: z.optional(z.boolean()), status: z.optional(z.string()) }),
    result: nothing,
  },
  /** What was written keeps the name it was written under. */
  rename: {
    params: z.object({ name: text }),
    result: named,
  },
  /** By who may write. A guest's or a member's; of other roles by owners. The secret is told this once. */
  createInvite: {
    params: z.object({
      role: z._default(Role, 'member'),
      room: z.optional(RoomId),
      lastsMs: z.int().check(z.minimum(60_000), z.maximum(LIMITS.inviteLastsMs)),
      uses: z.int().check(z.minimum(1), z.maximum(LIMITS.inviteUses)),
    }),
    result: z.object({ invite: Invite, secret: InviteSecret }),
  },
  /** Those that can be used still: one's own, and for moderators everybody's. */
  invites: {
    params: nothing,
    result: z.object({ invites: z.array(Invite) }),
  },
  revokeInvite: {
    params: z.object({ invite: InviteId }),
    result: nothing,
  },
  /** A short code that lets in one more device of the caller, once and soon. */
  createPairing: {
    params: nothing,
    result: z.object({ code: text, expiresAt: Millis }),
  },
  devices: {
    params: nothing,
    result: z.object({ devices: z.array(Device) }),
  },
  /** Its connections are closed at once. */
  revokeDevice: {
    params: z.object({ device: DeviceId }),
    result: nothing,
  },
  /** Another credential for this device: the old one is good for nothing from here on. Again, with the same keys, is the same. */
  rekey: {
    params: z.object({ storedKey: Bytes32, serverKey: Bytes32 }),
    result: nothing,
  },
  /** By owners. E_LAST_OWNER: somebody has to be one. */
  setRole: {
    params: z.object({ member: MemberId, role: Role }),
    result: nothing,
  },
  /** By moderators, of who is less than they. Without `until` it ends. */
  mute: {
    params: z.object({ member: MemberId, until: z.optional(Millis) }),
    result: nothing,
  },
  /** By moderators, of who is less than they. Its connections are closed at once, and its devices are not let in any more. */
  ban: { params: aMember, result: nothing },
  /** Its devices are let in again. Nobody else is given a code that would let in as this member. */
  unban: { params: aMember, result: nothing },
  /** By owners, while the server moves: where it goes on. Told to everybody; each decides whether to go there. */
  moveTo: {
    params: z.object({ address: z.string().check(z.minLength(1), z.maxLength(LIMITS.addressChars)) }),
    result: nothing,
  },
  /** Before closing: this is no lost connection, so the member has left now and not after the grace time. */
  leave: { params: nothing, result: nothing },
} as const;

export type CallName = keyof typeof CALLS;
export type Params<K extends CallName> = Readonly<z.infer<(typeof CALLS)[K]['params']>>;
export type Answer<K extends CallName> = Readonly<z.infer<(typeof CALLS)[K]['result']>>;

export const isCallName = (raw: string): raw is CallName => Object.hasOwn(CALLS, raw);

/** What answers the calls: one function for each, no default. */
export type Handlers<Caller> = {
  readonly [K in CallName]: (caller: Caller, params: Params<K>) => Result<Answer<K>> | Promise<Result<Answer<K>>>;
};
