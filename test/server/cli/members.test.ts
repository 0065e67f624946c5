import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { aCid, aClaim } from '../../helpers/commands';
import { runCli } from '../../helpers/cli';
import { newKeys } from '../../helpers/hubClient';
import { silentLog, testServer } from '../../helpers/testServer';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { WireConnection, aNewcomer } from '../../helpers/wireConnection';
import { openLocalJournal } from '../../../server/journal/local/localJournal';

describe('alongside invite and members', function () {
  this.timeout(60_000);
  let dir: TempDir;
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());

  const run = (...args: readonly string[]) => runCli([...args, '--data', dir.path]);
  const lines = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await run(...args);
    assert.equal(exitCode, 0, stderr);
    return stdout.trim().split('\n');
  };
  const listed = async () => (await lines('members')).map((line) => line.split('\t').slice(0, 2).join(' '));
  const team = async (...names: readonly string[]) => {
    const journal = openLocalJournal({ dataDir: dir.path, log: silentLog });
    for (const name of names) assert.ok((await journal.submit(aClaim({ name }))).ok);
    await journal.close();
  };
  const serving = () => testServer({ dataDir: dir.path, invites: 'needed' });
  /** What a newcomer gets for this invite. */
  const joins = async (url: string, name: string, invite: string) => {
    using connection = await WireConnection.open(url);
    await connection.hello();
    const result = await connection.call('claim', { cid: aCid(), name, ...newKeys().keys, invite });
    return result.ok ? 'ok' : result.error.code;
  };

  it('let the first one in, who is the owner, while the server runs', async () => {
    await using server = await serving();
    const [secret = ''] = await lines('invite', '--uses', '1');
    assert.match(secret, /^[A-Za-z0-9_-]{22}$/);
    assert.equal(await joins(server.url, 'ana', secret), 'ok');
    assert.equal(await joins(server.url, 'ben', secret), 'E_INVITE_USED');
    assert.deepEqual(await listed(), ['ana owner']);
  });

  it('make an invite while the server does not run, as a link where its address is given', async () => {
    await team('ana');
    const [link = ''] = await lines('invite', '--role', 'guest', '--server', 'chat.example.org');
    const [, secret = ''] = /^https:\/\/chat\.example\.org\/join#([A-Za-z0-9_-]{22})$/.exec(link) ?? [];
    await using server = await serving();
    assert.equal(await joins(server.url, 'ben', secret), 'ok');
    assert.deepEqual(await listed(), ['ana owner', 'ben guest']);
  });

  it('leave no secret in any file', async () => {
    await team('ana');
    await using server = await serving();
    const [invite = ''] = await lines('invite');
    const [code = ''] = await lines('members', 'pair', 'ana');
    await server.stop();
    const files = readdirSync(dir.path, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    assert.ok(files.length > 1);
    for (const file of files) {
      const content = readFileSync(path.join(file.parentPath, file.name), 'latin1');
      for (const secret of [invite, code, code.replace('-', '')]) assert.ok(!content.includes(secret), file.name);
    }
  });

  it('repair a team whose owner is gone, whether the server runs or not', async () => {
    await team('ana', 'ben');
    assert.deepEqual(await lines('members', 'role', 'BEN', 'owner'), [await standing('ben', 'owner')]);
    await using _ = await serving();
    assert.deepEqual(await lines('members', 'role', 'ana', 'member'), [await standing('ana', 'member')]);
    assert.deepEqual(await listed(), ['ana member', 'ben owner']);
    assert.match((await lines('members', 'ban', 'ana')).join(), /\tbanned$/);
    assert.ok(!(await lines('members', 'unban', 'ana')).join().includes('banned'));
  });

  it('let in one more device of who has lost all of them', async () => {
    await team('ana');
    await using server = await serving();
    const [code = ''] = await lines('members', 'pair', 'ana');
    using connection = await WireConnection.open(server.url);
    await connection.hello();
    const { member } = await connection.value('pair', { cid: aCid(), code, ...newKeys().keys });
    assert.equal(member.name, 'ana');
  });

  it('say what cannot be done', async () => {
    const empty = await run('members');
    assert.deepEqual([empty.exitCode, empty.stderr.includes('There is no database')], [65, true]);
    await team('ana');
    for (const [args, exitCode, says] of [
      [['members', 'role', 'ana', 'member'], 74, /Nothing was changed: there has to be an owner/],
      [['members', 'role', 'ana', 'king'], 64, /A role is one of owner, moderator/],
      [['members', 'role', 'nobody', 'member'], 64, /No member is called "nobody"/],
      [['members', 'praise', 'ana'], 64, /There is no "members praise"/],
      [['invite', '--role', 'king'], 64, /--role takes owner/],
      [['invite', '--uses', '0'], 64, /--uses takes a whole number from 1 to 1000/],
      [['invite', '--server', 'ftp://x'], 64, /--server takes the address/],
      [['invite', '--room', 'nowhere'], 74, /Nothing was changed: there is no such room/],
    ] as const) {
      const ran = await run(...args);
      assert.equal(ran.exitCode, exitCode, ran.stderr);
      assert.match(ran.stderr, says);
    }
  });

  const standing = async (name: string, role: string) =>
    (await lines('members')).find((line) => line.startsWith(`${name}\t${role}\t`)) ?? '';

  it('let a member in who is one already without an invite', async () => {
    const ana = aNewcomer('ana');
    {
      await using server = await testServer({ dataDir: dir.path });
      using connection = await WireConnection.open(server.url);
      await connection.signIn(ana);
    }
    await using server = await serving();
    using connection = await WireConnection.open(server.url);
    await connection.signIn(ana);
  });
});
