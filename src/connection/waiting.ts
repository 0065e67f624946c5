import type { Cid, MemberId } from '../../server/protocol/ids';
import type { Clock } from '../clock';
import type { UnsentFile } from '../files/unsentFile';
import { type Disposable, Owned } from '../lifecycle';
import { type Log, asData } from '../log';
import { Backlog, type Disk, type Item, itemOf } from './backlog';
import type { Outbox, Unsent } from './outbox';

interface WaitingOptions {
  readonly member: MemberId;
  /** Disposed with this. */
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
  /** Another window has left something, or taken it away. */
  readonly noticed: () => void;
  /** It was sent, or deleted, and its files are not needed any more. */
  readonly settled: (cid: Cid, files: readonly UnsentFile[]) => void;
}

const DISK_AGAIN_MS = 5_000;

/** The messages that wait, here and on the disk, which the windows of a person share. */
export class Waiting implements Disposable {
  readonly items = new Backlog();
  readonly #options: WaitingOptions;
  readonly #owned = new Owned();
  /** Of these what lies on disk is older than what is known. */
  readonly #writing = new Set<Cid>();
  #adopted = Promise.resolve();
  #lastOrder = 0;
  #diskAgain: Disposable | undefined;

  constructor(options: WaitingOptions) {
    this.#options = options;
    this.#owned.own(options.outbox);
    this.#owned.own(options.outbox.changed.on((cid) => void this.#noticed(cid)));
  }

  /** Settles when all that was found on disk so far is taken in: before that nothing else gets a place or is sent. */
  get adopted(): Promise<void> {
    return this.#adopted;
  }

  /** Takes in what lies in the outbox: at the start, and what another window left there. */
  adopt(): Promise<void> {
    return (this.#adopted = this.#adopted.then(() => this.#adopt()));
  }

  /** Behind all that was placed before. */
  placeAfter(order: number): number {
    return (this.#lastOrder = Math.max(this.#lastOrder + 1, order));
  }

  /** Resolves when it is safe. */
  add(cid: Cid, unsent: Omit<Unsent, 'v' | 'cid' | 'member'>): Promise<void> {
    const { member, clock } = this.#options;
    this.items.set(itemOf({ v: 1, cid, member, ...unsent }, 'writing', clock.now()));
    return this.store(cid);
  }

  async store(cid: Cid): Promise<void> {
    const item = this.items.get(cid);
    if (!item) return;
    if (item.disk !== 'kept' && this.items.isFull())
      return this.items.set({ ...item, failed: item.failed ?? 'full', disk: 'refused' });
    this.#writing.add(cid);
    const disk = await this.#options.outbox.put(item.unsent).then(
      (): Disk => 'kept',
      (error: unknown) => this.#diskFailed<Disk>(error, 'refused'),
    );
    this.#writing.delete(cid);
    this.items.patch(cid, { disk });
    if (!this.items.get(cid)) await this.removeFile(cid);
    if (disk === 'refused') this.#diskAgain ??= this.#options.clock.after(DISK_AGAIN_MS, () => void this.#storeAgain());
  }

  async removeFile(cid: Cid): Promise<void> {
    await this.#options.outbox.remove(cid).catch((error: unknown) => this.#diskFailed(error, undefined));
  }

  /** Whether another window of the same person has sent or deleted it. */
  async isGone({ unsent: { cid }, disk }: Item): Promise<boolean> {
    if (disk !== 'kept' || (await this.#options.outbox.has(cid))) return false;
    this.settle(cid);
    this.#options.changed();
    return true;
  }

  /** It waits no longer. */
  settle(cid: Cid): void {
    const files = this.items.get(cid)?.unsent.files ?? [];
    this.items.delete(cid);
    this.#options.settled(cid, files);
  }

  dispose(): void {
    this.#diskAgain?.dispose();
    this.#owned.dispose();
  }

  async #adopt(): Promise<void> {
    const { outbox, member, changed } = this.#options;
    try {
      const found = await outbox.adopt(member);
      for (const unsent of found) this.#takeIn(unsent);
      const cids = new Set(found.map(({ cid }) => cid));
      for (const item of this.items.all)
        if (item.seq === undefined && !cids.has(item.unsent.cid)) await this.isGone(item);
      if (found.length > 0) changed();
    } catch (error) {
      this.#diskFailed(error, undefined);
    }
  }

  /** From a file. What this window has on its way, it knows better. */
  #takeIn(unsent: Unsent): void {
    this.#lastOrder = Math.max(this.#lastOrder, unsent.order);
    const known = this.items.get(unsent.cid);
    const read = itemOf(unsent, 'kept', this.#options.clock.now());
    const isNews = !known || (known.disk === 'kept' && known.seq === undefined && known.failed !== read.failed);
    if (isNews) this.items.set(read);
  }

  /** A file came, changed or went: by this window's doing, or by another one's, which shows and sends the same. */
  async #noticed(cid: Cid): Promise<void> {
    await this.#adopted;
    const before = this.items.get(cid);
    if (this.#writing.has(cid)) return;
    const unsent = await this.#options.outbox.get(cid);
    const item = this.items.get(cid);
    if (item !== before) return this.#noticed(cid);
    if (unsent?.member === this.#options.member) this.#takeIn(unsent);
    else if (item && item.seq === undefined) await this.isGone(item);
    if (this.items.get(cid) !== item) this.#options.noticed();
  }

  /** A disk that took nothing may take it now. */
  async #storeAgain(): Promise<void> {
    this.#diskAgain = undefined;
    for (const { unsent, disk, failed, seq } of this.items.all)
      if (disk === 'refused' && failed !== 'full' && seq === undefined) await this.store(unsent.cid);
    this.#options.changed();
  }

  /** Without a disk the message lives on in memory. */
  #diskFailed<T>(error: unknown, otherwise: T): T {
    this.#options.log.error('outbox', asData(error));
    return otherwise;
  }
}
