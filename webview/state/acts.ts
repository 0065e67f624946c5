import { t } from '@vscode/l10n';
import type { Cid, MemberId, Seq } from '../../server/protocol/ids';
import type { Entry, Flag, Message } from '../../server/protocol/model';
import { buried, hasReacted, withChanges } from '../../server/protocol/changes';
import type { CursorAct } from '../protocol/messages';
import { placesIn } from '../protocol/placeLinks';
import { checkText } from '../../server/protocol/text';
import { withEmoji } from './complete';
import { type Side, composingAt, onSide } from './composing';
import type { PageState } from './model';
import { onEmoji } from './picker';
import { isAllowed } from './allowed';

/** One's own message whose text stands in the composer. */
export interface Editing {
  readonly seq: Seq;
  /** The message as it was when the reader began. */
  readonly rev: Seq | undefined;
  /** The text was given to the host, which has not answered. */
  readonly given: string | undefined;
  /** What stood in the composer before. */
  readonly kept: string;
}

/** What is being done to messages. */
export interface ActsState {
  readonly editing: Editing | undefined;
  /** What the message that is being written answers. */
  readonly answering: Seq | undefined;
  /** The message that an emoji is chosen for. */
  readonly reactingTo: Seq | undefined;
  /** Over which the pointer is. */
  readonly hovered: string | undefined;
  /** Messages that others answer, and that are not in the window; undefined: asked for. */
  readonly quoted: ReadonlyMap<Seq, Message | undefined>;
  /** Own ones that are about to be deleted. */
  readonly undoable: ReadonlySet<Cid>;
}

export const noActs: ActsState = {
  editing: undefined,
  answering: undefined,
  reactingTo: undefined,
  hovered: undefined,
  quoted: new Map(),
  undoable: new Set(),
};

/** What the reader does to messages. */
export type MessageAct =
  | { readonly do: 'edit' | 'answer' | 'reactWith' | CursorAct; readonly seq: Seq; readonly side?: Side }
  | { readonly do: 'stop' }
  | { readonly do: 'react'; readonly seq: Seq; readonly emoji: string; readonly isOn: boolean }
  | { readonly do: 'flag'; readonly seq: Seq; readonly flag: Flag; readonly isOn: boolean };

export function messageIn(s: Pick<PageState, 'entries' | 'acts' | 'thread'>, seq: Seq): Message | undefined {
  const { entries, acts, thread } = s;
  const entry = [entries, thread?.answers ?? []].flatMap((held) => held.find((one) => one.seq === seq) ?? [])[0];
  if (entry?.kind === 'message') return entry;
  return thread?.first?.seq === seq ? thread.first : acts.quoted.get(seq);
}

/** What is about to be deleted is shown as if it were. */
export const asShown = <T extends Entry>(entry: T, { acts }: Pick<PageState, 'acts'>): T | Message =>
  isGoing(entry, acts.undoable) ? buried(entry) : entry;

/** The reader has deleted it, and nobody has heard so yet. */
export const isGoing = (entry: Entry, cids: ReadonlySet<Cid>): entry is Message =>
  entry.kind === 'message' && entry.tombstone === undefined && entry.cid !== undefined && cids.has(entry.cid);

/** Of an own message, which is deleted without a question: that can be undone. */
export function cidOfOwn(s: PageState, seq: Seq): Cid | undefined {
  const message = messageIn(s, seq);
  return message && s.me !== undefined && message.author === s.me.id ? message.cid : undefined;
}

export function onUndoable(s: PageState, cids: readonly Cid[]): PageState {
  const next = withActs(s, { undoable: new Set(cids) });
  const edited = s.acts.editing && messageIn(s, s.acts.editing.seq);
  return edited && isGoing(edited, next.acts.undoable) ? stopEditing(next) : next;
}

/** The draft of the room, whatever stands in the composer, and wherever that is. */
export function draftOf(s: PageState): string {
  const { draft, editing } = composingAt(s, 'room');
  return editing?.kept ?? draft;
}

const withActs = (s: PageState, acts: Partial<ActsState>): PageState => ({ ...s, acts: { ...s.acts, ...acts } });

export function onAct(s: PageState, act: MessageAct): PageState {
  switch (act.do) {
    case 'edit':
      return edit(onSide(s, act.side ?? s.side), act.seq);
    case 'answer':
      return withActs(stopEditing(onSide(s, act.side ?? s.side)), { answering: act.seq });
    case 'stop':
      return { ...stopEditing(withActs(s, { answering: undefined })), notice: undefined };
    case 'reactWith':
      return {
        ...withActs(s, { reactingTo: act.seq }),
        emoji: onEmoji({ ...s.emoji, picker: undefined }, { do: 'toggle' }),
      };
    case 'react':
    case 'flag':
    case 'markUnread':
    case 'copyLink':
      return s;
    default:
      return act satisfies never;
  }
}

/** Of the newest messages that are here, where the composer is. */
export function lastOwn(s: PageState): Seq | undefined {
  const held = s.side === 'thread' ? (s.thread?.answers ?? []) : s.entries;
  return held.findLast((entry) => isAllowed(s, asShown(entry, s)).edit)?.seq;
}

function edit(s: PageState, seq: Seq): PageState {
  const message = messageIn(s, seq);
  if (!message || s.acts.editing?.seq === seq) return s;
  const editing = { seq, rev: message.rev, given: undefined, kept: s.acts.editing?.kept ?? s.draft };
  const shown = { ...s, draft: message.text, notice: undefined, completing: undefined };
  return withActs(shown, { editing, answering: undefined });
}

const stopEditing = (s: PageState): PageState =>
  s.acts.editing ? withActs({ ...s, draft: s.acts.editing.kept, completing: undefined }, { editing: undefined }) : s;

/** Instead of a new message. What it is already needs nobody's answer. */
export function onSaved(s: PageState, refused: (text: string) => string): PageState {
  const { editing } = s.acts;
  if (!editing || editing.given !== undefined) return s;
  const text = withEmoji(s.draft, s.emoji);
  const message = messageIn(s, editing.seq);
  if (message?.text === text) return stopEditing(s);
  const checked = checkText(text);
  if (!checked.ok && !(text === '' && message?.files)) {
    const why = text.trim() === '' ? t('A message has a text. To take it away, delete it.') : refused(text);
    return { ...s, notice: why };
  }
  return withActs({ ...s, notice: undefined, completing: undefined }, { editing: { ...editing, given: text } });
}

/** What the host says of an edit. What was typed since stays. */
export function onEdited(
  s: PageState,
  { seq, reason }: { readonly seq: Seq; readonly reason?: string | undefined },
): PageState {
  const { editing } = s.acts;
  if (editing?.seq !== seq || editing.given === undefined) return s;
  const isDone = reason === undefined && withEmoji(s.draft, s.emoji) === editing.given;
  // Whoever saw why, and saves again, means it.
  const rev = messageIn(s, seq)?.rev;
  return isDone
    ? stopEditing(s)
    : withActs({ ...s, notice: reason }, { editing: { ...editing, rev, given: undefined } });
}

/** In the same room. A text that links to more names the others less exactly. */
const LINKED = 3;
/** At once. */
const ASKED = 400;

/** What a message answers, and what it links to. */
function referredTo(entry: Entry, { room, linkable }: PageState): readonly Seq[] {
  if (entry.kind !== 'message') return [];
  const linked = placesIn(entry.text, LINKED).flatMap((place) =>
    place.server === linkable.server && place.room === room.id ? (place.seq ?? []) : [],
  );
  return entry.replyTo === undefined ? linked : [entry.replyTo, ...linked];
}

/** What was answered or linked to and is not in the window: asked for once. */
export function withQuoted(before: PageState, s: PageState): PageState {
  const isSame = s.thread?.answers === before.thread?.answers && s.linkable === before.linkable;
  if (s.entries === before.entries && isSame) return s;
  const held = [...s.entries, ...(s.thread?.answers ?? [])];
  const here = new Set([...held.map(({ seq }) => seq), s.thread?.root]);
  const missing = held
    .flatMap((entry) => referredTo(entry, s))
    .filter((seq) => seq <= s.head && !here.has(seq) && !s.acts.quoted.has(seq));
  if (missing.length === 0) return s;
  const asked = missing.slice(0, ASKED).map((seq) => [seq, undefined] as const);
  return withActs(s, { quoted: new Map([...s.acts.quoted, ...asked]) });
}

export function onQuoted(s: PageState, entries: readonly Entry[]): PageState {
  const found = entries.flatMap((entry) => (entry.kind === 'message' ? [[entry.seq, entry] as const] : []));
  return withActs(s, { quoted: new Map([...s.acts.quoted, ...found]) });
}

/** What has come changes them as well. */
export function quotedAfter(s: PageState, arrived: readonly Entry[]): PageState {
  const held = [...s.acts.quoted.values()].filter((message) => message !== undefined);
  const changed = withChanges(held, arrived);
  return changed === held ? s : onQuoted(s, changed);
}

/** As it stands at a message. */
export interface ShownReaction {
  readonly emoji: string;
  readonly count: number;
  readonly mine: boolean;
  /** Who: the reader last. */
  readonly names: string;
}

export const shownReactions = (message: Message, me: MemberId | undefined): readonly ShownReaction[] =>
  (message.reactions ?? []).map((reaction) => {
    const mine = me !== undefined && hasReacted(reaction, me);
    const others = reaction.by.filter(({ id }) => id !== me).map(({ name }) => name);
    return {
      emoji: reaction.emoji,
      count: reaction.by.length,
      mine,
      names: namesOf(mine ? [...others, t('you')] : others),
    };
  });

const NAMED = 20;

function namesOf(names: readonly string[]): string {
  const [last, ...before] = [...names].reverse();
  if (last === undefined) return '';
  if (before.length === 0) return last;
  const shown = before.reverse();
  const more = shown.length - NAMED;
  return more > 0
    ? t('{0}, {1} more and {2}', shown.slice(0, NAMED).join(', '), more, last)
    : t('{0} and {1}', shown.join(', '), last);
}
