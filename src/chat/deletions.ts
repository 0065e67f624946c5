import { t } from '@vscode/l10n';
import { type FSWatcher, watch } from 'node:fs';
import { readdir, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ERRORS, type ErrorCode } from '../../server/protocol/codes';
import { Cid, MemberId, RoomId, Seq } from '../../server/protocol/ids';
import { Millis } from '../../server/protocol/model';
import type { Clock } from '../clock';
import { isMissing, readJson, writeAtomically } from '../files';
import { type Disposable, Emitter } from '../lifecycle';
import { type Log, asData } from '../log';
import { tellUndeleted } from '../sentences';
import type { Chat } from './chat';

/** Until then the others have the message still. */
export const UNDO_MS = 10_000;
const AGAIN_MS = 5_000;

/** An own message that is to be deleted, as it lies on this computer's disk: one file each. */
const Deletion = z.object({
  v: z.literal(1),
  member: MemberId,
  room: RoomId,
  seq: Seq,
  /** Of the message: in a history that was restored another one may have its place. */
  cid: Cid,
  due: Millis,
});
type Deletion = Readonly<z.infer<typeof Deletion>>;

/** `isClaimed`: one window carries it out, and it cannot be undone. */
type Held = Deletion & { readonly isClaimed: boolean };

const FILE = /^([0-9a-f-]{36})\.(deletion|claimed)$/;

interface DeletionsOptions {
  /** All windows of this computer share it. */
  readonly folder: string;
  readonly member: MemberId;
  readonly clock: Clock;
  readonly log: Log;
  readonly call: Chat['call'];
}

/**
 * Deletions that can still be undone. For the server deleted is gone, so one goes there only when its time is over. Until
 * then it lies on disk: if this window ends, another one carries it out, or the next that is connected. Whoever renames or
 * removes its file first has it.
 */
export class Deletions implements Disposable {
  readonly changed = new Emitter<undefined>();
  /** Why a deletion did not come about after all, as a sentence. */
  readonly refused = new Emitter<string>();
  readonly #options: DeletionsOptions;
  #held: ReadonlyMap<Cid, Held> = new Map();
  /** Carried out; the entry that says so to everybody may come later. */
  readonly #done = new Set<Cid>();
  /** Begun in this window. */
  readonly #own = new Set<Cid>();
  readonly #busy = new Set<Cid>();
  /** Not before that. */
  readonly #again = new Map<Cid, Millis>();
  #turn: Promise<unknown> = Promise.resolve();
  #timer: Disposable | undefined;
  #watcher: FSWatcher | undefined;
  #isOnline = false;

  constructor(options: DeletionsOptions) {
    this.#options = options;
  }

  /** Messages that are about to be deleted, or were. */
  get all(): readonly Cid[] {
    return [...new Set([...this.#held.keys(), ...this.#done])];
  }

  /** Resolves when it is on disk. Where it cannot be kept there, it is not waited for. Why it could not be deleted. */
  async begin({ room, seq, cid }: Pick<Deletion, 'room' | 'seq' | 'cid'>): Promise<string | undefined> {
    const { member, clock } = this.#options;
    const deletion: Deletion = { v: 1, member, room, seq, cid, due: clock.now() + UNDO_MS };
    if (await this.#inTurn(() => this.#keep(deletion))) return undefined;
    const code = await this.#delete(deletion);
    return code === undefined ? undefined : tellUndeleted(code);
  }

  /** The message stays. Why it is too late for that. */
  async undo(cid: Cid): Promise<string | undefined> {
    const isUndone = await this.#inTurn(() => this.#remove(cid)).catch(() => false);
    return isUndone ? undefined : t('It is too late to undo that.');
  }

  online(): void {
    this.#isOnline = true;
    this.#watch();
    this.#adopt();
  }

  offline(): void {
    this.#isOnline = false;
    this.#timer?.dispose();
  }

  /** The reader leaves: what was begun here nobody can undo. */
  async finish(): Promise<void> {
    const own = [...this.#held.values()].filter(({ cid }) => this.#own.has(cid) && !this.#busy.has(cid));
    await Promise.all(own.map((held) => this.#carryOut(held)));
  }

  dispose(): void {
    this.offline();
    this.#watcher?.close();
  }

  /** What touches the files is done one after the other; what asks the server is not. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(run);
    this.#turn = done.catch((error: unknown) => this.#options.log.error('deletions', asData(error)));
    return done;
  }

  #file(cid: Cid, ending: 'deletion' | 'claimed' = 'deletion'): string {
    return join(this.#options.folder, `${cid}.${ending}`);
  }

  /** Where that cannot be had, those of other windows are found when the server is reached again. */
  #watch(): void {
    if (this.#watcher) return;
    const failed = (error: unknown) => this.#options.log.warn('deletions watch', asData(error));
    try {
      this.#watcher = watch(this.#options.folder, { persistent: false }, (_event, name) => {
        if (FILE.test(name ?? '')) this.#adopt();
      });
      this.#watcher.on('error', failed);
    } catch (error) {
      failed(error);
    }
  }

  #adopt(): void {
    void this.#inTurn(async () => this.#hold(await this.#read()));
  }

  async #read(): Promise<readonly Held[]> {
    const { folder, member, clock } = this.#options;
    const names = await readdir(folder).catch(() => []);
    const found: Held[] = [];
    for (const name of names) {
      const [, named, ending] = FILE.exec(name) ?? [];
      const read = named === undefined ? undefined : Deletion.safeParse(await readJson(join(folder, name)));
      if (!read?.success || read.data.cid !== named || read.data.member !== member) continue;
      const { cid } = read.data;
      const isClaimed = ending === 'claimed';
      // By another window, which may be at it.
      if (isClaimed && this.#held.get(cid)?.isClaimed !== true) this.#again.set(cid, clock.now() + AGAIN_MS);
      // Whatever the clock said when it was written.
      found.push({ ...read.data, due: Math.min(read.data.due, clock.now() + UNDO_MS), isClaimed });
    }
    return found;
  }

  #hold(held: Iterable<Held>): void {
    const before = this.all.join();
    this.#held = new Map([...held].map((each) => [each.cid, each]));
    this.#schedule();
    if (this.all.join() !== before) this.changed.fire(undefined);
  }

  #put(held: Held): void {
    this.#hold([...this.#held.values(), held]);
  }

  #drop(cid: Cid): void {
    this.#hold([...this.#held.values()].filter((held) => held.cid !== cid));
  }

  async #keep(deletion: Deletion): Promise<boolean> {
    try {
      await writeAtomically(this.#file(deletion.cid), JSON.stringify(deletion));
    } catch (error) {
      this.#options.log.error('deletions', asData(error));
      return false;
    }
    this.#own.add(deletion.cid);
    this.#put({ ...deletion, isClaimed: false });
    return true;
  }

  async #remove(cid: Cid): Promise<boolean> {
    if (!(await wasThere(unlink(this.#file(cid))))) return false;
    this.#drop(cid);
    return true;
  }

  #schedule(): void {
    this.#timer?.dispose();
    if (!this.#isOnline) return;
    const { clock } = this.#options;
    const waiting = [...this.#held.values()].filter(({ cid }) => !this.#busy.has(cid));
    const dueOf = ({ cid, due }: Held) => Math.max(due, this.#again.get(cid) ?? 0);
    const next = Math.min(...waiting.map(dueOf));
    if (next === Infinity) return;
    this.#timer = clock.after(Math.max(0, next - clock.now()), () => {
      for (const held of waiting) if (dueOf(held) <= clock.now()) void this.#carryOut(held);
      this.#schedule();
    });
  }

  async #carryOut(held: Held): Promise<void> {
    const { cid, isClaimed } = held;
    const { clock, log } = this.#options;
    this.#busy.add(cid);
    try {
      if (isClaimed || (await this.#inTurn(() => this.#claim(held)))) {
        const code = await this.#delete(held);
        await this.#inTurn(() => this.#settle(held, code));
      }
    } catch (error) {
      log.error('deletions', asData(error));
      this.#again.set(cid, clock.now() + AGAIN_MS);
    }
    this.#busy.delete(cid);
    this.#schedule();
  }

  /** False where another window has undone it, or has it. */
  async #claim(held: Held): Promise<boolean> {
    const { cid } = held;
    const isOurs = await wasThere(rename(this.#file(cid), this.#file(cid, 'claimed')));
    if (isOurs) this.#put({ ...held, isClaimed: true });
    else this.#hold(await this.#read());
    return isOurs;
  }

  async #settle(held: Held, code: ErrorCode | undefined): Promise<void> {
    const { cid } = held;
    if (code !== undefined && !ERRORS[code].final) {
      this.#again.set(cid, this.#options.clock.now() + AGAIN_MS);
      // Without an answer nobody knows whether it was carried out.
      if (code === 'E_UNAVAILABLE') return;
      await rename(this.#file(cid, 'claimed'), this.#file(cid));
      this.#put({ ...held, isClaimed: false });
      return;
    }
    await rm(this.#file(cid, 'claimed'), { force: true });
    if (code === undefined) this.#done.add(cid);
    this.#drop(cid);
    if (code !== undefined) this.refused.fire(tellUndeleted(code));
  }

  async #delete({ room, seq, cid }: Deletion): Promise<ErrorCode | undefined> {
    const { call } = this.#options;
    const there = await call('history', { room, after: seq - 1, limit: 1 });
    if (!there.ok) return there.error.code;
    const [entry] = there.value.entries;
    if (entry?.kind !== 'message' || entry.cid !== cid || entry.tombstone !== undefined) return undefined;
    const answer = await call('delete', { room, seq });
    return answer.ok ? undefined : answer.error.code;
  }
}

/** Whether there was such a file. */
async function wasThere(doing: Promise<void>): Promise<boolean> {
  try {
    await doing;
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
