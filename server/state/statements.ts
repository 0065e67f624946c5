import type { DatabaseSync } from 'node:sqlite';

const ENTRY = `SELECT seq, kind, at, entry.name, cid, text, member.id AS author_id
  FROM entry LEFT JOIN member ON member.number = entry.author`;

const SQL = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rooms: 'SELECT number, id, name, head, last_at FROM room ORDER BY number',
  setHead: 'UPDATE room SET head = ?, last_at = ? WHERE number = ?',
  member: 'SELECT * FROM member WHERE id = ?',
  memberOfKey: 'SELECT * FROM member WHERE key = ?',
  memberOfClaim: 'SELECT * FROM member WHERE claim_cid = ?',
  addMember: `INSERT INTO member (id, name, key, stored_key, server_key, claim_cid, claimed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  postOf: `SELECT room.id AS room_id, seq, at, text FROM entry JOIN room ON room.number = entry.room
    WHERE author = ? AND cid = ?`,
  append: 'INSERT INTO entry (room, seq, kind, at, author, name, cid, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  before: `${ENTRY} WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  after: `${ENTRY} WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?`,
  all: `${ENTRY} WHERE room = ? ORDER BY seq`,
  present: 'SELECT id FROM present JOIN member ON member.number = present.member WHERE room = ?',
  addPresent: 'INSERT INTO present (room, member) VALUES (?, ?)',
  removePresent: 'DELETE FROM present WHERE room = ? AND member = ?',
} as const;

type StatementName = keyof typeof SQL;

export const sqlOf = (name: StatementName): string => SQL[name];

export function statements(db: DatabaseSync) {
  const prepared = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)] as const);
  return Object.fromEntries(prepared) as Record<StatementName, ReturnType<DatabaseSync['prepare']>>;
}
