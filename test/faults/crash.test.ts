import assert from 'node:assert/strict';
import path from 'node:path';
import { dumpDatabase, readDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { readHistory } from '../helpers/history';
import { type HistoryEvent, checkHistory } from '../helpers/historyChecker';
import { liftedArgs } from '../helpers/lifted';
import { howMany } from '../helpers/longForm';
import { type Program, runServerProgram } from '../helpers/serverProcess';
import { tempDir } from '../helpers/tempDir';
import { WireClient } from '../helpers/wireClient';

const KILLS = howMany('KILLS', 50);
const CLIENTS = 8;
const MOST_ACKS_BETWEEN = 200;

describe(`a server that is killed ${KILLS} times while ${CLIENTS} clients talk`, function () {
  this.timeout(4_000 * KILLS);

  it('loses nothing that it acknowledged, keeps nothing twice, and keeps one order', async () => {
    using dir = tempDir();
    const events: HistoryEvent[] = [];
    let acks = 0;
    let head = 0;
    let url = 'ws://127.0.0.1:1/chat';
    const record = (event: HistoryEvent) => {
      events.push(event);
      if (event.event !== 'ack') return;
      acks += 1;
      head = Math.max(head, event.seq);
    };
    const start = async (): Promise<Program> => {
      const program = runServerProgram(['serve', '--port', '0', '--data', dir.path, ...liftedArgs]);
      url = String((await program.first)['url']);
      return program;
    };
    const clients = Array.from({ length: CLIENTS }, (_, i) => new WireClient(`client ${i}`, () => url, record));
    let said = 0;
    for (const client of clients) client.says = () => `message ${(said += 1)}`;

    for (let kill = 0; kill < KILLS; kill += 1) {
      await using server = await start();
      // One in five is killed as soon as it listens.
      const enough = kill % 5 === 4 ? acks : acks + 1 + Math.floor(Math.random() * MOST_ACKS_BETWEEN);
      await eventually(() => acks >= enough, 20_000);
      server.process.kill('SIGKILL');
    }

    for (const client of clients) client.says = undefined;
    {
      await using server = await start();
      const isQuiet = (client: WireClient) =>
        client.isFollowing && client.unsent === 0 && client.entries.at(-1)?.seq === head;
      await eventually(() => clients.every(isQuiet), 20_000).catch(() => undefined); // the checker says what is missing
      for (const client of clients) client.recordEnd();
      server.process.kill('SIGTERM');
      assert.equal((await server.ended).code, 0);
    }
    for (const client of clients) await client[Symbol.asyncDispose]();

    const again = events.filter((event) => event.event === 'err').length;
    console.log(`      ${said} messages, ${acks} acknowledgements, ${again} calls without an answer`);
    assert.deepEqual(checkHistory([...events, await dumpDatabase(dir.path)]), []);
    assert.equal(acks, said);
    assert.ok(again > KILLS / 2, 'the kills came while messages were under way');

    const stored = (await readDatabase(dir.path)).entries.map((entry) => ('text' in entry ? entry.text : ''));
    const transcript = readHistory(path.join(dir.path, 'chat_history.txt'));
    assert.deepEqual(transcript.problems, []);
    assert.deepEqual(
      transcript.entries.map(({ text }) => text),
      stored,
    );
  });
});
