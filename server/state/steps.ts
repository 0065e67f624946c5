import type { DatabaseSync } from 'node:sqlite';
import { type StoredEntry, roomSumOf, sumOf } from './rows';
import { CREATE_SEARCH } from './searchIndex';
import type { RoomId } from '../protocol/ids';

/** Step 2: a checksum for each row, deletions, and an index of the words, which is filled later. */
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
  db.exec(`
    ALTER TABLE entry ADD COLUMN target INTEGER;
    ALTER TABLE entry ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE room ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE room ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
    UPDATE entry SET sum = entry_sum(room, seq, kind, at, author, name, cid, text);
    UPDATE room SET sum = room_sum(number, id, name, head, last_at);
    ${CREATE_SEARCH}
  `);
}
