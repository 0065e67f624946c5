import type { DatabaseSync } from 'node:sqlite';
import { Beginnings } from './beginnings';
import { indexable } from './words';

/** No text is kept in it, so that it stays small and a text that is taken out is gone. */
const FTS5 = `fts5(text, about, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2')`;

export const CREATE_SEARCH = `
  CREATE VIRTUAL TABLE search USING ${FTS5};
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
`;

type Statement = ReturnType<DatabaseSync['prepare']>;

/** A message by its number, which is that of its row: what came later has a higher one, in whatever room. */
export interface Indexed {
  readonly number: number;
  readonly text: string;
  /** See about.ts. */
  readonly about: string;
}

export interface Numbers {
  readonly from: number;
  readonly to: number;
}

/** Which messages hold which words. */
export class SearchIndex {
  readonly #db: DatabaseSync;
  readonly #add: Statement;
  readonly #remove: Statement;
  readonly #find: Statement;
  readonly #addLate: Statement;
  readonly #findLate: Statement;
  readonly #clearLate: Statement;
  readonly #lateWords: Statement;
  readonly #beginnings: Beginnings;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.late USING ${FTS5}`);
    this.#add = db.prepare('INSERT INTO search (rowid, text, about) VALUES (?, ?, ?)');
    this.#remove = db.prepare("INSERT INTO search (search, rowid, text, about) VALUES ('delete', ?, ?, ?)");
    this.#find = db.prepare(
      'SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC',
    );
    this.#addLate = db.prepare('INSERT INTO temp.late (rowid, text, about) VALUES (?, ?, ?)');
    this.#findLate = db.prepare('SELECT rowid FROM temp.late WHERE late MATCH ? ORDER BY rowid DESC');
    this.#clearLate = db.prepare("INSERT INTO temp.late (late) VALUES ('delete-all')");
    db.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.late_word USING fts5vocab(temp, late, instance)');
    this.#lateWords = db.prepare('SELECT term FROM temp.late_word');
    this.#beginnings = new Beginnings(db, (typed) => this.#wordOf(typed));
  }

  add({ number, text, about }: Indexed): void {
    this.#add.run(number, indexable(text), about);
  }

  /** It is what was added. */
  remove({ number, text, about }: Indexed): void {
    this.#remove.run(number, indexable(text), about);
  }

  /** Newest first, and no further than is asked. */
  *find(query: string, { from, to }: Numbers): Iterable<number> {
    for (const row of this.#find.iterate(this.#beginnings.spelledOut(query), from, to)) yield Number(row['rowid']);
  }

  /** The same in what is not indexed yet: so that a message is found from the moment it is stored. */
  findIn(late: readonly Indexed[], query: string): readonly number[] {
    if (late.length === 0) return [];
    return this.#among(late, () => this.#findLate.all(query).map((row) => Number(row['rowid'])));
  }

  #wordOf(typed: string): string | undefined {
    const words = this.#among([{ number: 1, text: typed, about: '' }], () => this.#lateWords.all());
    return words.length === 1 ? String(words[0]?.['term']) : undefined;
  }

  #among<T>(late: readonly Indexed[], read: () => T): T {
    this.#db.exec('BEGIN');
    try {
      for (const { number, text, about } of late) this.#addLate.run(number, indexable(text), about);
      return read();
    } finally {
      this.#clearLate.run();
      this.#db.exec('COMMIT');
    }
  }

  /** Of a damaged index nothing is worth keeping: all of it can be made again. */
  renew(): void {
    this.#db.exec(`DROP TABLE search; ${CREATE_SEARCH}`);
  }
}
