import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type DeviceId, type MemberId, type RoomId, newCid } from '../../../server/protocol/ids';
import { databaseFile } from '../../../server/state/files';
import { openDatabase } from '../../../server/state/open';
import { SqliteState } from '../../../server/state/sqliteState';
import { roomName } from '../load/rooms';
import { chance, message } from './words';

export interface Made {
  readonly dataDir: string;
  readonly messages: number;
  /** The room every server has not among them. */
  readonly rooms: number;
  readonly textBytes: number;
}

const MEMBERS = 50;
const BATCH = 10_000;
const START = Date.UTC(2024, 0, 1);
const STEP_MS = 1_000;

export const memberId = (number: number): MemberId => `m-${number.toString(16).padStart(32, '0')}` as MemberId;
export const roomId = (number: number): RoomId => roomName(number) as RoomId;
export const headOf = ({ messages, rooms }: Made, room: number): number =>
  Math.floor(messages / rooms) + (room < messages % rooms ? 1 : 0);

/** Rooms cannot be made over the wire yet. */
export function makeRooms(dataDir: string, count: number): void {
  mkdirSync(dataDir, { recursive: true });
  const db = openDatabase(databaseFile(dataDir));
  db.exec('BEGIN');
  const insert = db.prepare('INSERT INTO room (number, id, name, head, last_at) VALUES (?, ?, ?, 0, 0)');
  for (let i = 0; i < count; i++) insert.run(i + 2, roomName(i), roomName(i));
  db.exec('COMMIT');
  db.close();
}

/** A history as it grows in years: the rooms' messages mixed, by many members, one a second. */
export function fill(dataDir: string, { messages, rooms }: { messages: number; rooms: number }): Made {
  makeRooms(dataDir, rooms);
  // Nothing here need survive a power cut.
  const state = new SqliteState(openDatabase(databaseFile(dataDir), { synchronous: 'OFF' }));
  const random = chance(messages);
  state.transaction(() => {
    for (let i = 0; i < MEMBERS; i++) addMember(state, i);
  });
  let textBytes = 0;
  for (let from = 0; from < messages; from += BATCH) {
    state.transaction(() => {
      for (let i = from; i < Math.min(messages, from + BATCH); i++) {
        const author = Math.floor(random() * MEMBERS);
        const at = START + i * STEP_MS;
        const text = message(random);
        textBytes += text.length;
        const placed = { seq: Math.floor(i / rooms) + 1, at, author: memberId(author), name: `member ${author}` };
        state.append(roomId(i % rooms), { kind: 'message', ...placed, cid: cidOf(at, i), text }, 'live');
      }
    });
  }
  while (state.hasUnindexed) state.indexMore();
  state.close();
  return { dataDir, messages, rooms, textBytes };
}

function addMember(state: SqliteState, number: number): void {
  const key = createHash('sha256').update(String(number)).digest();
  const name = `member ${number}`;
  const id = memberId(number);
  const device = `k-${id.slice(2)}` as DeviceId;
  state.addMember({ id, name, key: name, role: 'member' }, { cid: cidOf(START, -1 - number), at: START });
  state.addDevice(id, { device, storedKey: key, serverKey: key }, { at: START });
}

const noise = new Uint8Array(16);

function cidOf(at: number, number: number) {
  new DataView(noise.buffer).setInt32(12, number);
  return newCid(at, noise);
}
