import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { apply } from '../../../server/core/apply';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import { openDatabase } from '../../../server/state/open';
import { MIGRATIONS } from '../../../server/state/schema';
import { SqliteState } from '../../../server/state/sqliteState';
import { aCid, aClaim } from '../../helpers/commands';
import { type TempDir, tempDir } from '../../helpers/tempDir';

describe('a stored room', () => {
  let dir: TempDir;
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());

  const damagedIn = (): readonly (RoomId | undefined)[] => {
    const damaged: (RoomId | undefined)[] = [];
    const onDamaged = ({ room }: { readonly room: RoomId | undefined }) => void damaged.push(room);
    new SqliteState(openDatabase(dir.file('chat.db')), { onDamaged }).close();
    return damaged;
  };
  const alter = (sql: string) => {
    const db = new DatabaseSync(dir.file('chat.db'));
    db.exec(sql);
    db.close();
  };

  it('that is not as it was written is noticed, whatever of it was changed', () => {
    const state = new SqliteState(openDatabase(dir.file('chat.db')));
    const { member } = aClaim();
    const room = 'r-1' as RoomId;
    const made = { cid: aCid(), name: 'design', topic: 'colours' };
    state.transaction(() => {
      apply(state, aClaim({ member }), 0);
      apply(state, { kind: 'createRoom', ...made, member, room, roomKind: 'private' }, 0);
      apply(state, { kind: 'changeRoom', room, member, isLocked: true }, 0);
    });
    state.close();
    assert.deepEqual(damagedIn(), []);
    const columns = { kind: "'public'", name: "'x'", topic: "'x'", is_archived: 1, is_locked: 0, creator: 'NULL', head: 9, direct_key: "'x'" }; // prettier-ignore
    for (const [column, value] of Object.entries(columns)) {
      alter(`CREATE TABLE kept AS SELECT ${column} AS was FROM room WHERE id = '${room}'`);
      alter(`UPDATE room SET ${column} = ${value} WHERE id = '${room}'`);
      assert.deepEqual(damagedIn(), [room], column);
      alter(`UPDATE room SET ${column} = (SELECT was FROM kept) WHERE id = '${room}'; DROP TABLE kept`);
    }
    assert.deepEqual(damagedIn(), []);
  });

  it('of an older version is whole after the step to this one, unless it was damaged before', () => {
    for (const name of ['general', 'gener@l']) {
      using before = tempDir();
      const file = before.file('chat.db');
      openDatabase(file, { migrations: MIGRATIONS.slice(0, 2) }).close();
      const db = new DatabaseSync(file);
      db.prepare('UPDATE room SET name = ?').run(name);
      db.close();
      const damaged: unknown[] = [];
      new SqliteState(openDatabase(file), { onDamaged: ({ room }) => void damaged.push(room) }).close();
      assert.deepEqual(damaged, name === 'general' ? [] : [GENERAL]);
    }
  });

  it('is as it was when a commit that changed it came to nothing', () => {
    const state = new SqliteState(openDatabase(dir.file('chat.db')));
    const { member } = aClaim();
    const room = 'r-1' as RoomId;
    state.transaction(() => apply(state, aClaim({ member }), 0));
    assert.throws(() =>
      state.transaction(() => {
        apply(state, { kind: 'createRoom', cid: aCid(), name: 'design', member, room, roomKind: 'private' }, 0);
        apply(state, { kind: 'changeRoom', room: GENERAL, member, topic: 'lost' }, 0);
        throw new Error('the disk failed');
      }),
    );
    assert.deepEqual([state.room(room), state.room(GENERAL)?.topic], [undefined, '']);
    assert.deepEqual([state.memberships.roomsOf(member), state.memberships.has(room, member)], [[GENERAL], false]);
    state.close();
  });
});
