import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { isAlive } from '../alive';

const Holder = z.object({ host: z.string(), pid: z.int().check(z.minimum(1)), token: z.string() });
type Holder = Readonly<z.infer<typeof Holder>>;

const FILE = 'sending.turn';
const BEAT_MS = 2_000;
/** Not a beat for this long: the holder hangs or its computer is gone. That of a process that is gone counts for nothing. */
const STALE_MS = 10_000;

/**
 * Whose turn it is to send from a folder that several windows share. Two may hold it for a moment, when both take it from
 * one that hung: the server takes each message once all the same.
 */
export class Turn {
  readonly #file: string;
  readonly #token = randomUUID();
  #beat: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.#file = join(folder, FILE);
  }

  /** True when it is ours, as it was or from now on. A folder that takes no files is nobody else's either. */
  async take(): Promise<boolean> {
    try {
      const isOurs = (await this.#holder())?.token === this.#token || (await this.#begin());
      if (isOurs) this.#keep();
      else this.#stop();
      return isOurs;
    } catch {
      return true;
    }
  }

  async release(): Promise<void> {
    if (!this.#beat) return;
    this.#stop();
    const holder = await this.#holder().catch(() => undefined);
    if (holder?.token === this.#token) await rm(this.#file, { force: true }).catch(() => undefined);
  }

  /** When there is no time left to wait. */
  releaseNow(): void {
    if (!this.#beat) return;
    this.#stop();
    rmSync(this.#file, { force: true });
  }

  async #begin(): Promise<boolean> {
    const holder = { host: hostname(), pid: process.pid, token: this.#token } satisfies Holder;
    const text = JSON.stringify(holder);
    try {
      const handle = await open(this.#file, 'wx', 0o600);
      await handle.writeFile(text).finally(() => handle.close());
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (await this.#isHeld()) return false;
    const mine = `${this.#file}.${this.#token}`;
    await writeFile(mine, text, { mode: 0o600 });
    await rename(mine, this.#file);
    return (await this.#holder())?.token === this.#token;
  }

  async #isHeld(): Promise<boolean> {
    const [holder, written] = await Promise.all([this.#holder(), stat(this.#file).catch(() => undefined)]);
    if (!written || Math.abs(Date.now() - written.mtimeMs) > STALE_MS) return false;
    return !holder || holder.host !== hostname() || isAlive(holder.pid);
  }

  async #holder(): Promise<Holder | undefined> {
    try {
      const holder = Holder.safeParse(JSON.parse(await readFile(this.#file, 'utf8')));
      return holder.success ? holder.data : undefined;
    } catch {
      return undefined;
    }
  }

  #keep(): void {
    this.#beat ??= setInterval(() => {
      const now = new Date();
      void utimes(this.#file, now, now).catch(() => this.#stop());
    }, BEAT_MS).unref();
  }

  #stop(): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
  }
}
