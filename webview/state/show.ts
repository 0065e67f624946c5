import { t } from '@vscode/l10n';
import type { RoomId, Seq } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import type { Anchor, PageState } from './model';
import { hasNewer } from './selectors';
import { isCovered, shutThread } from './thread';

/** Where the reader wants to be: at a message, wherever that is, or back at a place. */
export interface Target {
  readonly room: RoomId;
  readonly to: 'end' | Anchor;
  /** The message there is to be seen at once, and gets the focus. */
  readonly isMarked: boolean;
  /** What holds it was asked for already. */
  readonly isAsked: boolean;
}

/** Where the reader was. */
export type Origin = Omit<Target, 'isAsked' | 'isMarked'>;

export const originOf = ({ room, pinned, anchor }: PageState): Origin => ({
  room: room.id,
  to: pinned ? 'end' : (anchor ?? 'end'),
});

/** So much of what was said before it is shown with a message. */
const CONTEXT_PX = 96;
/** As many entries before it are asked for. */
const CONTEXT = 30;

const unreachable = (): string => t('This message can be shown when the server is reached again.');
const notHere = (): string => t('This message could not be loaded.');

export const holds = (entries: readonly Entry[], seq: Seq): boolean =>
  entries[0] !== undefined && entries[0].seq <= seq && seq <= (entries.at(-1)?.seq ?? 0);

export const scrollTo = (s: PageState, to: 'end' | Anchor): PageState => ({
  ...s,
  pinned: to === 'end',
  scroll: { serial: s.scroll.serial + 1, to },
});

export function toLatest(s: PageState): PageState {
  const awaiting = hasNewer(s) ? 'latest' : s.awaiting;
  return { ...scrollTo(s, 'end'), awaiting, fresh: 0 };
}

/** Of any room: where it is another one, the host opens that first. */
export const showMessage = (s: PageState, { room, seq }: { readonly room: RoomId; readonly seq: Seq }): PageState =>
  showPlace(s, { room, to: { seq, offset: CONTEXT_PX }, isMarked: true });

export const showPlace = (s: PageState, target: Omit<Target, 'isAsked'>): PageState =>
  s.me === undefined ? s : towards({ ...s, target: { ...target, isAsked: false } });

/** What is to be shown anew, from the first entry on that is wanted. */
export const wishedFrom = ({ pinned, anchor, target, room }: PageState): Seq | undefined => {
  if (target?.isAsked && target.room === room.id && target.to !== 'end') return Math.max(1, target.to.seq - CONTEXT);
  return pinned ? undefined : anchor?.seq;
};

/** Goes as far as can be gone with what is here, and asks for the rest. */
export function towards(s: PageState): PageState {
  const { target } = s;
  if (target === undefined || !s.shown || target.room !== s.room.id) return s;
  const there: PageState = { ...s, target: undefined, awaiting: s.awaiting === 'resync' ? 'resync' : 'none' };
  if (target.to === 'end') return toLatest(there);
  if (holds(s.entries, target.to.seq)) return arrive(there, target.to, target.isMarked);
  if (target.isAsked) return { ...there, notice: notHere() };
  if (s.link.at !== 'online') return { ...there, notice: unreachable() };
  return { ...s, target: { ...target, isAsked: true }, anchor: target.to, pinned: false, awaiting: 'place' };
}

function arrive(before: PageState, to: Anchor, isMarked: boolean): PageState {
  const s = isCovered(before) ? shutThread(before) : before;
  const arrived = { ...scrollTo(s, to), anchor: to };
  return isMarked ? { ...arrived, marked: { seq: to.seq, serial: arrived.scroll.serial } } : arrived;
}

/** Another room than the wanted one was opened meanwhile: the reader wants that one now. */
export const unlessElsewhere = (target: Target | undefined, room: RoomId): Target | undefined =>
  target?.room === room ? target : undefined;
