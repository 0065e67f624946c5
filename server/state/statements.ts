import type { DatabaseSync } from 'node:sqlite';
import { memberSumOf } from './rows';
import { NOTABLE } from './missedStep';

/** As hex digits: JavaScript takes longer to make bytes than a string. What is no blob is damaged, and left as it is. */
const CID = "iif(typeof(cid) = 'blob', lower(hex(cid)), cid) AS cid";
const ENTRY = `SELECT room, seq, kind, at, author, name, ${CID}, text, target, files, reply, thread, sum FROM entry`;
const FILE = `SELECT file.*, member.id AS member_id, room.id AS room_id
  FROM file JOIN member ON member.number = file.member JOIN room ON room.number = file.room`;
const ROOM = 'SELECT room.*, member.id AS creator FROM room LEFT JOIN member ON member.number = creator';

/** What the checksum of a member covers. */
const MEMBER = 'id, name, key, claim_cid, claimed_at, role, status, is_banned, muted_until';
const MEMBER_SUM = `member_sum(${MEMBER})`;

const SQL = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rooms: `${ROOM} ORDER BY room.number`,
  room: `${ROOM} WHERE room.id = ?`,
  setHead: 'UPDATE room SET head = ?, last_at = ?, sum = ? WHERE number = ?',
  addRoom: `INSERT INTO room (id, kind, name, topic, creator, create_cid, direct_key, head, last_at)
    VALUES (?, ?, ?, ?, (SELECT number FROM member WHERE id = ?), ?, ?, 0, 0)`,
  changeRoom: 'UPDATE room SET name = ?, topic = ?, is_archived = ?, is_locked = ?, sum = ? WHERE number = ?',
  roomOfCid: 'SELECT id FROM room WHERE create_cid = ?',
  roomOfDirectKey: 'SELECT id FROM room WHERE direct_key = ?',
  countRooms: `SELECT count(*) AS count FROM membership JOIN room ON number = room
    WHERE member = ? AND was_added = ? AND kind <> 'direct'`,
  membersOf: 'SELECT id FROM membership JOIN member ON number = member WHERE room = ? ORDER BY number',
  roomsOf: 'SELECT id FROM membership JOIN room ON number = room WHERE member = ? ORDER BY number',
  membership: 'SELECT read_up_to, turn, is_muted, is_favourite FROM membership WHERE room = ? AND member = ?',
  addMembership: 'INSERT INTO membership (room, member, read_up_to, was_added) VALUES (?, ?, ?, ?)',
  removeMembership: 'DELETE FROM membership WHERE room = ? AND member = ?',
  changeMembership: `UPDATE membership SET read_up_to = coalesce(?, read_up_to), turn = coalesce(?, turn),
    is_muted = coalesce(?, is_muted), is_favourite = coalesce(?, is_favourite) WHERE room = ? AND member = ?`,
  countOfOthers: `SELECT count(*) AS count FROM
    (SELECT 1 FROM entry WHERE room = ? AND seq > ? AND kind = 0 AND author IS NOT ? LIMIT ?)`,
  firstOfOthers: `SELECT seq, at FROM entry
    WHERE room = ? AND seq > ? AND seq <= ? AND kind = 0 AND author IS NOT ? ORDER BY seq LIMIT 1`,
  notable: `SELECT seq FROM entry WHERE room = ? AND seq > ? AND ${NOTABLE} ORDER BY seq DESC LIMIT ?`,
  mentionsOf: 'SELECT seq FROM mention WHERE member = ? AND room = ? AND seq > ? ORDER BY seq DESC LIMIT ?',
  mentionedIn:
    'SELECT id FROM mention JOIN member ON number = member WHERE room = ? AND seq = ? ORDER BY mention.member',
  readings: 'SELECT id, read_up_to, is_muted FROM membership JOIN room ON number = room WHERE member = ?',
  mentions: `SELECT count(*) AS count FROM
    (SELECT 1 FROM mention WHERE member = ? AND room = ? AND seq > ? LIMIT ?)`,
  removeMention: 'DELETE FROM mention WHERE member = ? AND room = ? AND seq = ?',
  addMention: 'INSERT OR IGNORE INTO mention (member, room, seq) VALUES (?, ?, ?)',
  indexed: 'SELECT indexed FROM team',
  setIndexed: 'UPDATE team SET indexed = ?',
  allEntries: ENTRY,
  allEntriesBefore4: ENTRY.replace('reply, thread', 'NULL AS reply, NULL AS thread'),
  allEntriesBefore3: ENTRY.replace('files, reply, thread', 'NULL AS files, NULL AS reply, NULL AS thread'),
  lastSeq: 'SELECT max(seq) AS seq FROM entry WHERE room = ?',
  memberId: 'SELECT id FROM member WHERE number = ?',
  allMembers: `SELECT number, ${MEMBER}, sum FROM member`,
  sumMember: `UPDATE member SET sum = ${MEMBER_SUM} WHERE id = ?`,
  member: 'SELECT * FROM member WHERE id = ?',
  memberOfKey: 'SELECT * FROM member WHERE key = ?',
  memberOfClaim: 'SELECT * FROM member WHERE claim_cid = ?',
  members: 'SELECT * FROM member ORDER BY number',
  anyMember: 'SELECT 1 FROM member LIMIT 1',
  addMember: 'INSERT INTO member (id, name, key, role, claim_cid, claimed_at) VALUES (?, ?, ?, ?, ?, ?)',
  changeMember:
    'UPDATE member SET name = ?, key = ?, role = ?, status = ?, is_banned = ?, muted_until = ? WHERE number = ?',
  devices: 'SELECT * FROM device WHERE member = ? ORDER BY number',
  deviceOfCid: 'SELECT member, stored_key FROM device WHERE cid = ?',
  addDevice: 'INSERT INTO device (id, member, stored_key, server_key, cid, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  removeDevice: 'DELETE FROM device WHERE id = ?',
  invites: 'SELECT * FROM invite ORDER BY number',
  inviteOf: 'SELECT * FROM invite WHERE secret_hash = ?',
  addInvite: `INSERT INTO invite (id, secret_hash, maker, role, room, expires_at, uses_left)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  useInvite: 'UPDATE invite SET uses_left = uses_left - 1 WHERE id = ?',
  removeInvite: 'DELETE FROM invite WHERE id = ?',
  pairingOf: 'SELECT * FROM pairing WHERE code_hash = ?',
  addPairing: 'INSERT INTO pairing (code_hash, member, expires_at) VALUES (?, ?, ?)',
  removePairings: 'DELETE FROM pairing WHERE member = ?',
  placeOf: 'SELECT room, seq FROM entry WHERE author = ? AND cid = ?',
  append: `INSERT INTO entry (room, seq, kind, at, author, name, cid, text, target, files, reply, thread, sum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  bury: 'UPDATE entry SET kind = ?, text = ?, target = ?, files = ?, sum = ? WHERE room = ? AND seq = ?',
  entry: `${ENTRY} WHERE room = ? AND seq = ?`,
  edit: `${ENTRY} WHERE room = ? AND target = ? AND kind = 5`,
  marks: `SELECT mark.seq, what, member.id, member.name FROM mark JOIN member ON member.number = mark.member
    WHERE room = ? AND mark.seq BETWEEN ? AND ? ORDER BY mark.seq, mark.number`,
  addMark: 'INSERT INTO mark (room, seq, what, member) VALUES (?, ?, ?, ?)',
  removeMark: 'DELETE FROM mark WHERE room = ? AND seq = ? AND what = ? AND member = ?',
  removeFlag: 'DELETE FROM mark WHERE room = ? AND seq = ? AND what = ?',
  removeMarks: "DELETE FROM mark WHERE room = ? AND seq = ? AND what <> 'resolved'",
  pinned: "SELECT seq FROM mark WHERE room = ? AND what = 'pinned' ORDER BY number DESC",
  replies: `SELECT thread AS seq, count(*) AS count, max(seq) AS last FROM entry
    WHERE room = ? AND thread BETWEEN ? AND ? GROUP BY thread`,
  // Along entry_thread: in a room a higher number is a higher seq.
  threadBefore: `SELECT seq FROM entry WHERE room = ?1 AND thread = ?2
    AND number < coalesce((SELECT number FROM entry WHERE room = ?1 AND seq >= ?3 ORDER BY seq LIMIT 1), 9e15)
    ORDER BY number DESC LIMIT ?4`,
  threadAfter: `SELECT seq FROM entry WHERE room = ?1 AND thread = ?2
    AND number > coalesce((SELECT number FROM entry WHERE room = ?1 AND seq <= ?3 ORDER BY seq DESC LIMIT 1), 0)
    ORDER BY number LIMIT ?4`,
  newestNumber: 'SELECT max(number) AS number FROM entry',
  numberOf: 'SELECT number FROM entry WHERE room = ? AND seq = ?',
  placeAt: 'SELECT room, seq, at, author, name FROM entry WHERE number = ?',
  numbered: `${ENTRY.replace('room', 'number, room')} WHERE number BETWEEN ? AND ? ORDER BY number`,
  before: `${ENTRY} WHERE room = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC`,
  after: `${ENTRY} WHERE room = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
  file: `${FILE} WHERE file.id = ?`,
  fileOfCid: `${FILE} WHERE file.member = (SELECT number FROM member WHERE id = ?) AND file.cid = ?`,
  addFile: `INSERT INTO file (id, member, room, cid, name, type, size, hash, width, height, at, state)
    VALUES (?, (SELECT number FROM member WHERE id = ?), (SELECT number FROM room WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
  keepFile: 'UPDATE file SET state = 1 WHERE id = ?',
  sendFile: 'UPDATE file SET seq = ? WHERE id = ?',
  endFile:
    "UPDATE file SET state = 2, name = '', type = '', hash = '', seq = NULL, cid = CAST(id AS BLOB) WHERE id = ?",
  fileNeeded: 'SELECT 1 FROM file WHERE hash = ? LIMIT 1',
  filesNeeded: 'SELECT id, hash, state FROM file WHERE state < 2',
  announcedBy: `SELECT total(size) AS bytes FROM file WHERE at > ?
    AND member = (SELECT number FROM member WHERE id = ?)`,
  fileBytes: 'SELECT total(size) AS bytes FROM (SELECT DISTINCT hash, size FROM file WHERE state < 2)',
  unsentFiles: 'SELECT id, hash, state FROM file WHERE seq IS NULL AND at < ?',
  removeFile: 'DELETE FROM file WHERE id = ?',
  present: 'SELECT id FROM present JOIN member ON member.number = present.member WHERE room = ?',
  isPresent: 'SELECT 1 FROM present WHERE room = ? AND member = ?',
  addPresent: 'INSERT INTO present (room, member) VALUES (?, ?)',
  removePresent: 'DELETE FROM present WHERE room = ? AND member = ?',
} as const;

type StatementName = keyof typeof SQL;

export type Statements = Readonly<Record<StatementName, ReturnType<DatabaseSync['prepare']>>>;

export const sqlOf = (name: StatementName): string => SQL[name];

/** The expression that is a member's checksum in this database, which learns how to make it. */
export function memberSum(db: DatabaseSync): string {
  db.function('member_sum', { deterministic: true, varargs: true }, (...columns) => memberSumOf(columns));
  return MEMBER_SUM;
}

export function statements(db: DatabaseSync): Statements {
  memberSum(db);
  const prepared = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)] as const);
  return Object.fromEntries(prepared) as Statements;
}
