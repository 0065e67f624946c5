import { appendFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { cleanFileName, cleanFileType } from '../../server/protocol/fileNames';
import { Cid, MemberId, RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { Millis } from '../../server/protocol/model';
import { isMissing, writeAtomically } from '../files';
import { Emitter } from '../lifecycle';
import { type Log, asData } from '../log';
import { hashOf, headOf } from './bytes';
import { type PictureKind, isText, pictureIn } from './picture';
import { tooBig } from './tooBig';
import { UnsentFile } from './unsentFile';

/** What is known of a file on the shelf: beside its bytes, so that it is there after a reload. */
const Kept = z.object({ v: z.literal(1), ...UnsentFile.shape, room: RoomId, member: MemberId, at: Millis });
type Kept = Readonly<z.infer<typeof Kept>>;

/** A file that was chosen and not sent. `ready`: all of it is here. */
export interface OnShelf {
  readonly id: Cid;
  readonly room: RoomId;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly have: number;
  readonly ready?: Kept;
  readonly picture?: PictureKind;
}

interface Chosen {
  readonly id: Cid;
  readonly room: RoomId;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

interface ShelfOptions {
  readonly folder: string;
  readonly member: MemberId;
  readonly now: () => number;
  readonly log: Log;
  /** Whether a message that waits to be sent needs it. */
  readonly isNeeded: (file: Cid) => Promise<boolean>;
}

const tooMany = () => t('A message carries up to {0} files.', LIMITS.filesPerMessage);
const noRoom = () => t('The file cannot be kept on this computer. Its disk may be full.');

/**
 * Copies of the files that are to go with the next message of each room, and of messages that wait to be sent. Copies:
 * what is sent is what was seen, wherever the file is by then. Windows share the folder.
 */
export class Shelf {
  readonly changed = new Emitter<RoomId>();
  readonly #options: ShelfOptions;
  readonly #files = new Map<Cid, OnShelf>();
  #loaded: Promise<void> | undefined;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** What goes with the next message of a room, in the order it was chosen. */
  in(room: RoomId): readonly OnShelf[] {
    return [...this.#files.values()].filter((file) => file.room === room);
  }

  get(id: Cid): OnShelf | undefined {
    return this.#files.get(id);
  }

  pathOf(id: Cid): string {
    return join(this.#options.folder, id);
  }

  /** Brings back what an earlier window left, and removes what nothing needs. Once. */
  load(): Promise<void> {
    return (this.#loaded ??= this.#load().catch((error: unknown) => this.#options.log.error('shelf', asData(error))));
  }

  /** Has `fill` put the bytes in place. Answers why it was not taken, as a sentence. */
  async add(chosen: Chosen, fill: (file: string) => Promise<void>): Promise<string | undefined> {
    const refused = await this.begin(chosen);
    if (refused !== undefined) return refused;
    try {
      await fill(this.pathOf(chosen.id));
      return await this.#finish(chosen.id);
    } catch (error) {
      return this.#failed(chosen.id, error);
    }
  }

  /** A file whose bytes come by and by. */
  async begin(chosen: Chosen): Promise<string | undefined> {
    await this.load();
    const { id, room, size } = chosen;
    if (this.#files.has(id)) return undefined;
    if (size > LIMITS.fileBytes) return tooBig(chosen.name);
    if (this.in(room).length >= LIMITS.filesPerMessage) return tooMany();
    const [name, type] = [cleanFileName(chosen.name), cleanFileType(chosen.type)];
    this.#set({ id, room, name, type, size, have: 0 });
    try {
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      await writeFile(this.pathOf(id), '', { mode: 0o600 });
      return size === 0 ? await this.#finish(id) : undefined;
    } catch (error) {
      return this.#failed(id, error);
    }
  }

  /** More of it; the last of it makes it ready. Undefined where it is not wanted any more. */
  async append(
    id: Cid,
    bytes: Uint8Array,
  ): Promise<{ readonly have: number } | { readonly reason: string } | undefined> {
    const file = this.#files.get(id);
    if (!file || file.ready) return undefined;
    const have = file.have + bytes.length;
    if (have > file.size || bytes.length === 0)
      return { reason: this.#failed(id, new Error('not as it was announced')) };
    this.#set({ ...file, have });
    try {
      await appendFile(this.pathOf(id), bytes);
      const refused = have === file.size ? await this.#finish(id) : undefined;
      return refused === undefined ? { have } : { reason: refused };
    } catch (error) {
      return { reason: this.#failed(id, error) };
    }
  }

  /** It is not to be sent. */
  async remove(id: Cid): Promise<void> {
    this.#take(id);
    await this.release([{ id }]);
  }

  /** Undefined where one of them is not here: another window may have sent it. */
  async find(ids: readonly Cid[]): Promise<readonly UnsentFile[] | undefined> {
    await this.load();
    const found = await Promise.all(ids.map((id) => this.#read(id)));
    return found.every((file) => file !== undefined)
      ? found.map(({ v: _v, room: _room, member: _member, at: _at, ...file }) => file)
      : undefined;
  }

  /** They belong to a message now: their bytes stay. */
  async sent(ids: readonly Cid[]): Promise<void> {
    for (const id of ids) {
      this.#take(id);
      await rm(this.#noteOf(id), { force: true });
    }
  }

  /** Nothing needs their bytes any more. */
  async release(files: readonly Pick<UnsentFile, 'id'>[]): Promise<void> {
    for (const { id } of files) {
      await rm(this.#noteOf(id), { force: true });
      await rm(this.pathOf(id), { force: true });
    }
  }

  async #finish(id: Cid): Promise<string | undefined> {
    const before = this.#files.get(id);
    if (!before) return undefined;
    const file = this.pathOf(id);
    const { size: length } = await stat(file);
    if (length > LIMITS.fileBytes) {
      await this.remove(id);
      return tooBig(before.name);
    }
    const [{ sha256, size }, head] = [await hashOf(file), await headOf(file)];
    const picture = pictureIn(head);
    const type = picture?.type ?? (before.type === UNKNOWN && isText(head) ? 'text/plain' : before.type);
    const about = { id, name: before.name, type, size, sha256, ...(picture && sizeOf(picture)) };
    const { member, now } = this.#options;
    const ready: Kept = { v: 1, ...about, room: before.room, member, at: now() };
    // It was taken away meanwhile.
    if (!this.#files.has(id)) return this.release([{ id }]).then(() => undefined);
    await writeAtomically(this.#noteOf(id), JSON.stringify(ready));
    this.#set({ ...before, type, size, have: size, ready, ...(picture && { picture }) });
    return undefined;
  }

  #failed(id: Cid, error: unknown): string {
    this.#options.log.warn('a file was not taken', asData(error));
    void this.remove(id).catch((why: unknown) => this.#options.log.warn('shelf', asData(why)));
    return noRoom();
  }

  async #load(): Promise<void> {
    const { folder, member, isNeeded } = this.#options;
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const found: (Kept & { readonly picture?: PictureKind | undefined })[] = [];
    for (const name of names) {
      const id = Cid.safeParse(name);
      if (!id.success) continue;
      const kept = await this.#read(id.data);
      if (kept?.member === member) found.push({ ...kept, picture: pictureIn(await headOf(this.pathOf(kept.id))) });
      else if (!kept && (await this.#isOld(id.data)) && !(await isNeeded(id.data)))
        await this.release([{ id: id.data }]);
    }
    for (const { picture, ...kept } of found.sort((a, b) => a.at - b.at))
      this.#set({ ...kept, have: kept.size, ready: kept, ...(picture && { picture }) });
  }

  /** Another window may be about to use what is new. */
  async #isOld(id: Cid): Promise<boolean> {
    return (await stat(this.pathOf(id))).mtimeMs < this.#options.now() - OLD_MS;
  }

  async #read(id: Cid): Promise<Kept | undefined> {
    try {
      const kept = Kept.safeParse(JSON.parse(await readFile(this.#noteOf(id), 'utf8')));
      return kept.success && kept.data.id === id ? kept.data : undefined;
    } catch (error) {
      if (!isMissing(error)) this.#options.log.warn('unreadable file on the shelf', asData(error));
      return undefined;
    }
  }

  #noteOf(id: Cid): string {
    return join(this.#options.folder, `${id}.json`);
  }

  #set(file: OnShelf): void {
    this.#files.set(file.id, file);
    this.changed.fire(file.room);
  }

  #take(id: Cid): void {
    const file = this.#files.get(id);
    if (this.#files.delete(id) && file) this.changed.fire(file.room);
  }
}

const UNKNOWN = 'application/octet-stream';
const OLD_MS = 60 * 60 * 1000;

const sizeOf = ({ width, height }: PictureKind) => ({ width, height });
