import { type ErrorCode, isErrorCode } from '../../server/protocol/codes';
import type { Cid, Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { textSize } from '../../server/protocol/text';
import { type Unsent, inOrder } from './outbox';

/** Why a message is not sent and will not be by itself. Ours: too many wait (`full`); a restored server lost it (`gone`). */
export type FailedWhy = ErrorCode | 'full' | 'gone';

/** `kept` is safe from a crash, or on the server. `refused` lives in memory only: the disk failed, or too many wait. */
export type Disk = 'writing' | 'kept' | 'refused';

/** A message on its way, as a sender holds it. */
export interface Item {
  readonly unsent: Unsent;
  readonly bytes: number;
  readonly disk: Disk;
  readonly failed?: FailedWhy;
  /** Set when the server has it. It stays on the screen until its entry has arrived. */
  readonly seq?: Seq;
  /** Since when it could have been on its way. */
  readonly since: number;
  /** How many bytes of its files the server has. */
  readonly moved?: number;
}

export function itemOf(unsent: Unsent, disk: Disk, since: number): Item {
  const failed = failedWhy(unsent);
  return { unsent, bytes: textSize(unsent.text).bytes, disk, since, ...(failed === undefined ? {} : { failed }) };
}

const failedWhy = ({ failed }: Unsent): FailedWhy | undefined =>
  failed === 'gone' || (failed !== undefined && isErrorCode(failed)) ? failed : undefined;

/** All that is not settled yet. */
export class Backlog {
  readonly #items = new Map<Cid, Item>();
  /** In the order of sending. */
  readonly #sorted: Item[] = [];

  /** In the order of sending, as it is now. */
  get all(): readonly Item[] {
    return [...this.#sorted];
  }

  /** The one to send. */
  get next(): Item | undefined {
    return this.#sorted.find((item) => item.failed === undefined && item.seq === undefined);
  }

  get(cid: Cid): Item | undefined {
    return this.#items.get(cid);
  }

  set(item: Item): void {
    this.delete(item.unsent.cid);
    this.#items.set(item.unsent.cid, item);
    this.#sorted.splice(this.#placeOf(item), 0, item);
  }

  /** Does nothing to what is not there any more. */
  patch(cid: Cid, over: Partial<Item>): void {
    const item = this.#items.get(cid);
    if (item) this.set({ ...item, ...over });
  }

  delete(cid: Cid): void {
    const item = this.#items.get(cid);
    if (!item) return;
    this.#items.delete(cid);
    this.#sorted.splice(this.#placeOf(item), 1);
  }

  /** Whether there is no room left on disk for one that is not there yet. */
  isFull(): boolean {
    const kept = this.#sorted.filter(({ disk }) => disk === 'kept');
    const bytes = kept.reduce((sum, item) => sum + item.bytes, 0);
    return kept.length >= LIMITS.outboxMessages || bytes > LIMITS.outboxBytes;
  }

  /** Where it stands, or is to stand. */
  #placeOf({ unsent }: Item): number {
    let [from, to] = [0, this.#sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const other = this.#sorted[middle];
      if (other && inOrder(other.unsent, unsent) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
