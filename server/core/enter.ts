import type { RoomId } from '../protocol/ids';
import type { KnownEntry, Millis } from '../protocol/model';
import type { State } from './ports';

/** Gives an entry its place and its time: seq without gaps, time that never runs backwards, whatever the clock does. */
export function enter<E extends KnownEntry>(state: State, room: RoomId, made: Omit<E, 'seq' | 'at'>, at: Millis): E {
  const seq = (state.room(room)?.head ?? 0) + 1;
  const entry = { ...made, seq, at: Math.max(at, state.lastAt(room)) } as E;
  state.append(room, entry, 'live');
  return entry;
}
