import type { Epoch, RoomId, Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Reached } from '../../server/protocol/missed';
import type { MissedCount } from '../../webview/protocol/messages';
import type { Clock } from '../clock';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import type { RoomList } from './roomList';

/** Whoever looks away for less has not left. */
const LEFT_MS = 5 * 60_000;
/** It is offered to tell of so many messages, or of those of more than one room: fewer are seen as fast. */
const WORTH_TELLING = 10;

/**
 * Since when the reader was not here: how far it had read in each room when it came back to the chat, after it had not looked
 * at it for a while, or for the first time in this window. What it reads from then on changes nothing of that.
 */
export class Absence implements Disposable {
  /** How much it is offered to tell of. */
  readonly changed = new Emitter<undefined>();
  readonly #rooms: RoomList;
  readonly #clock: Clock;
  readonly #owned = new Owned();
  #epoch: Epoch | undefined;
  #isLooking = false;
  #leftAt = -Infinity;
  /** Of the rooms with something unread. */
  #reached: ReadonlyMap<RoomId, Seq> | undefined;
  #offered: MissedCount | undefined;

  constructor(rooms: RoomList, clock: Clock) {
    this.#rooms = rooms;
    this.#clock = clock;
    this.#owned.own(rooms.begun.on(() => this.#begun()));
    this.#owned.own(rooms.changed.on(() => this.#look()));
  }

  get offered(): MissedCount | undefined {
    return this.#offered;
  }

  /** Where the server knows that it has read on since. */
  get since(): readonly Reached[] {
    if (!this.#reached) this.#comeBack();
    const all = [...(this.#reached ?? [])].map(([room, seq]) => ({ room, seq, mine: this.#rooms.get(room)?.mine }));
    return all
      .filter(({ seq, mine }) => mine && mine.readUpTo > seq)
      .slice(0, LIMITS.missedRooms)
      .map(({ room, seq }) => ({ room, seq }));
  }

  /** Whether the reader can see the chat now, as it is on the server. */
  look(isLooking: boolean): void {
    if (isLooking === this.#isLooking) return;
    this.#isLooking = isLooking;
    if (!isLooking) this.#leftAt = this.#clock.now();
    else if (this.#clock.now() - this.#leftAt >= LEFT_MS) this.#comeBack();
  }

  /** It was told, or is not wanted. */
  decline(): void {
    this.#offer(undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #comeBack(): void {
    const unread = this.#rooms.all.flatMap(({ id, mine }) =>
      mine && mine.unread > 0 && !mine.isMuted ? [{ id, mine }] : [],
    );
    this.#reached = new Map(unread.map(({ id, mine }) => [id, mine.readUpTo]));
    const isWorth = unread.length > 1 || this.#rooms.unread.messages >= WORTH_TELLING;
    this.#offer(isWorth ? { messages: this.#rooms.shownUnread, rooms: unread.length } : undefined);
  }

  /** Numbers of before a restore mean nothing. */
  #begun(): void {
    if (this.#epoch !== undefined && this.#epoch !== this.#rooms.epoch) this.#reached = undefined;
    this.#epoch = this.#rooms.epoch;
  }

  /** Who has read all of it by itself needs nobody to tell of it. */
  #look(): void {
    if (this.#offered && this.#rooms.unread.messages === 0) this.#offer(undefined);
  }

  #offer(offered: MissedCount | undefined): void {
    if (offered === this.#offered) return;
    this.#offered = offered;
    this.changed.fire(undefined);
  }
}
