import type { CommandKind, CommandOf, Outcome } from '../core/commands';
import type { Batch, StateReader } from '../core/ports';

/** The one durable, ordered path by which commands become entries. */
export interface Journal {
  readonly state: StateReader;
  /**
   * Resolves once the command's batch is on disk and applied; commands resolve in the order they were submitted. A
   * storage failure is an outcome whose code is not final: the same command may be submitted again. Never rejects.
   */
  submit<K extends CommandKind>(command: CommandOf<K>): Promise<Outcome<K>>;
  /**
   * Every entry and every change, also of what was submitted here, in order, each exactly once, one call a commit. The call
   * is synchronous with the commit: whoever reads the state and follows in one go misses nothing. Entries of an import are
   * not told.
   */
  follow(on: (batch: Batch) => void): Disposable;
  /** Commits what was submitted, then releases the files. */
  close(): Promise<void>;
}
