import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { apply } from '../../core/apply';
import type { Command, CommandKind, CommandOf, Outcome } from '../../core/commands';
import type { Batch, Log, Meter, StateReader } from '../../core/ports';
import { SERVER_LIMITS, type ServerLimits } from '../../protocol/limits';
import { type Failure, fail } from '../../protocol/result';
import { type RunningBackup, backUpInThread } from '../../state/backupThread';
import { databaseFile, walOf } from '../../state/files';
import { FileWatch } from '../../state/fileWatch';
import { CannotOpen, type OpenOptions, openDatabase, whatNext } from '../../state/open';
import { openCopy } from '../../state/openCopy';
import { hasMoved } from '../../state/marker';
import { SQLITE, saysDamaged, sqliteCode } from '../../state/sqliteCode';
import { SqliteState } from '../../state/sqliteState';
import { hasWalResetBug } from '../../state/sqliteVersion';
import type { Journal } from '../journal';
import { Chores } from './chores';
import { type Health, failureOf, isOver } from './troubles';

export interface LocalJournalOptions extends OpenOptions {
  readonly dataDir: string;
  readonly log: Log;
  readonly now?: () => number;
  /** How long after a deletion the text is taken out of the files. */
  readonly eraseMs?: number;
  readonly limits?: Partial<ServerLimits>;
  readonly sqliteVersion?: string;
  /** A write or flush failed, or the files are not ours any more: what is on disk is unknown until they are opened anew. */
  readonly onFailedDisk?: (error: unknown) => void;
  readonly meter?: Meter | undefined;
}

export interface LocalJournal extends Journal {
  /** How the disk takes what is written. */
  readonly health: Health;
  /** To be called all the time: looks whether the files are still ours, and moves into the database what is due. */
  look(): void;
  /** Writes nothing from here on. */
  setDamaged(): void;
  /** There may be room again. */
  setRoomy(): void;
  /** Enters nothing while it goes on elsewhere. */
  setMoved(isMoved: boolean): void;
  /** Resolves when no backup is under way: the next one has all that was entered by then. */
  noBackup(): Promise<void>;
  /** Resolves to the file, which was checked. Rejects with Damaged if what was copied is not sound. */
  backUp(): Promise<string>;
}

/** Opens the journal of one process over one database file; where it cannot be written, to be read. Throws CannotOpen. */
export function openLocalJournal(options: LocalJournalOptions): LocalJournal {
  const { dataDir, log, sqliteVersion = process.versions['sqlite'] ?? '' } = options;
  if (hasWalResetBug(sqliteVersion)) {
    log.warn('this SQLite may damage a database that two programs open: let none but the server', { sqliteVersion });
  }
  const file = databaseFile(dataDir);
  const journalOf = (db: ReturnType<typeof openDatabase>, files: FileWatch | undefined) => {
    try {
      const onDamaged = (place: object) => log.error('damaged: not as it was written', place);
      const state = new SqliteState(db, { onDamaged, files });
      // After a crash a deleted text may still stand there.
      if (files) state.wal.erase();
      return new SqliteJournal(state, { ...options, files });
    } catch (error) {
      db.close();
      throw isUnintelligible(error) ? unintelligible(file, error) : error;
    }
  };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const db = openDatabase(file, options);
    return journalOf(db, new FileWatch(file));
  } catch (error) {
    const copy = openCopy(error, file, options);
    if (!copy) throw error;
    log.warn('read-only', { why: String(error) });
    return journalOf(copy, undefined);
  }
}

/** Tables that do not take our statements are not those that were made. */
function isUnintelligible(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === undefined || code === SQLITE.error || saysDamaged(error);
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
class SqliteJournal implements LocalJournal {
  readonly #state: SqliteState;
  readonly #options: LocalJournalOptions & { readonly files: FileWatch | undefined };
  readonly #limits: ServerLimits;
  readonly #followers = new Set<(batch: Batch) => void>();
  /** For copying: to close another descriptor of the database would drop SQLite's lock on it. */
  readonly #database: number | undefined;
  #waiting: Submitted[] = [];
  #scheduled = false;
  /** Set when it is over: nothing is written, and nothing acknowledged. */
  #refusal: Failure | undefined;
  #health: Health;
  #isMoved: boolean;
  #backup: RunningBackup | undefined;
  #backingUp: Promise<string> | undefined;
  #closed = false;
  /** A backup copies the database: it must not change. */
  #held = false;
  readonly #chores: Chores;

  constructor(state: SqliteState, options: LocalJournalOptions & { readonly files: FileWatch | undefined }) {
    this.#state = state;
    this.#options = options;
    this.#limits = { ...SERVER_LIMITS, ...options.limits };
    this.#health = options.files ? 'ok' : 'readOnly';
    this.#isMoved = hasMoved(options.dataDir);
    this.#database = options.files && openSync(databaseFile(options.dataDir), 'r');
    this.#chores = new Chores(state, {
      isBusy: () => this.#waiting.length > 0 || this.#held,
      onFailed: (error) => void this.#trouble(error),
      eraseMs: options.eraseMs,
    });
    if (!options.files) this.#chores[Symbol.dispose]();
  }

  get state(): StateReader {
    return this.#state;
  }

  get health(): Health {
    return this.#health;
  }

  submit<K extends CommandKind>(command: CommandOf<K>): Promise<Outcome<K>> {
    return new Promise((resolve) => {
      this.#waiting.push({ command, settle: (outcome) => resolve(outcome as Outcome<K>) });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#commit());
    });
  }

  follow(on: (batch: Batch) => void): Disposable {
    this.#followers.add(on);
    return { [Symbol.dispose]: () => void this.#followers.delete(on) };
  }

  look(): void {
    if (this.#refusal) return;
    try {
      this.#options.files?.assertOurs();
      this.#moveWal();
    } catch (error) {
      this.#trouble(error);
    }
  }

  setDamaged(): void {
    this.#health = 'damaged';
  }

  setRoomy(): void {
    if (this.#health === 'full') this.#health = 'ok';
  }

  setMoved(isMoved: boolean): void {
    this.#isMoved = isMoved;
  }

  async noBackup(): Promise<void> {
    await this.#backingUp?.catch(() => undefined);
  }

  backUp(): Promise<string> {
    this.#backingUp ??= this.#backUp().finally(() => (this.#backingUp = undefined));
    return this.#backingUp;
  }

  async close(): Promise<void> {
    this.#commit();
    this.#closed = true;
    this.#chores[Symbol.dispose]();
    this.#backup?.stop();
    await this.#backingUp?.catch(() => undefined);
    // What is in files that failed, or are not ours, is not for this process to move.
    if (this.#refusal) return;
    this.#state.close();
    if (this.#database !== undefined) closeSync(this.#database);
  }

  async #backUp(): Promise<string> {
    const { dataDir } = this.#options;
    if (this.#database === undefined) throw new Error('the data folder cannot be written');
    // Not while somebody reads.
    while (!this.#state.wal.checkpoint('TRUNCATE')) {
      await pause(100);
      if (this.#closed || this.#refusal) throw new Error('the server stops');
    }
    this.#held = true;
    this.#backup = backUpInThread({ file: this.#database, dataDir, onCopied: () => (this.#held = false) });
    try {
      return await this.#backup.done;
    } finally {
      this.#held = false;
      this.#backup = undefined;
    }
  }

  #commit(): void {
    this.#scheduled = false;
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const startedAt = performance.now();
    const told: Batch[] = [];
    const outcomes = this.#applyAll(
      batch.map(({ command }) => command),
      told,
    );
    this.#options.meter?.committed(batch.length, performance.now() - startedAt);
    batch.forEach(({ settle }, i) => settle(outcomes[i] ?? fail('E_INTERNAL')));
    for (const news of told) for (const on of this.#followers) on(news);
    if (!this.#refusal && this.#options.files) this.#chores.look();
    if ((this.#options.files?.walBytes ?? 0) > this.#limits.walBytes) setImmediate(() => this.look());
  }

  /** Adds to `told` what was committed. */
  #applyAll(commands: readonly Command[], told: Batch[]): readonly Outcome[] {
    const refused = this.#refusal ?? (this.#isMoved ? MOVED : refusalOf(this.#health));
    if (refused) return commands.map(() => ({ ok: false, error: refused }));
    const at = (this.#options.now ?? Date.now)();
    try {
      const done = this.#state.transaction(() => commands.map((command) => apply(this.#state, command, at)));
      this.#health = 'ok';
      if (done.batch.rooms.length + done.batch.changes.length > 0) told.push(done.batch);
      return done.value;
    } catch (error) {
      const { code } = failureOf(error);
      // A bug in one command must not take the others along.
      if (code === 'E_INTERNAL' && commands.length > 1)
        return commands.flatMap((command) => this.#applyAll([command], told));
      const failure = this.#trouble(error, commands.length);
      return commands.map(() => ({ ok: false, error: failure }));
    }
  }

  #trouble(error: unknown, commands = 0): Failure {
    const { health, ...failure } = failureOf(error);
    this.#options.log.error('storage failed', { code: failure.code, error: String(error), commands });
    if (health) this.#health = health;
    if (isOver(failure.code) && !this.#refusal) {
      this.#refusal = failure;
      this.#chores[Symbol.dispose]();
      if (failure.code === 'E_STORAGE_LOST') this.#saveWal();
      this.#options.onFailedDisk?.(error);
    }
    return failure.code === 'E_STORAGE_FULL' ? { ...failure, retryAfterMs: this.#limits.fullDiskRetryMs } : failure;
  }

  /** Its file may be without a name by now, but this process has it open. */
  #saveWal(): void {
    const { files, dataDir, log } = this.#options;
    const wal = walOf(databaseFile(dataDir));
    try {
      // The next one to open the other database would take it for that one's.
      if (!files?.hasDatabase) renameSync(wal, `${wal}.lost-${Date.now()}`);
      else if (!existsSync(wal)) this.#state.wal.checkpoint('PASSIVE');
    } catch (error) {
      log.error('the -wal could not be saved', { error: String(error) });
    }
  }

  /** What was acknowledged is on disk either way. After the answers, since it takes tens of milliseconds. */
  #moveWal(): void {
    const { files } = this.#options;
    if (!files || files.walBytes <= this.#limits.walBytes) return;
    if (!this.#held) this.#state.wal.checkpoint(files.walBytes > 2 * this.#limits.walBytes ? 'TRUNCATE' : 'PASSIVE');
    else if (files.walBytes > this.#limits.walHeldBytes) this.#backup?.stop();
  }
}

const MOVED: Failure = { code: 'E_MOVED' };

const refusalOf = (health: Health): Failure | undefined =>
  health === 'readOnly' || health === 'damaged' ? { code: 'E_STORAGE_READONLY', detail: health } : undefined;
