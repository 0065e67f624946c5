import type { DatabaseSync } from 'node:sqlite';
import { aboutOf } from './about';
import type { EntryTable, NumberedEntry } from './entryTable';
import { isBuried, isMessage } from './rows';
import { look } from './search';
import { type Indexed, type Numbers, SearchIndex } from './searchIndex';
import { saysDamaged } from './sqliteCode';
import type { Statements } from './statements';

/** As many entries may wait for the index: a search looks through them one by one. */
const INDEX_STEP = 256;
const INDEX_CHARS = 64 * 1024;

type Wanted = Parameters<typeof look>[1] & {
  /** By their numbers: `match` may name no room. */
  readonly rooms: Pick<ReadonlySet<number>, 'has'>;
};

/** The index of what was said, which is filled when there is less to do, and made anew where it is damaged. */
export class Indexing {
  readonly #sql: Statements;
  readonly #entries: EntryTable;
  readonly #index: SearchIndex;
  #isBroken = false;
  /** The newest number that it holds. */
  #indexed = 0;

  constructor(db: DatabaseSync, sql: Statements, entries: EntryTable) {
    this.#sql = sql;
    this.#entries = entries;
    this.#index = new SearchIndex(db);
    this.forget();
  }

  /** After a transaction that came to nothing. */
  forget(): void {
    this.#indexed = Number(this.#sql.indexed.get()?.['indexed'] ?? 0);
  }

  /** Enough waits for it to be worth a commit. */
  get isDue(): boolean {
    return this.#isBroken || this.#entries.newest - this.#indexed >= INDEX_STEP;
  }

  look(wanted: Wanted): ReturnType<typeof look> {
    const [index, indexed, { newest }] = [this.#index, this.#indexed, this.#entries];
    const messages = (range: Numbers) => this.#entries.numbered(range, wanted.rooms).flatMap(indexedOf);
    try {
      return look({ index, indexed, newest, messages }, wanted);
    } catch (error) {
      this.#isBroken ||= saysDamaged(error);
      throw error;
    }
  }

  /** Inside a transaction: so much as takes a few milliseconds. */
  more(): void {
    if (this.#isBroken) this.#renew();
    if (this.isDue) this.#unlessBroken(() => this.#indexSome());
  }

  /** Inside a transaction, before its text is taken away or becomes another. */
  remove(entry: NumberedEntry): void {
    if (entry.number > this.#indexed) return;
    for (const indexed of indexedOf(entry)) this.#unlessBroken(() => this.#index.remove(indexed));
  }

  /** Inside a transaction, once its text is another. What is newer than the index comes into it by itself. */
  add(entry: NumberedEntry): void {
    if (entry.number > this.#indexed) return;
    for (const indexed of indexedOf(entry)) this.#unlessBroken(() => this.#index.add(indexed));
  }

  #indexSome(): void {
    const from = this.#indexed + 1;
    let to = Math.min(this.#entries.newest, this.#indexed + INDEX_STEP);
    let chars = 0;
    for (const entry of this.#entries.numbered({ from, to })) {
      for (const indexed of indexedOf(entry)) this.#index.add(indexed);
      chars += entry.stored.text.length;
      if (chars <= INDEX_CHARS) continue;
      to = entry.number;
      break;
    }
    this.#reach(to);
  }

  #renew(): void {
    this.#index.renew();
    this.#reach(0);
    this.#isBroken = false;
  }

  #reach(number: number): void {
    this.#indexed = number;
    this.#sql.setIndexed.run(number);
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

function indexedOf({ number, stored }: NumberedEntry): readonly Indexed[] {
  const hasText = isMessage(stored) && !isBuried(stored);
  return hasText ? [{ number, text: stored.text, about: aboutOf(stored) }] : [];
}
