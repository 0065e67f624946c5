import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Multiset } from '../core/ports';

/** The hashes come in no order: what does not fit here is read from the disk again and again. */
const CACHE_KIB = 48 * 1024;

/** In a table of SQLite's own temporary file, and of each key only a hash: a history is larger than memory may be. */
export function openMultiset(db: DatabaseSync): Multiset {
  db.exec(`
    PRAGMA temp.cache_size = -${CACHE_KIB};
    DROP TABLE IF EXISTS temp.held;
    CREATE TEMP TABLE held (hash BLOB PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `);
  const add = db.prepare('INSERT INTO held VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1');
  const take = db.prepare('UPDATE held SET count = count - 1 WHERE hash = ? AND count > 0');
  return {
    add: (key) => void add.run(hashOf(key)),
    take: (key) => take.run(hashOf(key)).changes > 0,
  };
}

const hashOf = (key: string): Uint8Array => createHash('sha256').update(key).digest().subarray(0, 16);
