/** What a state would like to have done when there is time. */
interface Chore {
  readonly hasUnindexed: boolean;
  readonly wal: { readonly hasBuried: boolean; erase(): void };
  indexMore(): void;
}

interface ChoresOptions {
  /** A commit waits: it goes first. */
  readonly isBusy: () => boolean;
  readonly onFailed: (error: unknown) => void;
  readonly eraseMs?: number | undefined;
}

/** Pauses between two steps. */
const STEP_MS = 5;
/** While commits come, steps take one part in so many of the time: the index catches up when there is less to do. */
const SMALL_SHARE = 20;
const AFTER_FAILURE_MS = 30_000;
/** Texts that are deleted shortly after each other are erased together. */
const ERASE_MS = 2_000;

/** Does between the commits what nobody waits for: one short step at a time, and none while a commit waits. */
export class Chores {
  readonly #state: Chore;
  readonly #options: ChoresOptions;
  #indexing: NodeJS.Timeout | undefined;
  #hadCommits = false;
  #erasing: NodeJS.Timeout | undefined;

  constructor(state: Chore, options: ChoresOptions) {
    this.#state = state;
    this.#options = options;
    this.look();
  }

  /** To be called after each commit. */
  look(): void {
    this.#hadCommits = true;
    if (this.#state.hasUnindexed) this.#indexing ??= setTimeout(() => this.#index(), STEP_MS);
    if (this.#state.wal.hasBuried) this.#erasing ??= setTimeout(() => this.#erase(), this.#options.eraseMs ?? ERASE_MS);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#indexing);
    clearTimeout(this.#erasing);
  }

  #index(): void {
    this.#indexing = undefined;
    const began = performance.now();
    const done = this.#options.isBusy() || this.#try(() => this.#state.indexMore());
    if (!this.#state.hasUnindexed) return;
    const tookMs = performance.now() - began;
    const pauseMs = Math.max(STEP_MS, this.#hadCommits ? SMALL_SHARE * tookMs : tookMs);
    this.#hadCommits = false;
    this.#indexing = setTimeout(() => this.#index(), done ? pauseMs : AFTER_FAILURE_MS);
  }

  #erase(): void {
    this.#erasing = undefined;
    const done = this.#options.isBusy() || this.#try(() => this.#state.wal.erase());
    if (!this.#state.wal.hasBuried) return;
    this.#erasing = setTimeout(() => this.#erase(), done ? STEP_MS : AFTER_FAILURE_MS);
  }

  #try(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.#options.onFailed(error);
      return false;
    }
  }
}
