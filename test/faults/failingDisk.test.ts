import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { compileShim } from '../helpers/compileShim';
import { dumpDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { type HistoryEvent, checkHistory } from '../helpers/historyChecker';
import { liftedArgs } from '../helpers/lifted';
import { runServerProgram } from '../helpers/serverProcess';
import { talker } from '../helpers/talk';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { WireClient } from '../helpers/wireClient';

const CLIENTS = 4;

describe('a disk that fails to flush', function () {
  this.timeout(60_000);

  let shims: TempDir;
  let shim: string;
  before(() => {
    shims = tempDir();
    shim = compileShim('failingFsync', shims.path);
  });
  after(() => shims[Symbol.dispose]());

  const serve = (dir: TempDir) =>
    runServerProgram(['serve', '--port', '0', '--data', dir.file('data'), ...liftedArgs], {
      env: { LD_PRELOAD: shim, FAILING_FSYNC_IF: dir.file('fails') },
    });

  it('lets nobody believe that a message is stored: no ack, nobody is told, and the server ends', async () => {
    using dir = tempDir();
    await using server = serve(dir);
    const url = String((await server.first)['url']);
    using ana = await talker(url, 'ana');
    using ben = await talker(url, 'ben');
    await ana.post('before');
    await eventually(() => assert.ok(JSON.stringify(ben.pushes).includes('before')));

    writeFileSync(dir.file('fails'), '');
    assert.equal(await ana.post('after'), 'E_STORAGE_IO');
    assert.equal((await ana.connection.closed).code, 4004);
    assert.equal((await ben.connection.closed).code, 4004);
    assert.ok(!JSON.stringify(ben.pushes).includes('after'));
    assert.equal((await server.ended).code, 74);
  });

  it('loses and doubles nothing once the server runs again', async () => {
    using dir = tempDir();
    const events: HistoryEvent[] = [];
    let url = '';
    let said = 0;
    let acks = 0;
    const record = (event: HistoryEvent) => {
      events.push(event);
      if (event.event === 'ack') acks += 1;
    };
    const clients = Array.from({ length: CLIENTS }, (_, i) => new WireClient(`client ${i}`, () => url, record));
    for (const client of clients) client.says = () => `message ${(said += 1)}`;
    for (let failure = 0; failure < 3; failure += 1) {
      await using server = serve(dir);
      url = String((await server.first)['url']);
      const enough = acks + 100;
      await eventually(() => acks >= enough, 20_000);
      writeFileSync(dir.file('fails'), '');
      assert.equal((await server.ended).code, 74);
      rmSync(dir.file('fails'));
    }
    for (const client of clients) client.says = undefined;
    {
      await using server = serve(dir);
      url = String((await server.first)['url']);
      await eventually(() => clients.every((client) => client.isFollowing && client.unsent === 0), 20_000);
      // An answer comes before the delivery: all must have what anybody was told is stored.
      const newest = Math.max(...events.flatMap((event) => (event.event === 'ack' ? [event.seq] : [])));
      const heads = () => new Set(clients.map((client) => client.entries.at(-1)?.seq ?? 0));
      await eventually(() => heads().size === 1 && [...heads()].every((head) => head >= newest), 20_000);
      for (const client of clients) client.recordEnd();
      server.process.kill('SIGTERM');
      await server.ended;
    }
    for (const client of clients) await client[Symbol.asyncDispose]();
    assert.ok(events.some((event) => event.event === 'err' && event.code === 'E_STORAGE_IO'));
    assert.deepEqual(checkHistory([...events, await dumpDatabase(dir.file('data'))]), []);
    assert.equal(acks, said);
  });
});
