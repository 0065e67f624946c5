import { t } from '@vscode/l10n';
import type { HostToPage } from '../protocol/messages';
import { cidOfOwn, onAct, onEdited, onQuoted, onSaved, onUndoable, withQuoted } from './acts';
import { onArrived } from './arrived';
import type { Action, PageState } from './model';
import { completion } from './complete';
import { onSide, whereEdited } from './composing';
import { whyNotAtCursor } from './cursorActs';
import { withAttached, withFile } from './files';
import { linkableOf } from './linkable';
import { onEmoji } from './picker';
import { onSlashed, slashCompletion } from './slash';
import { hasNewer, hasOlder, hasUnsent, isAtEnd, isLogSeen, unsettled } from './selectors';
import { onListed } from './listed';
import { onMissed, onMissedTold } from './missed';
import { onFound, onSearch } from './search';
import { showMessage, toLatest, towards } from './show';
import { onSnapshot } from './snapshot';
import { onEnter, whyRefused } from './submit';
import { askThreadAnew, isCovered, onLinkAgain, onThread, onThreadAnswer } from './thread';
import { follow, goBack } from './trail';
import { onSetBack } from './unread';
import { extend } from './window';

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;

/** Pure: what the page knows after an action. Effects compare the states on both sides of it. */
export const reduce = (s: PageState, action: Action): PageState => withQuoted(s, settle(reachable(step(s, action))));

function step(s: PageState, a: Action): PageState {
  switch (a.kind) {
    case 'snapshot':
      return towards(askThreadAnew(onSnapshot(s, a)));
    case 'arrived':
    case 'pending':
    case 'undoable':
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
    case 'deleteUndone':
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
      return cidOfOwn(s, a.seq) === undefined
        ? { ...onSide(s, a.side ?? s.side), deleting: a.seq, asking: false }
        : onSide(s, a.side ?? s.side);
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
  if (!isAtEnd(s) || !s.shown || !isLogSeen(s)) return s;
  const readUpTo = s.attentive && s.held === undefined ? Math.max(s.readUpTo, s.head) : s.readUpTo;
  return s.fresh === 0 && readUpTo === s.readUpTo ? s : { ...s, fresh: 0, readUpTo };
}

function onDelta(
  s: PageState,
  a: Of<
    'arrived' | 'pending' | 'undoable' | 'link' | 'people' | 'room' | 'typing' | 'storage' | 'setBack' | 'missedCount'
  >,
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
    case 'undoable':
      return onUndoable(next, a.cids);
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
