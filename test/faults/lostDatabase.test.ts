import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { readDatabase } from '../helpers/databaseDump';
import { runServerProgram } from '../helpers/serverProcess';
import { spokenJournal } from '../helpers/journals';
import { liftedArgs } from '../helpers/lifted';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { talker } from '../helpers/talk';

const serve = (dir: TempDir) => runServerProgram(['serve', '--port', '0', '--data', dir.path, ...liftedArgs]);

const textsIn = async (dir: TempDir) =>
  (await readDatabase(dir.path)).entries.flatMap((entry) => ('text' in entry ? [entry.text] : []));

/** A database of another team, that fits in the place of ours. */
async function another(dir: TempDir): Promise<string> {
  const { journal, say } = await spokenJournal(dir.path);
  await say('of another team');
  await journal.close();
  return dir.file('chat.db');
}

const ACCIDENTS: Readonly<Record<string, (database: string, other: string) => void>> = {
  deleted: (database) => rmSync(database),
  'moved away': (database) => renameSync(database, `${database}.moved`),
  'replaced by another': (database, other) => renameSync(other, database),
  'written over with another': (database, other) => copyFileSync(other, database),
};

describe('a database that is lost under a running server', function () {
  this.timeout(30_000);

  for (const [how, happens] of Object.entries(ACCIDENTS)) {
    it(`because it is ${how}: nothing is acknowledged after that, and the server ends`, async () => {
      using dir = tempDir();
      using elsewhere = tempDir();
      const other = await another(elsewhere);
      await using server = serve(dir);
      using ana = await talker(String((await server.first)['url']), 'ana');
      assert.equal(typeof (await ana.post('before')), 'number');

      happens(dir.file('chat.db'), other);
      assert.equal(await ana.post('after'), 'E_STORAGE_LOST');
      assert.equal((await ana.connection.closed).code, 4004);
      assert.equal((await server.ended).code, 74);
    });

    it(`because it is ${how}: the server ends, although nobody writes`, async () => {
      using dir = tempDir();
      using elsewhere = tempDir();
      const other = await another(elsewhere);
      await using server = serve(dir);
      using ana = await talker(String((await server.first)['url']), 'ana');
      happens(dir.file('chat.db'), other);
      const lostAt = performance.now();
      assert.equal((await ana.connection.closed).code, 4004);
      console.log(`      noticed within ${Math.round(performance.now() - lostAt)} ms`);
      assert.equal((await server.ended).code, 74);
    });
  }

  it('leaves what was put in its place as it is, also with the next server', async () => {
    using dir = tempDir();
    using elsewhere = tempDir();
    const other = await another(elsewhere);
    await using server = serve(dir);
    using ana = await talker(String((await server.first)['url']), 'ana');
    await ana.post('before');
    copyFileSync(other, dir.file('chat.db'));
    await server.ended;
    assert.deepEqual(readFileSync(dir.file('chat.db')), readFileSync(other));
    assert.deepEqual(await textsIn(dir), ['of another team']);
    assert.equal(readdirSync(dir.path).filter((name) => name.includes('-wal.lost-')).length, 1);
  });

  it('loses nothing when only its -wal was deleted', async () => {
    using dir = tempDir();
    await using server = serve(dir);
    using ana = await talker(String((await server.first)['url']), 'ana');
    for (const text of ['one', 'two', 'three']) await ana.post(text);
    rmSync(dir.file('chat.db-wal'));
    assert.equal(await ana.post('after'), 'E_STORAGE_LOST');
    assert.equal((await server.ended).code, 74);
    assert.deepEqual(await textsIn(dir), ['one', 'two', 'three']);
  });
});
