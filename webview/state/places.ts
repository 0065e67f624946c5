import type { RoomId } from '../../server/protocol/ids';
import { draftOf, noActs } from './acts';
import { composingAt, nothingComposed } from './composing';
import { type PageState, type Place, initial } from './model';
import { unlessElsewhere } from './show';
import { draftsIn, noThread } from './thread';
import { trailIn } from './trail';

function placeIn(s: PageState): Place {
  const { draft, isTyped, editing, answering } = composingAt(s, 'room');
  const threadDrafts = draftsIn(s);
  return {
    draft: draftOf(s),
    isTyped,
    submitted: s.submitted,
    anchor: s.pinned ? undefined : s.anchor,
    ...(editing && { editing: { seq: editing.seq, rev: editing.rev, text: draft } }),
    ...(answering !== undefined && { answering }),
    ...(s.thread && { thread: s.thread.root }),
    ...(threadDrafts.size > 0 && { threadDrafts }),
  };
}

function isWorthKeeping({ submitted, anchor, thread, threadDrafts, draft, editing, answering }: Place): boolean {
  const isComposed = draft !== '' || editing !== undefined || answering !== undefined;
  return isComposed || submitted.length > 0 || anchor !== undefined || (thread ?? threadDrafts) !== undefined;
}

/** The rooms of which there is something to keep, the open one among them. */
export function places(s: PageState): ReadonlyMap<RoomId, Place> {
  const kept = new Map(s.others);
  const here = placeIn(s);
  if (isWorthKeeping(here)) kept.set(s.room.id, here);
  return kept;
}

/** Another room, as it was left. What it holds comes with its snapshot. */
export function inRoom(s: PageState, room: RoomId): PageState {
  const others = new Map(places(s));
  const place = others.get(room);
  others.delete(room);
  const { editing, answering, thread, threadDrafts = initial.threadDrafts, ...kept } = place ?? {};
  return {
    ...initial,
    ...kept,
    ...(editing && { draft: editing.text }),
    acts: {
      ...noActs,
      answering,
      editing: editing && { seq: editing.seq, rev: editing.rev, given: undefined, kept: place?.draft ?? '' },
    },
    ...(thread !== undefined && { thread: noThread(thread), resting: threadDrafts.get(thread) ?? nothingComposed }),
    threadDrafts,
    isWide: s.isWide,
    room: { ...initial.room, id: room },
    others,
    pinned: place?.anchor === undefined,
    home: s.home,
    lowSeen: s.lowSeen,
    attentive: s.attentive,
    lastLoad: s.lastLoad,
    files: s.files,
    emoji: { ...s.emoji, picker: undefined },
    linkable: s.linkable,
    search: s.search,
    missed: s.missed,
    missedCount: s.missedCount,
    slash: s.slash,
    isHelping: s.isHelping,
    trail: trailIn(s, room),
    target: unlessElsewhere(s.target, room),
    scroll: s.scroll,
  };
}
