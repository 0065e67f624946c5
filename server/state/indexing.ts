import type { DatabaseSync } from 'node:sqlite';
import type { Found, SearchQuery } from '../core/ports';
import type { Seq } from '../protocol/ids';
import type { EntryTable } from './entryTable';
import { type CachedRoom, INDEX_STEP, type Rooms } from './rooms';
import { hasText, searchRoom } from './search';
import { type IndexedText, SearchIndex } from './searchIndex';
import { saysDamaged } from './sqliteCode';

const INDEX_CHARS = 64 * 1024;

/** The index of what was said, which is filled when there is less to do, and made anew where it is damaged. */
export class Indexing {
  readonly #index: SearchIndex;
  #isBroken = false;

  constructor(
    db: DatabaseSync,
    private readonly rooms: Rooms,
    private readonly entries: EntryTable,
  ) {
    this.#index = new SearchIndex(db);
  }

  /** Enough waits for it to be worth a commit. */
  get isDue(): boolean {
    return this.#isBroken || this.rooms.behind !== undefined;
  }

  search({ room: id, ...query }: SearchQuery): Found {
    const room = this.rooms.get(id);
    const page = (range: { from: Seq; to: Seq }) => this.entries.page(room.number, range, 'last');
    try {
      return searchRoom(this.#index, { ...room, page }, query);
    } catch (error) {
      this.#isBroken ||= saysDamaged(error);
      throw error;
    }
  }

  /** Inside a transaction: so much as takes a few milliseconds. */
  more(): void {
    if (this.#isBroken) this.#renew();
    const room = this.rooms.behind;
    if (room) this.#unlessBroken(() => this.#indexSome(room));
  }

  remove(room: CachedRoom, entry: IndexedText): void {
    if (entry.seq <= room.indexed) this.#unlessBroken(() => this.#index.remove(room.number, entry));
  }

  replace(room: CachedRoom, { seq, text }: IndexedText, by: string): void {
    if (seq > room.indexed) return;
    this.#unlessBroken(() => {
      this.#index.remove(room.number, { seq, text });
      this.#index.add(room.number, { seq, text: by });
    });
  }

  #indexSome(room: CachedRoom): void {
    const to = Math.min(room.head, room.indexed + INDEX_STEP);
    let chars = 0;
    for (const entry of this.entries.page(room.number, { from: room.indexed + 1, to }, 'first')) {
      if (hasText(entry)) this.#index.add(room.number, entry);
      this.rooms.indexed(room, entry.seq);
      chars += hasText(entry) ? entry.text.length : 0;
      if (chars > INDEX_CHARS) return;
    }
  }

  #renew(): void {
    this.#index.renew();
    this.rooms.forgetIndex();
    this.#isBroken = false;
  }

  /** A damaged index must keep nobody from anything. */
  #unlessBroken(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!saysDamaged(error)) throw error;
      this.#isBroken = true;
    }
  }
}
