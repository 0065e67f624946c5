import type { RoomId, Seq } from '../../server/protocol/ids';
import type { PageState } from './model';
import { type Origin, originOf, showMessage, showPlace } from './show';

/** A link that was followed, from where to which room. */
export interface Step {
  readonly from: Origin;
  readonly to: RoomId;
}

const MOST = 20;

/** Follows a link or a quote to a message, or a link to a room. */
export function follow(
  s: PageState,
  { room, seq }: { readonly room: RoomId; readonly seq?: Seq | undefined },
): PageState {
  if (s.me === undefined || (seq === undefined && room === s.room.id)) return s;
  const left = { ...s, trail: [...s.trail, { from: originOf(s), to: room }].slice(-MOST) };
  // The host opens a room as it was left.
  if (seq === undefined) return left;
  const shown = showMessage(left, { room, seq });
  const isGone = shown.target !== undefined || shown.marked !== s.marked;
  return isGone ? shown : { ...shown, trail: s.trail };
}

/** Back to where the link stands that was followed last. */
export function goBack(s: PageState): PageState {
  const last = s.trail.at(-1);
  return last ? showPlace({ ...s, trail: s.trail.slice(0, -1) }, { ...last.from, isMarked: false }) : s;
}

/** Where another room was opened otherwise, there is no way back any more. */
export const trailIn = ({ trail, target }: PageState, room: RoomId): PageState['trail'] =>
  trail.at(-1)?.to === room || target?.room === room ? trail : [];
