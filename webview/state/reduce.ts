import { t } from '@vscode/l10n';
import { withChanges } from '../../server/protocol/changes';
import type { Entry } from '../../server/protocol/model';
import type { HostToPage, Snapshot } from '../protocol/messages';
import { onAct, onEdited, onQuoted, onSaved, quotedAfter, withQuoted } from './acts';
import { type Action, type PageState, initial } from './model';
import { completion } from './complete';
import { composingAt, onSide, whereEdited } from './composing';
import { whyNotAtCursor } from './cursorActs';
import { withAttached, withFile } from './files';
import { linkableOf } from './linkable';
import { onEmoji } from './picker';
import { inRoom } from './places';
import { onSlashed, slashCompletion } from './slash';
import { hasNewer, hasOlder, hasUnsent, isAtEnd, isForeign, unsettled } from './selectors';
import { onListed } from './listed';
import { onMissed, onMissedTold } from './missed';
import { onFound, onSearch } from './search';
import { holds, scrollTo, showMessage, toLatest, towards } from './show';
import { onEnter, whyRefused } from './submit';
import { askThreadAnew, isCovered, onLinkAgain, onThread, onThreadAnswer, threadAfter } from './thread';
import { follow, goBack } from './trail';
import { heldAfter, newDivider, onSetBack } from './unread';
import { extend, fits, keep, keepAround } from './window';

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;

/** Pure: what the page knows after an action. Effects compare the states on both sides of it. */
export const reduce = (s: PageState, action: Action): PageState => withQuoted(s, settle(reachable(step(s, action))));

function step(s: PageState, a: Action): PageState {
  switch (a.kind) {
    case 'snapshot':
      return towards(askThreadAnew(onSnapshot(s, a)));
    case 'arrived':
    case 'pending':
    case 'link':
    case 'people':
    case 'room':
    case 'typing':
    case 'storage':
    case 'missedCount':
    case 'setBack':
      return onDelta(s, a);
    case 'looks':
      return { ...s, looks: a.looks };
    case 'page':
      return onPage(s, a);
    case 'focus':
      return s.isHelping ? { ...s, isHelping: false } : s;
    case 'openHelp':
      return { ...s, isHelping: true, completing: undefined };
    case 'helpShut':
      return { ...s, isHelping: false };
    case 'coloured':
    case 'recolour':
    case 'retried':
    case 'directAsked':
    case 'commanded':
    case 'linkFollowed':
    case 'codeUsed':
    case 'filed':
    case 'fileUsed':
    case 'settingOpened':
    case 'taken':
      return s;
    case 'attached':
      return onAttached(s, a);
    case 'detached':
      return { ...s, attached: s.attached.filter(({ id }) => id !== a.id) };
    case 'file':
      return { ...s, files: withFile(s.files, a.file, a.state) };
    case 'pasted':
      return { ...s, pasted: a.pasted };
    case 'typed':
      return complete({ ...s, draft: a.text, isTyped: true, notice: undefined }, a.caret);
    case 'caretMoved':
      return s.completing === undefined || s.completing.to === a.caret ? s : { ...s, completing: undefined };
    case 'offerMoved':
      return s.completing ? { ...s, completing: { ...s.completing, at: a.at } } : s;
    case 'offerShut':
      return s.completing ? { ...s, completing: { ...s.completing, isShut: true } } : s;
    case 'previewed':
      return { ...s, isPreviewing: !s.isPreviewing };
    case 'mentionable':
      return a.room === s.room.id ? complete({ ...s, names: a.names }, s.completing?.to) : s;
    case 'linkable':
      return complete({ ...s, linkable: linkableOf(a) }, s.completing?.to);
    case 'followed':
      return follow(s, a);
    case 'wentBack':
      return goBack(s);
    case 'stayed':
      return { ...s, trail: [] };
    case 'actAtCursor':
      return { ...s, notice: whyNotAtCursor(s, a.act) };
    case 'submitted':
      return s.acts.editing ? onSaved(s, whyRefused) : onEnter(s, a);
    case 'slashed':
      return onSlashed(s, a);
    case 'hovered':
      return { ...s, acts: { ...s.acts, hovered: a.key } };
    case 'act':
      return onAct(s, a.act);
    case 'threadAct':
      return onThread(s, a.act);
    case 'thread':
      return onThreadAnswer(s, a);
    case 'resized':
      return { ...s, isWide: a.isWide };
    case 'edited':
      return a.room === s.room.id ? whereEdited(s, a.seq, (there) => onEdited(there, a)) : s;
    case 'quoted':
      return a.room === s.room.id ? onQuoted(s, a.entries) : s;
    case 'discarded':
      return { ...s, submitted: s.submitted.filter((item) => item.cid !== a.cid) };
    case 'scrolled':
      return s.awaiting === 'place' ? s : { ...s, pinned: a.pinned };
    case 'settled':
      return s.awaiting === 'place' ? s : { ...s, anchor: a.anchor, cursor: a.cursor ?? s.cursor };
    case 'wanted':
      return onWanted(s, a);
    case 'reloaded':
      return { ...s, loadFailed: undefined };
    case 'attended':
      return onAttended(s, a);
    case 'jumped':
      return toLatest({ ...s, cursor: undefined });
    case 'escaped':
      return { ...s, divider: undefined, held: undefined };
    case 'pointed':
      return { ...s, cursor: a.cursor };
    case 'notice':
      return { ...s, notice: a.text, target: undefined, trail: s.target ? s.trail.slice(0, -1) : s.trail };
    case 'search':
      return onSearch(s, a.act);
    case 'openSearch':
      return onSearch({ ...s, isHelping: false }, { do: 'open' });
    case 'found':
      return onFound(s, a);
    case 'missing':
      return onMissed(s, a.act);
    case 'openMissed':
      return onMissed({ ...s, isHelping: false }, { do: 'open' });
    case 'missed':
      return onMissedTold(s, a);
    case 'touched':
    case 'roomGone':
      return onListed(s, a);
    case 'showMessage':
      return showMessage({ ...s, isHelping: false }, a);
    case 'lowSeen':
      return { ...s, lowSeen: true };
    case 'deleteAsked':
      return { ...onSide(s, a.side ?? s.side), deleting: a.seq, asking: false };
    case 'deleteAnswered':
      return { ...s, deleting: undefined };
    case 'exitAsked':
      return { ...s, asking: hasUnsent(s), deleting: undefined };
    case 'emoji': {
      const emoji = onEmoji(s.emoji, a.act);
      const acts = emoji.picker ? s.acts : { ...s.acts, reactingTo: undefined };
      return complete({ ...s, emoji, acts }, s.completing?.to);
    }
    case 'exitAnswered':
      return { ...s, asking: false };
    default:
      return a satisfies never;
  }
}

const complete = (s: PageState, caret: number | undefined): PageState => {
  const { completing: last } = s;
  const completing =
    caret === undefined ? undefined : (slashCompletion(s, caret, last) ?? completion(s.draft, caret, s, last));
  return completing === s.completing ? s : { ...s, completing };
};

/** Where the thread covers the room, the composer is in it. */
const reachable = (s: PageState): PageState => (s.shown && isCovered(s) ? onSide(s, 'thread') : s);

/** What follows from any change: at the end nothing is new, and what is seen there is read, unless it is held. */
function settle(s: PageState): PageState {
  if (!isAtEnd(s) || !s.shown || isCovered(s)) return s;
  const readUpTo = s.attentive && s.held === undefined ? Math.max(s.readUpTo, s.head) : s.readUpTo;
  return s.fresh === 0 && readUpTo === s.readUpTo ? s : { ...s, fresh: 0, readUpTo };
}

function onSnapshot(s: PageState, a: Snapshot): PageState {
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

const countForeign = (s: PageState, entries: readonly Entry[], after: number): number =>
  entries.filter((entry) => entry.seq > after && isForeign(s, entry)).length;

function onDelta(
  s: PageState,
  a: Of<'arrived' | 'pending' | 'link' | 'people' | 'room' | 'typing' | 'storage' | 'setBack' | 'missedCount'>,
): PageState {
  if (!s.shown || s.awaiting !== 'none') return s;
  if (a.rev !== s.rev + 1) return { ...s, awaiting: 'resync' };
  const next = { ...s, rev: a.rev };
  switch (a.kind) {
    case 'arrived':
      return onArrived(next, a.entries);
    case 'pending': {
      const told = { ...next, pending: a.pending };
      return { ...told, submitted: unsettled(told) };
    }
    case 'link':
      return onLinkAgain({ ...next, link: a.link, loadFailed: a.link.at === 'online' ? undefined : s.loadFailed });
    case 'people':
      return { ...next, people: a.count };
    case 'room':
      return { ...next, room: a.room };
    case 'typing':
      return { ...next, typing: a.names };
    case 'missedCount':
      return { ...next, missedCount: a.count };
    case 'setBack':
      return onSetBack(next, a);
    case 'storage':
      return { ...next, storage: a.storage, lowSeen: s.lowSeen && a.storage?.state === 'low', notice: undefined };
    default:
      return a satisfies never;
  }
}

function onArrived(before: PageState, arrived: readonly Entry[]): PageState {
  const s = threadAfter(quotedAfter(before, arrived), arrived);
  const news = arrived.filter((entry) => entry.seq > s.head);
  const [oldest] = news;
  const newest = news.at(-1);
  if (oldest === undefined || newest === undefined) return s;
  if (oldest.seq !== s.head + 1) return { ...s, awaiting: 'resync' };
  const counted = {
    ...s,
    head: newest.seq,
    fresh: s.fresh + countForeign(s, news, s.head),
    divider: dividerFor(s, news),
  };
  const kept = { ...counted, entries: withChanges(s.entries, news) };
  if (hasNewer(s)) return { ...kept, submitted: unsettled({ ...kept, entries: news }) };
  const grown = withChanges([...s.entries, ...news], news);
  // A reader who is further up keeps the place: what does not fit is loaded on the way down.
  if (!s.pinned && !fits(grown)) return { ...kept, submitted: unsettled({ ...kept, entries: news }) };
  const next = { ...counted, entries: keep('newest', grown) };
  return { ...next, submitted: unsettled(next) };
}

/** New messages that come while nobody looks stand behind a divider, the first time. */
const dividerFor = (s: PageState, news: readonly Entry[]): PageState['divider'] =>
  s.divider === undefined && (!s.attentive || isCovered(s)) && s.readUpTo >= s.head && countForeign(s, news, s.head) > 0
    ? s.head
    : s.divider;

function onWanted(s: PageState, a: Of<'wanted'>): PageState {
  const more = a.direction === 'older' ? hasOlder(s) : hasNewer(s);
  if (!more || s.load !== undefined || s.loadFailed !== undefined || s.awaiting !== 'none') return s;
  const id = s.lastLoad + 1;
  return { ...s, load: { id, direction: a.direction }, lastLoad: id };
}

function onPage(s: PageState, a: Extract<HostToPage, { kind: 'page' }>): PageState {
  if (s.load?.id !== a.id) return s;
  const { direction } = s.load;
  const done = { ...s, load: undefined };
  if (a.entries === undefined) {
    return { ...done, loadFailed: { direction, reason: a.reason ?? t('The server did not answer.') } };
  }
  if (a.entries.length === 0) {
    return direction === 'older' ? { ...done, first: s.entries[0]?.seq ?? 1 } : { ...done, awaiting: 'resync' };
  }
  const entries = extend(s.entries, direction, a.entries);
  return entries === undefined ? { ...done, awaiting: 'resync' } : { ...done, entries };
}

/** What was handed over with a message does not come back when it is told late. */
function onAttached(s: PageState, a: Of<'attached'>): PageState {
  if (a.room !== s.room.id) return s;
  const sent = new Set([...s.submitted, ...s.pending].flatMap(({ files = [] }) => files.map(({ id }) => id)));
  const attached = a.files.filter(({ id }) => !sent.has(id));
  return {
    ...s,
    attached,
    files: withAttached(s.files, attached),
    notice: attached.length > s.attached.length ? undefined : s.notice,
  };
}

function onAttended(s: PageState, a: Of<'attended'>): PageState {
  const leaves = s.attentive && !a.attentive && s.readUpTo >= s.head;
  return { ...s, attentive: a.attentive, divider: leaves ? undefined : s.divider };
}
