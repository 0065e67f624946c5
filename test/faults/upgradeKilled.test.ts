import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { listBackups } from '../../server/state/backup';
import { openDatabase } from '../../server/state/open';
import { MIGRATIONS } from '../../server/state/schema';
import { spokenJournal } from '../helpers/journals';
import { runServerProgram } from '../helpers/serverProcess';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { STEPS, upgrade } from './upgrade';

const KILLS_AT_RANDOM = 10;
const texts = Array.from({ length: 2_000 }, (_, i) => `message ${i} ${'x'.repeat(200)}`);
const newest = [...MIGRATIONS, ...upgrade()];

const startUpgrade = (dir: TempDir, stop: number | 'never') =>
  runServerProgram([dir.file('chat.db'), String(stop)], { entry: 'test/faults/upgradeThatStops.ts' });

function textsIn(file: string): string[] {
  const db = new DatabaseSync(file);
  const rows = db.prepare("SELECT text FROM entry WHERE text <> '' ORDER BY seq").all();
  db.close();
  return rows.map((row) => String(row['text']));
}

/** With the old version, if the upgrade did not get through, and with the new one in any case. */
function opensCleanly(dir: TempDir): 'old' | 'new' {
  const file = dir.file('chat.db');
  const reached = (() => {
    try {
      openDatabase(file).close();
      return 'old';
    } catch {
      return 'new';
    }
  })();
  openDatabase(file, { migrations: newest }).close();
  assert.deepEqual(textsIn(file), texts);
  const backups = listBackups(dir.path);
  assert.ok(backups.length > 0);
  for (const backup of backups) assert.deepEqual(textsIn(backup), texts);
  return reached;
}

describe('an upgrade that is killed', function () {
  this.timeout(120_000);
  let old: TempDir;

  before(async () => {
    old = tempDir();
    const { journal, add } = await spokenJournal(old.path);
    await add(texts.map((text) => ({ kind: 'message', name: 'eva', at: 0, text })));
    await journal.close();
  });
  after(() => old[Symbol.dispose]());

  const upgrading = (stop: number | 'never') => {
    const dir = tempDir();
    cpSync(old.path, dir.path, { recursive: true });
    return { dir, program: startUpgrade(dir, stop) };
  };

  for (let step = 0; step < STEPS; step += 1) {
    it(`in front of step ${step + 1} of ${STEPS} leaves the old version, and all of it`, async () => {
      const { dir, program } = upgrading(step);
      await using _program = program;
      using _dir = dir;
      const stopped = new Promise((resolve) => {
        program.process.on('message', (told: { kind: string }) => told.kind === 'stopped' && resolve(undefined));
      });
      await Promise.race([stopped, program.ended]);
      program.process.kill('SIGKILL');
      assert.equal((await program.ended).messages.at(-1)?.['kind'], 'stopped');
      assert.equal(opensCleanly(dir), 'old');
    });
  }

  it(`at a random moment, ${KILLS_AT_RANDOM} times, leaves the old version or the new one, and all of it`, async () => {
    const wholeMs = await (async () => {
      const { dir, program } = upgrading('never');
      await using _program = program;
      using _dir = dir;
      await program.first;
      const begun = performance.now();
      assert.equal((await program.ended).code, 0);
      assert.equal(opensCleanly(dir), 'new');
      return performance.now() - begun;
    })();
    const reached = [];
    for (let kill = 0; kill < KILLS_AT_RANDOM; kill += 1) {
      const { dir, program } = upgrading('never');
      await using _program = program;
      using _dir = dir;
      await program.first;
      const timer = setTimeout(() => program.process.kill('SIGKILL'), (wholeMs * kill) / KILLS_AT_RANDOM);
      await program.ended;
      clearTimeout(timer);
      reached.push(opensCleanly(dir));
    }
    console.log(`      ${reached.join(' ')}`);
  });
});
