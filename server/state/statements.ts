import type { DatabaseSync } from 'node:sqlite';

const ENTRY = 'SELECT room, seq, kind, at, author, name, cid, text, target, sum FROM entry';

const SQL = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rooms: 'SELECT number, id, name, head, last_at, sum, indexed FROM room ORDER BY number',
  setHead: 'UPDATE room SET head = ?, last_at = ?, sum = ? WHERE number = ?',
  setIndexed: 'UPDATE room SET indexed = ? WHERE number = ?',
  allEntries: ENTRY,
  lastSeq: 'SELECT max(seq) AS seq FROM entry WHERE room = ?',
  memberId: 'SELECT id FROM member WHERE number = ?',
  allMembers: 'SELECT number, id, name, key, stored_key, server_key, claim_cid, claimed_at, sum FROM member',
  member: 'SELECT * FROM member WHERE id = ?',
  memberOfKey: 'SELECT * FROM member WHERE key = ?',
  memberOfClaim: 'SELECT * FROM member WHERE claim_cid = ?',
  addMember: `INSERT INTO member (id, name, key, stored_key, server_key, claim_cid, claimed_at, sum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  placeOf: 'SELECT room, seq FROM entry WHERE author = ? AND cid = ?',
  append: `INSERT INTO entry (room, seq, kind, at, author, name, cid, text, target, sum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  bury: 'UPDATE entry SET text = ?, target = ?, sum = ? WHERE room = ? AND seq = ?',
  entry: `${ENTRY} WHERE room = ? AND seq = ?`,
  before: `${ENTRY} WHERE room = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC`,
  after: `${ENTRY} WHERE room = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
  present: 'SELECT id FROM present JOIN member ON member.number = present.member WHERE room = ?',
  isPresent: 'SELECT 1 FROM present WHERE room = ? AND member = ?',
  addPresent: 'INSERT INTO present (room, member) VALUES (?, ?)',
  removePresent: 'DELETE FROM present WHERE room = ? AND member = ?',
} as const;

type StatementName = keyof typeof SQL;

export type Statements = Readonly<Record<StatementName, ReturnType<DatabaseSync['prepare']>>>;

export const sqlOf = (name: StatementName): string => SQL[name];

export function statements(db: DatabaseSync): Statements {
  const prepared = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)] as const);
  return Object.fromEntries(prepared) as Statements;
}
