import type { Seq } from '../../server/protocol/ids';
import type { Editing } from './acts';
import type { PageState } from './model';

/** There is one composer. It is where the reader writes: below the room, or below the thread. */
export type Side = 'room' | 'thread';

/** What is being written. */
export interface Composing {
  readonly draft: string;
  readonly isTyped: boolean;
  /** Why the text was not taken. */
  readonly notice: string | undefined;
  readonly editing: Editing | undefined;
  readonly answering: Seq | undefined;
}

export const nothingComposed: Composing = {
  draft: '',
  isTyped: false,
  notice: undefined,
  editing: undefined,
  answering: undefined,
};

const composed = ({ draft, isTyped, notice, acts: { editing, answering } }: PageState): Composing => ({
  draft,
  isTyped,
  notice,
  editing,
  answering,
});

/** The composer there: what was written at the other side rests until the reader is back. */
export function onSide(s: PageState, side: Side): PageState {
  if (s.side === side) return s;
  const { draft, isTyped, notice, editing, answering } = s.resting;
  const written = { draft, isTyped, notice, completing: undefined, isPreviewing: false, pasted: undefined };
  return { ...s, ...written, acts: { ...s.acts, editing, answering }, side, resting: composed(s) };
}

/** What is written there, wherever the composer is. */
export const composingAt = (s: PageState, side: Side): Composing => (s.side === side ? composed(s) : s.resting);

export const isEmpty = ({ draft, editing, answering }: Composing): boolean =>
  draft === '' && editing === undefined && answering === undefined;

/** Something is told of an edit: it may rest by then. */
export function whereEdited(s: PageState, seq: Seq, then: (s: PageState) => PageState): PageState {
  if (s.resting.editing?.seq !== seq) return then(s);
  return onSide(then(onSide(s, s.side === 'room' ? 'thread' : 'room')), s.side);
}
