import type { Snapshot } from '../protocol/messages';
import { countForeign } from './arrived';
import { composingAt } from './composing';
import { type PageState, initial } from './model';
import { inRoom } from './places';
import { unsettled } from './selectors';
import { holds, scrollTo } from './show';
import { heldAfter, newDivider } from './unread';
import { keep, keepAround } from './window';

/** Everything anew: of this room, of another one, or of another server. */
export function onSnapshot(s: PageState, a: Snapshot): PageState {
  if (s.home !== '' && a.server !== '' && a.server !== s.home) return onShown(moved(s, a), a);
  return a.room.id === s.room.id ? onShown(s, a) : onOpened(inRoom(s, a.room.id), a);
}

/** The host does not know where this room was left: where the snapshot does not hold that place, it is asked for. */
function onOpened(s: PageState, a: Snapshot): PageState {
  const opened = onShown(s, a);
  const isElsewhere = s.anchor !== undefined && a.entries.length > 0 && !holds(a.entries, s.anchor.seq);
  return isElsewhere ? { ...opened, awaiting: 'place', pinned: false } : opened;
}

/** Another server: nothing of the last one belongs there but what is being typed. */
const moved = (s: PageState, { room }: Snapshot): PageState => ({
  ...initial,
  room,
  draft: composingAt(s, 'room').draft,
  isTyped: composingAt(s, 'room').isTyped,
  attentive: s.attentive,
  isWide: s.isWide,
  lastLoad: s.lastLoad,
  emoji: s.emoji,
  scroll: s.scroll,
});

function onShown(s: PageState, a: Snapshot): PageState {
  const wished = s.pinned || s.awaiting === 'latest' ? undefined : s.anchor;
  const place = wished !== undefined && holds(a.entries, wished.seq) ? wished : undefined;
  const held = heldAfter(s, a);
  const next: PageState = {
    ...s,
    rev: a.rev,
    link: a.link,
    storage: a.storage,
    missedCount: a.missedCount,
    lowSeen: s.lowSeen && a.storage?.state === 'low',
    server: a.server,
    home: a.server === '' ? s.home : a.server,
    room: a.room,
    typing: a.typing,
    me: a.me,
    people: a.people,
    locale: a.locale,
    looks: a.looks ?? s.looks,
    head: a.head,
    readUpTo: a.readUpTo,
    turn: a.turn,
    held,
    pending: a.pending,
    acts: { ...s.acts, undoable: new Set(a.undoable) },
    entries: place === undefined ? keep('newest', a.entries) : keepAround(a.entries, place.seq),
    first: 1,
    shown: true,
    awaiting: 'none',
    load: undefined,
    loadFailed: undefined,
    asking: s.asking && a.link.at !== 'none',
    // The host's is on disk at once; what the editor saved of this page may be from before the last message was sent.
    draft: s.shown || s.isTyped || s.acts.editing ? s.draft : a.draft,
  };
  const settled = { ...next, submitted: unsettled(next) };
  const isNew = !s.shown || (held !== undefined && held !== s.held);
  const divided = { ...settled, divider: isNew ? newDivider(settled) : s.divider };
  const fresh = s.shown ? s.fresh + countForeign(divided, divided.entries, s.head) : 0;
  return { ...scrollTo(divided, place ?? 'end'), fresh };
}
