import type { DatabaseSync } from 'node:sqlite';
import { type StoredEntry, memberSumOf, roomSumOf, sumOf } from './rows';
import { CREATE_SEARCH } from './searchIndex';
import type { RoomId } from '../protocol/ids';

/**
 * Step 2: a checksum for each row, deletions, and an index of the words, which is filled later. Rows now lie in the order
 * of their coming: where rows come between others SQLite divides pages, and may leave a copy of a text in an unused part.
 */
export function addSumsAndSearch(db: DatabaseSync): void {
  const entrySum = (...values: unknown[]): number => {
    const [room, seq, kind, at, author, name, cid, text] = values;
    return sumOf({ room, seq, kind, at, author, name, cid, text, target: null } as StoredEntry);
  };
  db.function('entry_sum', { deterministic: true, varargs: true }, entrySum);
  db.function('room_sum', { deterministic: true, varargs: true }, (...values) => {
    const [number, id, name, head, lastAt] = values;
    return roomSumOf({
      number: Number(number),
      id: id as RoomId,
      name: String(name),
      head: Number(head),
      lastAt: Number(lastAt),
    });
  });
  db.function('member_sum', { deterministic: true, varargs: true }, (...columns) => memberSumOf(columns));
  db.exec(`
    ALTER TABLE entry RENAME TO old_entry;
    DROP INDEX entry_cid;
    CREATE TABLE entry (
      number INTEGER PRIMARY KEY,
      room INTEGER NOT NULL REFERENCES room,
      seq INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      at INTEGER NOT NULL,
      author INTEGER REFERENCES member,
      name TEXT NOT NULL,
      cid BLOB,
      text TEXT NOT NULL,
      target INTEGER,
      sum INTEGER NOT NULL,
      UNIQUE (room, seq)
    ) STRICT;
    INSERT INTO entry (room, seq, kind, at, author, name, cid, text, sum)
      SELECT room, seq, kind, at, author, name, cid, text, entry_sum(room, seq, kind, at, author, name, cid, text)
      FROM old_entry ORDER BY room, seq;
    DROP TABLE old_entry;
    CREATE UNIQUE INDEX entry_cid ON entry (author, cid) WHERE cid IS NOT NULL;
    ALTER TABLE room ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE room ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
    UPDATE room SET sum = room_sum(number, id, name, head, last_at);
    ALTER TABLE member ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    UPDATE member SET sum = member_sum(id, name, key, stored_key, server_key, claim_cid, claimed_at);
    ${CREATE_SEARCH}
  `);
}
