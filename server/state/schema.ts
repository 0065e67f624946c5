import type { Migration } from './migrate';
import { ADD_ACTS } from './actsStep';
import { ADD_WAYS_TO_MISSED } from './missedStep';
import { addRoomsAndAccess, addSumsAndSearch, indexAllRooms } from './steps';

/** Step n brings a database from version n-1 to n (`user_version`). A released step is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  `
  CREATE TABLE team (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    server TEXT NOT NULL,
    epoch TEXT NOT NULL
  ) STRICT;
  CREATE TABLE room (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    head INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE member (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    stored_key BLOB NOT NULL,
    server_key BLOB NOT NULL,
    claim_cid TEXT NOT NULL UNIQUE,
    claimed_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE present (
    room INTEGER NOT NULL REFERENCES room,
    member INTEGER NOT NULL REFERENCES member,
    PRIMARY KEY (room, member)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entry (
    room INTEGER NOT NULL REFERENCES room,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author INTEGER REFERENCES member,
    name TEXT NOT NULL,
    cid BLOB,
    text TEXT NOT NULL,
    PRIMARY KEY (room, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX entry_cid ON entry (author, cid) WHERE cid IS NOT NULL;
  `,
  addSumsAndSearch,
  addRoomsAndAccess,
  ADD_ACTS,
  indexAllRooms,
  ADD_WAYS_TO_MISSED,
  'ALTER TABLE membership ADD COLUMN turn INTEGER NOT NULL DEFAULT 0',
];
