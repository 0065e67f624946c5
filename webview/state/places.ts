import type { RoomId } from '../../server/protocol/ids';
import { draftOf, noActs } from './acts';
import { type PageState, type Place, initial } from './model';
import { unlessElsewhere } from './show';

const placeIn = (s: PageState): Place => ({
  draft: draftOf(s),
  isTyped: s.isTyped,
  submitted: s.submitted,
  anchor: s.pinned ? undefined : s.anchor,
  ...(s.acts.editing && { editing: { seq: s.acts.editing.seq, rev: s.acts.editing.rev, text: s.draft } }),
  ...(s.acts.answering !== undefined && { answering: s.acts.answering }),
});

const isWorthKeeping = ({ draft, submitted, anchor, editing, answering }: Place): boolean =>
  draft !== '' || submitted.length > 0 || anchor !== undefined || editing !== undefined || answering !== undefined;

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
  const { editing, answering, ...kept } = place ?? {};
  return {
    ...initial,
    ...kept,
    ...(editing && { draft: editing.text }),
    acts: {
      ...noActs,
      answering,
      editing: editing && { seq: editing.seq, rev: editing.rev, given: undefined, kept: place?.draft ?? '' },
    },
    room: { ...initial.room, id: room },
    others,
    pinned: place?.anchor === undefined,
    home: s.home,
    lowSeen: s.lowSeen,
    attentive: s.attentive,
    lastLoad: s.lastLoad,
    files: s.files,
    emoji: { ...s.emoji, picker: undefined },
    search: s.search,
    missed: s.missed,
    missedCount: s.missedCount,
    slash: s.slash,
    isHelping: s.isHelping,
    target: unlessElsewhere(s.target, room),
    scroll: s.scroll,
  };
}
