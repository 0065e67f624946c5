import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { openLocalJournal } from '../../server/journal/local/localJournal';
import { GENERAL } from '../../server/protocol/ids';
import { listBackups } from '../../server/state/backup';
import { backupsFolder, databaseFile } from '../../server/state/files';
import { runCli } from '../helpers/cli';
import { eventually } from '../helpers/eventually';
import { spokenJournal } from '../helpers/journals';
import { liftedArgs } from '../helpers/lifted';
import { watchLoop } from '../helpers/loopDelay';
import { seenBy, withSmallDisk } from '../helpers/mounts';
import { runServerProgram } from '../helpers/serverProcess';
import { talker } from '../helpers/talk';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { silentLog, testServer } from '../helpers/testServer';
import { WireClient, seenOf } from '../helpers/wireClient';

const INTERRUPTIONS = 3;

const serve = (dir: TempDir) => runServerProgram(['serve', '--port', '0', '--data', dir.path, ...liftedArgs]);

/** A folder with so much history that copying and checking it takes a while. */
async function longHistory(): Promise<TempDir> {
  const dir = tempDir();
  const { journal, add } = await spokenJournal(dir.path);
  const texts = Array.from({ length: 20_000 }, (_, i) => `message ${i} ${'x'.repeat(500)}`);
  await add(texts.map((text) => ({ kind: 'message', name: 'eva', at: 0, text })));
  await journal.close();
  return dir;
}

const partsIn = (dir: TempDir): string[] =>
  existsSync(backupsFolder(dir.path))
    ? readdirSync(backupsFolder(dir.path)).filter((name) => name.startsWith('chat-') && name.includes('.part'))
    : [];

/** Opens a copy as a server would, which checks it. */
async function entriesOf(backup: string) {
  using dir = tempDir();
  copyFileSync(backup, databaseFile(dir.path));
  const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
  const entries = [...journal.state.entries(GENERAL)].map(seenOf);
  await journal.close();
  return entries;
}

describe('a backup', function () {
  this.timeout(120_000);

  let history: TempDir;
  before(async () => (history = await longHistory()));
  after(() => history[Symbol.dispose]());

  it('made by a command while everybody talks holds what was said until then, in the same order', async () => {
    using dir = tempDir();
    await using server = serve(dir);
    const url = String((await server.first)['url']);
    let acks = 0;
    const clients = ['ana', 'ben', 'cem'].map(
      (name) =>
        new WireClient(
          name,
          () => url,
          ({ event }) => (acks += event === 'ack' ? 1 : 0),
        ),
    );
    let said = 0;
    for (const client of clients) client.says = () => `message ${(said += 1)}`;
    await eventually(() => acks > 100, 20_000);
    const made = await runCli(['backup', '--data', dir.path]);
    assert.equal(made.exitCode, 0, made.stderr);
    const acksThen = acks;
    await eventually(() => acks > acksThen + 100, 20_000);
    for (const client of clients) await client[Symbol.asyncDispose]();
    server.process.kill('SIGTERM');
    assert.equal((await server.ended).code, 0);

    const backup = made.stdout.trim();
    assert.deepEqual(listBackups(dir.path), [backup]);
    const [copied, all] = [await entriesOf(backup), await entriesOf(dir.file('chat.db'))];
    assert.ok(copied.length > 100 && copied.length < all.length, `${copied.length} of ${all.length}`);
    assert.deepEqual(copied, all.slice(0, copied.length));
  });

  it('keeps nobody waiting while it is made', async () => {
    using dir = tempDir();
    copyFileSync(history.file('chat.db'), dir.file('chat.db'));
    await using server = await testServer({ dataDir: dir.path });
    using ana = await talker(server.url, 'ben');
    using _loop = watchLoop();
    const command = { isDone: false };
    const made = runCli(['backup', '--data', dir.path]).finally(() => (command.isDone = true));
    await eventually(() => partsIn(dir).length > 0);
    let meanwhile = 0;
    while (!command.isDone) if (typeof (await ana.post('hello')) === 'number') meanwhile += 1;
    assert.equal((await made).exitCode, 0);
    assert.ok(meanwhile > 10, `${meanwhile} messages`);
  });

  it(`that is interrupted is none, and in nobody’s way, ${INTERRUPTIONS} times`, async () => {
    using dir = tempDir();
    copyFileSync(history.file('chat.db'), dir.file('chat.db'));
    let interrupted = 0;
    for (let i = 0; i < INTERRUPTIONS; i += 1) {
      await using server = serve(dir);
      await server.first;
      const asked = runCli(['backup', '--data', dir.path]);
      const left = partsIn(dir);
      await eventually(() => partsIn(dir).some((name) => !left.includes(name)));
      server.process.kill('SIGKILL');
      await server.ended;
      const done = listBackups(dir.path).length;
      interrupted += partsIn(dir).length > 0 ? 1 : 0;
      assert.equal((await asked).exitCode, 74);
      assert.equal(listBackups(dir.path).length, done);
      for (const backup of listBackups(dir.path)) assert.equal((await entriesOf(backup)).length, 20_000);
    }
    assert.ok(interrupted > 0);
    const made = await runCli(['backup', '--data', dir.path]);
    assert.equal(made.exitCode, 0, made.stderr);
    assert.equal((await entriesOf(made.stdout.trim())).length, 20_000);
    assert.deepEqual(partsIn(dir), []);
  });

  it('for which there is no room is none, and the server goes on', async () => {
    using dir = tempDir();
    await using server = runServerProgram(
      ['serve', '--port', '0', '--data', dir.path, '--transcript', 'off', ...liftedArgs],
      { within: withSmallDisk(dir.path, 18, history.path) },
    );
    using ben = await talker(String((await server.first)['url']), 'ben');
    const folder = seenBy(server.process.pid, dir.path);
    const made = await runCli(['backup', '--data', folder]);
    assert.equal(made.exitCode, 74, made.stdout);
    assert.match(made.stderr, /No backup was made: .*(full|ENOSPC)/);
    assert.deepEqual(readdirSync(backupsFolder(folder)), []);
    assert.equal(typeof (await ben.post('still')), 'number');
  });
});
