import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../../server/cli/exit';
import { runCli } from '../../helpers/cli';
import { readHistory } from '../../helpers/history';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { testServer } from '../../helpers/testServer';

const original = path.join(import.meta.dirname, '../../fixtures/chat_history.original.txt');

describe('import and export', function () {
  this.timeout(60_000);
  let dir: TempDir;
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());

  const importInto = (team: string, file: string, ...more: string[]) =>
    runCli(['import', file, '--data', dir.file(team), ...more]);
  const exportFrom = (team: string, ...more: string[]) => runCli(['export', '--data', dir.file(team), ...more]);

  it('bring the history of the Python chat over, and on to another server, unchanged', async () => {
    const first = await importInto('first', original);
    assert.equal(first.exitCode, EXIT.ok, first.stderr);
    const out = dir.file('exported.txt');
    assert.equal((await exportFrom('first', '--out', out)).exitCode, EXIT.ok);
    assert.deepEqual(readHistory(out), { entries: readHistory(original).entries, problems: [] });

    assert.equal((await importInto('second', out)).exitCode, EXIT.ok);
    const [one, two] = await Promise.all([
      exportFrom('first', '--format', 'jsonl'),
      exportFrom('second', '--format', 'jsonl'),
    ]);
    assert.equal(one.stdout, two.stdout);
    assert.equal(one.stdout.trim().split('\n').length, readHistory(original).entries.length);
  });

  it('say how they get on, and list by line what could not be read', async () => {
    const { stderr, stdout } = await importInto('team', original);
    assert.equal(stdout, '');
    assert.match(stderr, /^Reading .*chat_history\.original\.txt \(0\.0 MB\) into #general\.\n/);
    assert.match(stderr, /^Adding: 100 %$/m);
    assert.match(stderr, /^ {2}Lines 23 to 24: no such date or time: kept with the time of the entry before\.$/m);
    assert.match(
      stderr,
      /^1 problem, listed above\. Nothing was left out\.\nDone: 19 entries added, 0 already there\.\n$/m,
    );
  });

  it('add nothing when the same file comes a second time', async () => {
    await importInto('team', original);
    const again = await importInto('team', original);
    assert.match(again.stderr, /Done: 0 entries added, 19 already there\.\n$/);
    const exported = await exportFrom('team');
    writeFileSync(dir.file('exported.txt'), exported.stdout);
    assert.match(
      (await importInto('team', dir.file('exported.txt'))).stderr,
      /Done: 0 entries added, 19 already there\.\n$/,
    );
    assert.equal((await exportFrom('team')).stdout, exported.stdout);
  });

  it('add only what is new when the file has grown', async () => {
    const text = readFileSync(original, 'utf8');
    await importInto('team', original);
    writeFileSync(
      dir.file('grown.txt'),
      `${text}bob|2024-03-02|08:00 AM|back to normal\nana|2024-03-02|08:01 AM|good\n`,
    );
    assert.match(
      (await importInto('team', dir.file('grown.txt'))).stderr,
      /Done: 2 entries added, 19 already there\.\n$/,
    );
  });

  it('do not touch the history of a server that runs, and name it', async () => {
    await using server = await testServer({ dataDir: dir.file('team') });
    for (const run of [await importInto('team', original), await exportFrom('team')]) {
      assert.equal(run.exitCode, EXIT.dataInUse);
      assert.ok(
        run.stderr.includes(
          `${dir.file('team')} is in use by the server at ${server.url} (process ${process.pid}). Stop it first.`,
        ),
      );
    }
  });

  it('add nothing from a file that is no history', async () => {
    writeFileSync(dir.file('notes.txt'), 'some notes\n');
    const run = await importInto('team', dir.file('notes.txt'));
    assert.equal(run.exitCode, EXIT.notADatabase);
    assert.match(run.stderr, /it is not a chat history\n$/);
    assert.doesNotMatch((await exportFrom('team')).stdout, /notes/);
  });

  it('say what is wrong with their arguments', async () => {
    const runs = [
      [await importInto('team', dir.file('nowhere.txt')), EXIT.io, /nowhere\.txt cannot be read \(ENOENT/],
      [await importInto('team', dir.path), EXIT.io, /cannot be read \(EISDIR/],
      [await runCli(['import']), EXIT.usage, /import takes one file\./],
      [
        await importInto('team', original, '--room', 'attic'),
        EXIT.usage,
        /There is no room "attic"\. There is: general\./,
      ],
      [await exportFrom('team', '--format', 'pdf'), EXIT.usage, /--format is one of txt, jsonl, md, not "pdf"\./],
      [await exportFrom('nobody'), EXIT.usage, /There is no history in .*nobody/],
      [await exportFrom('team', '--out', dir.file('no/such/folder.txt')), EXIT.io, /was not written: ENOENT/],
    ] as const;
    for (const [run, exitCode, message] of runs) {
      assert.match(run.stderr, message);
      assert.equal(run.exitCode, exitCode, run.stderr);
    }
    assert.ok(!existsSync(dir.file('nobody')));
  });

  it('leave no half of a file behind', async () => {
    await importInto('team', original);
    await exportFrom('team', '--out', dir.file('out.md'), '--format', 'md');
    assert.deepEqual(readdirSync(dir.path).sort(), ['out.md', 'team']);
    assert.match(readFileSync(dir.file('out.md'), 'utf8'), /^# Team chat\n\n## 2024-03-01\n/);
  });

  it('keep the minutes of a place whose clocks change', async () => {
    const night = ['01:59 AM|a', '02:10 AM|b', '02:50 AM|c', '02:10 AM|d', '03:00 AM|e'].map(
      (line) => `ana|2024-10-27|${line}\n`,
    );
    writeFileSync(dir.file('night.txt'), night.join(''));
    const env = { TZ: 'Europe/Berlin' };
    await runCli(['import', dir.file('night.txt'), '--data', dir.file('team')], env);
    const { stdout } = await runCli(['export', '--data', dir.file('team')], env);
    assert.equal(stdout.slice(stdout.indexOf('\n') + 1), night.join(''));
  });
});
