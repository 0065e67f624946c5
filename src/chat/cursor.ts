import type { RoomId } from '../../server/protocol/ids';
import type { RoomList } from './roomList';
import type { RoomWindow } from './roomWindow';
import { type ReadCursor, turnOf } from './tally';

interface Opened {
  readonly room: RoomId;
  readonly window: RoomWindow | undefined;
}

/** How far the reader is in the open room, and whether that was set back, here or elsewhere. */
export class OpenCursor {
  readonly #rooms: Pick<RoomList, 'get'>;
  readonly #opened: () => Opened;
  /** Of what was seen last. */
  #turn = 0;

  constructor(rooms: Pick<RoomList, 'get'>, opened: () => Opened) {
    this.#rooms = rooms;
    this.#opened = opened;
  }

  /** Where the reader is only a visitor, nothing is unread. */
  get value(): ReadCursor {
    const { room, window } = this.#opened();
    const mine = this.#rooms.get(room)?.mine;
    return mine ? { readUpTo: mine.readUpTo, turn: turnOf(mine) } : { readUpTo: window?.head ?? 0, turn: 0 };
  }

  /** Whether it was set back since it was looked at last. */
  look(): boolean {
    const before = this.#turn;
    this.#turn = this.value.turn;
    return this.#turn > before;
  }
}
