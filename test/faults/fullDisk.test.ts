import assert from 'node:assert/strict';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { eventually } from '../helpers/eventually';
import { type HistoryEvent, checkHistory } from '../helpers/historyChecker';
import { spokenJournal } from '../helpers/journals';
import { liftedArgs } from '../helpers/lifted';
import { seenBy, withFullDisk, withSmallDisk } from '../helpers/mounts';
import { type Program, runServerProgram } from '../helpers/serverProcess';
import { talker } from '../helpers/talk';
import { type TempDir, tempDir } from '../helpers/tempDir';
import { WireClient, seenOf } from '../helpers/wireClient';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

const serveOn = (dir: TempDir, megabytes: number) =>
  runServerProgram(['serve', '--port', '0', '--data', dir.path, '--transcript', 'off', ...liftedArgs], {
    within: withSmallDisk(dir.path, megabytes),
  });

/** Takes all the room that is left. */
function fill(server: Program, dir: TempDir): string {
  const ballast = seenBy(server.process.pid, dir.file('ballast'));
  const fd = openSync(ballast, 'w');
  try {
    for (const bytes of [65_536, 4_096]) {
      try {
        for (;;) writeSync(fd, Buffer.alloc(bytes));
      } catch {
        // full, for a block of this size
      }
    }
  } finally {
    closeSync(fd);
  }
  return ballast;
}

describe('a disk that is full', function () {
  this.timeout(60_000);

  it('stops writing and says why, lets everybody read, and goes on by itself when there is room', async () => {
    using dir = tempDir();
    await using server = serveOn(dir, 4);
    const url = String((await server.first)['url']);
    const events: HistoryEvent[] = [];
    let acks = 0;
    let said = 0;
    await using client = new WireClient(
      'ben',
      () => url,
      (event) => {
        events.push(event);
        if (event.event === 'ack') acks += 1;
      },
    );
    client.says = () => `message ${(said += 1)}`;
    using ana = await talker(url, 'ana');
    await eventually(() => acks > 20);

    const ballast = fill(server, dir);
    await eventually(() => assert.equal(ana.storage()?.state, 'full'), 20_000);
    assert.equal(await ana.post('x'.repeat(8_000)), 'E_STORAGE_FULL');
    assert.ok((await ana.texts()).includes('message 1'));
    const refused = events.find((event) => event.event === 'err');
    assert.deepEqual(refused && 'code' in refused && [refused.code, refused.final], ['E_STORAGE_FULL', false]);

    client.says = undefined;
    assert.equal(client.unsent, 1);
    rmSync(ballast);
    await eventually(() => assert.equal(client.unsent, 0), 30_000);
    await eventually(() => assert.notEqual(ana.storage()?.state, 'full'), 30_000);
    await eventually(() => client.entries.length > acks);
    client.recordEnd();
    const dump = client.entries.map(seenOf);
    assert.deepEqual(
      checkHistory([...events, { event: 'dump', epoch: epochOf(events), rooms: { general: dump } }]),
      [],
    );
    assert.equal(acks, said);
  });

  it('still starts, lets everybody read, and writes when there is room', async () => {
    using dir = tempDir();
    using before = tempDir();
    const { journal, say } = await spokenJournal(before.path);
    await say('hello');
    await journal.close();
    await using server = runServerProgram(
      ['serve', '--port', '0', '--data', dir.path, '--transcript', 'off', ...liftedArgs],
      {
        within: withFullDisk(dir.path, before.path),
      },
    );
    const url = String((await server.first)['url']);
    const connection = await WireConnection.open(url);
    await assert.rejects(connection.signIn(aNewcomer('ben')), /E_STORAGE_FULL/);
    rmSync(seenBy(server.process.pid, dir.file('ballast')));
    using ben = await talker(url, 'ben');
    assert.deepEqual(await ben.texts(), ['hello']);
    assert.equal(typeof (await ben.post('again')), 'number');
  });
});

describe('a disk that is nearly full', function () {
  this.timeout(30_000);

  it('is told to everybody, and takes messages still', async () => {
    using dir = tempDir();
    await using server = serveOn(dir, 32);
    using ana = await talker(String((await server.first)['url']), 'ana');
    await eventually(() => assert.equal(ana.storage()?.state, 'low'));
    assert.equal(typeof (await ana.post('still')), 'number');
  });
});

const epochOf = (events: readonly HistoryEvent[]): string => {
  const ack = events.find((event) => event.event === 'ack');
  return ack && 'epoch' in ack ? ack.epoch : '';
};
