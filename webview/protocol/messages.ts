import * as z from 'zod/mini';
import { Cid, MemberId, RoomId, Seq, ServerId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { Glimpse, MISSED_KINDS } from '../../server/protocol/missed';
import { Entry, Flag, Member, Millis, Turn } from '../../server/protocol/model';
import { Colouring, MOST_CODE } from './colouring';
import { FilesToHost, FilesToPage, OwnFile } from './files';
import { Looks } from './looks';
import { RoomWay, Slash, Slashed } from './slash';

/** What may help where there is no connection. */
export const Remedy = z.enum(['join', 'startServer', 'exit', 'reconnect', 'showLog']);
export type Remedy = z.infer<typeof Remedy>;

/** What the page may ask the host to run, by name: nothing else, and without arguments. */
export const PageCommand = z.union([
  Remedy,
  z.enum(['goToRoom', 'goToDate', 'setTopic', 'copyInvite', 'showPeople', 'followServer', 'shareFile']),
]);
export type PageCommand = z.infer<typeof PageCommand>;

/** What a command of the editor does to a message. */
export const CursorAct = z.enum(['markUnread', 'copyLink']);
export type CursorAct = z.infer<typeof CursorAct>;

/** What can be done with the code of a message. */
export const CodeAct = z.enum(['copy', 'insert', 'open']);
export type CodeAct = z.infer<typeof CodeAct>;

/** Settings that the page leads to. */
export const HelpSetting = z.enum([
  'alongside.notifications',
  'alongside.quietHours',
  'alongside.location',
  'alongside.density',
  'alongside.timeFormat',
  'editor.accessibilitySupport',
  'workbench.reduceMotion',
]);
export type HelpSetting = z.infer<typeof HelpSetting>;

/** Where the connection stands. Each `reason` is a sentence for the person. */
export const Link = z.discriminatedUnion('at', [
  z.object({ at: z.literal('none') }),
  z.object({ at: z.literal('connecting') }),
  z.object({ at: z.literal('online') }),
  /** It reconnects by itself; `retryAt` is when, or undefined while it is trying. */
  z.object({ at: z.literal('offline'), reason: z.string(), retryAt: z.optional(Millis) }),
  /** It does not go on by itself. */
  z.object({ at: z.literal('stopped'), reason: z.string(), action: Remedy }),
]);
export type Link = Readonly<z.infer<typeof Link>>;

/** That the server takes less than it should, for its disk or because it moves: what it means for the person, as a sentence. */
export const Storage = z.object({
  /** `moved`: it goes on elsewhere, and the reader can go there. */
  state: z.enum(['low', 'full', 'readOnly', 'damaged', 'moving', 'moved']),
  text: z.string(),
});
export type Storage = Readonly<z.infer<typeof Storage>>;

/** A message of the reader that is not settled. */
export const Pending = z.object({
  cid: Cid,
  text: z.string(),
  at: Millis,
  /** The message that it answers. */
  replyTo: z.optional(Seq),
  /** `gone`: it was confirmed, but the server was restored and does not have it any more. */
  state: z.enum(['sending', 'waiting', 'failed', 'gone']),
  /** It is on the computer's disk or on the server: nothing is lost when the editor ends. */
  kept: z.boolean(),
  /** What goes with it, and how many bytes of that the server has. */
  files: z.optional(z.readonly(z.array(OwnFile))),
  moved: z.optional(z.int()),
  /** Of a failed one, and of one that waits for more than the connection: a sentence for the person. */
  reason: z.optional(z.string()),
});
export type Pending = Readonly<z.infer<typeof Pending>>;

/** The room that is open. */
export const ShownRoom = z.object({
  id: RoomId,
  kind: z.enum(['public', 'private', 'direct']),
  /** Its name, or who it is with. */
  title: z.string(),
  topic: z.string(),
  /** Why the reader cannot write in it: a sentence that stands in place of the composer. */
  closed: z.optional(z.string()),
  /** The reader may delete what others wrote. */
  mayModerate: z.boolean(),
  ways: z.readonly(z.array(RoomWay)),
});
export type ShownRoom = Readonly<z.infer<typeof ShownRoom>>;

/** A room that the reader may see, as a text can name it. */
export const NamedRoom = z.object({ id: RoomId, kind: z.enum(['public', 'private']), name: z.string() });
export type NamedRoom = Readonly<z.infer<typeof NamedRoom>>;

/** A message that was found, and where. */
export const FoundMessage = z.object({
  room: RoomId,
  roomKind: z.enum(['public', 'private', 'direct']),
  /** Of the room. */
  title: z.string(),
  entry: Entry,
});
export type FoundMessage = Readonly<z.infer<typeof FoundMessage>>;

/** How much there is to tell of what the reader missed: `100+` where it is more than is counted. */
export const MissedCount = z.object({ messages: z.string(), rooms: z.int() });
export type MissedCount = Readonly<z.infer<typeof MissedCount>>;

const inRoom = { room: RoomId, roomKind: z.enum(['public', 'private', 'direct']), title: z.string() };

/** A message that the reader missed. `isGone`: it was deleted after that was told, as the page has heard. */
export const MissedItem = z.object({ ...Glimpse.shape, ...inRoom, isGone: z.optional(z.literal(true)) });
export type MissedItem = Readonly<z.infer<typeof MissedItem>>;

/** A room with messages that the reader missed: how many, and the first. */
export const MissedRoom = z.object({ ...inRoom, first: Seq, at: Millis, unread: z.int() });
export type MissedRoom = Readonly<z.infer<typeof MissedRoom>>;

/** What the reader missed, the newest of each kind. */
export const MissedList = z.object({
  kinds: z.array(z.object({ kind: z.enum(MISSED_KINDS), found: z.array(MissedItem), more: z.int() })),
  rooms: z.array(MissedRoom),
  moreRooms: z.int(),
  isCut: z.boolean(),
});
export type MissedList = Readonly<z.infer<typeof MissedList>>;

/** Everything the page shows. Sent on every `ready`, every show, and whenever a delta would not do. */
export const Snapshot = z.object({
  kind: z.literal('snapshot'),
  rev: z.int(),
  link: Link,
  /** As typed when joining, for example `127.0.0.1:12345`. Empty before that. */
  server: z.string(),
  room: ShownRoom,
  /** Who is writing in it, by name. */
  typing: z.array(z.string()),
  me: z.optional(Member),
  people: z.int(),
  /** In order of seq, without gaps. */
  entries: z.array(Entry),
  /** The room's newest seq. The page is at its end when the last entry has it. */
  head: Seq,
  /** The newest seq the reader has seen: the unread divider stands behind it. */
  readUpTo: Seq,
  /** It is higher each time that was set back. */
  turn: Turn,
  /** The reader was away from the page, and sees it again: after a reload of the window that is not so. */
  isBack: z.boolean(),
  pending: z.array(Pending),
  /** Own messages, of any room, that are about to be deleted. */
  undoable: z.array(Cid),
  storage: z.optional(Storage),
  /** The reader is back, and may want to know what happened. */
  missedCount: z.optional(MissedCount),
  draft: z.string(),
  /** The editor's display language, a BCP 47 tag. */
  locale: z.string(),
  looks: z.optional(Looks),
});
export type Snapshot = Readonly<z.infer<typeof Snapshot>>;

const rev = z.int();

/** Numbered: each delta's `rev` is one more than the last. A page that misses one asks for a snapshot by `ready`. */
export const HostToPage = z.discriminatedUnion('kind', [
  Snapshot,
  z.object({ kind: z.literal('arrived'), rev, entries: z.array(Entry) }),
  z.object({ kind: z.literal('pending'), rev, pending: z.array(Pending) }),
  z.object({ kind: z.literal('undoable'), rev, cids: z.array(Cid) }),
  z.object({ kind: z.literal('link'), rev, link: Link }),
  z.object({ kind: z.literal('people'), rev, count: z.int() }),
  z.object({ kind: z.literal('room'), rev, room: ShownRoom }),
  z.object({ kind: z.literal('typing'), rev, names: z.array(z.string()) }),
  /** What was read of the room was set back, here or in another window. */
  z.object({ kind: z.literal('setBack'), rev, readUpTo: Seq, turn: Turn }),
  z.object({ kind: z.literal('storage'), rev, storage: z.optional(Storage) }),
  z.object({ kind: z.literal('missedCount'), rev, count: z.optional(MissedCount) }),
  /** The answer to `history`; not a delta. Without entries: it could not be had, and `reason` says why. */
  z.object({
    kind: z.literal('page'),
    id: z.int(),
    entries: z.optional(z.array(Entry)),
    reason: z.optional(z.string()),
  }),
  /** The answer to `search`; not a delta. Without messages `reason` says why. `next`: there may be older ones. */
  z.object({
    kind: z.literal('found'),
    id: z.int(),
    found: z.optional(z.array(FoundMessage)),
    next: z.optional(z.string()),
    reason: z.optional(z.string()),
  }),
  /** The answer to `missed`; not a delta. Without a list `reason` says why. */
  z.object({ kind: z.literal('missed'), id: z.int(), list: z.optional(MissedList), reason: z.optional(z.string()) }),
  /** Opens what the reader missed; not a delta. */
  z.object({ kind: z.literal('openMissed') }),
  /** Texts of messages in any room are others now, or gone: what is listed of them is, too; not a delta. */
  z.object({ kind: z.literal('touched'), room: RoomId, entries: z.array(Entry) }),
  /** A room is not the reader's to see any more; not a delta. */
  z.object({ kind: z.literal('roomGone'), room: RoomId }),
  /**
   * The answer to `thread`; not a delta. `complete`: there is no more on the side that was asked for. Without a root `reason`
   * says why; `isGone`: there is none to be had.
   */
  z.object({
    kind: z.literal('thread'),
    id: z.int(),
    root: z.optional(Entry),
    entries: z.optional(z.array(Entry)),
    complete: z.optional(z.boolean()),
    reason: z.optional(z.string()),
    isGone: z.optional(z.boolean()),
  }),
  /** Opens the search; not a delta. */
  z.object({ kind: z.literal('openSearch') }),
  /** Opens the help; not a delta. */
  z.object({ kind: z.literal('openHelp') }),
  /** The answer to `edit`: the message has that text now, or `reason` says why it has not; not a delta. */
  z.object({ kind: z.literal('edited'), room: RoomId, seq: Seq, reason: z.optional(z.string()) }),
  /** The answer to `quoted`: what of it could be had; not a delta. */
  z.object({ kind: z.literal('quoted'), room: RoomId, entries: z.array(Entry) }),
  /** Why something that was asked for did not work; not a delta. */
  z.object({ kind: z.literal('notice'), text: z.string() }),
  /** Who may be mentioned in a room, by name: all of them each time they change; not a delta. */
  z.object({ kind: z.literal('mentionable'), room: RoomId, names: z.array(z.string()) }),
  /** What `#` leads to, all of it each time it changes: rooms, and where the numbers of issues do; not a delta. */
  z.object({
    kind: z.literal('linkable'),
    server: ServerId,
    rooms: z.array(NamedRoom),
    /** With `{id}` in place of the number. */
    issues: z.optional(z.string()),
  }),
  /** Something is to be done to the message at which the reader is; not a delta. */
  z.object({ kind: z.literal('actAtCursor'), act: CursorAct }),
  /** The answer to `colour`; not a delta. Without colours the code stays as it is. */
  z.object({ kind: z.literal('coloured'), id: z.int(), colouring: z.optional(Colouring) }),
  /** The colours of code are not what they were, for another reason than the theme; not a delta. */
  z.object({ kind: z.literal('recolour') }),
  /** Other settings of how it looks; not a delta. */
  z.object({ kind: z.literal('looks'), looks: Looks }),
  /** Puts the cursor into the composer; not a delta. */
  z.object({ kind: z.literal('focus') }),
  /** Shows a message where it was said, in any room; not a delta. The page does the same by itself, for a quote or a link. */
  z.object({ kind: z.literal('showMessage'), room: RoomId, seq: Seq }),
  Slashed,
  ...FilesToPage,
]);
export type HostToPage = Readonly<z.infer<typeof HostToPage>>;

export const PageToHost = z.discriminatedUnion('kind', [
  /** The page has started, was shown again, or missed a delta. `anchor` is the first entry of `room` it would like to show. */
  z.object({ kind: z.literal('ready'), room: z.optional(RoomId), anchor: z.optional(Seq) }),
  /** One of the two. Asked again with another id after an answer without entries. */
  z.object({ kind: z.literal('history'), room: RoomId, id: z.int(), before: z.optional(Seq), after: z.optional(Seq) }),
  /** The page has the text until the cid comes back in `pending` as kept, or in an entry. The same cid again is one message. */
  z.object({
    kind: z.literal('post'),
    room: RoomId,
    cid: Cid,
    text: z.string(),
    /** Of what was attached; with them the text may be empty. */
    files: z.optional(z.array(Cid).check(z.maxLength(LIMITS.filesPerMessage))),
    replyTo: z.optional(Seq),
  }),
  z.object({ kind: z.literal('retry'), cid: Cid }),
  z.object({ kind: z.literal('discard'), cid: Cid }),
  /** Takes the text of a message away, for everybody: of an own one, whose cid is given, only after a while. */
  z.object({ kind: z.literal('delete'), room: RoomId, seq: Seq, cid: z.optional(Cid) }),
  /** An own message that is about to be deleted is not to be. */
  z.object({ kind: z.literal('undoDelete'), cid: Cid }),
  /** Another text for an own message, of which the page knows this `rev`. */
  z.object({ kind: z.literal('edit'), room: RoomId, seq: Seq, rev: z.optional(Seq), text: z.string() }),
  z.object({ kind: z.literal('react'), room: RoomId, seq: Seq, emoji: z.string(), isOn: z.boolean() }),
  z.object({ kind: z.literal('flag'), room: RoomId, seq: Seq, flag: Flag, isOn: z.boolean() }),
  /** Messages that others answer, and that the page does not have. */
  z.object({ kind: z.literal('quoted'), room: RoomId, seqs: z.array(Seq).check(z.maxLength(400)) }),
  /** The first message of a thread, and its newest answers, or those before or after one. */
  z.object({
    kind: z.literal('thread'),
    room: RoomId,
    id: z.int(),
    root: Seq,
    before: z.optional(Seq),
    after: z.optional(Seq),
  }),
  /** The reader has seen everything up to here: the page was at its end, visible and focused. */
  z.object({ kind: z.literal('read'), room: RoomId, seq: Seq, turn: Turn }),
  /** From this message on nothing is read any more: `setBack` follows, or a notice. */
  z.object({ kind: z.literal('markUnread'), room: RoomId, seq: Seq }),
  /** Puts a link to this message into the clipboard. */
  z.object({ kind: z.literal('copyLink'), room: RoomId, seq: Seq }),
  z.object({ kind: z.literal('draft'), room: RoomId, text: z.string() }),
  /** The reader is writing; said again while it goes on, not more often than every three seconds. */
  z.object({ kind: z.literal('typing'), room: RoomId }),
  /** As the reader typed it. */
  z.object({
    kind: z.literal('search'),
    id: z.int(),
    typed: z.string().check(z.maxLength(LIMITS.searchChars)),
    next: z.optional(z.string()),
  }),
  /** Asks what the reader missed. */
  z.object({ kind: z.literal('missed'), id: z.int() }),
  /** The reader does not want to know it. */
  z.object({ kind: z.literal('declineMissed') }),
  /** Opens another room: a snapshot of it follows, or a notice. */
  z.object({ kind: z.literal('openRoom'), room: RoomId }),
  /** Opens the conversation with the author of a message. */
  z.object({ kind: z.literal('openDirect'), member: MemberId }),
  z.object({ kind: z.literal('run'), command: PageCommand }),
  /** A link of a message was followed that leads out of this team. The host asks before anything is sent there. */
  z.object({ kind: z.literal('openLink'), url: z.string() }),
  /** Asks how the editor would colour a code. */
  z.object({
    kind: z.literal('colour'),
    id: z.int(),
    /** The id of the theme that the page has. */
    theme: z.string().check(z.maxLength(200)),
    language: z.string().check(z.maxLength(40)),
    code: z.string().check(z.maxLength(MOST_CODE.characters)),
  }),
  /** `language`: the editor's name of it; empty where there is none. */
  z.object({ kind: z.literal('useCode'), act: CodeAct, code: z.string(), language: z.string() }),
  z.object({ kind: z.literal('openSetting'), setting: HelpSetting }),
  Slash,
  ...FilesToHost,
]);
export type PageToHost = Readonly<z.infer<typeof PageToHost>>;
