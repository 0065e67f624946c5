import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { GENERAL } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import { aCid } from '../helpers/commands';
import { eventually } from '../helpers/eventually';
import { spokenJournal } from '../helpers/journals';
import { liftedArgs } from '../helpers/lifted';
import { type Program, runServerProgram } from '../helpers/serverProcess';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

const post = (connection: WireConnection, text: string) =>
  connection.value('post', { cid: aCid(), room: GENERAL, text });

async function following(url: string, name: string): Promise<WireConnection> {
  const connection = await WireConnection.open(url);
  await connection.signIn(aNewcomer(name));
  await connection.value('resume', { room: GENERAL });
  return connection;
}

describe('a server that is short of something', function () {
  this.timeout(120_000);
  let dir: TempDir;
  const open: WireConnection[] = [];
  beforeEach(() => {
    dir = tempDir();
  });
  afterEach(() => {
    for (const connection of open.splice(0)) connection[Symbol.dispose]();
    dir[Symbol.dispose]();
  });

  const run = (env: NodeJS.ProcessEnv = {}): Program => {
    const args = ['serve', '--port', '0', '--data', dir.path, '--transcript', 'off', '--metrics', '0', ...liftedArgs];
    return runServerProgram(args, { env });
  };
  const figures = async (program: Program) => {
    const { metricsPort } = await program.first;
    const text = await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();
    return (name: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1] ?? 0,
      );
  };

  it('closes fifty who never read when their queue is full, in little memory, while the others get all', async () => {
    // What V8 may keep for new objects grows by 100 MB now and then, whatever lies in queues.
    await using server = run({ NODE_OPTIONS: '--max-semi-space-size=4' });
    const url = String((await server.first)['url']);
    const ana = await following(url, 'ana');
    const ben = await following(url, 'ben');
    open.push(ana, ben);
    const seqs: number[] = [];
    ben.onPush = (push) => {
      if (push.kind === 'entries') seqs.push(...push.entries.map(({ seq }) => seq));
    };
    for (let i = 0; i < 50; i += 1) {
      const deaf = await following(url, `deaf ${i}`);
      deaf.socket.pause();
      open.push(deaf);
    }
    const before = (await figures(server))('process_resident_memory_bytes');
    let last = 0;
    let most = 0;
    await eventually(async () => {
      for (let i = 0; i < 20; i += 1) ({ seq: last } = await post(ana, 'x'.repeat(10_000)));
      const figure = await figures(server);
      most = Math.max(most, figure('process_resident_memory_bytes') - before);
      assert.equal(figure('alongside_closes_total{reason="slow"}'), 50);
    }, 90_000);
    await eventually(() => assert.equal(seqs.at(-1), last));
    assert.deepEqual(
      seqs,
      seqs.map((_, i) => last - seqs.length + 1 + i),
    );
    assert.equal((await figures(server))('alongside_connections'), 2);
    console.log(`      ${Math.round(most / 1e6)} MB more`);
    assert.ok(most <= 50 * 2 * 1024 * 1024, `${most}`);
  });

  it('goes on for those who are there when it has no descriptor left, and takes others in again later', async () => {
    await using server = run();
    const { url, pid } = await server.first;
    const ana = await following(String(url), 'ana');
    open.push(ana);
    execFileSync('prlimit', ['--pid', String(pid), '--nofile=64:64']);
    const lost: unknown[] = [];
    for (let i = 0; i < 64; i += 1) {
      await following(String(url), `client ${i}`).then(
        (connection) => open.push(connection),
        (error: unknown) => lost.push(error),
      );
    }
    assert.ok(lost.length > 0, 'it had no descriptor left');
    assert.ok(open.length > 1);
    for (const connection of open.slice(0, 5)) await post(connection, 'x'.repeat(10_000));
    for (const connection of open.splice(1)) connection[Symbol.dispose]();
    open.push(await eventually(() => following(String(url), 'late')));
    await post(open[1]!, 'in');
    server.process.kill('SIGTERM');
    assert.equal((await server.ended).code, 0);
  });

  it('gives 500 clients a history that is larger than its heap', async () => {
    const HEAP_MB = 64;
    const ENTRIES = 8_000;
    const text = 'x'.repeat(9_000);
    assert.ok(ENTRIES * text.length > HEAP_MB * 1024 * 1024);
    {
      const { journal, add } = await spokenJournal(dir.path);
      const entries = Array.from({ length: ENTRIES }, (_, i) => `${i} ${text}`);
      await add(entries.map((text, at) => ({ kind: 'message', name: 'zoe', at, text })));
      await journal.close();
    }
    await using server = run({ NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` });
    const url = String((await server.first)['url']);
    for (let i = 0; i < 500; i += 1) open.push(await following(url, `client ${i}`));
    // All ask for all they can at once, and one for the whole history.
    const page = async (connection: WireConnection, after: number): Promise<readonly Entry[]> =>
      (await connection.value('history', { room: GENERAL, after, limit: 300 })).entries;
    await Promise.all(open.map((connection, i) => page(connection, (i * 97) % (ENTRIES / 2))));
    let count = 0;
    for (let after = 0; after < ENTRIES;) {
      const entries = await page(open[0]!, after);
      count += entries.length;
      after = entries.at(-1)?.seq ?? ENTRIES;
    }
    assert.ok(count >= ENTRIES);
    await post(open[0]!, 'still there');
    assert.equal((await figures(server))('alongside_connections'), 500);
  });
});
