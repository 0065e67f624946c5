import assert from 'node:assert/strict';
import { chmodSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { liftedArgs } from '../helpers/lifted';
import { withReadOnly } from '../helpers/mounts';
import { runServerProgram } from '../helpers/serverProcess';
import { type Talker, talker } from '../helpers/talk';
import { type TempDir, tempDir } from '../helpers/tempDir';

const serve = (dir: TempDir, within: readonly string[] = []) =>
  runServerProgram(['serve', '--port', '0', '--data', dir.path, ...liftedArgs], { within });

/** What a server leaves that is killed: its last messages are in the -wal alone. */
async function killedServer(dir: TempDir): Promise<Talker['identity']> {
  await using server = serve(dir);
  using ana = await talker(String((await server.first)['url']), 'ana');
  for (const text of ['one', 'two']) await ana.post(text);
  server.process.kill('SIGKILL');
  await server.ended;
  assert.ok(statSync(dir.file('chat.db-wal')).size > 0);
  return ana.identity;
}

const filesOf = (dir: TempDir) =>
  readdirSync(dir.path)
    .filter((name) => name.startsWith('chat.db'))
    .map((name) => [name, readFileSync(dir.file(name)).toString('base64')]);

describe('a data folder that cannot be written', function () {
  this.timeout(30_000);

  const servesToBeRead = async (dir: TempDir, within: readonly string[]) => {
    const identity = await killedServer(dir);
    const before = filesOf(dir);
    await using server = serve(dir, within);
    using ana = await talker(String((await server.first)['url']), identity);
    await eventually(() => assert.equal(ana.storage()?.state, 'readOnly'));
    assert.deepEqual(await ana.texts(), ['one', 'two']);
    assert.equal(await ana.post('three'), 'E_STORAGE_READONLY');
    await ana.connection.call('leave', {});
    ana[Symbol.dispose]();
    using again = await talker(String((await server.first)['url']), identity);
    const { head } = await again.connection.value('resume', { room: GENERAL });
    assert.equal(head, 3);
    server.process.kill('SIGTERM');
    assert.equal((await server.ended).code, 0);
    assert.deepEqual(filesOf(dir), before);
  };

  it('because its disk is read-only, is served to be read, with what is in the -wal', async () => {
    using dir = tempDir();
    await servesToBeRead(dir, withReadOnly(dir.path));
  });

  it('because it is another user’s, is served to be read, with what is in the -wal', async () => {
    using dir = tempDir();
    chmodSync(dir.path, 0o755);
    await servesToBeRead(dir, [
      'sh',
      '-c',
      'chmod -R a+rX "$0" && exec setpriv --reuid 65534 --clear-groups "$@"',
      dir.path,
    ]);
  });
});
