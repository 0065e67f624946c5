import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { GENERAL, type Seq } from '../../server/protocol/ids';
import type { ServerLimits } from '../../server/protocol/limits';
import type { Message } from '../../server/protocol/model';
import { aCid } from '../helpers/commands';
import { eventually } from '../helpers/eventually';
import { announce, askFiles, described, fetchFile, sha256, share, upload } from '../helpers/files';
import { type TestServer, testServer } from '../helpers/testServer';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

const KB = 1_024;

describe('a file', function () {
  this.timeout(30_000);
  let server: TestServer;
  let ana: WireConnection;
  let ben: WireConnection;

  const start = async (limits: Partial<ServerLimits> = {}, dataDir?: string) => {
    server = await testServer({ limits, ...(dataDir !== undefined && { dataDir }) });
    [ana, ben] = [await WireConnection.open(server.url), await WireConnection.open(server.url)];
  };
  const enter = () => Promise.all([ana.signIn(aNewcomer('ana')), ben.signIn(aNewcomer('ben'))]);
  const folder = () => path.join(server.dataDir, 'files');
  const stored = () => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
  const messageAt = async (seq: Seq) =>
    (await ben.value('history', { room: GENERAL, after: seq - 1, limit: 1 })).entries[0] as Message;
  const postWith = (...files: Message['files'] & object) =>
    ana.call('post', { cid: aCid(), room: GENERAL, text: 'look', files: files.map(({ id }) => id) });
  const codeOf = async (outcome: ReturnType<typeof postWith>) => {
    const settled = await outcome;
    return settled.ok ? 'ok' : settled.error.code;
  };

  beforeEach(async () => {
    await start();
    await enter();
  });
  afterEach(async () => {
    for (const connection of [ana, ben]) connection[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  it('comes to the others byte by byte, with the message that carries it', async () => {
    const bytes = randomBytes(300 * KB);
    const shared = await share(server, ana, bytes, { name: 'noise.bin', type: 'application/x-noise' });
    const { files } = await messageAt(shared.seq);
    assert.deepEqual(files, [shared.file]);
    const { name, type, size } = shared.file;
    assert.deepEqual([name, type, size], ['noise.bin', 'application/x-noise', bytes.length]);
    assert.deepEqual((await fetchFile(server, ben, shared)).body, bytes);
    assert.deepEqual(stored(), [sha256(bytes)]);
  });

  it('may be empty', async () => {
    const shared = await share(server, ana, Buffer.alloc(0), { name: '__init__.py' });
    const { status, body } = await fetchFile(server, ben, shared);
    assert.deepEqual([status, body.length], [200, 0]);
  });

  it('lies there once, however often it is sent', async () => {
    const bytes = randomBytes(10 * KB);
    const [first, second] = [await share(server, ana, bytes), await share(server, ben, bytes, { name: 'same.txt' })];
    assert.deepEqual(stored(), [sha256(bytes)]);
    assert.notEqual(first.file.id, second.file.id);
    for (const shared of [first, second]) assert.deepEqual((await fetchFile(server, ana, shared)).body, bytes);
  });

  it('goes with the last message that carries its bytes', async () => {
    const bytes = randomBytes(10 * KB);
    const [first, second] = [await share(server, ana, bytes), await share(server, ben, bytes)];
    const { ticket } = await ben.value('createDownload', { ...first, file: first.file.id });
    await ana.value('delete', { room: GENERAL, seq: first.seq });
    assert.deepEqual(stored(), [sha256(bytes)]);
    assert.equal((await messageAt(first.seq)).files, undefined);
    // Not even who was let in before.
    assert.equal((await askFiles(server.port, ticket)).status, 401);
    const again = await ben.call('createDownload', { ...first, file: first.file.id });
    assert.equal(again.ok || again.error.code, 'E_NOT_FOUND');
    await ben.value('delete', { room: GENERAL, seq: second.seq });
    assert.deepEqual(stored(), []);
  });

  it('leaves nothing of its name in the files of the server when its message is deleted', async () => {
    const name = 'redundancies-2025.xlsx';
    const { seq } = await share(server, ana, randomBytes(KB), { name });
    await ana.value('delete', { room: GENERAL, seq });
    const holds = (file: string) => readFileSync(path.join(server.dataDir, file)).includes(name);
    await eventually(() => {
      assert.deepEqual(['chat.db', 'chat.db-wal'].filter(holds), []);
    });
  });

  it('is carried by one message, once, by who uploaded it, and when all of it is there', async () => {
    const bytes = randomBytes(KB);
    const announced = await announce(ana, bytes);
    assert.equal(await codeOf(postWith(announced.file)), 'E_NOT_FOUND');
    await upload(server.port, announced, bytes);
    const files = [announced.file.id];
    const ofBen = await ben.call('post', { cid: aCid(), room: GENERAL, text: 'mine', files });
    assert.equal(ofBen.ok || ofBen.error.code, 'E_NOT_FOUND');
    assert.equal(await codeOf(postWith(announced.file, announced.file)), 'E_BAD_REQUEST');
    const post = { cid: aCid(), room: GENERAL, text: '', files };
    const { seq } = await ana.value('post', post);
    assert.equal((await ana.value('post', post)).seq, seq);
    const other = await ana.call('post', { ...post, files: undefined, text: 'x' });
    assert.equal(other.ok || other.error.code, 'E_CID_CONFLICT');
    assert.equal(await codeOf(postWith(announced.file)), 'E_NOT_FOUND');
  });

  it('may not be announced as another with the same cid', async () => {
    const cid = aCid();
    await announce(ana, randomBytes(KB), { cid });
    const other = await ana.call('createUpload', { cid, room: GENERAL, ...described(randomBytes(KB)) });
    assert.equal(other.ok || other.error.code, 'E_CID_CONFLICT');
  });

  describe('that is not to be taken', () => {
    beforeEach(async () => {
      for (const each of [ana, ben]) each[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await start({ fileBytes: 64 * KB, fileBytesPerDay: 150 * KB, filesBytes: 200 * KB });
      await enter();
    });

    const refused = async (connection: WireConnection, size: number) => {
      const file = { ...described(randomBytes(8)), size };
      const outcome = await connection.call('createUpload', { cid: aCid(), room: GENERAL, ...file });
      return outcome.ok ? 'ok' : outcome.error.code;
    };

    it('is refused before its bytes: too big, too much for a day, too much for the server', async () => {
      assert.equal(await refused(ana, 64 * KB + 1), 'E_FILE_TOO_BIG');
      for (const size of [64, 64]) await share(server, ana, randomBytes(size * KB));
      assert.equal(await refused(ana, 23 * KB), 'E_FILE_QUOTA');
      assert.equal(await refused(ana, 22 * KB), 'ok');
      assert.equal(await refused(ben, 51 * KB), 'E_STORAGE_LOW');
      assert.equal(await refused(ben, 49 * KB), 'ok');
    });

    it('counts for the day also when it was deleted', async () => {
      for (const size of [64, 64]) {
        const { seq } = await share(server, ana, randomBytes(size * KB));
        await ana.value('delete', { room: GENERAL, seq });
      }
      assert.equal(await refused(ana, 64 * KB), 'E_FILE_QUOTA');
    });

    it('is answered 413 at the byte that is too many, and nothing of it is kept', async () => {
      const bytes = randomBytes(64 * KB);
      const { ticket, file } = await announce(ana, bytes);
      assert.deepEqual(file.size, 64 * KB);
      const body = [bytes, randomBytes(1)];
      assert.equal((await askFiles(server.port, ticket, { method: 'POST', body })).status, 413);
      assert.deepEqual(stored(), []);
    });

    it('is answered 413 for its Content-Length alone', async () => {
      const { ticket } = await announce(ana, randomBytes(64 * KB));
      const headers = { 'content-length': 64 * KB + 1 };
      const asked = request({ host: '127.0.0.1', port: server.port, path: '/files', method: 'POST', headers });
      asked.setHeader('authorization', `Bearer ${ticket ?? ''}`).flushHeaders();
      const [{ statusCode }] = (await once(asked, 'response')) as [{ statusCode: number }];
      asked.on('error', () => undefined).destroy();
      assert.equal(statusCode, 413);
      assert.deepEqual(stored(), []);
    });

    it('is cut off when its chunks never end', async () => {
      const { ticket } = await announce(ana, randomBytes(64 * KB));
      const headers = { authorization: `Bearer ${ticket ?? ''}` };
      const asked = request({ host: '127.0.0.1', port: server.port, path: '/files', method: 'POST', headers });
      asked.on('error', () => undefined);
      const ended = new Promise((resolve) => asked.once('close', resolve));
      const chunk = randomBytes(16 * KB);
      const more = () => {
        if (!asked.destroyed) asked.write(chunk, () => setImmediate(more));
      };
      more();
      await ended;
      assert.deepEqual(stored(), []);
      assert.ok((await fetch(`http://127.0.0.1:${server.port}/health`)).ok);
    });

    it('is answered 422 when it is not what was announced, and begins anew', async () => {
      const bytes = randomBytes(64 * KB);
      const cid = aCid();
      const announced = await announce(ana, bytes, { cid });
      const other = Buffer.from(bytes);
      other[100] = (other[100] ?? 0) ^ 1;
      assert.equal((await upload(server.port, announced, other)).status, 422);
      assert.deepEqual(stored(), []);
      const again = await announce(ana, bytes, { cid });
      assert.deepEqual([again.offset, again.file.id], [0, announced.file.id]);
      assert.equal((await upload(server.port, again, bytes)).status, 201);
    });

    it('is cut when nothing comes any more', async () => {
      for (const each of [ana, ben]) each[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await start({ transferIdleMs: 200 });
      await enter();
      const { ticket } = await announce(ana, randomBytes(64 * KB));
      const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
      socket.write(`POST /files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ticket ?? ''}\r\n`);
      socket.write('Content-Length: 65536\r\n\r\nhello');
      socket.resume();
      await once(socket, 'close');
    });
  });

  describe('whose connection is cut', () => {
    const half = async (bytes: Buffer, ticket: string | undefined) => {
      const headers = { authorization: `Bearer ${ticket ?? ''}`, 'content-length': bytes.length };
      const asked = request({ host: '127.0.0.1', port: server.port, path: '/files', method: 'POST', headers });
      asked.on('error', () => undefined);
      asked.write(bytes.subarray(0, bytes.length / 2));
      const part = () => path.join(folder(), stored().find((name) => name.endsWith('.part')) ?? 'none');
      await eventually(() => statSync(part()).size === bytes.length / 2);
      return asked;
    };

    it('goes on where it was cut', async () => {
      const bytes = randomBytes(256 * KB);
      const cid = aCid();
      const { ticket } = await announce(ana, bytes, { cid });
      (await half(bytes, ticket)).destroy();
      const again = await announce(ana, bytes, { cid });
      assert.equal(again.offset, bytes.length / 2);
      assert.equal((await upload(server.port, again, bytes)).status, 201);
      assert.deepEqual(stored(), [sha256(bytes)]);
      const whole = await announce(ana, bytes, { cid });
      assert.deepEqual([whole.offset, whole.ticket], [bytes.length, undefined]);
    });

    it('goes on also when the server has not noticed the cut', async () => {
      const bytes = randomBytes(256 * KB);
      const cid = aCid();
      const { ticket } = await announce(ana, bytes, { cid });
      const old = await half(bytes, ticket);
      const ended = new Promise<void>((resolve) => old.once('close', () => resolve()));
      const again = await announce(ana, bytes, { cid });
      await ended;
      assert.equal((await upload(server.port, again, bytes)).status, 201);
      assert.deepEqual(stored(), [sha256(bytes)]);
    });

    it('is answered 409 where it does not go on where it was cut', async () => {
      const bytes = randomBytes(256 * KB);
      const cid = aCid();
      const { ticket } = await announce(ana, bytes, { cid });
      (await half(bytes, ticket)).destroy();
      const again = await announce(ana, bytes, { cid });
      assert.equal((await upload(server.port, { ...again, offset: 10 }, bytes)).status, 409);
    });
  });

  describe('that is asked for', () => {
    it('is given for one request of a ticket, within its time, by header only, and not to a browser', async () => {
      const shared = await share(server, ana, randomBytes(KB));
      const ask = async () => (await ben.value('createDownload', { ...shared, file: shared.file.id })).ticket;
      const statusOf = async (...asked: Parameters<typeof askFiles>) => (await askFiles(...asked)).status;
      const ticket = await ask();
      assert.equal(await statusOf(server.port, ticket), 200);
      assert.equal(await statusOf(server.port, ticket), 401);
      assert.equal(await statusOf(server.port, undefined), 401);
      assert.equal(await statusOf(server.port, undefined, { path: `/files?ticket=${await ask()}` }), 401);
      assert.equal(await statusOf(server.port, await ask(), { method: 'POST' }), 401);
      assert.equal(await statusOf(server.port, await ask(), { headers: { origin: 'https://evil.example' } }), 403);
      assert.equal(await statusOf(server.port, await ask(), { headers: { host: 'evil.example' } }), 403);
      assert.equal(await statusOf(server.port, await ask(), { method: 'PUT' }), 405);
      const { ticket: uploads } = await announce(ana, randomBytes(KB));
      assert.equal(await statusOf(server.port, uploads), 401);
    });

    it('is not given to who may not see the room any more', async () => {
      const { room } = await ana.value('createRoom', { cid: aCid(), name: 'plans', kind: 'private' });
      const { people } = await ana.value('people', {});
      const bens = people.find(({ name }) => name === 'ben');
      assert.ok(bens);
      await ana.value('addToRoom', { room: room.id, member: bens.id });
      const shared = await share(server, ana, randomBytes(KB), { room: room.id });
      const { ticket } = await ben.value('createDownload', { ...shared, file: shared.file.id });
      await ana.value('removeFromRoom', { room: room.id, member: bens.id });
      assert.equal((await askFiles(server.port, ticket)).status, 401);
    });

    it('is not given when its bytes are gone or fewer', async () => {
      const shared = await share(server, ana, randomBytes(KB));
      writeFileSync(path.join(folder(), shared.file.sha256), 'short');
      assert.equal((await fetchFile(server, ben, shared)).status, 404);
    });
  });

  it('that nobody sent is dropped after a while, with what a crash left', async () => {
    const bytes = randomBytes(KB);
    await upload(server.port, await announce(ana, bytes), bytes);
    const shared = await share(server, ana, randomBytes(2 * KB));
    const strays = ['a'.repeat(64), `f-${'b'.repeat(32)}.part`];
    for (const name of [...strays, 'README']) writeFileSync(path.join(folder(), name), 'x');
    for (const each of [ana, ben]) each[Symbol.dispose]();
    const old = server;
    await old.stop();
    await start({ unsentFileMs: 0 }, old.dataDir);
    await eventually(() => assert.deepEqual(stored(), [shared.file.sha256, 'README'].sort()));
    await server.stop();
    server = old;
  });
});
