import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Turn } from '../../src/turn';
import { type TempDir, tempDir } from '../helpers/tempDir';

describe('turn of a window', () => {
  let dir: TempDir;
  let turns: Turn[];
  beforeEach(() => ([dir, turns] = [tempDir(), []]));
  afterEach(() => {
    for (const turn of turns) turn.releaseNow();
    dir[Symbol.dispose]();
  });
  const aTurn = (file = dir.file('sending.turn')) => {
    const turn = new Turn(file, 2_000);
    turns.push(turn);
    return turn;
  };
  const heldBy = (pid: number, host = hostname()) =>
    writeFile(dir.file('sending.turn'), JSON.stringify({ host, pid, token: 'of somebody' }));

  it('is one window’s at a time, and the next one’s when it is given back', async () => {
    const [one, two] = [aTurn(), aTurn()];
    assert.deepEqual([await one.take(), await two.take(), await one.take()], [true, false, true]);
    await one.release();
    assert.deepEqual([await two.take(), await one.take()], [true, false]);
    two.releaseNow();
    assert.deepEqual(await readdir(dir.path), []);
  });

  it('is one window’s when two take it at once', async () => {
    for (let i = 0; i < 20; i++) {
      const both = [aTurn(), aTurn()];
      const taken = await Promise.all(both.map((turn) => turn.take()));
      assert.deepEqual(taken.toSorted(), [false, true]);
      for (const turn of both) await turn.release();
    }
  });

  it('is taken at once from a process that is gone, and not from one that is there', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await heldBy(process.pid);
    assert.equal(await aTurn().take(), false);
    await heldBy(pid, 'another computer');
    assert.equal(await aTurn().take(), false);
    await heldBy(pid);
    assert.equal(await aTurn().take(), true);
  });

  it('is taken from one that hung, which then knows', async () => {
    const [hung, next] = [aTurn(), aTurn()];
    assert.equal(await hung.take(), true);
    const longAgo = new Date(Date.now() - 11_000);
    await utimes(dir.file('sending.turn'), longAgo, longAgo);
    assert.deepEqual([await next.take(), await hung.take()], [true, false]);
    await hung.release();
    assert.equal(await next.take(), true);
  });

  it('is claimed from whoever has it, who then knows and leaves it alone', async () => {
    const [one, two] = [aTurn(), aTurn()];
    assert.equal(await one.take(), true);
    await two.claim();
    one.releaseNow();
    assert.deepEqual(await readdir(dir.path), ['sending.turn']);
    assert.deepEqual([await one.take(), await two.take()], [false, true]);
    await one.claim();
    assert.deepEqual([await one.take(), await two.take()], [true, false]);
  });

  it('is everybody’s own where the folder takes no files', async () => {
    const both = [aTurn('/dev/null/a.turn'), aTurn('/dev/null/a.turn')];
    assert.deepEqual(await Promise.all(both.map((turn) => turn.take())), [true, true]);
  });
});
