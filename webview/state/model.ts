import { type Cid, GENERAL, type MemberId, type RoomId, type Seq } from '../../server/protocol/ids';
import type { Entry, FileRef, Member, Millis } from '../../server/protocol/model';
import type {
  CodeAct,
  HelpSetting,
  HostToPage,
  Link,
  MissedCount,
  PageCommand,
  Pending,
  ShownRoom,
  Storage,
} from '../protocol/messages';
import type { Attached, FileAct, FileAt, OwnFile } from '../protocol/files';
import { type Looks, usualLooks } from '../protocol/looks';
import { type ActsState, type MessageAct, noActs } from './acts';
import type { Completing } from './complete';
import { type Composing, type Side, nothingComposed } from './composing';
import { noFiles } from './files';
import type { Pasted } from './longText';
import { type EmojiAct, type EmojiState, noEmoji } from './picker';
import type { MissedAct, MissedState } from './missed';
import type { SearchAct, SearchState } from './search';
import { type Linkable, nothingLinkable } from './linkable';
import type { Target } from './show';
import { type SlashState, noSlash } from './slash';
import type { ThreadAct, ThreadState } from './thread';
import type { Step } from './trail';

type Direction = 'older' | 'newer';

/** A text handed to the host that the host has not shown back as kept yet. */
export interface Submitted {
  readonly cid: Cid;
  readonly text: string;
  readonly at: Millis;
  readonly files?: readonly OwnFile[] | undefined;
  readonly replyTo?: Seq | undefined;
}

/** A place in the log: this entry's top stands `offset` pixels below the top of the view. */
export interface Anchor {
  readonly seq: Seq;
  readonly offset: number;
}

/** What the page keeps of a room that is not open. */
export interface Place {
  readonly draft: string;
  readonly isTyped: boolean;
  readonly submitted: readonly Submitted[];
  /** Undefined: at its end. */
  readonly anchor: Anchor | undefined;
  /** What is being edited there, as far as it is, and what is being answered. */
  readonly editing?: { readonly seq: Seq; readonly rev?: Seq | undefined; readonly text: string } | undefined;
  readonly answering?: Seq | undefined;
  /** The thread that is open there, and what is being written in any. */
  readonly thread?: Seq | undefined;
  readonly threadDrafts?: ReadonlyMap<Seq, Composing>;
}

export interface PageState {
  /** False until the first snapshot. */
  readonly shown: boolean;
  readonly rev: number;
  /** A delta was missed, or another part of the history is wanted: deltas wait for a snapshot. */
  readonly awaiting: 'none' | 'resync' | 'latest' | 'place';
  readonly link: Link;
  /** What is wrong with the disk of the server. */
  readonly storage: Storage | undefined;
  /** The reader knows that the disk is almost full. */
  readonly lowSeen: boolean;
  readonly server: string;
  /** The last server there was: where `submitted`, `anchor` and `others` belong. */
  readonly home: string;
  readonly room: ShownRoom;
  readonly others: ReadonlyMap<RoomId, Place>;
  /** Who is writing in it. */
  readonly typing: readonly string[];
  readonly me: Member | undefined;
  readonly people: number;
  readonly locale: string;
  readonly looks: Looks;
  /** A window of the room, without gaps. */
  readonly entries: readonly Entry[];
  readonly head: Seq;
  /** The first seq there is: 1, until the host says that there is nothing older. */
  readonly first: Seq;
  readonly readUpTo: Seq;
  /** Which is higher each time that was set back, */
  readonly turn: number;
  /** and the turn in which nothing more is read while the reader stays: what was marked as unread would not be for long. */
  readonly held: number | undefined;
  /** The unread divider stands behind this entry. */
  readonly divider: Seq | undefined;
  /** New messages of others, not seen yet because the view is not at the end. */
  readonly fresh: number;
  readonly pending: readonly Pending[];
  readonly submitted: readonly Submitted[];
  readonly draft: string;
  /** The draft was written in this life of the page, and not brought back from an earlier one. */
  readonly isTyped: boolean;
  /** Why the text was not taken. */
  readonly notice: string | undefined;
  readonly load: { readonly id: number; readonly direction: Direction } | undefined;
  readonly loadFailed: { readonly direction: Direction; readonly reason: string } | undefined;
  readonly lastLoad: number;
  /** The view is within reach of the end of what is rendered, and follows it. */
  readonly pinned: boolean;
  readonly attentive: boolean;
  readonly anchor: Anchor | undefined;
  /** The row that Tab reaches. */
  readonly cursor: string | undefined;
  /** Asks before it exits. */
  readonly asking: boolean;
  /** Asks before it deletes this one. */
  readonly deleting: Seq | undefined;
  /** What goes with the next message of the open room. */
  readonly attached: readonly Attached[];
  /** What is known of files, by their id. */
  readonly files: ReadonlyMap<string, FileAt>;
  readonly emoji: EmojiState;
  readonly acts: ActsState;
  /** Who may be mentioned in the open room, by name. */
  readonly names: readonly string[];
  readonly linkable: Linkable;
  readonly completing: Completing | undefined;
  readonly pasted: Pasted | undefined;
  readonly slash: SlashState;
  /** The help lies over the page. */
  readonly isHelping: boolean;
  /** What is being written is shown as it will look. */
  readonly isPreviewing: boolean;
  readonly search: SearchState | undefined;
  readonly missed: MissedState | undefined;
  /** It is offered to tell what the reader missed. */
  readonly missedCount: MissedCount | undefined;
  /** Where the reader wants to be and is not yet. */
  readonly target: Target | undefined;
  /** The links that were followed to get here, the last one last. */
  readonly trail: readonly Step[];
  /** The message to be seen at once, once this number is new. */
  readonly marked: { readonly seq: Seq; readonly serial: number } | undefined;
  readonly thread: ThreadState | undefined;
  /** Of the threads of the room that are not open. */
  readonly threadDrafts: ReadonlyMap<Seq, Composing>;
  /** Where the composer is, and what is written at the other side meanwhile. */
  readonly side: Side;
  readonly resting: Composing;
  /** There is room for a thread beside the log. */
  readonly isWide: boolean;
  /** Where to scroll once this number is new. */
  readonly scroll: { readonly serial: number; readonly to: 'end' | Anchor };
}

export type Action =
  | HostToPage
  | { readonly kind: 'typed'; readonly text: string; readonly caret?: number }
  | { readonly kind: 'caretMoved'; readonly caret: number | undefined }
  | { readonly kind: 'offerMoved'; readonly at: number }
  | { readonly kind: 'offerShut' }
  | { readonly kind: 'previewed' }
  | { readonly kind: 'submitted'; readonly cid: Cid; readonly at: Millis }
  | { readonly kind: 'retried'; readonly cid: Cid }
  | { readonly kind: 'discarded'; readonly cid: Cid }
  | { readonly kind: 'scrolled'; readonly pinned: boolean }
  | { readonly kind: 'settled'; readonly anchor: Anchor | undefined; readonly cursor: string | undefined }
  | { readonly kind: 'wanted'; readonly direction: Direction }
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'attended'; readonly attentive: boolean }
  | { readonly kind: 'jumped' }
  | { readonly kind: 'escaped' }
  | { readonly kind: 'followed'; readonly room: RoomId; readonly seq?: Seq | undefined }
  | { readonly kind: 'wentBack' | 'stayed' }
  | { readonly kind: 'pointed'; readonly cursor: string }
  | { readonly kind: 'lowSeen' }
  | { readonly kind: 'deleteAsked'; readonly seq: Seq; readonly side?: Side }
  | { readonly kind: 'deleteAnswered'; readonly doIt: boolean }
  | { readonly kind: 'deleteUndone'; readonly cid: Cid }
  | { readonly kind: 'exitAsked' }
  | { readonly kind: 'exitAnswered'; readonly exit: boolean }
  | { readonly kind: 'directAsked'; readonly member: MemberId }
  | { readonly kind: 'emoji'; readonly act: EmojiAct }
  | { readonly kind: 'detached'; readonly id: Cid }
  | { readonly kind: 'fileUsed'; readonly act: FileAct; readonly seq: Seq; readonly file: FileRef }
  | { readonly kind: 'search'; readonly act: SearchAct }
  | { readonly kind: 'missing'; readonly act: MissedAct }
  | { readonly kind: 'act'; readonly act: MessageAct }
  /** The part of the draft that is fileable is to go as a file. */
  | { readonly kind: 'filed' }
  | { readonly kind: 'pasted'; readonly pasted: Pasted }
  | { readonly kind: 'helpShut' }
  | { readonly kind: 'settingOpened'; readonly setting: HelpSetting }
  | { readonly kind: 'threadAct'; readonly act: ThreadAct }
  | { readonly kind: 'resized'; readonly isWide: boolean }
  | { readonly kind: 'hovered'; readonly key: string }
  | { readonly kind: 'commanded'; readonly command: PageCommand }
  | { readonly kind: 'linkFollowed'; readonly url: string }
  | { readonly kind: 'codeUsed'; readonly act: CodeAct; readonly code: string; readonly language: string };

export const initial: PageState = {
  shown: false,
  rev: 0,
  awaiting: 'none',
  link: { at: 'connecting' },
  storage: undefined,
  lowSeen: false,
  server: '',
  home: '',
  room: { id: GENERAL, kind: 'public', title: '', topic: '', mayModerate: false, ways: [] },
  others: new Map(),
  typing: [],
  me: undefined,
  people: 0,
  locale: 'en',
  looks: usualLooks,
  entries: [],
  head: 0,
  first: 1,
  readUpTo: 0,
  turn: 0,
  held: undefined,
  divider: undefined,
  fresh: 0,
  pending: [],
  submitted: [],
  draft: '',
  isTyped: false,
  notice: undefined,
  load: undefined,
  loadFailed: undefined,
  lastLoad: 0,
  pinned: true,
  attentive: false,
  anchor: undefined,
  cursor: undefined,
  asking: false,
  deleting: undefined,
  ...noFiles,
  emoji: noEmoji,
  acts: noActs,
  names: [],
  linkable: nothingLinkable,
  completing: undefined,
  pasted: undefined,
  slash: noSlash,
  isHelping: false,
  isPreviewing: false,
  search: undefined,
  missed: undefined,
  missedCount: undefined,
  target: undefined,
  trail: [],
  marked: undefined,
  thread: undefined,
  threadDrafts: new Map(),
  side: 'room',
  resting: nothingComposed,
  isWide: false,
  scroll: { serial: 0, to: 'end' },
};
