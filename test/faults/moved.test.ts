import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openLocalJournal } from '../../server/journal/local/localJournal';
import { BadSeal } from '../../server/move/sealed';
import { keptIn, writeMoved } from '../../server/move/writeMoved';
import { takeIn } from '../../server/move/takeIn';
import { GENERAL } from '../../server/protocol/ids';
import { contentsOf } from '../../server/state/contents';
import { databaseFile } from '../../server/state/files';
import { runCli } from '../helpers/cli';
import { eventually } from '../helpers/eventually';
import { spokenJournal } from '../helpers/journals';
import { pinnedNode, root, typescriptArgs } from '../helpers/node';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { silentLog } from '../helpers/testServer';

const MESSAGES = 8_000;

describe('a move that is cut off', function () {
  this.timeout(120_000);
  let dir: TempDir;
  let from: string;
  before(async () => {
    dir = tempDir();
    from = dir.file('from');
    const { journal, add } = await spokenJournal(from);
    const texts = Array.from({ length: MESSAGES }, (_, i) => `message ${i} ${'x'.repeat(500)}`);
    await add(texts.map((text) => ({ kind: 'message', name: 'eva', at: 0, text })));
    await journal.close();
  });
  after(() => dir[Symbol.dispose]());

  /** Runs a command until `isTime`, and ends it then. */
  async function cutOff(
    args: readonly string[],
    isTime: () => boolean,
    how: { readonly signal: NodeJS.Signals; readonly input?: string },
  ): Promise<number | null> {
    const child = spawn(pinnedNode(), [...typescriptArgs, path.join(root, 'server/main.ts'), ...args], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end(how.input);
    const closed = once(child, 'close');
    await eventually(() => isTime() || child.exitCode !== null, 60_000);
    child.kill(how.signal);
    return ((await closed) as [number | null])[0];
  }
  const messagesIn = async (dataDir: string) => {
    const journal = openLocalJournal({ dataDir, log: silentLog });
    const count = [...journal.state.entries(GENERAL)].filter(({ kind }) => kind === 'message').length;
    await journal.close();
    return count;
  };
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? -1;
  const listed = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

  for (const bytes of [0, 2_000_000]) {
    it(`leaves no file under its name, and the server goes on, when moving out is stopped at ${bytes} bytes`, async () => {
      const out = dir.file(`stopped-${bytes}.moved`);
      const exit = await cutOff(['move-out', out, '--data', from], () => sizeOf(`${out}.part`) >= bytes, {
        signal: 'SIGTERM',
      });
      assert.equal(exit, 74);
      assert.deepEqual([existsSync(out), existsSync(`${out}.part`)], [false, false]);
      assert.equal(existsSync(path.join(from, 'moved.json')), false);
    });
  }

  it('leaves no file under its name when moving out is killed, and the move can be taken back', async () => {
    const out = dir.file('killed.moved');
    await cutOff(['move-out', out, '--data', from], () => sizeOf(`${out}.part`) > 0, { signal: 'SIGKILL' });
    assert.equal(existsSync(out), false);
    assert.equal((await runCli(['move-cancel', '--data', from])).exitCode, 0);
    assert.equal(await messagesIn(from), MESSAGES);
  });

  it('leaves no server but a whole one, wherever moving in is killed, and the next try is whole', async () => {
    const out = dir.file('whole.moved');
    const moved = await runCli(['move-out', out, '--data', from]);
    assert.equal(moved.exitCode, 0, moved.stderr);
    const passphrase = moved.stdout.trim();
    const stage = (to: string, ...names: readonly string[]) => path.join(to, 'moved-in', ...names);
    const moments: Readonly<Record<string, (to: string) => boolean>> = {
      marked: (to) => existsSync(path.join(to, 'team.json')),
      'half-way': (to) => sizeOf(stage(to, 'chat.db')) > 2_000_000,
      placing: (to) => existsSync(path.join(to, 'files')) || existsSync(path.join(to, 'certificate.pem')),
    };
    for (const [moment, isTime] of Object.entries(moments)) {
      const to = dir.file(`killed-${moment}`);
      const moveIn = ['move-in', out, '--data', to];
      await cutOff(moveIn, () => isTime(to), { signal: 'SIGKILL', input: `${passphrase}\n` });
      if (!existsSync(databaseFile(to))) {
        if (existsSync(path.join(to, 'team.json'))) {
          const served = await runCli(['serve', '--port', '0', '--data', to]);
          assert.equal(served.exitCode, 65, `${moment}: ${served.stderr}`);
        }
        const again = await runCli(moveIn, {}, `${passphrase}\n`);
        assert.equal(again.exitCode, 0, `${moment}: ${again.stderr}`);
      }
      assert.equal(await messagesIn(to), MESSAGES, moment);
    }
    assert.equal((await runCli(['move-cancel', '--data', from])).exitCode, 0);
  });

  it('leaves nothing when the file ends early, at whatever byte', async () => {
    using small = tempDir();
    const { journal, say } = await spokenJournal(small.file('from'));
    await say('hello');
    await journal.close();
    const [database] = keptIn(small.file('from'), ['chat.db']);
    assert.ok(database);
    const { server } = contentsOf(database.path);
    const out = small.file('team.moved');
    const team = { server, app: 'test', at: 0 };
    await writeMoved({ out, team, files: [database], passphrase: 'A', costLog2: 2 });
    const whole = readFileSync(out);
    const to = small.file('to');
    for (let at = 0; at < whole.length; at += 1 + Math.floor(whole.length / 400)) {
      writeFileSync(out, whole.subarray(0, at));
      await assert.rejects(takeIn({ file: out, dataDir: to, passphrase: 'A' }), BadSeal, `cut at ${at}`);
      assert.deepEqual(listed(to), []);
    }
    writeFileSync(out, whole);
    await takeIn({ file: out, dataDir: to, passphrase: 'A' });
    assert.equal(await messagesIn(to), 1);
  });
});
