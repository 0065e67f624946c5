import { type Hash, createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FilesReader, Log } from '../core/ports';
import type { FileId } from '../protocol/ids';
import type { FileRef, Sha256 } from '../protocol/model';

type Announced = Pick<FileRef, 'id' | 'size' | 'sha256'>;

/**
 * What became of the bytes that came. `cut`: there is more to come, and what came is kept. `elsewhere`: not from where
 * the rest begins. After `tooBig`, `damaged` and `full` nothing is kept.
 */
export type Received = 'whole' | 'cut' | 'elsewhere' | 'tooBig' | 'damaged' | 'full';

interface StoreOptions {
  readonly folder: string;
  readonly log: Log;
  /** Of the disk, that is not for files. */
  readonly reserve: { readonly bytes: number; readonly share: number };
}

const PART = '.part';
/** Nothing else in the folder is touched. */
const OURS = /^(f-[0-9a-f]{32}\.part|[0-9a-f]{64})$/;

interface Receiving {
  readonly source: Readable;
  readonly done: Promise<unknown>;
}

interface Expected {
  readonly hash: Hash;
  /** So many bytes, and no more. */
  readonly most: number;
}

class TooBig extends Error {}

/**
 * The bytes of files: each under the name of its hash, so that what is sent twice lies there once; while it comes, under
 * the id it was announced with. Streamed: at no time is a file in memory.
 */
export class FileStore {
  readonly #options: StoreOptions;
  readonly #receiving = new Map<FileId, Receiving>();

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** How many bytes of it are here. Whoever is still sending it is not heard any more: it comes from elsewhere now. */
  async offsetOf(file: FileId): Promise<number> {
    await this.#interrupt(file);
    return sizeOf(this.#partOf(file));
  }

  async hasRoomFor(bytes: number): Promise<boolean> {
    const { folder, reserve } = this.#options;
    const { bavail, blocks, bsize } = await statfs(path.dirname(folder));
    return bavail * bsize - bytes >= Math.max(reserve.bytes, reserve.share * blocks * bsize);
  }

  async receive(file: Announced, offset: number, source: Readable): Promise<Received> {
    await this.#interrupt(file.id);
    const done = this.#receive(file, offset, source);
    const receiving = { source, done: done.catch(() => undefined) };
    this.#receiving.set(file.id, receiving);
    try {
      return await done;
    } finally {
      if (this.#receiving.get(file.id) === receiving) this.#receiving.delete(file.id);
    }
  }

  /** Undefined where it is not there, or not as long as it was. */
  async open({ sha256, size }: Pick<FileRef, 'sha256' | 'size'>): Promise<FileHandle | undefined> {
    const handle = await open(this.#wholeOf(sha256), 'r').catch(unlessGone);
    if (!handle || (await handle.stat()).size === size) return handle;
    this.#options.log.error('a file is not as long as it was', { size });
    await handle.close();
    return undefined;
  }

  /** At once, or what comes with the same bytes now might lose them. */
  remove(hash: Sha256): void {
    rmSync(this.#wholeOf(hash), { force: true });
  }

  removePart(file: FileId): void {
    this.#receiving.get(file)?.source.destroy();
    rmSync(this.#partOf(file), { force: true });
  }

  /** Removes what no file is known of, as after a crash. */
  async sweep(files: FilesReader): Promise<void> {
    const names = await readdir(this.#options.folder).catch(unlessGone);
    const { hashes, unfinished } = files.needed();
    const isStray = (name: string) =>
      name.endsWith(PART) ? !unfinished.has(name.slice(0, -PART.length) as FileId) : !hashes.has(name);
    for (const name of names?.filter((each) => OURS.test(each) && isStray(each)) ?? []) {
      await rm(path.join(this.#options.folder, name), { force: true });
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#receiving.keys()].map((file) => this.#interrupt(file)));
  }

  async #interrupt(file: FileId): Promise<void> {
    const receiving = this.#receiving.get(file);
    receiving?.source.destroy();
    await receiving?.done;
  }

  async #receive({ id, size, sha256 }: Announced, offset: number, source: Readable): Promise<Received> {
    const part = this.#partOf(id);
    await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
    if ((await sizeOf(part)) !== offset) return 'elsewhere';
    const hash = createHash('sha256');
    if (offset > 0) for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
    const became = await this.#append(part, source, { hash, most: size - offset });
    if (became !== 'whole') return became;
    if (hash.digest('hex') !== sha256) {
      await rm(part, { force: true });
      return 'damaged';
    }
    await rename(part, this.#wholeOf(sha256));
    await syncFolder(this.#options.folder);
    return 'whole';
  }

  async #append(part: string, source: Readable, { hash, most }: Expected): Promise<Received> {
    let taken = 0;
    // Not destroyed with the iteration: who sent too much is to be told so.
    const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    const writer = createWriteStream(part, { flags: 'a', mode: 0o600, flush: true });
    try {
      await pipeline(async function* () {
        for await (const chunk of chunks) {
          taken += chunk.length;
          if (taken > most) throw new TooBig();
          hash.update(chunk);
          yield chunk;
        }
      }, writer);
      return taken < most ? 'cut' : 'whole';
    } catch (error) {
      // Until then its length may still change.
      if (!writer.closed) await new Promise<void>((resolve) => writer.once('close', () => resolve()));
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
      if (!isFull && !(error instanceof TooBig)) {
        this.#options.log.info('a file was cut', { error: String(error) });
        return 'cut';
      }
      await rm(part, { force: true });
      return isFull ? 'full' : 'tooBig';
    }
  }

  #partOf(file: FileId): string {
    return path.join(this.#options.folder, `${file}${PART}`);
  }

  #wholeOf(hash: Sha256): string {
    return path.join(this.#options.folder, hash);
  }
}

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(unlessGone))?.size ?? 0;

function unlessGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** Until then a power cut may take the file's new name away again. Windows cannot be asked for it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
