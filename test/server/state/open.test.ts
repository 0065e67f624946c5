import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CannotOpen, openDatabase } from '../../../server/state/open';
import { MIGRATIONS } from '../../../server/state/schema';
import { sqlOf } from '../../../server/state/statements';
import { tempDir } from '../../helpers/tempDir';

const refuses = (code: CannotOpen['code'], named: RegExp) => (error: unknown) =>
  error instanceof CannotOpen && error.code === code && named.test(error.message);

describe('opening the database', () => {
  it('flushes every commit to disk before it returns', () => {
    using dir = tempDir();
    const db = openDatabase(dir.file('chat.db'));
    assert.equal(db.prepare('PRAGMA synchronous').get()?.['synchronous'], 2);
    assert.equal(db.prepare('PRAGMA journal_mode').get()?.['journal_mode'], 'wal');
    assert.equal(db.prepare('PRAGMA checkpoint_fullfsync').get()?.['checkpoint_fullfsync'], 1);
    db.close();
  });

  it('keeps the identity and the epoch of the first time', () => {
    using dir = tempDir();
    const team = () => {
      const db = openDatabase(dir.file('chat.db'));
      const row = db.prepare('SELECT server, epoch FROM team').get();
      db.close();
      return { ...row };
    };
    const first = team();
    assert.match(String(first['server']), /^s-[0-9a-f]{32}$/);
    assert.deepEqual(team(), first);
  });

  it('refuses a file that another process has open', () => {
    using dir = tempDir();
    const db = openDatabase(dir.file('chat.db'));
    assert.throws(() => openDatabase(dir.file('chat.db')), refuses('E_DATA_IN_USE', /chat\.db/));
    db.close();
  });

  it('refuses a database of a newer version and does not touch it', () => {
    using dir = tempDir();
    const file = dir.file('chat.db');
    const db = new DatabaseSync(file);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}; CREATE TABLE other (x)`);
    db.close();
    const before = readFileSync(file);
    const both = new RegExp(`version ${MIGRATIONS.length + 1} of its tables; this one knows ${MIGRATIONS.length}`);
    assert.throws(() => openDatabase(file), refuses('E_NEWER_DATABASE', both));
    assert.deepEqual(readFileSync(file), before);
  });

  it('refuses a file that is not a database and leaves it as it is', () => {
    using dir = tempDir();
    const file = dir.file('chat.db');
    writeFileSync(file, 'this is somebody’s diary, and not a database of anything\n'.repeat(100));
    const before = readFileSync(file);
    assert.throws(() => openDatabase(file), refuses('E_NOT_A_DATABASE', /not a database/));
    assert.deepEqual(readFileSync(file), before);
  });

  it('refuses a database that was cut off', () => {
    using dir = tempDir();
    const file = dir.file('chat.db');
    openDatabase(file).close();
    truncateSync(file, 5_000);
    assert.throws(() => openDatabase(file), refuses('E_NOT_A_DATABASE', /damaged/));
  });

  for (const name of [
    'before',
    'after',
    'entry',
    'placeOf',
    'lastSeq',
    'memberId',
    'member',
    'memberOfKey',
    'memberOfClaim',
    'notable',
    'mentionsOf',
    'mentionedIn',
    'firstOfOthers',
    'readings',
    'threadBefore',
    'threadAfter',
  ] as const) {
    it(`serves ${name} from an index, without sorting`, () => {
      using dir = tempDir();
      const db = openDatabase(dir.file('chat.db'));
      const sql = sqlOf(name);
      const given = [...new Set(Array.from(sql.matchAll(/\?(\d*)/g), ([, number], i) => number || i))].map(() => 1);
      const plan = db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...given)
        .map((row) => String(row['detail']));
      assert.match(plan.join('; '), /SEARCH/);
      assert.doesNotMatch(plan.join('; '), /SCAN|TEMP B-TREE/);
      db.close();
    });
  }

  for (const [name, index] of [
    ['notable', 'entry_notable'],
    ['mentionedIn', 'mention_message'],
  ] as const) {
    it(`goes to ${name} by ${index}, past all that is beside it`, () => {
      using dir = tempDir();
      const db = openDatabase(dir.file('chat.db'));
      const plan = db
        .prepare(`EXPLAIN QUERY PLAN ${sqlOf(name)}`)
        .all(...Array.from(sqlOf(name).matchAll(/\?/g), () => 1));
      assert.match(plan.map((row) => String(row['detail'])).join('; '), new RegExp(`INDEX ${index} `));
      db.close();
    });
  }
});
