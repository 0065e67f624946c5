import assert from 'node:assert/strict';
import { writeFile, mkdir, readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import path from 'node:path';
import { setImmediate as soon } from 'node:timers/promises';
import { runningServer } from '../../../src/serverHost/lease';
import { ownInvite } from '../../../src/serverHost/ownInvite';
import { ServerHost } from '../../../src/serverHost/serverHost';
import { InviteSecret, type ServerId } from '../../../server/protocol/ids';
import type { App } from '../../../src/app';
import { Emitter } from '../../../src/lifecycle';
import { followServer } from '../../../src/serverHost/followServer';
import { eventually } from '../../helpers/eventually';
import { freePort } from '../../helpers/freePort';
import { pinnedNode, root } from '../../helpers/node';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { testServer } from '../../helpers/testServer';
import { addressOf, silent } from '../fixtures';

const lease = { pid: 999_999, host: '127.0.0.1', port: 1, startedAt: 1, version: '0.1.0' };

describe('lease', () => {
  it('names the server that runs', async () => {
    await using server = await testServer();
    assert.deepEqual((await runningServer(server.dataDir))?.url, server.url);
  });

  it('counts for nothing when its server was killed, or another one answers there', async () => {
    await using server = await testServer();
    using dir = tempDir();
    const named = `s-${'0'.repeat(32)}`;
    await writeFile(dir.file('server.json'), JSON.stringify({ ...lease, url: server.url, server: named }));
    assert.equal(await runningServer(dir.path), undefined);
    const nowhere = `ws://127.0.0.1:${await freePort()}/chat`;
    await writeFile(dir.file('server.json'), JSON.stringify({ ...lease, url: nowhere, server: named }));
    assert.equal(await runningServer(dir.path), undefined);
  });

  it('counts for nothing when it is damaged or missing', async () => {
    using dir = tempDir();
    assert.equal(await runningServer(dir.path), undefined);
    for (const text of ['', '{', '[]', '{"pid":"1"}', JSON.stringify({ ...lease, pid: 0, url: 'x', server: 'y' })]) {
      await writeFile(dir.file('server.json'), text);
      assert.equal(await runningServer(dir.path), undefined);
    }
  });
});

describe('server host', () => {
  let dir: TempDir;
  let bundle: TempDir;
  before(async () => {
    bundle = tempDir();
    const entryPoints = [path.join(root, 'server/main.ts')];
    await build({
      entryPoints,
      outfile: bundle.file('server.js'),
      bundle: true,
      platform: 'node',
      target: 'node22',
      logLevel: 'error',
    });
  });
  after(() => bundle[Symbol.dispose]());
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());

  const aHost = (script = bundle.file('server.js')) =>
    new ServerHost({
      script,
      dataDir: dir.file('server'),
      logFile: dir.file('server.log'),
      log: silent,
      nodePath: pinnedNode(),
    });

  it('starts a server that answers, picks it up from another window, and stops it', async () => {
    const [host, otherWindow] = [aHost(), aHost()];
    const started = await host.start('127.0.0.1', 0);
    assert.ok(started.ok, JSON.stringify(started));
    assert.deepEqual(await otherWindow.start('127.0.0.1', 0), { ok: true, lease: await host.running() });
    assert.equal((await otherWindow.running())?.pid, started.lease.pid);
    assert.equal(await otherWindow.stop(), 'stopped');
    assert.equal(await host.running(), undefined);
    assert.equal(await host.stop(), 'notRunning');
    assert.equal(await host.hasHistory(), true);
    assert.match(await readFile(host.logFile, 'utf8'), /listening/);
  }).timeout(20_000);

  it('is one server when two windows start it at once', async () => {
    const hosts = [aHost(), aHost()];
    const port = await freePort();
    const started = await Promise.all(hosts.map((host) => host.start('127.0.0.1', port)));
    const lease = await hosts[0]!.running();
    await hosts[0]!.stop();
    const outcomes = started.map((one) => (one.ok ? one.lease.pid : one.failure));
    assert.deepEqual(outcomes, [lease?.pid, lease?.pid]);
  }).timeout(20_000);

  it('gives an invite to itself, at its own address and to no other', async () => {
    const host = aHost();
    const started = await host.start('127.0.0.1', 0);
    assert.ok(started.ok, JSON.stringify(started));
    const { url, server, port } = started.lease;
    const secret = await ownInvite(host, addressOf(url), server);
    assert.ok(InviteSecret.safeParse(secret).success, secret);
    const elsewhere = [
      `ws://127.0.0.2:${port}/chat`,
      `wss://127.0.0.1:${port}/chat`,
      `ws://127.0.0.1:${port + 1}/chat`,
    ];
    for (const other of elsewhere) assert.equal(await ownInvite(host, addressOf(other), server), undefined, other);
    assert.equal(await ownInvite(host, addressOf(url), `s-${'0'.repeat(32)}` as ServerId), undefined);
    await host.stop();
    assert.equal(await ownInvite(host, addressOf(url), server), undefined);
  }).timeout(20_000);

  it('says whose the port is', async () => {
    await using other = await testServer();
    const host = aHost();
    const started = await host.start('127.0.0.1', other.port);
    assert.ok(!started.ok);
    assert.deepEqual([started.failure.code, started.failure.url], ['E_PORT_IN_USE', other.url]);
  }).timeout(20_000);

  it('tells that a server came and went, whoever started it', async () => {
    const host = aHost();
    await host.watch();
    let changes = 0;
    host.changed.on(() => (changes += 1));
    const server = await testServer({ dataDir: host.dataDir });
    await eventually(() => changes > 0);
    const came = changes;
    await server.stop();
    await eventually(() => changes > came);
    host.dispose();
  });

  it('does without news where its folder cannot be watched', async () => {
    await writeFile(dir.file('server'), 'a file in the way');
    const host = aHost();
    await host.watch();
    host.dispose();
  });

  it('says that a program which is no server did not start', async () => {
    await mkdir(dir.file('x'), { recursive: true });
    await writeFile(dir.file('x/server.js'), 'process.exit(3)');
    const started = await aHost(dir.file('x/server.js')).start('127.0.0.1', 0);
    assert.deepEqual(started, {
      ok: false,
      failure: { code: 'E_EXITED', message: 'The server ended with code 3.' },
    });
  });

  /** A server that notes its start, says that it is ready, and ends as soon as it is left alone. */
  const aServerThatEnds = async (how: string) => {
    const ready = { kind: 'ready', ...lease, url: 'ws://127.0.0.1:1/chat', server: `s-${'0'.repeat(32)}` };
    await mkdir(dir.file('x'), { recursive: true });
    await writeFile(
      dir.file('x/server.js'),
      `require('node:fs').appendFileSync(${JSON.stringify(dir.file('starts'))}, 'x');
      process.on('disconnect', () => ${how});
      process.send(${JSON.stringify(ready)});`,
    );
    const host = aHost(dir.file('x/server.js'));
    const ends: string[] = [];
    host.ended.on((why) => ends.push(why));
    const started = await host.start('127.0.0.1', 1);
    assert.ok(started.ok, JSON.stringify(started));
    return { ends, starts: async () => (await readFile(dir.file('starts'), 'utf8')).length };
  };

  it('starts a server whose disk failed again, once within a minute, and then tells', async () => {
    const { ends, starts } = await aServerThatEnds('process.exit(74)');
    await eventually(() => assert.deepEqual(ends, ['diskFailed']));
    assert.equal(await starts(), 2);
  }).timeout(20_000);

  it('tells that its server was killed, and does not start it again', async () => {
    const { ends, starts } = await aServerThatEnds('process.kill(process.pid, "SIGKILL")');
    await eventually(() => assert.deepEqual(ends, ['unknown']));
    assert.equal(await starts(), 1);
  }).timeout(20_000);

  it('ends the wait of a chat for this computer’s server when that runs, and of no other chat', async () => {
    const changed = new Emitter<undefined>();
    const server = `s-${'0'.repeat(32)}` as ServerId;
    const url = 'ws://127.0.0.1:12345/chat';
    const host = { changed, running: () => Promise.resolve({ ...lease, url, server }) };
    const waitsFor = async (id: string, at: string) => {
      let retries = 0;
      const chat = {
        standing: { at },
        address: addressOf(url),
        identity: { server: id },
        retryNow: () => (retries += 1),
      };
      const following = followServer({
        session: { chat, changed: new Emitter() },
        server: host,
        enterPorts: {},
      } as unknown as App);
      changed.fire(undefined);
      await soon();
      following.dispose();
      return retries;
    };
    assert.deepEqual(
      [await waitsFor(server, 'offline'), await waitsFor(server, 'online'), await waitsFor('s-other', 'offline')],
      [1, 0, 0],
    );
  });
});
