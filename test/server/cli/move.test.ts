import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Push } from '../../../server/protocol/frames';
import { GENERAL } from '../../../server/protocol/ids';
import { type CliRun, runCli } from '../../helpers/cli';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { fetchFile, share } from '../../helpers/files';
import { spokenJournal } from '../../helpers/journals';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { testServer } from '../../helpers/testServer';
import { type Identity, WireConnection, aNewcomer } from '../../helpers/wireConnection';

type Storage = Extract<Push, { kind: 'storage' }>;

describe('moving a server', function () {
  this.timeout(60_000);
  let dir: TempDir;
  let from: string;
  let to: string;
  let file: string;
  beforeEach(() => {
    dir = tempDir();
    [from, to, file] = [dir.file('from'), dir.file('to'), dir.file('team.moved')];
  });
  afterEach(() => dir[Symbol.dispose]());

  const moveOut = (...args: readonly string[]) => runCli(['move-out', file, '--data', from, ...args]);
  const moveIn = (passphrase: string, data = to) => runCli(['move-in', file, '--data', data], {}, `${passphrase}\n`);
  const done = ({ exitCode, stderr, stdout }: CliRun): string => {
    assert.equal(exitCode, 0, stderr);
    return stdout.trim();
  };
  const refused = ({ exitCode, stderr }: CliRun, code: number, says: RegExp): void => {
    assert.equal(exitCode, code, stderr);
    assert.match(stderr, says);
  };
  const spoken = async (...texts: readonly string[]) => {
    const { journal, say } = await spokenJournal(from);
    for (const text of texts) await say(text);
    await journal.close();
  };
  const said = async (connection: WireConnection) =>
    (await connection.value('history', { room: GENERAL, limit: 100 })).entries.flatMap((entry) =>
      entry.kind === 'message' ? [`${entry.name}: ${entry.text}`] : [],
    );
  const post = (connection: WireConnection, text: string) =>
    connection.call('post', { cid: aCid(), room: GENERAL, text });
  /** A connection of this member, and what it is told of the server's disk. */
  const connected = async (url: string, who: Identity) => {
    const connection = await WireConnection.open(url);
    const told: Storage[] = [];
    connection.onPush = (push) => {
      if (push.kind === 'storage') told.push(push);
    };
    return { connection, told, welcome: await connection.signIn(who) };
  };
  const listed = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

  it('takes all of it along: the same team, history, files and credentials, at another place, the passphrase in no file', async () => {
    const [ana, ben] = [aNewcomer('ana'), aNewcomer('ben')];
    const bytes = randomBytes(200_000);
    let epoch: string;
    let shared: Awaited<ReturnType<typeof share>>;
    {
      await using server = await testServer({ dataDir: from });
      const [a, b] = [await connected(server.url, ana), await connected(server.url, ben)];
      assert.ok((await post(a.connection, 'good morning')).ok);
      shared = await share(server, b.connection, bytes);
      epoch = a.welcome.epoch;
      for (const { connection } of [a, b]) connection[Symbol.dispose]();
    }
    const passphrase = done(await moveOut());
    assert.match(passphrase, /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(!readFileSync(file).includes('good morning'));
    // As people type.
    done(await moveIn(` ${passphrase.toLowerCase().replaceAll('-', ' ')} `));
    assert.deepEqual(listed(to).sort(), ['certificate.pem', 'chat.db', 'files', 'team.json']);
    for (const entry of readdirSync(dir.path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
      const content = readFileSync(path.join(entry.parentPath, entry.name), 'latin1');
      for (const form of [passphrase, passphrase.replaceAll('-', '')]) assert.ok(!content.includes(form), entry.name);
    }

    await using server = await testServer({ dataDir: to });
    const [a, b] = [await connected(server.url, ana), await connected(server.url, ben)];
    assert.deepEqual([a.welcome.role, b.welcome.role], ['owner', 'member']);
    assert.deepEqual(await said(b.connection), ['ana: good morning', 'ben: ']);
    assert.deepEqual((await fetchFile(server, a.connection, shared)).body, bytes);
    assert.notEqual(a.welcome.epoch, epoch);
    assert.ok((await post(b.connection, 'here again')).ok);
    for (const { connection } of [a, b]) connection[Symbol.dispose]();
  });

  it('stops a running server from entering anything, tells who is there where it goes on, and can be taken back', async () => {
    const ana = aNewcomer('ana');
    await using server = await testServer({ dataDir: from });
    const { connection, told } = await connected(server.url, ana);
    using _ = connection;
    assert.ok((await post(connection, 'before')).ok);
    refused(await runCli(['move-to', '10.0.0.7', '--data', from]), 64, /does not move\. To begin: move-out FILE/);
    const passphrase = done(await moveOut());
    await eventually(() => assert.deepEqual(told, [{ kind: 'storage', state: 'readOnly', move: {} }]));
    const late = await post(connection, 'after');
    assert.ok(!late.ok && late.error.code === 'E_MOVED', JSON.stringify(late));
    done(await moveIn(passphrase));

    done(await runCli(['move-to', '127.0.0.1:1', '--data', from]));
    {
      await using moved = await testServer({ dataDir: to, tls: 'own' });
      const goesOn = { to: 'wss://127.0.0.1:1', pin: moved.lease.pin };
      await eventually(() => assert.deepEqual(told.at(-1)?.move, goesOn));
      const other = await connected(server.url, ana);
      await eventually(() => assert.deepEqual(other.told.at(-1)?.move, goesOn));
      other.connection[Symbol.dispose]();
    }

    assert.match(done(await runCli(['move-cancel', '--data', from])), /goes on here/);
    await eventually(() => assert.deepEqual(told.at(-1), { kind: 'storage', state: 'ok' }));
    assert.ok((await post(connection, 'after all')).ok);
  });

  it('is not taken back while the server answers where it goes on', async () => {
    await spoken('hello');
    const passphrase = done(await moveOut());
    done(await moveIn(passphrase));
    await using moved = await testServer({ dataDir: to });
    done(await runCli(['move-to', `ws://127.0.0.1:${moved.port}`, '--data', from]));
    refused(await runCli(['move-cancel', '--data', from]), 74, /The server answers at ws:\/\/127/);
    await moved.stop();
    done(await runCli(['move-cancel', '--data', from]));
  });

  it('holds over a restart, and for who changes members by the command line', async () => {
    await spoken('hello');
    done(await moveOut());
    refused(await runCli(['members', 'role', 'ana', 'owner', '--data', from]), 74, /goes on elsewhere/);
    await using server = await testServer({ dataDir: from });
    assert.equal(server.hasMoved, true);
    using connection = await WireConnection.open(server.url);
    await assert.rejects(connection.signIn(aNewcomer('ben')), /E_MOVED/);
  });

  it('is told where it goes on by an owner who is connected, and by nobody else', async () => {
    const [ana, ben] = [aNewcomer('ana'), aNewcomer('ben')];
    await using server = await testServer({ dataDir: from });
    const [a, b] = [await connected(server.url, ana), await connected(server.url, ben)];
    const tell = async ({ connection }: typeof a, address: string) => {
      const answer = await connection.call('moveTo', { address });
      return answer.ok ? 'ok' : answer.error.code;
    };
    assert.equal(await tell(a, 'wss://10.0.0.7:12345'), 'E_NOT_FOUND');
    done(await moveOut());
    for (const wrong of ['http://10.0.0.7', 'wss://ana@10.0.0.7', 'wss://10.0.0.7/?x', 'wss://10.0.0.7/other', ' '])
      assert.equal(await tell(a, wrong), 'E_NOT_FOUND', wrong);
    assert.equal(await tell(b, 'wss://10.0.0.7:12345'), 'E_NOT_FOUND');
    assert.equal(await tell(a, 'wss://10.0.0.7:12345'), 'ok');
    await eventually(() => assert.equal(b.told.at(-1)?.move?.to, 'wss://10.0.0.7:12345'));
    for (const { connection } of [a, b]) connection[Symbol.dispose]();
  });

  it('leaves nothing, and the server as it was, where the file cannot be written', async () => {
    await spoken('hello');
    writeFileSync(file, 'mine');
    refused(await moveOut(), 64, /There is a file .* already/);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    file = dir.file('nowhere/team.moved');
    refused(await moveOut(), 74, /Nothing was moved: ENOENT.*The server goes on here\./);
    assert.ok(!existsSync(path.join(from, 'moved.json')));
    assert.deepEqual(listed(dir.path).sort(), ['from', 'team.moved']);
  });

  it('says what is wrong with the file or the passphrase, each by its own sentence, and leaves nothing', async () => {
    await spoken('hello');
    const passphrase = done(await moveOut());
    const whole = readFileSync(file);
    const changed = (at: number) => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      return bytes;
    };
    for (const [bytes, typed, code, says] of [
      [whole, 'AAAAA', 65, /does not open with this passphrase\. Nothing was put into/],
      [whole, '', 64, /Without the passphrase/],
      [changed(whole.length - 30), passphrase, 65, /is damaged: it is not as it was written/],
      [whole.subarray(0, whole.length - 1), passphrase, 65, /is cut off: its end is missing/],
      [changed(17), passphrase, 78, /was written by a newer Alongside/],
      [Buffer.from('{}'), passphrase, 65, /is not a server that was moved out/],
    ] as const) {
      writeFileSync(file, bytes);
      refused(await moveIn(typed), code, says);
      assert.equal(existsSync(to), false);
    }
  });

  it('goes into no folder of another server, but into one with other things', async () => {
    await spoken('hello');
    const passphrase = done(await moveOut());
    const other = dir.file('other');
    await (await spokenJournal(other)).journal.close();
    refused(await moveIn(passphrase, other), 64, /a server is moved into an empty folder only, or back/);
    mkdirSync(to);
    writeFileSync(path.join(to, 'notes.txt'), 'mine');
    done(await moveIn(passphrase));
    assert.equal(readFileSync(path.join(to, 'notes.txt'), 'utf8'), 'mine');
  });

  it('comes back into the folder that it was moved out of, where what was is set aside', async () => {
    await spoken('hello');
    done(await moveIn(done(await moveOut())));
    const back = dir.file('back.moved');
    const passphrase = done(await runCli(['move-out', back, '--data', to]));
    const moveBack = (data: string) => runCli(['move-in', back, '--data', data], {}, passphrase);
    {
      await using server = await testServer({ dataDir: from });
      assert.ok(server.hasMoved);
      refused(await moveBack(from), 73, /is in use by the server/);
    }
    done(await moveBack(from));
    const [aside = ''] = listed(from).filter((name) => name.startsWith('moved-out-'));
    assert.ok(listed(path.join(from, aside)).includes('chat.db'));
    await using server = await testServer({ dataDir: from });
    assert.ok(!server.hasMoved);
    const other = dir.file('other');
    await (await spokenJournal(other)).journal.close();
    done(await runCli(['move-out', dir.file('other.moved'), '--data', other]));
    refused(await moveBack(other), 64, /empty folder only, or back/);
  });
});
