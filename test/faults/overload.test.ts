import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { GENERAL } from '../../server/protocol/ids';
import { SERVER_LIMITS } from '../../server/protocol/limits';
import { aCid } from '../helpers/commands';
import { dumpDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { type HistoryEvent, checkHistory } from '../helpers/historyChecker';
import { watchLoop } from '../helpers/loopDelay';
import { outsideAddress } from '../helpers/outsideAddress';
import { OPCODE, openRaw, upgradeRequest, wsFrame } from '../helpers/rawSocket';
import { type TestServer, testServer } from '../helpers/testServer';
import { WireClient } from '../helpers/wireClient';
import { Refused, WireConnection, aNewcomer } from '../helpers/wireConnection';

const post = (connection: WireConnection, text = 'x') => connection.call('post', { cid: aCid(), room: GENERAL, text });

async function entered(url: string, name: string): Promise<WireConnection> {
  const connection = await WireConnection.open(url);
  await connection.signIn(aNewcomer(name));
  return connection;
}

const refusedWith = (status: number) => (error: unknown) =>
  error instanceof Refused && error.status === status && Number(error.retryAfter) >= 1;

describe('a member who sends too fast', () => {
  it('gets ten messages through, then two a second over all connections, and is told how long to wait', async () => {
    using _loop = watchLoop();
    await using server = await testServer({ limits: SERVER_LIMITS });
    const ana = aNewcomer('ana');
    using first = await WireConnection.open(server.url);
    await first.signIn(ana);
    using second = await WireConnection.open(server.url);
    await second.signIn(ana);
    using ben = await entered(server.url, 'ben');
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, i) => post(i % 2 ? first : second)));
    const seconds = (performance.now() - startedAt) / 1_000;
    const through = answers.filter(({ ok }) => ok).length;
    assert.ok(through >= 10 && through <= 10 + 2 * seconds, `${through} in ${seconds} s`);
    for (const answer of answers) {
      if (answer.ok) continue;
      const { code, retryAfterMs = 0 } = answer.error;
      assert.equal(code, 'E_RATE');
      assert.ok(retryAfterMs > 0 && retryAfterMs <= 500, `${retryAfterMs}`);
    }
    assert.ok((await post(ben)).ok, 'another member is not held up');
  });

  it('and a connection that asks too much gets 240 answers, then four a second', async () => {
    await using server = await testServer({ limits: SERVER_LIMITS });
    using ana = await entered(server.url, 'ana');
    const ask = () => ana.call('history', { room: GENERAL, limit: 1 });
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 1_000 }, ask));
    const seconds = (performance.now() - startedAt) / 1_000;
    const through = answers.filter(({ ok }) => ok).length;
    assert.ok(through > 230 && through <= 240 + 4 * seconds, `${through} in ${seconds} s`);
  });

  it('loses nothing and no order when it waits as told, and is not closed for it', async () => {
    await using server = await testServer({ limits: { sendBurst: 5, sendsPerMinute: 6_000, ignoredMs: 100 } });
    const events: HistoryEvent[] = [];
    await using ana = new WireClient(
      'ana',
      () => server.url,
      (event) => events.push(event),
    );
    await eventually(() => ana.isFollowing);
    for (let i = 0; i < 100; i += 1) ana.post(`message ${i}`);
    await eventually(() => assert.equal(ana.entries.filter(({ kind }) => kind === 'message').length, 100), 10_000);
    const texts = ana.entries.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
    assert.deepEqual(
      texts,
      texts.map((_, i) => `message ${i}`),
    );
    assert.ok(events.some((event) => event.event === 'err' && event.code === 'E_RATE'));
    assert.ok(!events.some((event) => event.event === 'err' && event.code !== 'E_RATE'), 'it was never closed');
    ana.recordEnd();
    await ana[Symbol.asyncDispose]();
    await server.stop();
    assert.deepEqual(checkHistory([...events, await dumpDatabase(server.dataDir)]), []);
  });

  const pace = { sendBurst: 5, sendsPerMinute: 60, ignoredMs: 400, refusedMs: 1_500 };
  const ignoreIt = async (connection: WireConnection) => {
    const startedAt = performance.now();
    while (connection.socket.readyState === connection.socket.OPEN) {
      void post(connection);
      await pause(5);
    }
    assert.ok(performance.now() - startedAt >= pace.ignoredMs, 'a burst is forgiven');
    assert.equal((await connection.closed).code, 4005);
  };

  it('is closed with 4005 when it goes on in spite of that, and not let in for a while; who shares loopback is', async () => {
    await using server = await testServer({ limits: pace });
    const ana = aNewcomer('ana');
    using first = await WireConnection.open(server.url);
    await first.signIn(ana);
    await ignoreIt(first);
    using again = await WireConnection.open(server.url);
    again.signIn(ana).catch(() => undefined);
    assert.equal((await again.closed).code, 4005);
    using _ben = await entered(server.url, 'ben');
    await eventually(async () => {
      using later = await WireConnection.open(server.url);
      await later.signIn(ana);
    });
  });

  it('is answered 429 at its address, if that is one of its own', async () => {
    await using server = await testServer({ limits: pace, host: '0.0.0.0', invites: 'open' });
    const url = `ws://${outsideAddress()}:${server.port}/chat`;
    using first = await entered(url, 'ana');
    await ignoreIt(first);
    await assert.rejects(WireConnection.open(url), refusedWith(429));
    using _ben = await entered(server.url, 'ben');
    await eventually(async () => (await WireConnection.open(url))[Symbol.dispose]());
  });
});

describe('too many connections', () => {
  const open: WireConnection[] = [];
  afterEach(() => {
    for (const connection of open.splice(0)) connection[Symbol.dispose]();
  });
  const fill = async (url: string, count: number) => {
    for (let i = 0; i < count; i += 1) open.push(await WireConnection.open(url));
  };
  const allLive = async (server: TestServer) => {
    assert.equal(server.connections(), open.length);
    for (const { socket } of open) {
      socket.ping();
      await once(socket, 'pong');
    }
  };

  it('are limited to 10,000, of which 32 strangers, 64 of an address and 8 of a member', () => {
    const { connections, strangers, connectionsPerAddress, connectionsPerMember } = SERVER_LIMITS;
    assert.deepEqual([connections, strangers, connectionsPerAddress, connectionsPerMember], [10_000, 32, 64, 8]);
  });

  it('in all are answered 503, and one has a place again when another has gone', async () => {
    await using server = await testServer({ limits: { connections: 20 } });
    await fill(server.url, 20);
    await assert.rejects(WireConnection.open(server.url), refusedWith(503));
    await allLive(server);
    open.pop()?.[Symbol.dispose]();
    await eventually(() => fill(server.url, 1));
  });

  it('from one address are answered 429; loopback, where a whole team may come from, is not one', async () => {
    await using server = await testServer({ host: '0.0.0.0', invites: 'open' });
    const url = `ws://${outsideAddress()}:${server.port}/chat`;
    await fill(url, 64);
    await assert.rejects(WireConnection.open(url), refusedWith(429));
    await fill(server.url, 70);
    await allLive(server);
    open.shift()?.[Symbol.dispose]();
    await eventually(() => fill(url, 1));
  });

  it('of one member close the newest with 4503 and keep the oldest', async () => {
    await using server = await testServer();
    const ana = aNewcomer('ana');
    await fill(server.url, 9);
    for (const connection of open.slice(0, 8)) await connection.signIn(ana);
    const newest = open.pop()!;
    newest.signIn(ana).catch(() => undefined);
    assert.equal((await newest.closed).code, 4503);
    await eventually(() => allLive(server));
    using _ben = await entered(server.url, 'ben');
  });

  it('that have proved nobody are answered 503', async () => {
    await using server = await testServer({ limits: { strangers: 32, strangerMs: 60_000 } });
    using early = await entered(server.url, 'ana');
    await fill(server.url, 32);
    await assert.rejects(WireConnection.open(server.url), refusedWith(503));
    assert.ok((await early.call('resume', { room: GENERAL })).ok);
    open.pop()?.[Symbol.dispose]();
    using _ben = await eventually(() => entered(server.url, 'ben'));
  });

  it('that have proved nobody for a while make way, the oldest first', async () => {
    await using server = await testServer({ limits: { strangers: 32, strangerMs: 0 } });
    await fill(server.url, 32);
    using _ben = await entered(server.url, 'ben');
    assert.equal((await open[0]!.closed).code, 4502);
    assert.equal(server.connections(), 32);
  });
});

describe('a flood', () => {
  let server: TestServer;
  let ben: WireConnection;
  before(async () => {
    server = await testServer({ limits: SERVER_LIMITS });
    ben = await entered(server.url, 'ben');
  });
  after(async () => {
    ben[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const floods: readonly [what: string, frame: Buffer, count: number][] = [
    ['pings', wsFrame(OPCODE.ping, 'x'), 1_000],
    ['empty frames', wsFrame(OPCODE.text, ''), 1_000],
    ['calls', wsFrame(OPCODE.text, '{"id":1,"call":"dance","params":{}}'), 20_000],
  ];
  for (const [what, frame, count] of floods) {
    it(`of ${what} is closed with 4005, and nobody else notices`, async () => {
      using _loop = watchLoop();
      const flood = Buffer.concat(Array<Buffer>(count).fill(frame));
      const { ended } = openRaw(server.port, '127.0.0.1', upgradeRequest(), flood);
      assert.equal((await ended).close?.code, 4005);
      assert.ok((await post(ben)).ok);
    });
  }

  it('of wrong proofs is answered 429 at the sixth from one address', async () => {
    await using open = await testServer({ host: '0.0.0.0', invites: 'open' });
    const url = `ws://${outsideAddress()}:${open.port}/chat`;
    const ana = aNewcomer('ana');
    using real = await WireConnection.open(url);
    await real.signIn(ana);
    const guess = async () => {
      using connection = await WireConnection.open(url);
      connection.signIn({ ...ana, credential: aNewcomer('').credential }).catch(() => undefined);
      return (await connection.closed).code;
    };
    for (let i = 0; i < 5; i += 1) assert.equal(await guess(), 4501);
    await assert.rejects(guess(), refusedWith(429));
    assert.ok((await real.call('resume', { room: GENERAL })).ok);
    using _team = await entered(open.url, 'ben');
  });
});
