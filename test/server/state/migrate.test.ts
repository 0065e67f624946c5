import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { listBackups } from '../../../server/state/backup';
import { backupsFolder } from '../../../server/state/files';
import type { Migration } from '../../../server/state/migrate';
import { CannotOpen, openDatabase } from '../../../server/state/open';
import { MIGRATIONS } from '../../../server/state/schema';
import { readDatabase } from '../../helpers/databaseDump';
import { spokenJournal } from '../../helpers/journals';
import { type TempDir, tempDir } from '../../helpers/tempDir';

const next: readonly Migration[] = [
  ...MIGRATIONS,
  'CREATE TABLE first (x)',
  (db) => db.prepare('INSERT INTO first VALUES (?)').run('by a function'),
];

async function withOneMessage(dir: TempDir): Promise<void> {
  const { journal, say } = await spokenJournal(dir.path);
  await say('hello');
  await journal.close();
}

const textsIn = async (dir: TempDir) => (await readDatabase(dir.path)).entries.map((e) => ('text' in e ? e.text : ''));

describe('a database of an older version', () => {
  it('is brought to the newest by steps of SQL and of code', async () => {
    using dir = tempDir();
    await withOneMessage(dir);
    const db = openDatabase(dir.file('chat.db'), { migrations: next });
    assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], next.length);
    assert.deepEqual(db.prepare('SELECT x FROM first').all().map(Object.values), [['by a function']]);
    assert.equal(db.prepare('SELECT text FROM entry').get()?.['text'], 'hello');
    db.close();
  });

  it('is backed up as it was before', async () => {
    using dir = tempDir();
    await withOneMessage(dir);
    assert.deepEqual(listBackups(dir.path), []);
    openDatabase(dir.file('chat.db'), { migrations: next }).close();
    const [backup = '', ...more] = listBackups(dir.path);
    assert.deepEqual(more, []);
    const db = new DatabaseSync(backup, { readOnly: true });
    assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], MIGRATIONS.length);
    assert.equal(db.prepare('SELECT text FROM entry').get()?.['text'], 'hello');
    db.close();
    openDatabase(dir.file('chat.db'), { migrations: next }).close();
    assert.equal(listBackups(dir.path).length, 1);
  });

  it('stays as it is when a step fails', async () => {
    using dir = tempDir();
    await withOneMessage(dir);
    const broken = [...next, 'CREATE TABLE first (again)'];
    assert.throws(() => openDatabase(dir.file('chat.db'), { migrations: broken }), /already exists/);
    assert.deepEqual(await textsIn(dir), ['hello']);
    const db = openDatabase(dir.file('chat.db'));
    assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], MIGRATIONS.length);
    db.close();
  });

  it('is not touched when it cannot be backed up', async () => {
    using dir = tempDir();
    await withOneMessage(dir);
    const db = new DatabaseSync(dir.file('chat.db'));
    db.exec('UPDATE room SET head = 7; PRAGMA wal_checkpoint(TRUNCATE)'); // a gap, which only the check of a backup sees
    db.close();
    const before = readFileSync(dir.file('chat.db'));
    assert.throws(
      () => openDatabase(dir.file('chat.db'), { migrations: next }),
      (error) => error instanceof CannotOpen && /should hold 1 to 7/.test(error.message),
    );
    assert.deepEqual(readFileSync(dir.file('chat.db')), before);
    assert.deepEqual(readdirSync(backupsFolder(dir.path)), []);
  });
});

describe('a folder that had a database', () => {
  const refusesToBegin = (dir: TempDir) =>
    assert.throws(
      () => openDatabase(dir.file('chat.db')),
      (error) => error instanceof CannotOpen && error.code === 'E_DATABASE_GONE' && /backup/.test(error.message),
    );

  it('gets no new one when it is gone', async () => {
    using dir = tempDir();
    await withOneMessage(dir);
    rmSync(dir.file('chat.db'));
    refusesToBegin(dir);
    assert.ok(!readdirSync(dir.path).includes('chat.db'));
  });

  it('gets no new one when it was emptied', async () => {
    using dir = tempDir();
    await withOneMessage(dir);
    truncateSync(dir.file('chat.db'));
    refusesToBegin(dir);
    assert.equal(readFileSync(dir.file('chat.db')).length, 0);
  });
});
