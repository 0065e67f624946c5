import { withChanges } from '../../server/protocol/changes';
import type { Epoch, MemberId, Seq } from '../../server/protocol/ids';
import type { Cursor, Entry } from '../../server/protocol/model';
import { isUnread } from './tally';

/** How many of a room's newest entries the host keeps. */
export const WINDOW_ENTRIES = 300;

/** A room's newest entries, in order of seq without gaps. `head` is the newest seq; there may be none yet. */
export interface RoomWindow {
  readonly epoch: Epoch;
  readonly entries: readonly Entry[];
  readonly head: Seq;
}

export const cursorOf = (window: RoomWindow | undefined): Cursor | undefined =>
  window && { epoch: window.epoch, seq: window.head };

type Appended =
  | { readonly ok: true; readonly window: RoomWindow; readonly added: readonly Entry[] }
  /** Something between what is here and what came is missing. */
  | { readonly ok: false };

/** What was here already is no addition. */
export function append(window: RoomWindow, entries: readonly Entry[]): Appended {
  const added = entries.filter(({ seq }) => seq > window.head);
  if (added.some(({ seq }, i) => seq !== window.head + 1 + i)) return { ok: false };
  const all = withChanges([...window.entries, ...added].slice(-WINDOW_ENTRIES), added);
  return { ok: true, window: { ...window, entries: all, head: window.head + added.length }, added };
}

/** How many messages of others there are behind a place; undefined where the window does not hold all of them. */
export const countUnread = (window: RoomWindow, readUpTo: Seq, me: MemberId): number | undefined =>
  (window.entries[0]?.seq ?? 1) > readUpTo + 1
    ? undefined
    : window.entries.filter((entry) => entry.seq > readUpTo && isUnread(entry, me)).length;

const SNAPSHOT_ENTRIES = 100;
/** Read ones shown before the first unread one. */
const READ_BEFORE_UNREAD = 20;

/** The part of the window that a page begins with: its end, and more where the reader was or has to read from. */
export function firstShown(window: RoomWindow, readUpTo: Seq, anchor: Seq | undefined): readonly Entry[] {
  const from = Math.min(window.head - SNAPSHOT_ENTRIES + 1, readUpTo - READ_BEFORE_UNREAD, anchor ?? window.head);
  return window.entries.filter(({ seq }) => seq >= from);
}

/** A page next to a place, when the window holds all of it. */
export function pageOf(window: RoomWindow, place: Place, limit: number): readonly Entry[] | undefined {
  const first = window.entries[0]?.seq ?? 0;
  if ('after' in place)
    return place.after + 1 >= first ? window.entries.filter(({ seq }) => seq > place.after).slice(0, limit) : undefined;
  const before = window.entries.filter(({ seq }) => seq < place.before).slice(-limit);
  return before.length > 0 || place.before <= 1 ? before : undefined;
}

export type Place = { readonly before: Seq } | { readonly after: Seq };
