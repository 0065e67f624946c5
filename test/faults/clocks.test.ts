import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { GENERAL, newCid } from '../../server/protocol/ids';
import { type ChatProgram, chatProgram } from '../helpers/chatProgram';
import { dumpDatabase, readDatabase } from '../helpers/databaseDump';
import { eventually } from '../helpers/eventually';
import { FaultProxy } from '../helpers/faultProxy';
import { type HistoryEvent, checkHistory } from '../helpers/historyChecker';
import { shiftedClock } from '../helpers/shiftedClock';
import { tempDir } from '../helpers/tempDir';
import { testServer } from '../helpers/testServer';
import { watchedServer } from '../helpers/watchedServer';
import { WireClient } from '../helpers/wireClient';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';
import { QUICK } from './scene';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const until = (date: string): number => Date.parse(date) - Date.now();

/** By how much a server's clock is wrong, one after the other. */
const JUMPS: readonly (readonly [name: string, offsetMs: number])[] = [
  ['an hour back', -HOUR],
  ['five years on', 5 * 365 * DAY],
  ['two seconds before 32 bits end in 2038', until('2038-01-19T03:14:06Z')],
  ['into 2039', until('2039-06-01T00:00:00Z')],
  ['right again', 0],
  ['an hour back again', -HOUR],
];

describe('a server whose clock jumps while people talk', function () {
  this.timeout(60_000);

  it('keeps order, repeats nothing, loses nobody, and never lets time run backwards in a room', async () => {
    using dir = tempDir();
    const clock = shiftedClock(dir, 'server');
    const dataDir = dir.file('data');
    const limits = { pingMs: QUICK.pingMs, pongMs: 10_000, leaveGraceMs: 1_000 };
    const events: HistoryEvent[] = [];
    const acks = () => events.filter(({ event }) => event === 'ack').length;
    const postOnce = { cid: newCid(Date.now(), randomBytes(16)), room: GENERAL, text: 'said once' };
    const zoe = aNewcomer('zoe');
    const sendAgain = async (url: string) => {
      using connection = await WireConnection.open(url);
      await connection.signIn(zoe);
      return await connection.value('post', postOnce);
    };

    let first: { readonly seq: number; readonly at: number };
    {
      await using server = await watchedServer({ dataDir, limits }, clock.env);
      first = await sendAgain(server.url);
      const record = (event: HistoryEvent) => void events.push(event);
      const clients = ['ana', 'ben', 'eve'].map((name) => new WireClient(name, () => server.url, record));
      await using leaving = new AsyncDisposableStack();
      for (const client of clients) leaving.use(client);
      let said = 0;
      for (const client of clients) client.says = () => `message ${(said += 1)}`;
      for (const [name, offsetMs] of JUMPS) {
        clock.set(offsetMs);
        const enough = acks() + 50;
        await eventually(() => acks() >= enough, 10_000);
        assert.deepEqual(await sendAgain(server.url), first, name);
        await eventually(async () => assert.equal((await server.vitals()).connections, clients.length, name));
      }
      for (const client of clients) client.says = undefined;
      await eventually(() => clients.every(({ unsent }) => unsent === 0), 10_000);
      // The time that a member may be away is measured by another clock: it passes while this one stands an hour back.
      await clients.pop()![Symbol.asyncDispose]();
      const gone = ({ entries }: WireClient, name: string) =>
        entries.findLast((entry) => entry.name === name)?.kind === 'left';
      const hasLeft = () => clients.every((client) => gone(client, 'eve') && gone(client, 'zoe'));
      await eventually(hasLeft, 10_000);
      for (const client of clients) client.recordEnd();
      for (const client of clients) await client[Symbol.asyncDispose]();
      server.process.kill('SIGTERM');
      assert.equal((await server.ended).code, 0);
    }
    const dump = await dumpDatabase(dataDir);
    {
      await using again = await watchedServer({ dataDir, limits }, clock.env);
      assert.deepEqual(await sendAgain(again.url), first);
      again.process.kill('SIGTERM');
      await again.ended;
    }

    assert.deepEqual(
      events.filter(({ event }) => event === 'err'),
      [],
    );
    const stored = (await readDatabase(dataDir)).entries;
    assert.deepEqual(
      stored.map(({ at }) => at),
      stored.map(({ at }) => at).sort((a, b) => a - b),
    );
    assert.ok(stored.at(-1)!.at > Date.parse('2039-01-01'));
    assert.deepEqual(
      stored.filter((entry) => isOf(entry, 'left', 'ana')),
      [],
    );
    const ofZoe = { event: 'send', cid: postOnce.cid, room: GENERAL, who: 'zoe', hash: '' } as const;
    assert.deepEqual(
      checkHistory([ofZoe, ...events, dump]).filter(({ what }) => !what.includes(postOnce.cid)),
      [],
    );
  });
});

const isOf = (entry: { readonly kind: string; readonly name: string }, kind: string, name: string): boolean =>
  entry.kind === kind && entry.name === name;

describe('a client whose clock is wrong by a day', function () {
  this.timeout(60_000);

  it('says and shows everything in the server’s order and at the server’s time, also when its clock jumps', async () => {
    using dir = tempDir();
    const dataDir = dir.file('data');
    const events: HistoryEvent[] = [];
    const startedAt = Date.now();
    {
      await using server = await testServer({ dataDir, limits: { pingMs: QUICK.pingMs } });
      const clocks = [shiftedClock(dir, 'ana', DAY), shiftedClock(dir, 'ben', -DAY)] as const;
      const join = (name: string, env: NodeJS.ProcessEnv) => {
        const options = { url: server.url, name, folder: dir.file(name), silenceMs: 35_000 };
        return chatProgram(options, (event) => void events.push(event), env);
      };
      await using ana = await join('ana', clocks[0].env);
      await using ben = await join('ben', clocks[1].env);
      const said: string[] = [];
      const say = async (who: ChatProgram, text: string) => {
        who.post(text);
        said.push(text);
        await eventually(() => assert.deepEqual([ana.texts, ben.texts], [said, said]), 10_000);
      };
      await say(ana, 'a day ahead');
      await say(ben, 'a day behind');
      await say(ana, 'ahead again');
      clocks[0].set(-DAY);
      clocks[1].set(DAY);
      await say(ana, 'now behind');
      await say(ben, 'now ahead');
      clocks[0].set(DAY);
      await say(ana, 'ahead once more');
      for (const { at } of ana.state.entries) assert.ok(at >= startedAt && at <= Date.now());
      assert.deepEqual(ana.state.entries, ben.state.entries);
      for (const who of [ana, ben]) who.recordEnd();
      await eventually(() => events.filter(({ event }) => event === 'end').length === 2);
    }
    assert.deepEqual(checkHistory([...events, await dumpDatabase(dataDir)]), []);
  });
});

describe('a computer that sleeps', function () {
  this.timeout(60_000);

  /** Far longer than a first look takes, which is what tells one from the other. */
  const silenceMs = 2 * QUICK.lateMs;

  it('drops the dead connection when it wakes, catches up, and calls nothing sent before it is', async () => {
    using dir = tempDir();
    const dataDir = dir.file('data');
    const events: HistoryEvent[] = [];
    {
      await using server = await testServer({ dataDir, limits: { ...QUICK, drainMs: 1_000 } });
      await using proxy = await FaultProxy.to(server.port);
      const record = (event: HistoryEvent) => void events.push(event);
      await using ben = new WireClient('ben', () => server.url, record);
      const options = { url: proxy.url, name: 'ana', folder: dir.file('ana'), silenceMs };
      await using ana = await chatProgram(options, record);
      await eventually(() => ana.state.link === 'online' && server.connections() === 2);

      proxy.unplug();
      ana.post('typed before the lid closed');
      await eventually(() => ana.state.pending.length === 1);
      ana.process.kill('SIGSTOP');
      const asleepAt = performance.now();
      await eventually(() => server.connections() === 1);
      await eventually(() => performance.now() - asleepAt > silenceMs);
      for (const text of ['one', 'two', 'three']) ben.post(text);
      await eventually(() => ben.unsent === 0);
      proxy.heal();
      const asleep = ana.states.length;
      const wokenAt = performance.now();
      ana.process.kill('SIGCONT');
      await eventually(() => ana.states.slice(asleep).some(({ link }) => link !== 'online'));
      const noticedMs = performance.now() - wokenAt;
      assert.ok(noticedMs < QUICK.lateMs, `${noticedMs} ms`);

      const all = ['one', 'two', 'three', 'typed before the lid closed'];
      await eventually(() => assert.deepEqual([ana.texts, ana.state.pending], [all, []]), 10_000);
      const gone = ana.states.findIndex(({ pending }, i) => i >= asleep && pending.length === 0);
      const shown = ana.states.findIndex(({ entries }) =>
        entries.some((entry) => 'text' in entry && entry.text === all[3]),
      );
      assert.ok(shown <= gone, 'it waits until it is there');
      await eventually(() => ben.entries.at(-1)?.kind === 'message' && server.connections() === 2);
      ana.recordEnd();
      ben.recordEnd();
      await eventually(() => events.filter(({ event }) => event === 'end').length === 2);
    }
    assert.deepEqual(checkHistory([...events, await dumpDatabase(dataDir)]), []);
  });
});
