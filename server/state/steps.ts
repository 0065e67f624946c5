import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { readRoom } from './rooms';
import { type StoredEntry, hexOf, roomSumOf, sumOf } from './rows';
import { CREATE_SEARCH } from './searchIndex';
import { memberSum } from './statements';

/**
 * Step 2: a checksum for each row, deletions, and an index of the words, which is filled later. Rows now lie in the order
 * of their coming: where rows come between others SQLite divides pages, and may leave a copy of a text in an unused part.
 */
export function addSumsAndSearch(db: DatabaseSync): void {
  const entrySum = (...values: unknown[]): number => {
    const [room, seq, kind, at, author, name, cid, text] = values;
    return sumOf({
      room,
      seq,
      kind,
      at,
      author,
      name,
      cid: cid instanceof Uint8Array ? hexOf(cid) : null,
      text,
      target: null,
      files: null,
      reply: null,
      thread: null,
    } as StoredEntry);
  };
  db.function('entry_sum', { deterministic: true, varargs: true }, entrySum);
  db.function('room_sum', { deterministic: true, varargs: true }, (...values) => oldRoomSum(values));
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
    ${CREATE_SEARCH}
  `);
}

/** Of number, id, name, head and time. */
const oldRoomSum = (values: readonly unknown[]): number => crc32(values.join(' ')) | 0;

/** Step 5: the index is made anew, of all rooms in the order of their messages' coming: it is filled when there is less to do. */
export function indexAllRooms(db: DatabaseSync): void {
  db.exec(`
    DROP TABLE search;
    ${CREATE_SEARCH}
    ALTER TABLE room DROP COLUMN indexed;
    ALTER TABLE team ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
  `);
}

/** Step 3: many rooms, who is in them and how far each has read; roles, devices, invites; files. Whoever was first is the owner. */
export function addRoomsAndAccess(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE room ADD COLUMN kind TEXT NOT NULL DEFAULT 'public';
    ALTER TABLE room ADD COLUMN topic TEXT NOT NULL DEFAULT '';
    ALTER TABLE room ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE room ADD COLUMN is_locked INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE room ADD COLUMN creator INTEGER REFERENCES member;
    ALTER TABLE room ADD COLUMN create_cid TEXT;
    ALTER TABLE room ADD COLUMN direct_key TEXT;
    CREATE UNIQUE INDEX room_create_cid ON room (create_cid) WHERE create_cid IS NOT NULL;
    CREATE UNIQUE INDEX room_direct_key ON room (direct_key) WHERE direct_key IS NOT NULL;

    ALTER TABLE member ADD COLUMN role TEXT NOT NULL DEFAULT 'member';
    ALTER TABLE member ADD COLUMN status TEXT NOT NULL DEFAULT '';
    ALTER TABLE member ADD COLUMN is_banned INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE member ADD COLUMN muted_until INTEGER;
    UPDATE member SET role = 'owner' WHERE number = (SELECT min(number) FROM member);

    CREATE TABLE device (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      member INTEGER NOT NULL REFERENCES member,
      stored_key BLOB NOT NULL,
      server_key BLOB NOT NULL,
      cid TEXT UNIQUE,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX device_member ON device (member);
    INSERT INTO device (id, member, stored_key, server_key, created_at)
      SELECT 'k-' || lower(hex(randomblob(16))), number, stored_key, server_key, claimed_at FROM member;
    ALTER TABLE member DROP COLUMN stored_key;
    ALTER TABLE member DROP COLUMN server_key;

    CREATE TABLE membership (
      room INTEGER NOT NULL REFERENCES room,
      member INTEGER NOT NULL REFERENCES member,
      read_up_to INTEGER NOT NULL,
      was_added INTEGER NOT NULL DEFAULT 0,
      is_muted INTEGER NOT NULL DEFAULT 0,
      is_favourite INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (room, member)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX membership_member ON membership (member);
    INSERT INTO membership (room, member, read_up_to)
      SELECT room.number, member.number, room.head FROM room, member WHERE room.id = 'general';

    CREATE TABLE mention (
      member INTEGER NOT NULL REFERENCES member,
      room INTEGER NOT NULL REFERENCES room,
      seq INTEGER NOT NULL,
      PRIMARY KEY (member, room, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE invite (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      secret_hash BLOB NOT NULL UNIQUE,
      maker INTEGER REFERENCES member,
      role TEXT NOT NULL,
      room INTEGER REFERENCES room,
      expires_at INTEGER NOT NULL,
      uses_left INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE pairing (
      code_hash BLOB PRIMARY KEY,
      member INTEGER NOT NULL REFERENCES member,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE entry ADD COLUMN files TEXT;
    CREATE TABLE file (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      member INTEGER NOT NULL REFERENCES member,
      room INTEGER NOT NULL REFERENCES room,
      cid BLOB NOT NULL,
      name TEXT NOT NULL,
      type TEXT NOT NULL,
      size INTEGER NOT NULL,
      hash TEXT NOT NULL,
      width INTEGER,
      height INTEGER,
      at INTEGER NOT NULL,
      state INTEGER NOT NULL,
      seq INTEGER,
      UNIQUE (member, cid)
    ) STRICT;
    CREATE INDEX file_hash ON file (hash, state, size);
    CREATE INDEX file_member ON file (member, at);
    CREATE INDEX file_unsent ON file (at) WHERE seq IS NULL;
    ALTER TABLE member ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  `);
  db.exec(`UPDATE member SET sum = ${memberSum(db)}`);
  sumRoomsAnew(db);
}

/** One that was not as it was written is to be found still. */
function sumRoomsAnew(db: DatabaseSync): void {
  const update = db.prepare('UPDATE room SET sum = ? WHERE number = ?');
  for (const row of db.prepare('SELECT * FROM room').all()) {
    const was = oldRoomSum([row['number'], row['id'], row['name'], row['head'], row['last_at']]);
    const sum = roomSumOf(readRoom(row));
    update.run(row['sum'] === was ? sum : ~sum, Number(row['number']));
  }
}
