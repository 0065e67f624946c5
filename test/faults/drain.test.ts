import assert from 'node:assert/strict';
import net from 'node:net';
import { GENERAL } from '../../server/protocol/ids';
import { aCid } from '../helpers/commands';
import { readDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { liftedArgs } from '../helpers/lifted';
import { upgradeRequest } from '../helpers/rawSocket';
import { runServerProgram } from '../helpers/serverProcess';
import { tempDir } from '../helpers/tempDir';
import { testServer } from '../helpers/testServer';
import { type Identity, Refused, WireConnection, aNewcomer } from '../helpers/wireConnection';

describe('a server that is told to stop', function () {
  this.timeout(60_000);

  it('answers what it has taken, tells all to come back with 4006, and ends with code 0 in time', async () => {
    using dir = tempDir();
    await using server = runServerProgram(['serve', '--port', '0', '--data', dir.path, ...liftedArgs]);
    const url = String((await server.first)['url']);
    const acknowledged = new Set<string>();
    const talk = async (connection: WireConnection) => {
      while (connection.socket.readyState === connection.socket.OPEN) {
        const posts = Array.from({ length: 20 }, async () => {
          const cid = aCid();
          if ((await connection.call('post', { cid, room: GENERAL, text: 'x' })).ok) acknowledged.add(cid);
        });
        await Promise.all(posts);
      }
    };
    const connections: WireConnection[] = [];
    for (let i = 0; i < 20; i += 1) {
      const connection = await WireConnection.open(url);
      await connection.signIn(aNewcomer(`client ${i}`));
      await connection.value('resume', { room: GENERAL });
      connections.push(connection);
    }
    const talks = connections.map(talk);
    await eventually(() => acknowledged.size > 500, 20_000);
    const startedAt = performance.now();
    server.process.kill('SIGTERM');
    const { code } = await server.ended;
    assert.equal(code, 0);
    assert.ok(performance.now() - startedAt < 10_000);
    const closed = await Promise.all(connections.map((connection) => connection.closed));
    assert.deepEqual(new Set(closed.map((end) => end.code)), new Set([4006]));
    await Promise.all(talks);
    const { entries } = await readDatabase(dir.path);
    const stored = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.cid ?? ''] : []));
    assert.deepEqual(new Set(stored), acknowledged);
  });

  it('ends at once when it is told again, though somebody does not let go', async () => {
    using dir = tempDir();
    await using server = runServerProgram(['serve', '--port', '0', '--data', dir.path]);
    const port = Number((await server.first)['port']);
    const deaf = net.connect(port, '127.0.0.1');
    deaf.on('error', () => undefined);
    let said = '';
    deaf.on('data', (chunk) => (said += chunk.toString('latin1')));
    deaf.write(upgradeRequest());
    await eventually(() => said.includes(' 101 '));
    const before = said.length;
    server.process.kill('SIGTERM');
    await eventually(() => said.length > before); // its close
    const startedAt = performance.now();
    server.process.kill('SIGTERM');
    assert.equal((await server.ended).code, 0);
    assert.ok(performance.now() - startedAt < 3_000, 'it did not wait for who does not let go');
    deaf.destroy();
  });
});

describe('two hundred clients whose server starts anew', () => {
  it('are all back within seconds, refused by nothing but 503 with a time to wait', async () => {
    using dir = tempDir();
    const dataDir = dir.file('data');
    const people: Identity[] = Array.from({ length: 200 }, (_, i) => aNewcomer(`client ${i}`));
    let server = await testServer({ dataDir });
    const { port, url } = server;
    for (const person of people) {
      using connection = await WireConnection.open(url);
      await connection.signIn(person);
    }
    await server.stop();
    server = await testServer({ dataDir, port, limits: { strangers: 2 } });
    const startedAt = performance.now();
    const refusals: string[] = [];
    const back = people.map(async (person) => {
      const connection = await eventually(async () => {
        const opened = await WireConnection.open(url).catch((error: unknown) => {
          refusals.push(error instanceof Refused ? `${error.status}, ${error.retryAfter} s` : String(error));
          throw error;
        });
        await opened.signIn(person);
        assert.ok((await opened.call('resume', { room: GENERAL })).ok);
        return opened;
      }, 20_000);
      return { connection, ms: performance.now() - startedAt };
    });
    const all = await Promise.all(back);
    const p99 = all.map(({ ms }) => ms).sort((a, b) => a - b)[197]!;
    console.log(`      p99 ${Math.round(p99)} ms, ${refusals.length} times refused`);
    assert.ok(p99 < 10_000, `${p99}`); // three seconds, on a machine that does nothing else
    assert.deepEqual(new Set(refusals), new Set(['503, 1 s']));
    assert.equal(server.connections(), 200);
    for (const { connection } of all) connection[Symbol.dispose]();
    await server.stop();
  });
});
