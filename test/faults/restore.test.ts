import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { GENERAL } from '../../server/protocol/ids';
import { listBackups } from '../../server/state/backup';
import { runCli } from '../helpers/cli';
import { aCid } from '../helpers/commands';
import { readDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { spokenJournal } from '../helpers/journals';
import { runServerProgram } from '../helpers/serverProcess';
import { talker } from '../helpers/talk';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { testServer } from '../helpers/testServer';

const KILLS = 8;

const textsIn = async (dir: TempDir) =>
  (await readDatabase(dir.path)).entries.flatMap((entry) =>
    entry.kind === 'message' && 'text' in entry ? [entry.text] : [],
  );

/** A folder with a backup of `one`, and `two` said since. */
async function withBackup(dir: TempDir): Promise<string> {
  const { journal, say } = await spokenJournal(dir.path);
  await say('said before');
  const backup = await journal.backUp();
  await say('said after');
  await journal.close();
  return backup;
}

/** Changes one bit of what was said, which SQLite does not notice. */
function flip(file: string, text: string): void {
  const bytes = readFileSync(file);
  const at = bytes.lastIndexOf(text);
  assert.ok(at > 0);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
}

const contents = (dir: TempDir) =>
  readdirSync(dir.path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(dir.file(name)).toString('base64')]);

describe('a backup that is restored', function () {
  this.timeout(60_000);

  it('makes every client load anew, and lets what was lost be sent again', async () => {
    using dir = tempDir();
    const cid = aCid();
    let known;
    let identity;
    let backup: string;
    {
      await using server = await testServer({ dataDir: dir.path });
      using ana = await talker(server.url, 'ana');
      await ana.post('kept');
      backup = (await runCli(['backup', '--data', dir.path])).stdout.trim();
      const { seq } = await ana.connection.value('post', { cid, room: GENERAL, text: 'lost' });
      known = { epoch: (await ana.connection.value('resume', { room: GENERAL })).epoch, seq };
      identity = ana.identity;
      const refused = await runCli(['restore', backup, '--data', dir.path]);
      assert.equal(refused.exitCode, 73);
    }
    const restored = await runCli(['restore', backup, '--data', dir.path]);
    assert.equal(restored.exitCode, 0, restored.stderr);
    const [, aside = ''] = /before: (.*)/.exec(restored.stdout) ?? [];
    assert.ok(existsSync(dir.file(aside)));

    await using server = await testServer({ dataDir: dir.path });
    using ana = await talker(server.url, identity);
    const page = await ana.connection.value('resume', { room: GENERAL, after: known });
    assert.equal(page.status, 'reset');
    assert.notEqual(page.epoch, known.epoch);
    assert.deepEqual(await ana.texts(), ['kept']);
    const again = await ana.connection.value('post', { cid, room: GENERAL, text: 'lost' });
    const twice = await ana.connection.value('post', { cid, room: GENERAL, text: 'lost' });
    assert.equal(twice.seq, again.seq);
    assert.deepEqual(await ana.texts(), ['kept', 'lost']);
  });

  it('and is damaged, is refused, and all stays as it was', async () => {
    using dir = tempDir();
    const backup = await withBackup(dir);
    flip(backup, 'said before');
    const before = contents(dir);
    const { exitCode, stderr } = await runCli(['restore', backup, '--data', dir.path]);
    assert.equal(exitCode, 65);
    assert.match(stderr, /was not restored: it is damaged .*entry 1 of room 1/);
    assert.deepEqual(contents(dir), before);
  });

  it('takes nothing from a -wal that a restore left behind which was cut off', async () => {
    using dir = tempDir();
    const backup = await withBackup(dir);
    {
      await using server = runServerProgram(['serve', '--port', '0', '--data', dir.path]);
      using ben = await talker(String((await server.first)['url']), 'ben');
      await ben.post('three');
      server.process.kill('SIGKILL');
      await server.ended;
    }
    renameSync(dir.file('chat.db'), dir.file('chat.db.before'));
    assert.ok(statSync(dir.file('chat.db-wal')).size > 0);
    await using refused = runServerProgram(['serve', '--port', '0', '--data', dir.path]);
    assert.equal((await refused.ended).code, 65);
    const { stdout } = await runCli(['restore', backup, '--data', dir.path]);
    assert.match(stdout, /before: chat\.db\.before-.*-wal\n/);
    assert.deepEqual(await textsIn(dir), ['said before']);
  });

  it(`and killed on the way, ${KILLS} times, leaves the old history, or none until it is restored again`, async () => {
    using dir = tempDir();
    const backup = await withBackup(dir);
    const epochs = new Set([(await readDatabase(dir.path)).epoch]);
    const { ms } = await runCli(['restore', backup, '--data', dir.path]);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await using program = runServerProgram(['restore', backup, '--data', dir.path]);
      const timer = setTimeout(() => program.process.kill('SIGKILL'), ms * (0.5 + kill / KILLS / 2));
      await program.ended;
      clearTimeout(timer);
      const databases = readdirSync(dir.path).filter((name) => /^chat\.db(\.before-\w+-\w+-\w+)?$/.test(name));
      assert.ok(databases.length > 1);
      if (existsSync(dir.file('chat.db'))) epochs.add((await readDatabase(dir.path)).epoch);
      else assert.equal((await runCli(['export', '--data', dir.path])).exitCode, 64);
    }
    assert.equal((await runCli(['restore', backup, '--data', dir.path])).exitCode, 0);
    assert.deepEqual(await textsIn(dir), ['said before']);
  });
});

describe('the doctor', function () {
  this.timeout(30_000);

  const doctor = (dir: TempDir) => runCli(['doctor', '--data', dir.path]);

  it('finds nothing wrong with a sound history', async () => {
    using dir = tempDir();
    const backup = await withBackup(dir);
    const before = contents(dir);
    const { exitCode, stdout } = await doctor(dir);
    assert.equal(exitCode, 0);
    assert.match(stdout, /is sound/);
    assert.ok(stdout.includes(`${backup} is good`));
    assert.deepEqual(contents(dir), before);
  });

  it('finds a flipped bit, names the newest backup that is good, and changes nothing', async () => {
    using dir = tempDir();
    const good = await withBackup(dir);
    const bad = good.replace(/chat-\d{4}/, 'chat-2999');
    copyFileSync(good, bad);
    flip(bad, 'said before');
    flip(dir.file('chat.db'), 'said after');
    const before = contents(dir);
    const { exitCode, stdout, stderr } = await doctor(dir);
    assert.equal(exitCode, 65);
    assert.match(stdout, /entry 2 of room 1 is not as it was written/);
    assert.ok(stdout.includes(`${bad} is damaged`));
    assert.ok(stderr.includes(`restore ${good}`));
    assert.deepEqual(contents(dir), before);
  });

  for (const [what, says] of [
    ["name = 'anb'", /member 1 \("anb"\) is not as it was written/],
    ["role = 'guest'", /member 1 \("ana"\) is not as it was written/],
    ['claimed_at = 9223372036854775807', /too large/],
  ] as const) {
    it(`finds a member that is not as it was written: ${what}`, async () => {
      using dir = tempDir();
      await withBackup(dir);
      const db = new DatabaseSync(dir.file('chat.db'));
      db.exec(`UPDATE member SET ${what}`);
      db.close();
      const { exitCode, stdout } = await doctor(dir);
      assert.equal(exitCode, 65);
      assert.match(stdout, says);
    });
  }

  it('tells a history that is gone from one that never was', async () => {
    using dir = tempDir();
    const backup = await withBackup(dir);
    rmSync(dir.file('chat.db'));
    const gone = await doctor(dir);
    assert.equal(gone.exitCode, 65);
    assert.ok(gone.stdout.includes('is gone') && gone.stderr.includes(`restore ${backup}`));
  });

  it('says that a server runs', async () => {
    using dir = tempDir();
    await using _server = await testServer({ dataDir: dir.path });
    const { exitCode, stderr } = await doctor(dir);
    assert.equal(exitCode, 73);
    assert.match(stderr, /in use by the server at ws:/);
  });
});

describe('damage that the daily check finds', function () {
  this.timeout(30_000);

  it('stops all writing, is told to everybody with the newest good backup, and lets them read', async () => {
    using dir = tempDir();
    const backup = await withBackup(dir);
    flip(dir.file('chat.db'), 'said after');
    await using server = await testServer({ dataDir: dir.path, limits: { backupEveryMs: 0 } });
    using ben = await talker(server.url, 'ben');
    await eventually(() => assert.equal(ben.storage()?.state, 'damaged'));
    assert.ok(backup.endsWith(ben.storage()?.backup ?? 'none'));
    assert.equal(await ben.post('three'), 'E_STORAGE_READONLY');
    assert.ok((await ben.texts()).includes('said before'));
    assert.deepEqual(listBackups(dir.path), [backup]);
  });
});

describe('a server whose database was emptied', () => {
  it('refuses to begin a new one, and names the backup', async () => {
    using dir = tempDir();
    const backup = await withBackup(dir);
    truncateSync(dir.file('chat.db'));
    await using program = runServerProgram(['serve', '--port', '0', '--data', dir.path]);
    const { code, stderr } = await program.ended;
    assert.equal(code, 65);
    assert.ok(stderr.includes(`restore ${backup}`));
  });
});
