import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Cid, MemberId, RoomId, Seq } from '../../server/protocol/ids';
import { Millis } from '../../server/protocol/model';
import { UnsentFile } from '../files/unsentFile';
import { type WriteSteps, exists, isMissing, writeAtomically } from '../files';
import { type Disposable, Emitter } from '../lifecycle';
import { type Log, asData } from '../log';
import { Turn } from '../turn';

/** A message that the server has not confirmed, as it lies on this computer's disk: one file each. */
const Unsent = z.object({
  v: z.literal(1),
  cid: Cid,
  room: RoomId,
  member: MemberId,
  text: z.string(),
  /** Their bytes lie on the shelf. */
  files: z.optional(z.readonly(z.array(UnsentFile))),
  at: Millis,
  /** The message that it answers. */
  replyTo: z.optional(Seq),
  /** Its place in the order of sending. */
  order: z.number(),
  /** The error's code, when the server refused it for good. */
  failed: z.optional(z.string()),
});
export type Unsent = Readonly<z.infer<typeof Unsent>>;

/** The order of sending, the same in every window. */
export const inOrder = (a: Unsent, b: Unsent): number => a.order - b.order || (a.cid < b.cid ? -1 : 1);

/** Two may send for a moment: the server takes each message once all the same. */
const BEAT_MS = 2_000;
const FILE = /^[0-9a-f-]{36}\.json$/;

/**
 * The folder of unconfirmed messages of one server. Windows share it: each shows all that lies here, and one at a time,
 * whose turn it is, sends. Removing the file is what ends a message here, in every window.
 */
export class Outbox implements Disposable {
  /** A file came, went or is another one; told some time after, and of one's own, too. */
  readonly changed = new Emitter<Cid>();
  readonly turn: Turn;
  readonly #folder: string;
  readonly #log: Log;
  readonly #steps: WriteSteps;
  #watcher: FSWatcher | undefined;

  constructor(folder: string, log: Log, steps: WriteSteps = {}) {
    this.#folder = folder;
    this.#log = log;
    this.#steps = steps;
    this.turn = new Turn(join(folder, 'sending.turn'), BEAT_MS);
  }

  /** Everything of one member, in the order of sending; from here on changes are told. An unreadable file stays. */
  async adopt(member: MemberId): Promise<readonly Unsent[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#watch();
    const found: Unsent[] = [];
    for (const name of await this.#finished()) {
      const unsent = await this.#read(name);
      if (unsent?.member === member) found.push(unsent);
    }
    return found.sort(inOrder);
  }

  put(unsent: Unsent): Promise<void> {
    return writeAtomically(this.#path(unsent.cid), JSON.stringify(unsent), this.#steps);
  }

  get(cid: Cid): Promise<Unsent | undefined> {
    return this.#read(`${cid}.json`);
  }

  has(cid: Cid): Promise<boolean> {
    return exists(this.#path(cid));
  }

  /** Whether a message that waits names this, such as a file of it. */
  async names(id: string): Promise<boolean> {
    const names = await this.#finished();
    const texts = await Promise.all(names.map((name) => readFile(join(this.#folder, name), 'utf8').catch(() => '')));
    return texts.some((text) => text.includes(id));
  }

  async remove(cid: Cid): Promise<void> {
    await rm(this.#path(cid), { force: true });
  }

  dispose(): void {
    this.#watcher?.close();
    this.turn.releaseNow();
  }

  /** Where that cannot be had, other windows' messages are found when the server is reached again. */
  #watch(): void {
    if (this.#watcher) return;
    const failed = (error: unknown) => this.#log.warn('outbox watch', asData(error));
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, (_event, name) => {
        const cid = FILE.test(name ?? '') ? Cid.safeParse(name?.slice(0, 36)) : undefined;
        if (cid?.success) this.changed.fire(cid.data);
      });
      this.#watcher.on('error', failed);
    } catch (error) {
      failed(error);
    }
  }

  /** Names of the files, those included that a writer who was killed had written but not yet put in place. */
  async #finished(): Promise<string[]> {
    const names = await readdir(this.#folder);
    const whole = names.filter((name) => FILE.test(name));
    for (const name of names) {
      const final = name.replace(/\.tmp$/, '');
      if (final === name || !FILE.test(final) || whole.includes(final)) continue;
      if (await this.#rescue(name, final)) whole.push(final);
    }
    return whole;
  }

  async #rescue(name: string, final: string): Promise<boolean> {
    if (!(await this.#read(name))) return false;
    try {
      await rename(join(this.#folder, name), join(this.#folder, final));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return exists(join(this.#folder, final));
  }

  async #read(name: string): Promise<Unsent | undefined> {
    try {
      const decoded = Unsent.safeParse(JSON.parse(await readFile(join(this.#folder, name), 'utf8')));
      if (decoded.success && name.startsWith(decoded.data.cid)) return decoded.data;
      this.#log.warn('unreadable unsent message', { name });
    } catch (error) {
      if (!isMissing(error)) this.#log.warn('unreadable unsent message', { name, ...asData(error) });
    }
    return undefined;
  }

  #path(cid: Cid): string {
    return join(this.#folder, `${cid}.json`);
  }
}
