import type { MemberId, RoomId } from '../../server/protocol/ids';
import type { Clock } from '../clock';
import { type Disposable, Emitter } from '../lifecycle';

/** Who goes on writing says so again after SAY_MS, and is forgotten after a little more than twice that. */
const SAY_MS = 3_000;
const TYPING_MS = 7_000;

/** Who is writing in the open room right now, and whether to say that the reader is. */
export class Typing implements Disposable {
  readonly changed = new Emitter<undefined>();
  readonly #clock: Clock;
  readonly #writers = new Map<MemberId, Disposable>();
  readonly #saidAt = new Map<RoomId, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In the order of beginning. */
  get all(): readonly MemberId[] {
    return [...this.#writers.keys()];
  }

  writes(member: MemberId): void {
    const known = this.#writers.get(member);
    known?.dispose();
    this.#writers.set(
      member,
      this.#clock.after(TYPING_MS, () => this.wrote(member)),
    );
    if (!known) this.changed.fire(undefined);
  }

  wrote(member: MemberId): void {
    this.#writers.get(member)?.dispose();
    if (this.#writers.delete(member)) this.changed.fire(undefined);
  }

  clear(): void {
    for (const member of this.all) this.wrote(member);
  }

  /** False: it was said just now. */
  mayBeSaid(room: RoomId): boolean {
    const now = this.#clock.now();
    if (now - (this.#saidAt.get(room) ?? -Infinity) < SAY_MS) return false;
    this.#saidAt.set(room, now);
    return true;
  }

  dispose(): void {
    for (const timer of this.#writers.values()) timer.dispose();
    this.#writers.clear();
  }
}
