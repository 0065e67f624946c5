import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRef } from '../../server/protocol/model';
import { PICTURE_BYTES, PICTURE_PIXELS } from '../../webview/protocol/pictures';
import { isMissing } from '../files';
import { type Log, asData } from '../log';
import { hashOf, headOf } from './bytes';
import { type PictureKind, pictureIn } from './picture';

/** A file whose bytes were looked at: they are those that were announced. `picture`: one that may be drawn. */
export interface Cached {
  readonly path: string;
  readonly picture?: PictureKind;
}

type Wanted = Pick<FileRef, 'sha256' | 'size'>;

/** What is kept of files that were fetched; beyond it, those go that were used longest ago. */
const CACHE_BYTES = 256 * 1024 * 1024;
/** What a window that ended left half. */
const STALE_MS = 24 * 60 * 60 * 1000;
const EXTENSIONS = ['', '.png', '.jpg', '.gif', '.webp'];

/** Files of messages on this computer, by their hash: of all servers and windows. Pages may read the folder of pictures. */
export class FileCache {
  readonly #folder: string;
  readonly #log: Log;
  readonly #bytes: number;

  constructor(folder: string, log: Log, bytes = CACHE_BYTES) {
    this.#folder = folder;
    this.#log = log;
    this.#bytes = bytes;
  }

  get pictures(): string {
    return join(this.#folder, 'pictures');
  }

  /** Where a file may lie that is to be put here. */
  newPlace(): string {
    return join(this.#folder, 'coming', randomUUID());
  }

  /** What is not what it was is removed. */
  async get({ sha256, size }: Wanted): Promise<Cached | undefined> {
    for (const extension of EXTENSIONS) {
      const path = this.#place(sha256, extension);
      try {
        const found = await hashOf(path);
        if (found.sha256 === sha256 && found.size === size) {
          const now = new Date();
          await utimes(path, now, now);
          return await look(path, size);
        }
        await rm(path, { force: true });
      } catch (error) {
        if (!isMissing(error)) this.#log.warn('file cache', asData(error));
      }
    }
    return undefined;
  }

  /** Takes a file that was checked. */
  async put(path: string, { sha256, size }: Wanted): Promise<Cached> {
    const { picture } = await look(path, size);
    const place = this.#place(sha256, picture?.extension ?? '');
    await mkdir(join(place, '..'), { recursive: true, mode: 0o700 });
    await rename(path, place);
    await this.#prune();
    return picture ? { path: place, picture } : { path: place };
  }

  /** Takes a copy of a picture that is here already; undefined where it is none to be drawn. */
  async copyIn(path: string, wanted: Wanted): Promise<Cached | undefined> {
    const { picture } = await look(path, wanted.size);
    if (!picture) return undefined;
    const there = await this.get(wanted);
    if (there) return there;
    const place = this.newPlace();
    await mkdir(join(place, '..'), { recursive: true, mode: 0o700 });
    await copyFile(path, place);
    return this.put(place, wanted);
  }

  #place(sha256: string, extension: string): string {
    return extension === '' ? join(this.#folder, 'others', sha256) : join(this.pictures, `${sha256}${extension}`);
  }

  async #prune(): Promise<void> {
    const all: { readonly path: string; readonly size: number; readonly usedAt: number }[] = [];
    for (const name of ['pictures', 'others', 'coming']) {
      const folder = join(this.#folder, name);
      for (const file of await readdir(folder).catch(() => [])) {
        const path = join(folder, file);
        const found = await stat(path).catch(() => undefined);
        if (!found) continue;
        if (name !== 'coming') all.push({ path, size: found.size, usedAt: found.mtimeMs });
        else if (found.mtimeMs < Date.now() - STALE_MS) await rm(path, { force: true });
      }
    }
    let kept = 0;
    for (const { path, size } of all.sort((a, b) => b.usedAt - a.usedAt)) {
      kept += size;
      if (kept > this.#bytes) await rm(path, { force: true });
    }
  }
}

/** By its bytes: nothing else is drawn, whatever it is called, and nothing that would take a browser much to draw. */
async function look(path: string, size: number): Promise<Cached> {
  const kind = size <= PICTURE_BYTES ? pictureIn(await headOf(path)) : undefined;
  const picture = kind && kind.width * kind.height <= PICTURE_PIXELS ? kind : undefined;
  return picture ? { path, picture } : { path };
}
