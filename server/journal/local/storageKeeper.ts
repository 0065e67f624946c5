import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../../core/ports';
import type { Push } from '../../protocol/frames';
import type { ServerLimits } from '../../protocol/limits';
import { Damaged, lastBackupAt, listBackups } from '../../state/backup';
import { databaseFile } from '../../state/files';
import type { LocalJournal } from './localJournal';

export type StorageNotice = Omit<Extract<Push, { kind: 'storage' }>, 'kind'>;

interface KeeperOptions {
  readonly journal: LocalJournal;
  readonly dataDir: string;
  readonly log: Log;
  readonly limits: ServerLimits;
  /** What members are to know, whenever that changes. */
  readonly tell: (notice: StorageNotice) => void;
  /** Where the server goes on, if it moves. */
  readonly move?: () => StorageNotice['move'];
  /** Does what the command line asks for, if it does: a backup, for one. */
  readonly answerRequests?: (backUp: () => Promise<string>) => Promise<void>;
}

/** Watches the files and the room on their disk while a server runs, and makes a backup once a day. */
export function keepStorage(options: KeeperOptions): Disposable {
  const keeper = new Keeper(options);
  const { watchMs, spaceCheckMs } = options.limits;
  const timers = [
    setInterval(() => keeper.look(), watchMs),
    setInterval(() => void keeper.checkSpace(), Math.min(spaceCheckMs, 2 ** 31 - 1)),
  ];
  keeper.look();
  void keeper.checkSpace();
  return { [Symbol.dispose]: () => timers.forEach((timer) => clearInterval(timer)) };
}

class Keeper {
  #told: StorageNotice = { state: 'ok' };
  #isLow = false;
  #retryBackupAt = 0;

  constructor(private readonly options: KeeperOptions) {}

  look(): void {
    this.options.journal.look();
    this.#tell();
    this.options
      .answerRequests?.(() => this.#backUp())
      .catch((error: unknown) => {
        this.options.log.error('a request was not answered', { error: String(error) });
      });
  }

  async checkSpace(): Promise<void> {
    const { journal, dataDir, limits, log } = this.options;
    try {
      const { bavail, blocks, bsize } = await statfs(dataDir);
      const free = bavail * bsize;
      this.#isLow = free < Math.max(limits.lowDiskBytes, limits.lowDiskShare * blocks * bsize);
      if (!this.#isLow) journal.setRoomy();
      this.#tell();
      await this.#backUpIfDue(free);
    } catch (error) {
      log.error('cannot tell how much room there is', { error: String(error) });
    }
  }

  #tell(): void {
    const notice = this.#notice();
    if (isDeepStrictEqual(notice, this.#told)) return;
    this.#told = notice;
    this.options.log[notice.state === 'ok' ? 'info' : 'warn']('storage', notice);
    this.options.tell(notice);
  }

  #notice(): StorageNotice {
    const { health } = this.options.journal;
    const move = this.options.move?.();
    if (move) return { state: 'readOnly', move };
    if (health === 'ok') return { state: this.#isLow ? 'low' : 'ok' };
    const [newest] = health === 'damaged' ? listBackups(this.options.dataDir) : [];
    return { state: health, ...(newest !== undefined && { backup: path.basename(newest) }) };
  }

  async #backUpIfDue(free: number): Promise<void> {
    const { journal, dataDir, limits, log } = this.options;
    const now = Date.now();
    const isDue = Math.abs(now - lastBackupAt(dataDir)) >= limits.backupEveryMs && now >= this.#retryBackupAt;
    if (!isDue || journal.health !== 'ok') return;
    this.#retryBackupAt = now + limits.backupRetryMs;
    if (free < statSync(databaseFile(dataDir)).size + limits.lowDiskBytes) return log.warn('no room for a backup');
    await this.#backUp().catch(() => undefined);
  }

  async #backUp(): Promise<string> {
    const { journal, log } = this.options;
    try {
      const file = await journal.backUp();
      log.info('backed up', { file });
      return file;
    } catch (error) {
      log.error('no backup', { error: String(error) });
      if (error instanceof Damaged) journal.setDamaged();
      this.#tell();
      throw error;
    }
  }
}
