import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import { GENERAL, type MemberId, type RoomId } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { findDamage } from '../../../server/state/check';
import { listBackups } from '../../../server/state/backup';
import { openDatabase } from '../../../server/state/open';
import { tempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';

// Made when version 3 was the newest, and never again.
const fixture = path.join(import.meta.dirname, '../../fixtures/v3');
const entries = readFileSync(path.join(fixture, 'entries.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Entry);
const [ana, ben] = [1, 2].map((i) => `m-${String(i).repeat(32)}` as MemberId) as [MemberId, MemberId];
const room = 'r-one' as RoomId;

describe('a database of version 3', () => {
  it('keeps every entry as it was, and is sound before and after', async () => {
    using dir = tempDir();
    copyFileSync(path.join(fixture, 'chat.db'), dir.file('chat.db'));
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    const { state } = journal;
    assert.deepEqual([...state.entries(GENERAL)], entries);
    assert.deepEqual(
      [...state.entries(room)].map(({ kind }) => kind),
      ['notice', 'notice', 'message'],
    );
    assert.deepEqual(state.memberships.mine(room, ana)?.unread, 1);
    await journal.close();
    assert.equal(listBackups(dir.path).length, 1);
    const db = openDatabase(dir.file('chat.db'));
    assert.deepEqual(findDamage(db), []);
    db.close();
  });

  it('takes what can be done to messages now, in what it held', async () => {
    using dir = tempDir();
    copyFileSync(path.join(fixture, 'chat.db'), dir.file('chat.db'));
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    const done = { room: GENERAL, member: ana, seq: 4 };
    const outcomes = [
      await journal.submit({ kind: 'edit', ...done, text: 'hello again' }),
      await journal.submit({ kind: 'react', ...done, member: ben, emoji: '👍', isOn: true }),
      await journal.submit({ kind: 'flag', ...done, flag: 'pinned', isOn: true }),
    ];
    assert.deepEqual(
      outcomes.map(({ ok }) => ok),
      [true, true, true],
    );
    const [message] = journal.state.page({ room: GENERAL, after: 3, limit: 1 });
    assert.ok(message?.kind === 'message');
    assert.deepEqual(
      [message.text, message.rev, message.pinned, message.reactions?.map(({ emoji }) => emoji)],
      ['hello again', entries.length + 1, true, ['👍']],
    );
    const found = journal.state.search({ room: GENERAL, text: 'again', limit: 5 });
    assert.deepEqual(
      found.entries.map(({ seq }) => seq),
      [4],
    );
    await journal.close();
  });
});
