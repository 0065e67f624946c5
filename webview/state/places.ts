import type { RoomId } from '../../server/protocol/ids';
import { type PageState, type Place, initial } from './model';
import { unlessElsewhere } from './show';

const placeIn = (s: PageState): Place => ({
  draft: s.draft,
  isTyped: s.isTyped,
  submitted: s.submitted,
  anchor: s.pinned ? undefined : s.anchor,
});

const isWorthKeeping = ({ draft, submitted, anchor }: Place): boolean =>
  draft !== '' || submitted.length > 0 || anchor !== undefined;

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
  return {
    ...initial,
    ...place,
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
    target: unlessElsewhere(s.target, room),
    scroll: s.scroll,
  };
}
