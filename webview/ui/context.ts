import type { RoomId, Seq } from '../../server/protocol/ids';
import type { Millis } from '../../server/protocol/model';
import type { Calendar } from '../state/calendar';
import type { Side } from '../state/composing';
import type { Linkable } from '../state/linkable';
import type { Action } from '../state/model';
import type { Code } from '../text/model';

/** What components get besides the state. */
export interface Context {
  readonly now: Millis;
  readonly calendar: Calendar;
  /** Of the reader, as others mention it. */
  readonly myName: string;
  /** The open room is a direct conversation. */
  readonly isDirect: boolean;
  readonly room: RoomId;
  /** What `#` leads to. */
  readonly linkable: Linkable;
  /** The row under the pointer. */
  readonly hovered: string | undefined;
  /** The message that an emoji is chosen for. */
  readonly reactingTo: Seq | undefined;
  /** Of the grid of emoji, as its style has them. */
  readonly columns: number;
  /** Where what is drawn stands. */
  readonly side: Side;
  readonly dispatch: (action: Action) => void;
  /** Has a code block coloured. */
  readonly colour: (block: HTMLElement, code: Code) => void;
  /** Hands the draft over, if it can be sent. */
  readonly submit: () => void;
}
