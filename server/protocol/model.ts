import * as z from 'zod/mini';
import { Cid, DeviceId, Epoch, FileId, InviteId, MemberId, RoomId, Seq } from './ids';

/** Milliseconds since 1970, by the server's clock. */
export const Millis = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000_000)); // the last that a Date can be
export type Millis = z.infer<typeof Millis>;

/** What SHA-256 makes of a file's bytes. */
export const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export type Sha256 = z.infer<typeof Sha256>;

/** What a file is called and holds, as whoever sent it says: only `size` and `sha256` are known to be so. */
const described = {
  name: z.string().check(z.maxLength(4_096)),
  type: z.string().check(z.maxLength(4_096)),
  size: z.int().check(z.minimum(0)),
  sha256: Sha256,
  /** Of a picture, so that there is room for it before it is there. */
  width: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
  height: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
};
export const FileRef = z.object({ id: FileId, ...described });
export type FileRef = Readonly<z.infer<typeof FileRef>>;
/** As one who sends it describes it. */
export const FileDescription = z.object(described);
export type FileDescription = Readonly<z.infer<typeof FileDescription>>;

/** More than any that this version takes, so that a server cannot fill the memory of who reads it. */
const line = z.string().check(z.maxLength(4_096));
const body = z.string().check(z.maxLength(100_000));

export const Member = z.object({ id: MemberId, name: line });
export type Member = Readonly<z.infer<typeof Member>>;

const placed = { seq: Seq, at: Millis, name: line };
/** What is done to a message is an entry of its own, so that whoever holds the message learns of it. */
const done = { ...placed, author: z.optional(MemberId), target: Seq };

/** Who put this emoji to a message, by name; of the emoji of a message, each has its place. */
export const Reaction = z.object({
  emoji: z.string().check(z.maxLength(64)),
  by: z.readonly(z.array(Member).check(z.maxLength(1_000))),
});
export type Reaction = Readonly<z.infer<typeof Reaction>>;

/** `pinned`: kept at hand for the room. `resolved`: of a thread, there is nothing more to say. */
export const Flag = z.enum(['pinned', 'resolved']);
export type Flag = z.infer<typeof Flag>;

/**
 * What a command became: stored, replayed and shown as it is now, with all that was done to it since. `name` is the author's
 * as it was then. A message that was imported has no author on this server, and no cid.
 */
export const Message = z.object({
  kind: z.literal('message'),
  ...placed,
  author: z.optional(MemberId),
  cid: z.optional(Cid),
  text: body,
  files: z.optional(z.readonly(z.array(FileRef).check(z.maxLength(100)))),
  /** When its text was changed last, and the place of that entry: whoever changes it again has to know it. */
  editedAt: z.optional(Millis),
  rev: z.optional(Seq),
  reactions: z.optional(z.readonly(z.array(Reaction).check(z.maxLength(100)))),
  /** The message that it answers, and the one its thread begins with, where that is another one. */
  replyTo: z.optional(Seq),
  thread: z.optional(Seq),
  /** Of one that a thread begins with: how many answers there are, deleted ones too, and the newest of them. */
  replies: z.optional(z.object({ count: z.int(), last: Seq })),
  pinned: z.optional(z.literal(true)),
  resolved: z.optional(z.literal(true)),
  /** Why the text is empty: its author deleted it, or what is stored of it is not what was written. */
  tombstone: z.optional(z.catch(z.enum(['deleted', 'damaged']), 'deleted')),
});
export const Arrival = z.object({ kind: z.enum(['joined', 'left']), ...placed, author: z.optional(MemberId) });
/** That the message at `target` was deleted. */
export const Deletion = z.object({ kind: z.literal('deleted'), ...done });
/** That the message at `target` has another text: this one, unless yet another one or none took its place. */
export const Edit = z.object({ kind: z.literal('edited'), ...done, text: z.optional(body) });
/** That an emoji was put to the message at `target`, or taken back. */
export const Reacted = z.object({
  kind: z.literal('reacted'),
  ...done,
  emoji: Reaction.shape.emoji,
  isOn: z.boolean(),
});
/** `flag` may be one that only a newer version knows. */
export const Flagged = z.object({ kind: z.literal('flagged'), ...done, flag: line, isOn: z.boolean() });
/**
 * That somebody did something to a room or a person (acts.ts has the sentences). `subject` is the name, as it was then, of
 * the one it was done to; `text` what it was changed to.
 */
export const Notice = z.object({
  kind: z.literal('notice'),
  ...placed,
  author: z.optional(MemberId),
  act: line,
  subject: z.optional(line),
  text: z.optional(line),
});

const KnownEntry = z.discriminatedUnion('kind', [Message, Arrival, Deletion, Edit, Reacted, Flagged, Notice]);
const KNOWN_KINDS = new Set(['message', 'joined', 'left', 'deleted', 'edited', 'reacted', 'flagged', 'notice']);
/** What a newer server may enter: of it only its place is known. */
const UnknownEntry = z.pipe(
  z.object({ kind: z.string().check(z.refine((kind) => !KNOWN_KINDS.has(kind))), ...placed }),
  z.transform(({ seq, at, name }) => ({ kind: 'unknown' as const, seq, at, name })),
);
export const Entry = z.union([KnownEntry, UnknownEntry]);

export type Message = Readonly<z.infer<typeof Message>>;
export type Arrival = Readonly<z.infer<typeof Arrival>>;
export type Deletion = Readonly<z.infer<typeof Deletion>>;
export type Edit = Readonly<z.infer<typeof Edit>>;
export type Reacted = Readonly<z.infer<typeof Reacted>>;
export type Flagged = Readonly<z.infer<typeof Flagged>>;
export type Notice = Readonly<z.infer<typeof Notice>>;
export type UnknownEntry = Readonly<z.infer<typeof UnknownEntry>>;
/** What this version makes and stores. */
export type KnownEntry = Message | Arrival | Deletion | Edit | Reacted | Flagged | Notice;
export type Entry = KnownEntry | UnknownEntry;

export const Cursor = z.object({ epoch: Epoch, seq: Seq });
export type Cursor = Readonly<z.infer<typeof Cursor>>;

/** What a member may do, from most to least. A bot is a member that is a program; a guest only reads. */
export const Role = z.enum(['owner', 'moderator', 'member', 'bot', 'guest']);
export type Role = z.infer<typeof Role>;

/** `here`: connected and not away. Best effort, as the network is. */
export const Presence = z.enum(['here', 'away', 'gone']);
export type Presence = z.infer<typeof Presence>;

/** A member as the others see it. */
export const Person = z.object({
  id: MemberId,
  name: line,
  role: Role,
  joinedAt: Millis,
  presence: Presence,
  /** What the member says of itself; empty for nothing. */
  status: line,
  /** Banned: cannot come in. Stands as the author of what it wrote. */
  isBanned: z.boolean(),
  /** May not write until then. */
  mutedUntil: z.optional(Millis),
});
export type Person = Readonly<z.infer<typeof Person>>;

/** Of what was read: which of two is newer is said by the turn first. */
export const Turn = z.int().check(z.minimum(0));

/** What a room is to one who is in it. The counts are of messages of others behind `readUpTo`, at most LIMITS.countedUnread. */
export const Mine = z.object({
  readUpTo: Seq,
  /** Which is higher each time the reader sets `readUpTo` back; absent: it never did. Within a turn it only grows. */
  turn: z.optional(Turn),
  /** The room's newest seq when it was counted: what is pushed behind it is to be added. */
  head: Seq,
  unread: z.int(),
  mentions: z.int(),
  isMuted: z.boolean(),
  isFavourite: z.boolean(),
});
export type Mine = Readonly<z.infer<typeof Mine>>;

const flag = z._default(z.boolean(), false);

export const Room = z.object({
  id: RoomId,
  /** `public`: every member but a guest may read and write it. `private` and `direct`: only who is in it knows of it. */
  kind: z._default(z.enum(['public', 'private', 'direct']), 'public'),
  /** Empty for a direct conversation: that is called by who is in it. */
  name: line,
  topic: z._default(line, ''),
  head: Seq,
  /** When its newest entry was made; 0 before the first. */
  lastAt: z._default(Millis, 0),
  /** Nobody writes in it any more. */
  isArchived: flag,
  /** Only moderators and owners write in it. */
  isLocked: flag,
  creator: z.optional(MemberId),
  /** Who is in it: told of a direct conversation only. */
  members: z.optional(z.array(MemberId).check(z.maxLength(100))),
});
export type Room = Readonly<z.infer<typeof Room>>;

/** `mine` is absent where the reader is not in it. */
export const ListedRoom = z.object({ ...Room.shape, mine: z.optional(Mine) });
export type ListedRoom = Readonly<z.infer<typeof ListedRoom>>;

/** An invite without its secret, which only its maker was told. */
export const Invite = z.object({
  id: InviteId,
  by: z.string(),
  role: Role,
  /** Also let in here, beside the room everybody is in. */
  room: z.optional(RoomId),
  expiresAt: Millis,
  usesLeft: z.int(),
});
export type Invite = Readonly<z.infer<typeof Invite>>;

export const Device = z.object({ id: DeviceId, createdAt: Millis, isThis: z.boolean() });
export type Device = Readonly<z.infer<typeof Device>>;
