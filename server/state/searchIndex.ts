import type { DatabaseSync } from 'node:sqlite';
import type { Seq } from '../protocol/ids';
import type { Range } from './entryTable';
import { indexable } from './words';

/** No text is kept in it, so that it stays small and a text that is taken out is gone. */
const FTS5 = `fts5(text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2')`;

export const CREATE_SEARCH = `
  CREATE VIRTUAL TABLE search USING ${FTS5};
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
`;

/** The rows of a room lie together, in order of seq. */
const ROOM_ROWS = 2 ** 32;

type Statement = ReturnType<DatabaseSync['prepare']>;

export interface IndexedText {
  readonly seq: Seq;
  readonly text: string;
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

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.late USING ${FTS5}`);
    this.#add = db.prepare('INSERT INTO search (rowid, text) VALUES (?, ?)');
    this.#remove = db.prepare("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)");
    this.#find = db.prepare(
      'SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?',
    );
    this.#addLate = db.prepare('INSERT INTO temp.late (rowid, text) VALUES (?, ?)');
    this.#findLate = db.prepare('SELECT rowid FROM temp.late WHERE late MATCH ? ORDER BY rowid DESC LIMIT ?');
    this.#clearLate = db.prepare("INSERT INTO temp.late (late) VALUES ('delete-all')");
  }

  add(room: number, { seq, text }: IndexedText): void {
    this.#add.run(room * ROOM_ROWS + seq, indexable(text));
  }

  /** `text` is what was added. */
  remove(room: number, { seq, text }: IndexedText): void {
    this.#remove.run(room * ROOM_ROWS + seq, indexable(text));
  }

  /** Newest first. */
  find(query: string, room: number, { from, to }: Range, limit: number): Seq[] {
    const rows = this.#find.all(query, room * ROOM_ROWS + from, room * ROOM_ROWS + to, limit);
    return rows.map((row) => Number(row['rowid']) - room * ROOM_ROWS);
  }

  /** The same in what is not indexed yet: so that a message is found from the moment it is stored. */
  findIn(texts: readonly IndexedText[], query: string, limit: number): Seq[] {
    this.#db.exec('BEGIN');
    try {
      for (const { seq, text } of texts) this.#addLate.run(seq, indexable(text));
      return this.#findLate.all(query, limit).map((row) => Number(row['rowid']));
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
