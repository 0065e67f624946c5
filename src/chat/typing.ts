import type { MemberId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Clock } from '../clock';
import { type Disposable, Emitter } from '../lifecycle';

/** Who goes on writing says so again before. */
const TYPING_MS = 2 * LIMITS.typingAgainMs + 1_000;

/** Who is writing in the open room right now. */
export class Typing implements Disposable {
  readonly changed = new Emitter<undefined>();
  readonly #clock: Clock;
  readonly #writers = new Map<MemberId, Disposable>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In the order of beginning. */
  get all(): readonly MemberId[] {
    return [...this.#writers.keys()];
  }

  writes(member: MemberId): void {
    const known = this.#writers.get(member);
    if (!known && this.#writers.size >= LIMITS.knownWriters) return;
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

  dispose(): void {
    for (const timer of this.#writers.values()) timer.dispose();
    this.#writers.clear();
  }
}
