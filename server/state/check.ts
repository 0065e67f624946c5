import type { DatabaseSync } from 'node:sqlite';
import { saysDamaged } from './sqliteCode';

/** What is wrong with a database, one sentence each; of much that is wrong only the first. Reads all of it. */
export function findDamage(db: DatabaseSync): readonly string[] {
  return orDamage(() => {
    const damage = integrity(db, 'integrity_check');
    return damage.length > 0 || !hasTable(db, 'entry') ? damage : gaps(db);
  });
}

/** The pages and how they hang together, but not whether what they say is right: quick enough for every start. */
export const findBrokenPages = (db: DatabaseSync): readonly string[] => orDamage(() => integrity(db, 'quick_check'));

/** A disk that is full or fails is no damage of the database: that is thrown. */
export function orDamage(look: () => readonly string[]): readonly string[] {
  try {
    return look();
  } catch (error) {
    if (saysDamaged(error)) return [(error as Error).message];
    throw error;
  }
}

function integrity(db: DatabaseSync, pragma: 'integrity_check' | 'quick_check'): readonly string[] {
  const told = tables(db).flatMap((table) => db.prepare(`PRAGMA ${pragma}(${table})`).all());
  return told
    .map((row) => String(Object.values(row)[0]))
    .filter((line) => line !== 'ok')
    .slice(0, 10);
}

/** But for the search index itself: it takes long, and one that is damaged is made anew. */
const tables = (db: DatabaseSync): readonly string[] => [
  'sqlite_schema',
  ...db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'")
    .all()
    .map((row) => `"${String(row['name']).replaceAll('"', '""')}"`),
];

const hasTable = (db: DatabaseSync, name: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;

/** A room's numbers are 1, 2, 3, … up to its head. */
function gaps(db: DatabaseSync): readonly string[] {
  const rooms = db.prepare(`
    SELECT room.id, head, count(seq) AS entries, coalesce(min(seq), 1) AS first, coalesce(max(seq), 0) AS last
    FROM room LEFT JOIN entry ON entry.room = room.number GROUP BY room.number
    HAVING first <> 1 OR last <> head OR entries <> head LIMIT 10
  `);
  return rooms
    .all()
    .map(
      ({ id, head, entries, first, last }) =>
        `room ${String(id)} should hold 1 to ${Number(head)}, and has ${Number(entries)} from ${Number(first)} to ${Number(last)}`,
    );
}
