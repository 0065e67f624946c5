import { t } from '@vscode/l10n';
import type { RoomId, Seq } from '../../server/protocol/ids';
import { type MissedKind, glimpseOf } from '../../server/protocol/missed';
import type { Entry } from '../../server/protocol/model';
import type { HostToPage, MissedItem, MissedList, MissedRoom } from '../protocol/messages';
import type { PageState } from './model';
import { showMessage } from './show';
import { type Trip, type TripAct, goneTo, homeFrom, setOut } from './trip';

/** What happened since the reader left, as it was when it was asked for. */
export interface MissedState extends Trip {
  readonly list: MissedList | undefined;
  /** The number that its answer has. */
  readonly load: number | undefined;
  /** Why nothing can be told. */
  readonly reason: string | undefined;
}

export type MissedAct = TripAct | { readonly do: 'ask' } | { readonly do: 'decline' };

/** What can be gone to, in the order in which it is shown. */
export const placesIn = ({ list }: MissedState): readonly { readonly room: RoomId; readonly seq: Seq }[] =>
  list
    ? [...list.kinds.flatMap(({ found }) => found), ...list.rooms.map(({ room, first }) => ({ room, seq: first }))]
    : [];

export function onMissed(s: PageState, act: MissedAct): PageState {
  if (act.do === 'decline') return { ...s, missedCount: undefined };
  const missed = s.missed ?? (act.do === 'open' ? { ...setOut(s), ...nothing } : undefined);
  if (!missed) return s;
  switch (act.do) {
    case 'open':
    case 'ask':
      return missed.list && act.do === 'open' ? again(s, missed) : ask(s, missed);
    case 'back':
      return again(s, missed);
    case 'move':
      return { ...s, missed: { ...missed, at: Math.max(0, Math.min(act.at, placesIn(missed).length - 1)) } };
    case 'choose': {
      const place = placesIn(missed)[act.at];
      return place ? showMessage({ ...s, missed: goneTo(missed, act.at) }, place) : s;
    }
    case 'stay':
      return { ...s, missed: undefined };
    case 'shut':
      return homeFrom({ ...s, missed: undefined }, missed);
    default:
      return act satisfies never;
  }
}

const nothing = { list: undefined, load: undefined, reason: undefined };

const again = (s: PageState, missed: MissedState): PageState => ({
  ...s,
  search: undefined,
  missed: { ...missed, isOpen: true },
});

function ask(s: PageState, missed: MissedState): PageState {
  if (missed.load !== undefined) return again(s, missed);
  const load = s.lastLoad + 1;
  return { ...again(s, { ...missed, load, reason: undefined }), lastLoad: load };
}

/** Where it is told, it need not be offered any more. */
export function onMissedTold(s: PageState, { id, list, reason }: Extract<HostToPage, { kind: 'missed' }>): PageState {
  const { missed } = s;
  if (missed?.load !== id) return s;
  return { ...s, missed: { ...missed, load: undefined, list: list ?? missed.list, reason, at: list ? 0 : missed.at } };
}

/** Texts that are others now: nothing of what was taken back stays to be read. */
export function missedTouched(missed: MissedState, room: RoomId, entries: readonly Entry[]): MissedState {
  const { list } = missed;
  if (!list) return missed;
  const touched = (item: MissedItem) => (item.room === room ? entries.reduce(withTouch, item) : item);
  const kinds = list.kinds.map((kind) => ({ ...kind, found: kind.found.map(touched) }));
  return { ...missed, list: { ...list, kinds } };
}

function withTouch(item: MissedItem, entry: Entry): MissedItem {
  if (entry.kind === 'deleted' && entry.target === item.seq) {
    const { files: _, ...rest } = item;
    return { ...rest, text: '', isGone: true };
  }
  const isReworded = entry.kind === 'edited' && entry.target === item.seq && entry.text !== undefined;
  return isReworded ? { ...item, text: glimpseOf(entry.text ?? '') } : item;
}

/** A room that is not the reader's to see any more. */
export function missedWithout(missed: MissedState, room: RoomId): MissedState {
  const { list } = missed;
  if (!list) return missed;
  const isElsewhere = (each: { readonly room: RoomId }) => each.room !== room;
  const kinds = list.kinds
    .map((kind) => ({ ...kind, found: kind.found.filter(isElsewhere) }))
    .filter(({ found, more }) => found.length + more > 0);
  return { ...missed, at: 0, list: { ...list, kinds, rooms: list.rooms.filter(isElsewhere) } };
}

export function titleOfKind(kind: MissedKind): string {
  switch (kind) {
    case 'question':
      return t('Questions to you');
    case 'mention':
      return t('Mentions of you');
    case 'reply':
      return t('Replies to you');
    case 'pinned':
      return t('Pinned');
    case 'resolved':
      return t('Threads resolved');
    case 'file':
      return t('Files');
    default:
      return kind satisfies never;
  }
}

const FOR_READER: ReadonlySet<MissedKind> = new Set<MissedKind>(['question', 'mention', 'reply']);
export const isForReader = ({ kinds }: MissedList): boolean => kinds.some(({ kind }) => FOR_READER.has(kind));

/** The oldest message that was not read. */
export const oldestOf = ({ rooms }: MissedList): MissedRoom | undefined => [...rooms].sort((a, b) => a.at - b.at)[0];

/** So many at least; `100+` where one of the rooms was not counted to its end. */
export function countedIn(rooms: readonly Pick<MissedRoom, 'unread'>[], most: number): string {
  const sum = rooms.reduce((all, { unread }) => all + unread, 0);
  return `${sum}${rooms.some(({ unread }) => unread >= most) ? '+' : ''}`;
}

/** What the list has to say of itself: one sentence or two. */
export function missedStatus({ list, load, reason }: MissedState): string {
  if (reason !== undefined) return reason;
  if (!list) return load === undefined ? '' : t('Looking what happened…');
  if (list.kinds.length === 0 && list.rooms.length === 0) return t('Nothing for you, and nothing new in any room.');
  return isForReader(list) ? '' : t('Nothing for you.');
}
