import assert from 'node:assert/strict';
import { dumpDatabase } from './databaseDump';
import { eventually } from './eventually';
import { type HistoryEvent, checkHistory } from './historyChecker';
import { tempDir } from './tempDir';
import { testServer } from './testServer';
import { WireClient } from './wireClient';

describe('the wire client', () => {
  it('joins, says and hears, and leaves a history that the checker finds right', async () => {
    using dir = tempDir();
    const events: HistoryEvent[] = [];
    {
      await using server = await testServer({ dataDir: dir.path });
      await using ana = new WireClient(
        'ana',
        () => server.url,
        (event) => events.push(event),
      );
      await using bob = new WireClient(
        'bob',
        () => server.url,
        (event) => events.push(event),
      );
      ana.post('one');
      bob.post('two');
      ana.post('three');
      await eventually(() => ana.entries.length === 5 && bob.entries.length === 5);
      assert.deepEqual(ana.entries, bob.entries);
      ana.recordEnd();
      bob.recordEnd();
    }
    assert.deepEqual(checkHistory([...events, await dumpDatabase(dir.path)]), []);
    assert.deepEqual(events.map(({ event }) => event).filter((event) => event === 'ack').length, 3);
  });

  it('sends again with the same cid what had no answer when the server went', async () => {
    using dir = tempDir();
    let url = 'ws://127.0.0.1:1/chat';
    await using ana = new WireClient('ana', () => url);
    const cid = ana.post('hello');
    await using server = await testServer({ dataDir: dir.path });
    url = server.url;
    await eventually(() => ana.unsent === 0);
    const said = await eventually(() => ana.entries.find((entry) => entry.kind === 'message') ?? false);
    assert.ok(said && said.cid === cid);
  });
});
