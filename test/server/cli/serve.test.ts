import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import WebSocket from 'ws';
import { SUBPROTOCOL } from '../../../server/protocol/limits';
import { runServerProgram } from '../../helpers/serverProcess';
import { tempDir } from '../../helpers/tempDir';

const serve = (dataDir: string, ...more: string[]) =>
  runServerProgram(['serve', '--port', '0', '--data', dataDir, ...more]);

describe('alongside serve', function () {
  this.timeout(20_000);

  it('says where it listens, keeps a lease while it runs, and answers for its health', async () => {
    using dir = tempDir();
    await using program = serve(dir.path);
    const ready = await program.first;
    assert.equal(ready['kind'], 'ready');
    assert.equal(ready['url'], `ws://127.0.0.1:${String(ready['port'])}/chat`);
    const lease: unknown = JSON.parse(readFileSync(dir.file('server.json'), 'utf8'));
    assert.deepEqual({ kind: 'ready', ...(lease as object) }, ready);
    assert.equal(statSync(dir.file('server.json')).mode & 0o777, 0o600);
    const health = await fetch(`http://127.0.0.1:${String(ready['port'])}/health`);
    const { server, version } = ready;
    assert.deepEqual(await health.json(), { status: 'ok', protocol: 1, app: 'alongside', version, server });
  });

  it('stops on SIGTERM: sends clients off to come back, exits 0 and leaves no lease', async () => {
    using dir = tempDir();
    await using program = serve(dir.path);
    const socket = new WebSocket(String((await program.first)['url']), SUBPROTOCOL);
    await once(socket, 'open');
    program.process.kill('SIGTERM');
    const [code] = (await once(socket, 'close')) as [number];
    assert.equal(code, 4006);
    assert.equal((await program.ended).code, 0);
    assert.ok(!existsSync(dir.file('server.json')));
  });

  it('stops although a client never answers the close', async () => {
    using dir = tempDir();
    await using program = serve(dir.path);
    const silent = connect(Number((await program.first)['port']), '127.0.0.1');
    silent.write(
      'GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
    );
    await once(silent, 'data');
    silent.on('error', () => undefined);
    program.process.kill('SIGTERM');
    assert.equal((await program.ended).code, 0);
    silent.destroy();
  });

  it('stops although somebody has connected and says nothing', async () => {
    using dir = tempDir();
    await using program = serve(dir.path);
    const silent = connect(Number((await program.first)['port']), '127.0.0.1');
    await once(silent, 'connect');
    silent.on('error', () => undefined);
    program.process.kill('SIGTERM');
    assert.equal((await program.ended).code, 0);
    assert.ok(!existsSync(dir.file('server.json')));
    silent.destroy();
  });

  it('goes on when its log cannot be written', async () => {
    using dir = tempDir();
    const full = openSync('/dev/full', 'w');
    await using program = runServerProgram(['serve', '--port', '0', '--data', dir.path], { stderr: full });
    closeSync(full);
    const { url, port } = await program.first;
    for (let i = 0; i < 3; i++) {
      const socket = new WebSocket(String(url), SUBPROTOCOL);
      await once(socket, 'open');
      socket.close();
      await once(socket, 'close');
    }
    assert.equal((await fetch(`http://127.0.0.1:${String(port)}/health`)).status, 200);
  });

  it('names the folder that it cannot write, and ends', async () => {
    using dir = tempDir();
    writeFileSync(dir.file('taken'), '');
    await using program = serve(dir.file('taken'));
    const { code, messages, stderr } = await program.ended;
    assert.equal(code, 74);
    assert.match(stderr, /taken cannot be written \(E[A-Z]+\)/);
    assert.equal(messages[0]?.['code'], 'E_CANNOT_WRITE');
  });

  it('does not go on without its lease', async () => {
    using dir = tempDir();
    mkdirSync(dir.file('server.json.part'));
    await using program = serve(dir.path);
    const { code, messages } = await program.ended;
    assert.deepEqual([code, messages[0]?.['code']], [74, 'E_CANNOT_WRITE']);
  });

  it('stops when nobody has been connected for the idle time', async () => {
    using dir = tempDir();
    await using program = serve(dir.path, '--idle-exit', '1');
    await program.first;
    assert.equal((await program.ended).code, 0);
  });

  it('names the other Alongside server that has the port', async () => {
    using first = tempDir();
    using second = tempDir();
    await using running = serve(first.path);
    const { port, url } = await running.first;
    await using program = runServerProgram(['serve', '--port', String(port), '--data', second.path]);
    const { code, messages, stderr } = await program.ended;
    assert.equal(code, 69);
    assert.match(stderr, /Another Alongside server listens at ws:/);
    assert.deepEqual([messages[0]?.['code'], messages[0]?.['url']], ['E_PORT_IN_USE', url]);
  });

  it('says that a program that is no Alongside server has the port', async () => {
    using dir = tempDir();
    const other = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await using program = runServerProgram(['serve', '--port', String(port), '--data', dir.path]);
    const { code, messages, stderr } = await program.ended;
    other.close();
    assert.equal(code, 69);
    assert.match(stderr, /taken by another program/);
    assert.deepEqual([messages[0]?.['code'], messages[0]?.['url']], ['E_PORT_IN_USE', undefined]);
  });

  it('names the server that has the data folder', async () => {
    using dir = tempDir();
    await using running = serve(dir.path);
    const { url, pid } = await running.first;
    await using program = serve(dir.path);
    const { code, messages, stderr } = await program.ended;
    assert.equal(code, 73);
    assert.match(stderr, new RegExp(`in use by the server at ${String(url)} \\(process ${String(pid)}\\)`));
    assert.equal(messages[0]?.['code'], 'E_DATA_IN_USE');
    assert.equal((await fetch(String(url).replace('ws:', 'http:').replace('/chat', '/health'))).status, 200);
    const lease = JSON.parse(readFileSync(dir.file('server.json'), 'utf8')) as { pid: unknown };
    assert.equal(lease.pid, pid);
  });

  it('exits 78 where a newer version wrote the database, and leaves that as it is', async () => {
    using dir = tempDir();
    const db = new DatabaseSync(dir.file('chat.db'));
    db.exec('PRAGMA user_version = 99; CREATE TABLE other (x)');
    db.close();
    const before = readFileSync(dir.file('chat.db'));
    await using program = serve(dir.path);
    const { code, messages, stderr } = await program.ended;
    assert.deepEqual([code, messages[0]?.['code']], [78, 'E_NEWER_DATABASE']);
    assert.match(stderr, /written by a newer Alongside \(version 99 of its tables/);
    assert.deepEqual(readFileSync(dir.file('chat.db')), before);
  });

  it('starts where a killed server left its lease and its lock', async () => {
    using dir = tempDir();
    await using killed = serve(dir.path);
    await killed.first;
    killed.process.kill('SIGKILL');
    await killed.ended;
    assert.ok(existsSync(dir.file('server.json')));
    await using next = serve(dir.path);
    assert.equal((await next.first)['kind'], 'ready');
  });

  it('says what it needs on a Node without SQLite', async () => {
    using dir = tempDir();
    const env = { ALONGSIDE_DATA: dir.path, NODE_OPTIONS: '--no-experimental-sqlite' };
    await using program = runServerProgram(['serve', '--port', '0'], { env });
    const { code, messages, stderr } = await program.ended;
    assert.equal(code, 78);
    assert.match(
      stderr,
      /^This is Node [\d.]+, which has no node:sqlite\. Alongside's server needs Node 22\.13 or newer\.$/m,
    );
    assert.equal(messages[0]?.['code'], 'E_NODE_TOO_OLD');
  });

  for (const [args, code, says] of [
    [['--help'], 0, /serve .*Run the server/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['dance'], 64, /no command "dance".*--help/],
    [['serve', '--port', 'many'], 64, /--port takes a whole number from 0 to 65535, not "many"/],
    [['serve', '--prot', '1'], 64, /--prot/],
    [['serve', '--host', 'no.such.name.invalid'], 64, /Cannot listen at no\.such\.name\.invalid/],
  ] as const) {
    it(`answers "${args.join(' ')}" with exit code ${code} and a word for the person`, async () => {
      using dir = tempDir();
      await using program = runServerProgram(args, { env: { ALONGSIDE_DATA: dir.path } });
      const ended = await program.ended;
      assert.equal(ended.code, code);
      assert.match(ended.stdout + ended.stderr, says);
    });
  }
});
