import assert from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { openLocalJournal } from '../../../server/journal/local/localJournal';
import type { Params } from '../../../server/protocol/calls';
import { GENERAL } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { eventually } from '../../helpers/eventually';
import { silentLog, testServer } from '../../helpers/testServer';
import { aCid, aWindow, connect } from '../fixtures';
import { teamScene } from './teamScene';

const texts = (chat: Chat) =>
  (chat.window?.entries ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
const waiting = (chat: Chat) => chat.pending.map(({ text }) => text);
/** Connects as usual, and notes what is posted. */
const tapped =
  (posted: string[]): typeof connect =>
  async (url, signal) => {
    const opened = await connect(url, signal);
    if (!opened.ok) return opened;
    const link = opened.value;
    const call = link.call.bind(link);
    link.call = (name, params, timeoutMs) => {
      if (name === 'post') posted.push((params as Params<'post'>).text);
      return call(name, params, timeoutMs);
    };
    return opened;
  };
const isOnline = (chat: Chat) => chat.link.at === 'online';

describe('chat', () => {
  const scene = teamScene();
  const { computer, window, joined, say } = scene;
  const addHistory = async (count: number) => {
    const journal = openLocalJournal({ dataDir: scene.dir.file('data'), log: silentLog });
    const entries = Array.from(
      { length: count },
      (_, i) => ({ kind: 'message', name: 'zoe', at: i, text: `old ${i}` }) as const,
    );
    await journal.submit({ kind: 'import', room: GENERAL, entries });
    await journal.close();
  };
  const restart = async () => {
    const { port } = scene.server;
    await scene.server.stop();
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port });
  };

  it('shows what others say, and what one says oneself once, without anything pending', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    await say(ana, 'hello', 'world');
    await say(ben, 'hi');
    for (const chat of [ana, ben]) await eventually(() => assert.deepEqual(texts(chat), ['hello', 'world', 'hi']));
    assert.deepEqual(await readdir(scene.dir.file('ana/outbox/' + ana.identity.server)), []);
    await eventually(() => ana.people.here === 2);
  });

  it('counts what others said as unread until it is read, and remembers that', async () => {
    const anasComputer = computer('ana');
    const [ana, ben] = [await joined('ana', anasComputer), await joined('ben')];
    await say(ana, 'mine');
    await say(ben, 'one', 'two');
    await eventually(() => ana.rooms.unread.messages === 2);
    const before = ana.window!.head - 1;
    ana.read(GENERAL, before);
    assert.equal(ana.rooms.unread.messages, 1);
    ana.read(GENERAL, before - 1);
    ana.read(GENERAL, 99_999);
    assert.equal(ana.rooms.unread.messages, 1);
    ana.dispose();
    const again = await joined('ana', anasComputer);
    await eventually(() => again.rooms.unread.messages === 1);
    assert.equal(again.cursor.readUpTo, before);
  });

  it('takes what was said before one came as read', async () => {
    await say(await joined('ana'), 'early');
    const ben = await joined('ben');
    assert.deepEqual(texts(ben), ['early']);
    assert.equal(ben.rooms.unread.messages, 0);
  });

  it('catches up after the server was away', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    await say(ana, 'before');
    await restart();
    await eventually(() => isOnline(ana));
    await say(ana, 'after');
    await eventually(() => assert.deepEqual(texts(ben), ['before', 'after']));
  });

  it('keeps what is typed while the server is away, and sends it once when it is back', async () => {
    const ana = await joined('ana');
    await scene.server.stop();
    await eventually(() => ana.link.at === 'offline');
    await ana.post(GENERAL, aCid(), 'kept');
    assert.deepEqual(ana.pending.map(({ state }) => state), ['waiting']); // prettier-ignore
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port: scene.server.port });
    ana.retryNow();
    await eventually(() => ana.pending.length === 0);
    assert.deepEqual(texts(ana), ['kept']);
  });

  it('says of what it cannot keep on disk that it is lost with the window', async () => {
    const ana = await joined('ana');
    await scene.server.stop();
    await eventually(() => ana.link.at === 'offline');
    await rm(scene.dir.file('ana/outbox'), { recursive: true });
    await writeFile(scene.dir.file('ana/outbox'), '');
    const notKept = 'It cannot be kept on this computer and is lost when this window closes.';
    await ana.post(GENERAL, aCid(), 'in memory');
    await ana.post(GENERAL, aCid(), '\0');
    assert.deepEqual(
      ana.pending.map(({ kept, reason }) => [kept, reason]),
      [
        [false, notKept],
        [false, `It holds characters that cannot be sent. ${notKept}`],
      ],
    );
    await rm(scene.dir.file('ana/outbox'));
    await mkdir(scene.dir.file('ana/outbox'));
    await ana.post(GENERAL, aCid(), 'on disk');
    const { kept, reason } = ana.pending.at(-1)!;
    assert.deepEqual([kept, reason], [true, undefined]);
  });

  it('sends after a crash of its window what that window could not', async () => {
    const anasComputer = computer('ana');
    const ana = await joined('ana', anasComputer);
    await scene.server.stop();
    await eventually(() => ana.link.at === 'offline');
    await ana.post(GENERAL, aCid(), 'one');
    await ana.post(GENERAL, aCid(), 'two');
    ana.dispose();
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port: scene.server.port });
    const next = window(anasComputer);
    await next.session.resume();
    const chat = next.session.chat!;
    await eventually(() => isOnline(chat) && chat.pending.length === 0);
    assert.deepEqual(texts(chat), ['one', 'two']);
  });

  it('keeps the order of typing when one goes on typing at once after a reload', async () => {
    const anasComputer = computer('ana');
    const ana = await joined('ana', anasComputer);
    await scene.server.stop();
    await eventually(() => ana.link.at === 'offline');
    const early = Array.from({ length: 40 }, (_, i) => `offline ${i}`);
    for (const text of early) await ana.post(GENERAL, aCid(), text);
    ana.dispose();
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port: scene.server.port });
    const next = window(anasComputer);
    await next.session.resume();
    const chat = next.session.chat!;
    await chat.post(GENERAL, aCid(), 'last');
    await eventually(() => isOnline(chat) && chat.pending.length === 0);
    assert.deepEqual(texts(chat), [...early, 'last']);
  });

  it('asks for what is missing when a push leaves a gap', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const { standing } = ana;
    assert.ok(standing.at === 'online');
    const { epoch, head } = ana.window!;
    await say(ben, 'a', 'b', 'c');
    await eventually(() => assert.equal(texts(ana).length, 3));
    const ahead = { kind: 'message', seq: head + 9, at: 1, name: 'ben', text: 'not real' } as const;
    standing.link.pushed.fire([{ kind: 'entries', room: GENERAL, epoch, entries: [ahead] }]);
    await say(ben, 'd');
    await eventually(() => assert.deepEqual(texts(ana), ['a', 'b', 'c', 'd']));
    assert.equal(ana.link.at, 'online');
  });

  it('shows no entry twice that is pushed twice', async () => {
    const ana = await joined('ana');
    await say(ana, 'once');
    const { standing } = ana;
    assert.ok(standing.at === 'online');
    const { epoch, entries } = ana.window!;
    standing.link.pushed.fire([{ kind: 'entries', room: GENERAL, epoch, entries: [...entries] }]);
    assert.deepEqual(texts(ana), ['once']);
  });

  it('leaves a server alone that makes it start over and over', async () => {
    const ana = await joined('ana');
    const { standing } = ana;
    assert.ok(standing.at === 'online');
    const { epoch, head } = ana.window!;
    const entry = { kind: 'message', seq: head + 5, at: 1, name: 'x', text: 'x' } as const;
    for (let i = 0; i < 4; i++) {
      standing.link.pushed.fire([{ kind: 'entries', room: GENERAL, epoch, entries: [entry] }]);
      await standing.link.call('history', { room: GENERAL, after: 0, limit: 1 });
    }
    await eventually(() => ana.link.at === 'stopped');
  });

  it('waits as it is told when it asks for too many pages in a row', async () => {
    const { port } = scene.server;
    await scene.server.stop();
    await addHistory(1_000);
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port, limits: { callsPerMinute: 60 } });
    const ana = await joined('ana');
    const { standing } = ana;
    assert.ok(standing.at === 'online');
    for (let i = 0; i < 60; i++) await standing.link.call('history', { room: GENERAL, limit: 1 });
    const page = await ana.history(GENERAL, { before: 6 }, 4);
    assert.deepEqual('entries' in page && page.entries.map(({ seq }) => seq), [2, 3, 4, 5]);
  });

  it('gives older pages without gaps, from the window and from the server', async () => {
    const ana = await joined('ana');
    await say(ana, ...Array.from({ length: 12 }, (_, i) => `m${i}`));
    const all = ana.window!.entries;
    const page = await ana.history(GENERAL, { before: 6 }, 4);
    assert.deepEqual('entries' in page && page.entries.map(({ seq }) => seq), [2, 3, 4, 5]);
    const pages = [];
    for await (const some of ana.everything()) pages.push(...some);
    assert.deepEqual(pages, all);
    assert.deepEqual(await ana.history(GENERAL, { before: 1 }), { entries: [] });
  }).timeout(20_000);

  for (const [missed, kinds] of [
    [200, ['arrived']],
    [1_000, ['reset']],
    [5_000, ['reset']],
  ] as const) {
    // prettier-ignore
    it(`catches up on ${missed} entries without a gap`, async () => {
      const ana = await joined('ana');
      await say(ana, 'before');
      const { port } = scene.server;
      await scene.server.stop();
      await eventually(() => ana.link.at === 'offline');
      await addHistory(missed);
      const events: string[] = [];
      ana.changed.on(({ kind }) => events.push(kind));
      scene.server = await testServer({ dataDir: scene.dir.file('data'), port });
      ana.retryNow();
      await eventually(() => isOnline(ana));
      const { entries, head } = ana.window!;
      assert.equal(head, missed + 2);
      assert.deepEqual(entries.map(({ seq }) => seq), entries.map((_, i) => head - entries.length + 1 + i)); // prettier-ignore
      assert.deepEqual(events.filter((kind) => kind === 'arrived' || kind === 'reset'), kinds);
    });
  }

  it('shows the same in two windows of a person, and sends each message from one of them, in the order of typing', async () => {
    const anasComputer = computer('ana');
    const posted: string[] = [];
    const aTappedWindow = async () => {
      const opened = aWindow(anasComputer, { connect: tapped(posted) });
      scene.windows.push(opened);
      return opened.joined(scene.server.url, 'ana');
    };
    const [one, two] = [await aTappedWindow(), await aTappedWindow()];
    const { port } = scene.server;
    await scene.server.stop();
    await eventually(() => one.link.at === 'offline' && two.link.at === 'offline');
    const all: string[] = [];
    for (let i = 0; i < 10; i++) {
      for (const [name, chat] of [['one', one], ['two', two]] as const) {
        all.push(`${name} ${i}`);
        await chat.post(GENERAL, aCid(), `${name} ${i}`);
        for (const each of [one, two]) await eventually(() => assert.deepEqual(waiting(each), all));
      }
    } // prettier-ignore
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port });
    for (const chat of [one, two]) chat.retryNow();
    await eventually(() => one.pending.length + two.pending.length === 0);
    for (const chat of [one, two]) await eventually(() => assert.deepEqual(texts(chat), all));
    assert.deepEqual(posted, all);
    await eventually(async () =>
      assert.deepEqual(await readdir(scene.dir.file('ana/outbox/' + one.identity.server)), []),
    );
  });

  it('sends from the other window what a window wrote that cannot reach the server', async () => {
    const anasComputer = computer('ana');
    const one = await joined('ana', anasComputer);
    const lost = window(anasComputer);
    const two = await lost.joined(scene.server.url, 'ana');
    const { standing } = two;
    assert.ok(standing.at === 'online');
    standing.link.close('removed');
    await eventually(() => two.link.at === 'stopped');
    await two.post(GENERAL, aCid(), 'by way of the other');
    await eventually(() => assert.deepEqual(texts(one), ['by way of the other']));
    await eventually(() => assert.deepEqual([waiting(one), waiting(two)], [[], []]));
  });

  it('sends more at once than the server takes by itself, in order and each once, and says why it waits', async () => {
    const { port } = scene.server;
    await scene.server.stop();
    scene.server = await testServer({
      dataDir: scene.dir.file('data'),
      port,
      limits: { sendBurst: 5, sendsPerMinute: 600 },
    });
    const ana = await joined('ana');
    const reasons = new Set<string | undefined>();
    ana.changed.on(() => reasons.add(ana.pending.at(-1)?.reason));
    const all = Array.from({ length: 15 }, (_, i) => `burst ${i}`);
    await Promise.all(all.map((text) => ana.post(GENERAL, aCid(), text)));
    await eventually(() => assert.deepEqual([texts(ana), waiting(ana)], [all, []]));
    assert.ok(reasons.has('The server takes messages more slowly than you send them.'));
  });

  it('says goodbye on Exit, and is not joined after the next start', async () => {
    const anasComputer = computer('ana');
    const first = window(anasComputer);
    await first.joined(scene.server.url, 'ana');
    const ben = await joined('ben');
    await first.session.leave();
    await eventually(() => assert.equal(ben.window!.entries.at(-1)?.kind, 'left'));
    const next = window(anasComputer);
    await next.session.resume();
    assert.equal(next.session.chat, undefined);
  });

  it('stops, with a sentence and a way out, where another server sits at the address', async () => {
    const ana = await joined('ana');
    const { port } = scene.server;
    await scene.server.stop();
    scene.server = await testServer({ dataDir: scene.dir.file('other'), port });
    ana.retryNow();
    await eventually(() => ana.link.at === 'stopped');
    assert.deepEqual(ana.link, {
      at: 'stopped',
      reason: `Another Team Chat server answers at 127.0.0.1:${port} now, with a history of its own.`,
      action: 'join',
    });
  });
});
