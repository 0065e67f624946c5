import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { isAlive } from './alive';

const Holder = z.object({ host: z.string(), pid: z.int().check(z.minimum(1)), token: z.string() });
type Holder = Readonly<z.infer<typeof Holder>>;

/** Without a beat for so many: the holder hangs or its computer is gone. That of a process that is gone counts for nothing. */
const MISSED_BEATS = 5;

/**
 * Whose turn it is to do something that several windows could, which share a file. Two may hold it for a moment, when both
 * take it from one that hung.
 */
export class Turn {
  readonly #file: string;
  readonly #beatMs: number;
  readonly #token = randomUUID();
  #beat: NodeJS.Timeout | undefined;

  constructor(file: string, beatMs: number) {
    this.#file = file;
    this.#beatMs = beatMs;
  }

  /** True when it is ours, as it was or from now on. A folder that takes no files is nobody else's either. */
  async take(): Promise<boolean> {
    try {
      const isOurs = (await this.#isOurs()) || (await this.#begin());
      if (isOurs) this.#keep();
      else this.#stop();
      return isOurs;
    } catch {
      return true;
    }
  }

  /** Takes it from whoever has it. */
  async claim(): Promise<void> {
    try {
      if ((await this.#isOurs()) || (await this.#replace())) this.#keep();
    } catch {
      // Then there are no files, and it is everybody's own.
    }
  }

  async release(): Promise<void> {
    if (!this.#beat) return;
    this.#stop();
    if (await this.#isOurs()) await rm(this.#file, { force: true }).catch(() => undefined);
  }

  /** When there is no time left to wait. */
  releaseNow(): void {
    if (!this.#beat) return;
    this.#stop();
    try {
      if (decode(readFileSync(this.#file, 'utf8'))?.token === this.#token) rmSync(this.#file, { force: true });
    } catch {
      // It is gone already.
    }
  }

  async #begin(): Promise<boolean> {
    try {
      const handle = await open(this.#file, 'wx', 0o600);
      await handle.writeFile(this.#text).finally(() => handle.close());
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    return !(await this.#isHeld()) && this.#replace();
  }

  async #replace(): Promise<boolean> {
    const mine = `${this.#file}.${this.#token}`;
    await writeFile(mine, this.#text, { mode: 0o600 });
    await rename(mine, this.#file);
    return this.#isOurs();
  }

  async #isHeld(): Promise<boolean> {
    const [holder, written] = await Promise.all([this.#holder(), stat(this.#file).catch(() => undefined)]);
    if (!written || Math.abs(Date.now() - written.mtimeMs) > MISSED_BEATS * this.#beatMs) return false;
    return !holder || holder.host !== hostname() || isAlive(holder.pid);
  }

  async #isOurs(): Promise<boolean> {
    return (await this.#holder())?.token === this.#token;
  }

  async #holder(): Promise<Holder | undefined> {
    return readFile(this.#file, 'utf8').then(decode, () => undefined);
  }

  get #text(): string {
    return JSON.stringify({ host: hostname(), pid: process.pid, token: this.#token } satisfies Holder);
  }

  #keep(): void {
    this.#beat ??= setInterval(() => void this.#renew().catch(() => this.#stop()), this.#beatMs).unref();
  }

  /** What another one has claimed is kept alive by that one alone. */
  async #renew(): Promise<void> {
    if (!(await this.#isOurs())) return this.#stop();
    const now = new Date();
    await utimes(this.#file, now, now);
  }

  #stop(): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
  }
}

function decode(text: string): Holder | undefined {
  try {
    const holder = Holder.safeParse(JSON.parse(text));
    return holder.success ? holder.data : undefined;
  } catch {
    return undefined;
  }
}
