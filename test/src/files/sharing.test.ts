import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { GENERAL } from '../../../server/protocol/ids';
import { LIMITS, type ServerLimits } from '../../../server/protocol/limits';
import type { Message } from '../../../server/protocol/model';
import type { Chat } from '../../../src/chat/chat';
import type { Shelf } from '../../../src/files/shelf';
import { eventually } from '../../helpers/eventually';
import { FaultProxy } from '../../helpers/faultProxy';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type Computer, type TestWindow, aCid, aComputer, aWindow } from '../fixtures';
import { aHugePng, aPng } from './pictures';

const KB = 1_024;
const never = new AbortController().signal;

describe('sharing files', function () {
  this.timeout(20_000);
  let dir: TempDir;
  let server: TestServer;
  let proxy: FaultProxy;
  let computer: Computer;
  let windows: TestWindow[];
  beforeEach(async () => {
    dir = tempDir();
    windows = [];
    computer = aComputer(dir.file('ana'));
    await start();
  });
  afterEach(async () => {
    for (const window of windows) window[Symbol.dispose]();
    await stop();
    dir[Symbol.dispose]();
  });
  const start = async (limits: Partial<ServerLimits> = {}) => {
    server = await testServer({ limits, dataDir: dir.file('data') });
    proxy = await FaultProxy.to(server.port);
  };
  const stop = async () => {
    await proxy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  const restart = async (limits: Partial<ServerLimits>) => {
    await stop();
    await start(limits);
  };
  const aWindowOf = (of: Computer) => {
    const window = aWindow(of);
    windows.push(window);
    return window;
  };
  const ana = () => aWindowOf(computer).joined(proxy.url, 'ana');
  const ben = () => aWindowOf(aComputer(dir.file('ben'))).joined(server.url, 'ben');
  /** Chosen, as by the picker: its id on the shelf. */
  const attach = async ({ files: { shelf } }: Chat, bytes: Buffer, name = 'noise.bin') => {
    const [id, source] = [aCid(), dir.file(`source-${randomBytes(4).toString('hex')}`)];
    writeFileSync(source, bytes);
    const chosen = { id, room: GENERAL, name, type: '', size: bytes.length };
    assert.equal(await shelf.add(chosen, (target) => copyFile(source, target)), undefined);
    return id;
  };
  const carrying = ({ window }: Chat): readonly (Message & { readonly files: NonNullable<Message['files']> })[] =>
    (window?.entries ?? []).flatMap((entry) =>
      entry.kind === 'message' && entry.files ? [{ ...entry, files: entry.files }] : [],
    );
  const arrived = (chat: Chat) =>
    eventually(() => {
      const message = carrying(chat).at(-1);
      assert.ok(message);
      return message;
    });
  const fetched = async (chat: Chat, message: Awaited<ReturnType<typeof arrived>>, at = 0) =>
    chat.files.downloads.bring({ room: GENERAL, seq: message.seq, file: message.files[at]! }, never, () => {});
  const onShelf = () => {
    const [outbox] = readdirSync(dir.file('ana/outbox'));
    const folder = path.join(dir.file('ana/outbox'), outbox!, 'files');
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  };
  const stored = () => {
    const folder = path.join(dir.file('data'), 'files');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const namesOn = (shelf: Shelf) => shelf.in(GENERAL).map(({ name }) => name);
  const sayings = (chat: Chat) => chat.pending.map(({ text, state, reason }) => `${text}: ${state} ${reason ?? ''}`);

  it('brings them to the others byte by byte, with the message, and leaves nothing behind', async () => {
    const [from, to] = [await ana(), await ben()];
    const [bytes, picture] = [randomBytes(300 * KB), aPng(30, 20)];
    const ids = [await attach(from, bytes, 'a.bin'), await attach(from, picture, 'b.dat')];
    assert.deepEqual(namesOn(from.files.shelf), ['a.bin', 'b.dat']);
    await from.post(GENERAL, aCid(), 'look', ids);
    assert.deepEqual(namesOn(from.files.shelf), []);
    const message = await arrived(to);
    assert.deepEqual(
      message.files.map(({ name, type, size, width, height }) => [name, type, size, width, height]),
      [
        ['a.bin', 'application/octet-stream', bytes.length, undefined, undefined],
        ['b.dat', 'image/png', picture.length, 30, 20],
      ],
    );
    const [first, second] = [await fetched(to, message), await fetched(to, message, 1)];
    assert.ok(first.ok && second.ok);
    assert.deepEqual([readFileSync(first.value.path), readFileSync(second.value.path)], [bytes, picture]);
    assert.deepEqual([first.value.picture, path.extname(second.value.path)], [undefined, '.png']);
    await eventually(() => assert.deepEqual([onShelf(), from.pending], [[], []]));
  });

  it('needs no text, and takes empty files', async () => {
    const [from, to] = [await ana(), await ben()];
    await from.post(GENERAL, aCid(), '', [await attach(from, Buffer.alloc(0), '__init__.py')]);
    const message = await arrived(to);
    assert.deepEqual([message.text, message.files[0]?.type], ['', 'text/plain']);
    const empty = await fetched(to, message);
    assert.ok(empty.ok && readFileSync(empty.value.path).length === 0);
  });

  it('goes on where it was cut, and sends the message once', async () => {
    const [from, to] = [await ana(), await ben()];
    const bytes = randomBytes(2_000 * KB);
    const id = await attach(from, bytes);
    const before = proxy.up.passedBytes;
    proxy.up.cutAfterBytes = 1_200 * KB;
    await from.post(GENERAL, aCid(), 'cut', [id]);
    const message = await arrived(to);
    assert.equal(proxy.up.cuts, 1);
    assert.ok(proxy.up.passedBytes - before < bytes.length + 500 * KB, 'what was there was not sent again');
    const whole = await fetched(to, message);
    assert.ok(whole.ok);
    assert.deepEqual(readFileSync(whole.value.path), bytes);
    assert.equal(carrying(to).length, 1);
  });

  it('survives the end of the window while the server is away', async () => {
    const first = await ana();
    const bytes = randomBytes(10 * KB);
    const waiting = await attach(first, randomBytes(KB), 'not-sent.bin');
    const id = await attach(first, bytes);
    proxy.welcome = 'reset';
    proxy.resetAll();
    await eventually(() => assert.equal(first.link.at, 'offline'));
    await first.post(GENERAL, aCid(), 'later', [id]);
    windows.pop()![Symbol.dispose]();
    proxy.heal();
    const window = aWindowOf(computer);
    await window.session.resume();
    const second = window.session.chat!;
    const message = await arrived(second);
    const whole = await fetched(await ben(), message);
    assert.ok(whole.ok && readFileSync(whole.value.path).equals(bytes));
    await second.files.shelf.load();
    assert.deepEqual(namesOn(second.files.shelf), ['not-sent.bin']);
    await eventually(() => assert.deepEqual(onShelf(), [waiting, `${waiting}.json`]));
  });

  it('tells how far it is, and can be taken back on the way', async () => {
    const from = await ana();
    const bytes = randomBytes(2_000 * KB);
    const [id, cid] = [await attach(from, bytes), aCid()];
    proxy.up.bytesPerSecond = 200 * KB;
    await from.post(GENERAL, cid, 'slow', [id]);
    await eventually(() => {
      const [slow] = from.pending;
      assert.ok(slow?.state === 'sending' && slow.files?.[0]?.size === bytes.length);
      assert.ok(slow.moved! > 0 && slow.moved! < bytes.length);
    });
    await from.discard(cid);
    // Behind what is sent still it would be late.
    await from.post(GENERAL, aCid(), 'next');
    await eventually(() => assert.deepEqual([from.pending, onShelf()], [[], []]));
    assert.deepEqual(carrying(from), []);
  });

  it('says why the server does not take one, and tries again when it is told to', async () => {
    await restart({ fileBytes: 4 * KB, fileBytesPerDay: 6 * KB });
    const from = await ana();
    const send = async (size: number) => from.post(GENERAL, aCid(), `${size}`, [await attach(from, randomBytes(size))]);
    await send(5 * KB);
    await send(4 * KB);
    await send(3 * KB);
    await eventually(() =>
      assert.deepEqual(sayings(from), [
        '5120: failed A file of it is bigger than the server takes.',
        '3072: failed You have sent as many files as the server takes in a day. Try again tomorrow.',
      ]),
    );
    assert.equal(carrying(from).length, 1);
    await from.retry(from.pending[1]!.cid);
    await eventually(() => assert.match(sayings(from)[1] ?? '', /^3072: failed/));
  });

  it('holds up no message without a file where the server has no room for files', async () => {
    await restart({ filesBytes: KB });
    const from = await ana();
    await from.post(GENERAL, aCid(), 'file', [await attach(from, randomBytes(2 * KB))]);
    await from.post(GENERAL, aCid(), 'text');
    await eventually(() =>
      assert.deepEqual(sayings(from), [
        'file: failed The server has no room for files. It still takes messages without them.',
      ]),
    );
    assert.equal(from.window?.entries.filter(({ kind }) => kind === 'message').length, 1);
  });

  it('sends no message without its files where they are not here any more', async () => {
    const from = await ana();
    const id = await attach(from, randomBytes(KB));
    await from.files.shelf.remove(id);
    await from.post(GENERAL, aCid(), 'gone', [id]);
    await eventually(() => assert.match(sayings(from)[0] ?? '', /^gone: failed A file of it is not on this computer/));
    assert.deepEqual(carrying(from), []);
  });

  it('keeps nothing that is not what was sent', async () => {
    const [from, to] = [await ana(), await ben()];
    await from.post(GENERAL, aCid(), 'flip', [await attach(from, randomBytes(10 * KB))]);
    const message = await arrived(to);
    const [name] = stored();
    const file = path.join(dir.file('data'), 'files', name!);
    const bytes = readFileSync(file);
    bytes[5_000]! ^= 1;
    writeFileSync(file, bytes);
    const flipped = await fetched(to, message);
    assert.equal(flipped.ok || flipped.error.code, 'E_FILE_DAMAGED');
    assert.deepEqual(readdirSync(dir.file('ben/files/coming')), []);
    bytes[5_000]! ^= 1;
    writeFileSync(file, bytes);
    assert.ok((await fetched(to, message)).ok);
  });

  it('fetches anew what was changed on this computer', async () => {
    const [from, to] = [await ana(), await ben()];
    const bytes = randomBytes(10 * KB);
    await from.post(GENERAL, aCid(), '', [await attach(from, bytes)]);
    const message = await arrived(to);
    const first = await fetched(to, message);
    assert.ok(first.ok);
    writeFileSync(first.value.path, 'something else');
    const second = await fetched(to, message);
    assert.ok(second.ok);
    assert.deepEqual(readFileSync(second.value.path), bytes);
  });

  it('has what came without the server, too, and says so of what did not', async () => {
    const [from, to] = [await ana(), await ben()];
    const ids = [await attach(from, randomBytes(KB)), await attach(from, randomBytes(KB))];
    await from.post(GENERAL, aCid(), '', ids);
    const message = await arrived(to);
    assert.ok((await fetched(to, message)).ok);
    await stop();
    assert.ok((await fetched(to, message)).ok);
    const other = await fetched(to, message, 1);
    assert.equal(other.ok || other.error.code, 'E_UNAVAILABLE');
    await start();
  });

  it('draws no picture that is too big, whatever it says of itself', async () => {
    const [from, to] = [await ana(), await ben()];
    await from.post(GENERAL, aCid(), '', [await attach(from, aHugePng(50_000, 50_000), 'bomb.png')]);
    const bomb = await fetched(to, await arrived(to));
    assert.ok(bomb.ok);
    assert.equal(bomb.value.picture, undefined);
  });

  it('takes from a page what it reads, piece by piece, and no more than it announced', async () => {
    const { shelf } = (await ana()).files;
    const bytes = randomBytes(600);
    const chosen = { id: aCid(), room: GENERAL, name: 'a.bin', type: '', size: bytes.length };
    assert.equal(await shelf.begin(chosen), undefined);
    for (const from of [0, 256, 512])
      assert.deepEqual(await shelf.append(chosen.id, bytes.subarray(from, from + 256)), {
        have: Math.min(600, from + 256),
      });
    assert.deepEqual(readFileSync(shelf.pathOf(chosen.id)), bytes);
    const short = { ...chosen, id: aCid(), size: 10 };
    await shelf.begin(short);
    assert.match(JSON.stringify(await shelf.append(short.id, bytes)), /cannot be kept/);
    assert.equal(await shelf.append(short.id, bytes), undefined);
    assert.deepEqual(namesOn(shelf), ['a.bin']);
  });

  it('refuses before anything is read what is too big, and more files than a message carries', async () => {
    const { shelf } = (await ana()).files;
    const read = () => Promise.reject(new Error('read'));
    const big = { id: aCid(), room: GENERAL, name: '../big\u202Egpj.iso', type: '', size: LIMITS.fileBytes + 1 };
    const sentence = 'biggpj.iso is bigger than 25 MB, which is the most that a file may have.';
    assert.equal(await shelf.add(big, read), sentence);
    for (let i = 0; i < LIMITS.filesPerMessage; i += 1)
      assert.equal(await shelf.begin({ ...big, id: aCid(), size: 1 }), undefined);
    assert.equal(await shelf.begin({ ...big, id: aCid(), size: 1 }), 'A message carries up to 10 files.');
  });
});

describe('sharing files over a certificate that the server made', function () {
  this.timeout(20_000);

  it('goes to where exactly that certificate is shown', async () => {
    using dir = tempDir();
    await using server = await testServer({ tls: 'own' });
    using window = aWindow(aComputer(dir.file('ana')));
    const chat = await window.joined(server.url, 'ana', { pin: server.lease.pin });
    const [id, bytes] = [aCid(), randomBytes(100 * KB)];
    const { shelf, downloads } = chat.files;
    await shelf.begin({ id, room: GENERAL, name: 'a.bin', type: '', size: bytes.length });
    await shelf.append(id, bytes);
    await chat.post(GENERAL, aCid(), '', [id]);
    const message = await eventually(() => {
      const entry = chat.window?.entries.at(-1);
      assert.ok(entry?.kind === 'message' && entry.files);
      return { ...entry, files: entry.files };
    });
    const whole = await downloads.bring({ room: GENERAL, seq: message.seq, file: message.files[0]! }, never, () => {});
    assert.ok(whole.ok, JSON.stringify(whole));
    assert.deepEqual(readFileSync(whole.value.path), bytes);
  });
});
