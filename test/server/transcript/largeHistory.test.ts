import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { runCli } from '../../helpers/cli';
import { pinnedNode, root, typescriptArgs } from '../../helpers/node';
import { type TempDir, tempDir } from '../../helpers/tempDir';

const MEGABYTES = 50;
/** All that a command may use. How much of it Node takes before it tidies up depends on how busy the computer is. */
const HEAP = { NODE_OPTIONS: '--max-old-space-size=96' };

const TEXTS = ['ok', 'a | b', 'first line\nsecond line', '👍🏽 😀', '\ttabbed "quoted" <b>', 'x'.repeat(300), ''];

/** As the Python chat writes it, and how many entries that is. */
function writeLargeHistory(file: string): number {
  const fd = openSync(file, 'w');
  let entries = 0;
  for (let bytes = 0; bytes < MEGABYTES * 1e6;) {
    const lines: string[] = [];
    for (let i = 0; i < 5_000; i += 1, entries += 1) {
      const minute = Math.floor(entries / 10);
      const day = String(1 + (Math.floor(minute / 720) % 28)).padStart(2, '0');
      const month = String(1 + (Math.floor(minute / 20_160) % 12)).padStart(2, '0');
      const time = `${String(1 + (Math.floor(minute / 60) % 11)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')} PM`;
      lines.push(
        `user${entries % 12}|2023-${month}-${day}|${time}|${entries} ${TEXTS[entries % TEXTS.length] ?? ''}\n`,
      );
    }
    bytes += writeSync(fd, lines.join(''));
  }
  closeSync(fd);
  return entries;
}

describe(`a history of ${MEGABYTES} MB`, function () {
  this.timeout(180_000);
  let dir: TempDir;
  let file: string;
  let count: string;
  before(() => {
    dir = tempDir();
    file = dir.file('chat_history.txt');
    count = writeLargeHistory(file).toLocaleString('en');
  });
  after(() => dir[Symbol.dispose]());

  it('leaves nothing behind when its import is killed half-way', async () => {
    const args = [...typescriptArgs, path.join(root, 'server/main.ts'), 'import', file, '--data', dir.file('team')];
    const child = spawn(pinnedNode(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const closed = once(child, 'close');
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Adding: 50 %')) child.kill('SIGKILL');
    });
    await closed;
    assert.equal(child.signalCode, 'SIGKILL');
    const { stdout } = await runCli(['export', '--data', dir.file('team')]);
    assert.equal(stdout.split('\n').length, 2);
  });

  it('is imported, exported and imported elsewhere in little memory, with every entry', async () => {
    const steps = {
      import: await runCli(['import', file, '--data', dir.file('team')], HEAP),
      export: await runCli(['export', '--data', dir.file('team'), '--out', dir.file('first.txt')], HEAP),
      'import elsewhere': await runCli(['import', dir.file('first.txt'), '--data', dir.file('other')], HEAP),
      'export elsewhere': await runCli(['export', '--data', dir.file('other'), '--out', dir.file('second.txt')], HEAP),
    };
    for (const [name, { ms, peakMegabytes }] of Object.entries(steps)) {
      console.log(`      ${name}: ${(ms / 1000).toFixed(1)} s, ${peakMegabytes} MB at most`);
    }
    for (const run of Object.values(steps)) assert.equal(run.exitCode, 0, run.stderr);
    assert.ok(steps.import.stderr.endsWith(`Done: ${count} entries added, 0 already there.\n`), steps.import.stderr);
    assert.ok(statSync(dir.file('first.txt')).size > MEGABYTES * 1e6);
    assert.ok(readFileSync(dir.file('first.txt')).equals(readFileSync(dir.file('second.txt'))));
  });

  it('adds nothing when it comes a second time', async () => {
    const again = await runCli(['import', file, '--data', dir.file('team')], HEAP);
    console.log(`      ${(again.ms / 1000).toFixed(1)} s, ${again.peakMegabytes} MB at most`);
    assert.equal(again.exitCode, 0, again.stderr);
    assert.ok(again.stderr.endsWith(`Done: 0 entries added, ${count} already there.\n`), again.stderr);
  });
});
