import type { DatabaseSync } from 'node:sqlite';
import { memberSumOf, readStored } from './rows';
import { saysDamaged } from './sqliteCode';
import { sqlOf } from './statements';

const MOST = 10;

/** What is wrong with a database, one sentence each; of much that is wrong only the first. Reads all of it. */
export function findDamage(db: DatabaseSync): readonly string[] {
  return orDamage(() => {
    const damage = integrity(db, 'integrity_check');
    if (damage.length > 0 || !hasTable(db, 'entry')) return damage;
    return [
      ...gaps(db),
      ...(hasSums(db, 'entry') ? alteredRows(db) : []),
      ...(hasSums(db, 'member') ? alteredMembers(db) : []),
    ].slice(0, MOST);
  });
}

/** The pages and how they hang together, but not whether what they say is right: quick enough for every start. */
export const findBrokenPages = (db: DatabaseSync): readonly string[] => orDamage(() => integrity(db, 'quick_check'));

/** A disk that is full or fails is no damage of the database: that is thrown. */
export function orDamage(look: () => readonly string[]): readonly string[] {
  try {
    return look();
  } catch (error) {
    // A number may be larger than any that JavaScript can hold.
    if (error instanceof RangeError || saysDamaged(error)) return [(error as Error).message];
    throw error;
  }
}

function integrity(db: DatabaseSync, pragma: 'integrity_check' | 'quick_check'): readonly string[] {
  const told = tables(db).flatMap((table) => db.prepare(`PRAGMA ${pragma}(${table})`).all());
  return told
    .map((row) => String(Object.values(row)[0]))
    .filter((line) => line !== 'ok')
    .slice(0, MOST);
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

const hasColumn = (db: DatabaseSync, table: 'entry' | 'member', name: string): boolean =>
  db.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, name) !== undefined;

/** Entries from version 2 on, members from version 3 on. */
const hasSums = (db: DatabaseSync, table: 'entry' | 'member'): boolean => hasColumn(db, table, 'sum');

function allEntriesIn(db: DatabaseSync): 'allEntries' | 'allEntriesBefore4' | 'allEntriesBefore3' {
  if (hasColumn(db, 'entry', 'reply')) return 'allEntries';
  return hasColumn(db, 'entry', 'files') ? 'allEntriesBefore4' : 'allEntriesBefore3';
}

/** A bit that was flipped inside a text is none of SQLite's business. */
function alteredRows(db: DatabaseSync): readonly string[] {
  const altered: string[] = [];
  for (const row of db.prepare(sqlOf(allEntriesIn(db))).iterate()) {
    if (readStored(row) !== undefined) continue;
    altered.push(`entry ${Number(row['seq'])} of room ${Number(row['room'])} is not as it was written`);
    if (altered.length === MOST) break;
  }
  return altered;
}

function alteredMembers(db: DatabaseSync): readonly string[] {
  const altered: string[] = [];
  for (const { number, sum, ...columns } of db.prepare(sqlOf('allMembers')).iterate()) {
    if (memberSumOf(Object.values(columns)) === sum) continue;
    altered.push(`member ${Number(number)} (${JSON.stringify(columns['name'])}) is not as it was written`);
    if (altered.length === MOST) break;
  }
  return altered;
}

/** A room's numbers are 1, 2, 3, … up to its head. */
function gaps(db: DatabaseSync): readonly string[] {
  const rooms = db.prepare(`
    SELECT room.id, head, count(seq) AS entries, coalesce(min(seq), 1) AS first, coalesce(max(seq), 0) AS last
    FROM room LEFT JOIN entry ON entry.room = room.number GROUP BY room.number
    HAVING first <> 1 OR last <> head OR entries <> head LIMIT ${MOST}
  `);
  return rooms
    .all()
    .map(
      ({ id, head, entries, first, last }) =>
        `room ${String(id)} should hold 1 to ${Number(head)}, and has ${Number(entries)} from ${Number(first)} to ${Number(last)}`,
    );
}
