import { withChanges } from '../../server/protocol/changes';
import type { Seq } from '../../server/protocol/ids';
import type { Entry, Message } from '../../server/protocol/model';
import type { HostToPage } from '../protocol/messages';
import { messageIn } from './acts';
import { type Composing, composingAt, isEmpty, nothingComposed, onSide } from './composing';
import type { Anchor, PageState } from './model';
import { hasNewer } from './selectors';
import { fits, keep } from './window';

type Part = 'newest' | 'older' | 'newer';

/** The thread that is open beside the log, or over it. */
export interface ThreadState {
  readonly root: Seq;
  /** The message that it begins with; undefined as long as that is not here. */
  readonly first: Message | undefined;
  /** A run of its answers, without gaps; undefined as long as none of it is here. */
  readonly answers: readonly Entry[] | undefined;
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** `from`: the oldest of its answers that was here by then. */
  readonly load: { readonly id: number; readonly part: Part; readonly from: Seq | undefined } | undefined;
  /** What has come of the room since that was asked for: the answer may be from before. */
  readonly since: readonly Entry[];
  /** Why the last part that was asked for is not here. `gone`: there is nothing to ask for again. */
  readonly failed: { readonly part: Part; readonly reason: string; readonly isGone: boolean } | undefined;
  /** The row in the log that the reader came from. */
  readonly from: string | undefined;
  readonly cursor: string | undefined;
  readonly pinned: boolean;
  readonly scroll: { readonly serial: number; readonly to: 'end' | Anchor };
  /** The message that gets the focus once this number is new. */
  readonly revealed: { readonly seq: Seq; readonly serial: number } | undefined;
}

export type ThreadAct =
  /** Of any message that belongs to it. */
  | { readonly do: 'open'; readonly seq: Seq }
  | { readonly do: 'shut' | 'retry' | 'jump' }
  | { readonly do: 'write'; readonly side: 'room' | 'thread' }
  | { readonly do: 'point'; readonly key: string }
  | { readonly do: 'reveal'; readonly seq: Seq }
  | { readonly do: 'scrolled'; readonly pinned: boolean }
  | { readonly do: 'wanted'; readonly direction: 'older' | 'newer' };

type Answer = Extract<HostToPage, { kind: 'thread' }>;

/** Where the thread of a message begins: threads have one level. */
export const rootOf = ({ seq, replyTo, thread = replyTo }: Message): Seq => thread ?? seq;

export const noThread = (root: Seq): ThreadState => ({
  root,
  first: undefined,
  answers: undefined,
  hasOlder: false,
  hasNewer: false,
  load: undefined,
  since: [],
  failed: undefined,
  from: undefined,
  cursor: undefined,
  pinned: true,
  scroll: { serial: 0, to: 'end' },
  revealed: undefined,
});

/** It lies over the log: there is no room beside that. */
export const isCovered = (s: Pick<PageState, 'thread' | 'isWide' | 'search' | 'missed'>): boolean =>
  s.thread !== undefined && !s.isWide && s.search?.isOpen !== true && s.missed?.isOpen !== true;

export const isInThread = (s: PageState, replyTo: Seq | undefined): boolean => {
  if (s.thread === undefined || replyTo === undefined) return false;
  const answered = messageIn(s, replyTo);
  return replyTo === s.thread.root || (answered !== undefined && rootOf(answered) === s.thread.root);
};

const withThread = (s: PageState, change: Partial<ThreadState>): PageState =>
  s.thread ? { ...s, thread: { ...s.thread, ...change } } : s;

export function onThread(s: PageState, act: ThreadAct): PageState {
  switch (act.do) {
    case 'open':
      return open(s, act.seq);
    case 'shut':
      return shutThread(s);
    case 'write':
      return s.thread ? onSide(s, act.side) : s;
    case 'point':
      return withThread(s, { cursor: act.key });
    case 'scrolled':
      return withThread(s, { pinned: act.pinned });
    case 'reveal':
      return withThread(s, { revealed: { seq: act.seq, serial: (s.thread?.revealed?.serial ?? 0) + 1 } });
    case 'jump':
      return toThreadEnd(s);
    case 'retry':
      return s.thread?.failed ? ask(withThread(s, { failed: undefined }), s.thread.failed.part) : s;
    case 'wanted':
      return wanted(s, act.direction);
    default:
      return act satisfies never;
  }
}

function open(s: PageState, seq: Seq): PageState {
  const message = messageIn(s, seq);
  const root = message ? rootOf(message) : seq;
  if (s.me === undefined) return s;
  if (s.thread?.root === root) return onSide(s, 'thread');
  const shut = shutThread(s);
  const thread = { ...seeded(s, root), from: s.thread?.from ?? s.cursor };
  const opened = { ...shut, thread, resting: shut.threadDrafts.get(root) ?? nothingComposed };
  return ask(onSide(opened, 'thread'), 'newest');
}

/** What of it is in the log is there at once, also without the server. */
function seeded(s: PageState, root: Seq): ThreadState {
  const first = messageIn(s, root);
  if (!first || hasNewer(s)) return { ...noThread(root), first };
  const answers = s.entries.filter((entry) => belongs(entry, root));
  const isAll = answers.length === (first.replies?.count ?? 0);
  return { ...noThread(root), first, ...((isAll || answers.length > 0) && { answers }), hasOlder: !isAll };
}

const belongs = (entry: Entry, root: Seq): boolean =>
  entry.kind === 'message' && entry.seq !== root && rootOf(entry) === root;

/** What was being written in it stays. */
export function shutThread(s: PageState): PageState {
  if (!s.thread) return s;
  const cursor = s.thread.from ?? s.cursor;
  return { ...onSide(s, 'room'), thread: undefined, resting: nothingComposed, threadDrafts: draftsIn(s), cursor };
}

/** Of all threads of the room, the open one too. */
export function draftsIn(s: PageState): ReadonlyMap<Seq, Composing> {
  if (!s.thread) return s.threadDrafts;
  const drafts = new Map(s.threadDrafts);
  const written = composingAt(s, 'thread');
  if (isEmpty(written)) drafts.delete(s.thread.root);
  else drafts.set(s.thread.root, { ...written, notice: undefined });
  return drafts;
}

function ask(s: PageState, part: Part): PageState {
  if (!s.thread) return s;
  const id = s.lastLoad + 1;
  return {
    ...withThread(s, { load: { id, part, from: s.thread.answers?.[0]?.seq }, since: [], failed: undefined }),
    lastLoad: id,
  };
}

function wanted(s: PageState, direction: 'older' | 'newer'): PageState {
  const { thread } = s;
  if (!thread?.answers || thread.load || thread.failed) return s;
  return (direction === 'older' ? thread.hasOlder : thread.hasNewer) ? ask(s, direction) : s;
}

export function toThreadEnd(s: PageState): PageState {
  const { thread } = s;
  if (!thread) return s;
  const scroll = { serial: thread.scroll.serial + 1, to: 'end' as const };
  const there = withThread(s, { scroll, pinned: true, cursor: undefined });
  return thread.hasNewer ? ask(there, 'newest') : there;
}

/** After all was shown anew, and where the connection is there again: what had failed, or may have been missed. */
export const askThreadAnew = (s: PageState): PageState => (s.thread && s.me !== undefined ? ask(s, 'newest') : s);

export const onLinkAgain = (s: PageState): PageState =>
  s.link.at === 'online' && s.thread?.failed && !s.thread.failed.isGone ? ask(s, s.thread.failed.part) : s;

export function onThreadAnswer(s: PageState, a: Answer): PageState {
  const { thread } = s;
  if (!thread?.load || thread.load.id !== a.id) return s;
  const { part, from } = thread.load;
  const done = { ...thread, load: undefined, since: [] };
  if (a.root?.kind !== 'message' || a.entries === undefined) {
    const failed = { part, reason: a.reason ?? '', isGone: a.isGone === true };
    return { ...s, thread: { ...done, failed } };
  }
  // So much came at the end that the beginning fell off: these would not adjoin any more.
  if (part === 'older' && thread.answers?.[0]?.seq !== from) return { ...s, thread: { ...done, hasOlder: true } };
  const [first, ...answers] = withChanges([a.root, ...a.entries], thread.since) as readonly [Message, ...Entry[]];
  const filled = filledWith({ ...done, first }, { part, answers, isEnd: a.complete === true });
  return { ...s, thread: filled.hasNewer ? filled : appended(filled, thread.since) };
}

function filledWith(
  thread: ThreadState,
  { part, answers, isEnd }: { readonly part: Part; readonly answers: readonly Entry[]; readonly isEnd: boolean },
): ThreadState {
  const held = thread.answers ?? [];
  if (part === 'newest') return { ...thread, answers, hasOlder: !isEnd, hasNewer: false };
  if (part === 'older') {
    const all = [...answers, ...held];
    const kept = keep('oldest', all);
    return { ...thread, answers: kept, hasOlder: !isEnd, hasNewer: thread.hasNewer || kept.length < all.length };
  }
  const all = [...held, ...answers];
  const kept = keep('newest', all);
  return { ...thread, answers: kept, hasNewer: !isEnd, hasOlder: thread.hasOlder || kept.length < all.length };
}

/** With those that came at its end. A reader who is further up keeps the place. */
function appended(thread: ThreadState, arrived: readonly Entry[]): ThreadState {
  const held = thread.answers ?? [];
  const last = held.at(-1)?.seq ?? thread.root;
  const news = arrived.filter((entry) => entry.seq > last && belongs(entry, thread.root));
  if (news.length === 0 || thread.hasNewer) return thread;
  const grown = withChanges([...held, ...news], arrived);
  if (!thread.pinned && !fits(grown)) return { ...thread, hasNewer: true };
  const kept = keep('newest', grown);
  return { ...thread, answers: kept, hasOlder: thread.hasOlder || kept.length < grown.length };
}

/** It follows what comes in the room. */
export function threadAfter(s: PageState, arrived: readonly Entry[]): PageState {
  const { thread } = s;
  if (!thread) return s;
  const [first] = thread.first ? withChanges([thread.first], arrived) : [];
  const answers = thread.answers && withChanges(thread.answers, arrived);
  const since = thread.load ? [...thread.since, ...arrived] : [];
  const changed = { ...thread, first: first?.kind === 'message' ? first : undefined, answers, since };
  return { ...s, thread: changed.answers ? appended(changed, arrived) : changed };
}
