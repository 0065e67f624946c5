import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { apply } from '../../core/apply';
import type { Command, CommandKind, CommandOf, Outcome } from '../../core/commands';
import type { Log, StateReader } from '../../core/ports';
import type { ErrorCode } from '../../protocol/codes';
import type { RoomId } from '../../protocol/ids';
import type { Entry } from '../../protocol/model';
import { fail } from '../../protocol/result';
import { databaseFile } from '../../state/files';
import { CannotOpen, type OpenOptions, openDatabase, whatNext } from '../../state/open';
import { saysDamaged, sqliteCode } from '../../state/sqliteCode';
import { SqliteState } from '../../state/sqliteState';
import type { Journal, RoomBatch } from '../journal';
import { Chores } from './chores';

export interface LocalJournalOptions extends OpenOptions {
  readonly dataDir: string;
  readonly log: Log;
  readonly now?: () => number;
  /** How long after a deletion the text is taken out of the files. */
  readonly eraseMs?: number;
  /** A write or flush failed: whether that commit is on disk is unknown until the file is opened anew. */
  readonly onFailedDisk?: (error: unknown) => void;
}

/** Opens the journal of one process over one database file. Throws CannotOpen. */
export function openLocalJournal(options: LocalJournalOptions): Journal {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const file = databaseFile(options.dataDir);
  const db = openDatabase(file, options);
  try {
    const state = new SqliteState(db, {
      onDamaged: (place) => options.log.error('damaged: not as it was written', place),
    });
    // After a crash a deleted text may still stand there.
    state.erase();
    return new LocalJournal(state, options);
  } catch (error) {
    db.close();
    throw sqliteCode(error) === undefined || saysDamaged(error) ? unintelligible(file, error) : error;
  }
}

/** What must be known before anything can be served is not what was written. */
const unintelligible = (file: string, cause: unknown): CannotOpen =>
  new CannotOpen(
    'E_NOT_A_DATABASE',
    `${file} is damaged: its team or its rooms are not as they were written. ${whatNext(path.dirname(file))}`,
    { cause },
  );

interface Submitted {
  readonly command: Command;
  readonly settle: (outcome: Outcome) => void;
}

/** One transaction a batch: all commands that arrive while a commit is under way form the next one. */
class LocalJournal implements Journal {
  readonly #state: SqliteState;
  readonly #options: LocalJournalOptions;
  readonly #followers = new Set<(batch: readonly RoomBatch[]) => void>();
  #waiting: Submitted[] = [];
  #scheduled = false;
  #failed = false;
  readonly #chores: Chores;

  constructor(state: SqliteState, options: LocalJournalOptions) {
    this.#state = state;
    this.#options = options;
    this.#chores = new Chores(state, {
      isBusy: () => this.#waiting.length > 0,
      onFailed: (error) => void this.#failedWith(error, 'chore failed'),
      eraseMs: options.eraseMs,
    });
  }

  get state(): StateReader {
    return this.#state;
  }

  submit<K extends CommandKind>(command: CommandOf<K>): Promise<Outcome<K>> {
    return new Promise((resolve) => {
      this.#waiting.push({ command, settle: (outcome) => resolve(outcome as Outcome<K>) });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#commit());
    });
  }

  follow(on: (batch: readonly RoomBatch[]) => void): Disposable {
    this.#followers.add(on);
    return { [Symbol.dispose]: () => void this.#followers.delete(on) };
  }

  close(): Promise<void> {
    this.#commit();
    this.#chores[Symbol.dispose]();
    this.#state.close();
    return Promise.resolve();
  }

  #commit(): void {
    this.#scheduled = false;
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const outcomes = this.#applyAll(batch.map(({ command }) => command));
    batch.forEach(({ settle }, i) => settle(outcomes[i] ?? fail('E_INTERNAL')));
    const rooms = byRoom(batch, outcomes);
    if (rooms.length > 0) for (const on of this.#followers) on(rooms);
    this.#chores.look();
  }

  #applyAll(commands: readonly Command[]): readonly Outcome[] {
    if (this.#failed) return commands.map(() => fail('E_STORAGE_IO'));
    const at = (this.#options.now ?? Date.now)();
    try {
      return this.#state.transaction(() => commands.map((command) => apply(this.#state, command, at)));
    } catch (error) {
      const code = storageCode(error);
      // A bug in one command must not take the others along.
      if (code === 'E_INTERNAL' && commands.length > 1) return commands.flatMap((command) => this.#applyAll([command]));
      const failed = fail(this.#failedWith(error, 'commit failed'));
      return commands.map(() => failed);
    }
  }

  #failedWith(error: unknown, event: string): ErrorCode {
    const code = storageCode(error);
    this.#options.log.error(event, { code, error: String(error) });
    if (code === 'E_STORAGE_IO') {
      this.#failed = true;
      this.#options.onFailedDisk?.(error);
    }
    return code;
  }
}

function byRoom(batch: readonly Submitted[], outcomes: readonly Outcome[]): readonly RoomBatch[] {
  const rooms = new Map<RoomId, Entry[]>();
  batch.forEach(({ command }, i) => {
    const outcome = outcomes[i];
    if (!outcome?.ok || !('entry' in outcome.value) || !outcome.value.entry || !('room' in command)) return;
    const entries = rooms.get(command.room);
    if (entries) entries.push(outcome.value.entry);
    else rooms.set(command.room, [outcome.value.entry]);
  });
  return [...rooms].map(([room, entries]) => ({ room, entries }));
}

const SQLITE_CODES: Readonly<Record<number, ErrorCode>> = {
  8: 'E_STORAGE_READONLY',
  10: 'E_STORAGE_IO',
  13: 'E_STORAGE_FULL',
};

const storageCode = (error: unknown): ErrorCode => SQLITE_CODES[sqliteCode(error) ?? 0] ?? 'E_INTERNAL';
