import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import { GENERAL, type MemberId } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import { findDamage } from '../../../server/state/check';
import { openDatabase } from '../../../server/state/open';
import { aPost } from '../../helpers/commands';
import { tempDir } from '../../helpers/tempDir';
import { silentLog } from '../../helpers/testServer';

// Made by the first version that was released, and never again: a history that people have.
const fixture = path.join(import.meta.dirname, '../../fixtures/v1');
const entries = readFileSync(path.join(fixture, 'entries.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Entry);

describe('a database of version 1', () => {
  const opened = () => {
    const dir = tempDir();
    copyFileSync(path.join(fixture, 'chat.db'), dir.file('chat.db'));
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    return {
      journal,
      async [Symbol.asyncDispose]() {
        await journal.close();
        dir[Symbol.dispose]();
      },
    };
  };

  it('keeps every entry as it was', async () => {
    await using old = opened();
    const { state } = old.journal;
    assert.equal(entries.length, 69);
    assert.deepEqual([...state.entries(GENERAL)], entries);
    const { lastAt } = state.room(GENERAL)!;
    const general = { id: GENERAL, kind: 'public', name: GENERAL, topic: '', head: entries.length, lastAt } as const;
    assert.deepEqual(state.rooms(), [{ ...general, isArchived: false, isLocked: false }]);
    assert.equal(state.epoch, 'e-410bdcb72b5f36f55da155e5dfc240d6');
    assert.deepEqual(
      [1, 2, 3].map((i) => state.member(`m-${String(i).repeat(32)}` as MemberId)?.name),
      ['ana', 'Chloé', '李雷'],
    );
  });

  it('goes on: the same cid is the same message, and the next one has the next number', async () => {
    await using old = opened();
    const last = entries.findLast((entry) => entry.kind === 'message' && entry.cid !== undefined);
    assert.ok(last?.kind === 'message' && last.author && last.cid);
    const { author, cid, text, seq } = last;
    const again = await old.journal.submit(aPost(author, { cid, text }));
    assert.equal(again.ok && again.value.seq, seq);
    const other = await old.journal.submit(aPost(author, { cid, text: 'another' }));
    assert.equal(!other.ok && other.error.code, 'E_CID_CONFLICT');
    const next = await old.journal.submit(aPost(author));
    assert.equal(next.ok && next.value.seq, entries.length + 1);
  });

  it('is sound afterwards, row by row, its members too', () => {
    using dir = tempDir();
    copyFileSync(path.join(fixture, 'chat.db'), dir.file('chat.db'));
    const db = openDatabase(dir.file('chat.db'));
    assert.deepEqual(findDamage(db), []);
    db.exec("UPDATE member SET name = 'eve' WHERE name = 'ana'");
    assert.deepEqual(findDamage(db), ['member 1 ("eve") is not as it was written']);
    db.close();
  });

  it('has its first member as owner, and all in its room, where they have read all there is', async () => {
    await using old = opened();
    const { state } = old.journal;
    const people = state.people();
    assert.deepEqual(
      people.map(({ role }) => role),
      people.map((_, i) => (i === 0 ? 'owner' : 'member')),
    );
    for (const { id } of people) {
      const mine = state.memberships.mine(GENERAL, id);
      assert.deepEqual([mine?.readUpTo, mine?.unread], [entries.length, 0]);
      assert.equal(state.credentials(id).length, 1);
    }
  });

  it('can be searched', async () => {
    await using old = opened();
    const found = old.journal.state.search({ room: GENERAL, text: 'cafe', limit: 50 });
    assert.deepEqual(
      found.entries.map((entry) => entry.kind === 'message' && entry.text),
      ['naïve café'],
    );
  });
});
