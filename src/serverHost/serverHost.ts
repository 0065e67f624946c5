import { type FSWatcher, watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../alive';
import { type Disposable, Emitter } from '../lifecycle';
import { type Log, asData } from '../log';
import { exists } from '../files';
import { LEASE_FILE, type Lease, runningServer, serverAt } from './lease';
import { type Launched, launchServer } from './launch';

interface ServerHostOptions {
  readonly script: string;
  /** This computer's own server keeps everything here. */
  readonly dataDir: string;
  readonly logFile: string;
  readonly log: Log;
  readonly nodePath?: string;
}

/** Why this window's server ended without being told to, as far as its exit code says. */
export type ServerEnd = 'diskFailed' | 'unknown';

type Stopped = 'stopped' | 'notRunning' | 'stillRunning';

const STOP_MS = 15_000;
const LOOK_MS = 100;
/** Of sysexits.h, EX_IOERR: the disk failed, and what is stored must be read anew. */
const DISK_FAILED = 74;
/** A server is not started by itself more often than this. */
const START_AGAIN_MS = 60_000;

/** The one server of this computer. Every window sees the same, through the lease in its data folder. */
export class ServerHost implements Disposable {
  /** The server came, went, or is another one. */
  readonly changed = new Emitter<undefined>();
  /** The server that this window started has ended without being told to, and does not run again. */
  readonly ended = new Emitter<ServerEnd>();
  readonly script: string;
  readonly dataDir: string;
  readonly logFile: string;
  readonly #options: ServerHostOptions;
  #watcher: FSWatcher | undefined;
  #startedAgainAt = -Infinity;

  constructor(options: ServerHostOptions) {
    this.#options = options;
    this.script = options.script;
    this.dataDir = options.dataDir;
    this.logFile = options.logFile;
  }

  running(): Promise<Lease | undefined> {
    return runningServer(this.dataDir);
  }

  /** Whether a server ever ran here. */
  hasHistory(): Promise<boolean> {
    return exists(join(this.dataDir, 'chat.db'));
  }

  /** What is here goes on elsewhere. */
  hasMoved(): Promise<boolean> {
    return exists(join(this.dataDir, 'moved.json'));
  }

  /** Picks up the one that runs; starts one otherwise. */
  async start(host: string, port: number): Promise<Launched> {
    const lease = await this.running();
    if (lease) return { ok: true, lease };
    const { script, logFile, dataDir } = this;
    const { log, nodePath } = this.#options;
    const launched = await launchServer(
      { script, dataDir, logFile, host, port, ...(nodePath ? { nodePath } : {}) },
      (code, ended) => void this.#exited(code, ended),
    );
    log.info('server start', launched.ok ? { pid: launched.lease.pid, url: launched.lease.url } : launched.failure);
    // Another window was faster: its server is ours.
    const winner = !launched.ok && launched.failure.code === 'E_DATA_IN_USE' ? await this.running() : undefined;
    this.changed.fire(undefined);
    return winner ? { ok: true, lease: winner } : launched;
  }

  /** Asks the process of the lease to end, after the server that answers there has been found to be the lease's own. */
  async stop(): Promise<Stopped> {
    const lease = await this.running();
    if (!lease) return 'notRunning';
    this.#options.log.info('server stop', { pid: lease.pid });
    process.kill(lease.pid, 'SIGTERM');
    const isGone = await this.#gone(lease);
    this.changed.fire(undefined);
    return isGone ? 'stopped' : 'stillRunning';
  }

  /** Tells of servers that other windows start and stop. Where that cannot be had, the chat works without. */
  async watch(): Promise<void> {
    const failed = (error: unknown) => this.#options.log.warn('watch', asData(error));
    try {
      await mkdir(this.dataDir, { recursive: true, mode: 0o700 });
      this.#watcher?.close();
      this.#watcher = watch(this.dataDir, { persistent: false }, (_event, name) => {
        if (name === LEASE_FILE) this.changed.fire(undefined);
      });
      this.#watcher.on('error', failed);
    } catch (error) {
      failed(error);
    }
  }

  dispose(): void {
    this.#watcher?.close();
  }

  /** Others run or joined it: where its disk failed it is opened anew, once. */
  async #exited(code: number | null, { host, port }: Lease): Promise<void> {
    this.#options.log.info('server end', { code });
    this.changed.fire(undefined);
    if (code === 0) return;
    const mayStart = code === DISK_FAILED && performance.now() - this.#startedAgainAt > START_AGAIN_MS;
    if (mayStart) this.#startedAgainAt = performance.now();
    const isRunning = mayStart ? (await this.start(host, port)).ok : (await this.running()) !== undefined;
    if (!isRunning) this.ended.fire(code === DISK_FAILED ? 'diskFailed' : 'unknown');
  }

  /** A server removes its lease last. (A process that ended may be listed until its parent has looked.) */
  async #gone({ pid, ...at }: Lease): Promise<boolean> {
    for (const until = Date.now() + STOP_MS; Date.now() < until;) {
      const hasLetGo = !isAlive(pid) || !(await exists(join(this.dataDir, LEASE_FILE)));
      if (hasLetGo && (await serverAt(at)) === undefined) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return false;
  }
}
