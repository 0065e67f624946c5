import assert from 'node:assert/strict';
import { GENERAL, type MemberId, type RoomId } from '../../../server/protocol/ids';
import type { HostToPage, PageToHost } from '../../../webview/protocol/messages';
import type { Chat } from '../../../src/chat/chat';
import { Emitter } from '../../../src/lifecycle';
import { eventually } from '../../helpers/eventually';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type TestWindow, aCid, aComputer, aWindow } from '../fixtures';
import { type TestPage, aPage } from './aPage';

describe('page bridge', () => {
  let dir: TempDir;
  let server: TestServer;
  let window: TestWindow;
  let sent: HostToPage[];
  let ran: string[];
  let used: unknown[];
  let page: TestPage;
  let bridge: TestPage['bridge'];
  let recoloured: Emitter<void>;
  beforeEach(async () => {
    dir = tempDir();
    server = await testServer();
    window = aWindow(aComputer(dir.path));
    [ran, used, recoloured] = [[], [], new Emitter()];
    page = aPage(window.session, {
      run: (command) => void ran.push(command),
      openLink(url) {
        used.push(url);
        return Promise.resolve();
      },
      useCode(code) {
        used.push(code);
        return Promise.resolve(code.act === 'insert' ? 'There is no file.' : undefined);
      },
      colours: {
        of: ({ code }) => Promise.resolve(code === '' ? undefined : { inks: [{ font: 1 }], runs: [code.length, 0] }),
        changed: recoloured,
      },
    });
    ({ bridge, sent } = page);
  });
  afterEach(async () => {
    page[Symbol.dispose]();
    window[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });
  const say = (message: PageToHost) => page.say(message);
  const last = <K extends HostToPage['kind']>(kind: K) => page.last(kind);
  const ready = async (anchor?: number) => {
    const before = sent.filter(({ kind }) => kind === 'snapshot').length;
    say({ kind: 'ready', anchor });
    await eventually(() => sent.filter(({ kind }) => kind === 'snapshot').length === before + 1);
    return last('snapshot')!;
  };
  const post = async (...texts: string[]) => {
    for (const text of texts) say({ kind: 'post', room: GENERAL, cid: aCid(), text });
    await eventually(() => last('pending')?.pending.length === 0);
  };

  it('gives a snapshot at every ready', async () => {
    assert.deepEqual((await ready()).link, { at: 'none' });
    await window.joined(server.url, 'ana');
    await eventually(() => last('snapshot')?.me?.name === 'ana');
    const again = await ready();
    assert.deepEqual([again.link, again.me?.name, again.server], [{ at: 'online' }, 'ana', `127.0.0.1:${server.port}`]);
  });

  it('numbers what comes after a snapshot without a gap, and shows a message arrive before it stops pending', async () => {
    await window.joined(server.url, 'ana');
    const { rev } = await ready();
    sent.length = 0;
    await post('hello');
    const numbered = sent.filter((message) => 'rev' in message);
    assert.deepEqual(numbered.map((message) => message.rev), numbered.map((_, i) => rev + 1 + i)); // prettier-ignore
    const arrived = sent.findIndex(({ kind }) => kind === 'arrived');
    const done = sent.findIndex((message) => message.kind === 'pending' && message.pending.length === 0);
    assert.ok(arrived >= 0 && arrived < done);
  });

  it('has links opened and code used, and tells why that could not be', async () => {
    say({ kind: 'openLink', url: 'https://example.test/' });
    say({ kind: 'useCode', act: 'copy', code: 'a', language: 'typescript' });
    say({ kind: 'useCode', act: 'insert', code: 'a', language: '' });
    bridge.receive({ kind: 'useCode', act: 'run', code: 'a', language: '' });
    await eventually(() => last('notice')?.text === 'There is no file.');
    assert.deepEqual(used, [
      'https://example.test/',
      { kind: 'useCode', act: 'copy', code: 'a', language: 'typescript' },
      { kind: 'useCode', act: 'insert', code: 'a', language: '' },
    ]);
  });

  it('has code coloured, and tells when that is to be done again', async () => {
    const asked = { kind: 'colour', theme: 'Dusk', language: 'ts' } as const;
    for (const [id, code] of [[1, 'abc'], [2, 'x'.repeat(65_537)], [3, '']] as const) say({ ...asked, id, code }); // prettier-ignore
    await eventually(() => sent.filter(({ kind }) => kind === 'coloured').length === 2);
    recoloured.fire();
    assert.deepEqual(sent, [
      { kind: 'coloured', id: 1, colouring: { inks: [{ font: 1 }], runs: [3, 0] } },
      { kind: 'coloured', id: 3, colouring: undefined },
      { kind: 'recolour' },
    ]);
  });

  it('sends nothing to a hidden page, and everything when it is back', async () => {
    await window.joined(server.url, 'ana');
    await ready();
    bridge.hidden();
    sent.length = 0;
    await window.session.chat!.post(GENERAL, aCid(), 'while hidden');
    await eventually(() => window.session.chat!.pending.length === 0);
    assert.deepEqual(sent, []);
    assert.ok((await ready()).entries.some((entry) => entry.kind === 'message' && entry.text === 'while hidden'));
  });

  it('begins where the page was, also above the window', async () => {
    const chat = await window.joined(server.url, 'ana');
    await ready();
    await post('one', 'two', 'three');
    const shown = await ready(2);
    assert.ok(shown.entries[0]!.seq <= 2);
    assert.equal(shown.head, chat.window!.head);
  });

  describe('who may be mentioned', () => {
    const names = () => last('mentionable')?.names;

    it('is told with a snapshot and whenever it changes', async () => {
      using otherDir = tempDir();
      using other = aWindow(aComputer(otherDir.path));
      await other.joined(server.url, 'ben');
      await window.joined(server.url, 'ana');
      await ready();
      await eventually(() => assert.deepEqual(names(), ['ben']));
      assert.equal(last('mentionable')?.room, GENERAL);
      await other.session.leave();
      await eventually(() => assert.equal(last('people')?.count, 1));
      using thirdDir = tempDir();
      using third = aWindow(aComputer(thirdDir.path));
      await third.joined(server.url, 'chloe');
      await eventually(() => assert.deepEqual(names(), ['ben', 'chloe']));
    });

    it('is in a private room who is in it', async () => {
      using otherDir = tempDir();
      using other = aWindow(aComputer(otherDir.path));
      await other.joined(server.url, 'ben');
      const chat = await window.joined(server.url, 'ana');
      await ready();
      await eventually(() => assert.deepEqual(names(), ['ben']));
      const made = await chat.call('createRoom', { cid: aCid(), name: 'parser', kind: 'private' });
      assert.ok(made.ok);
      const { id: room } = made.value.room;
      await chat.open(room);
      await eventually(() => assert.deepEqual([last('mentionable')?.room, names()], [room, []]));
      const member = chat.people.all.find(({ name }) => name === 'ben')!.id;
      await chat.call('addToRoom', { room, member });
      await eventually(() => assert.deepEqual(names(), ['ben']));
    });
  });

  describe('with a page that was far up, and a server that does not answer', () => {
    const shownAgain = async () => {
      using seedDir = tempDir();
      using seeding = aWindow(aComputer(seedDir.path));
      const seed = await seeding.joined(server.url, 'seed');
      await Promise.all(Array.from({ length: 120 }, (_, i) => seed.post(GENERAL, aCid(), `m${i}`)));
      await eventually(() => seed.window?.head === 121 && seed.pending.length === 0);
      const chat = await window.joined(server.url, 'ana');
      await ready();
      bridge.hidden();
      chat.history = () => new Promise(() => {});
      sent.length = 0;
      say({ kind: 'ready', anchor: 5 });
    };

    it('shows the end of the room after a second', async () => {
      await shownAgain();
      await eventually(() => last('snapshot')?.entries.at(-1)?.seq === window.session.chat!.window!.head, 2_500);
    });

    it('shows the chat that the reader goes to meanwhile', async () => {
      await shownAgain();
      await using other = await testServer();
      await window.joined(other.url, 'ana');
      await eventually(() => last('snapshot')?.server === `127.0.0.1:${other.port}`, 500);
      assert.deepEqual(last('snapshot')!.link, { at: 'online' });
    });
  });

  it('answers for history by id, and says why when it cannot', async () => {
    say({ kind: 'history', room: GENERAL, id: 7, before: 3 });
    await eventually(() => assert.deepEqual(sent, [{ kind: 'page', id: 7, reason: 'There is no chat.' }]));
    await window.joined(server.url, 'ana');
    say({ kind: 'history', room: GENERAL, id: 8, before: 2 });
    await eventually(() => assert.equal(last('page')!.id, 8));
    assert.deepEqual(
      last('page')!.entries?.map(({ seq }) => seq),
      [1],
    );
  });

  it('keeps the draft for the next page', async () => {
    await window.joined(server.url, 'ana');
    await ready();
    say({ kind: 'draft', room: GENERAL, text: 'not yet' });
    assert.equal((await ready()).draft, 'not yet');
  });

  it('keeps a message that is typed while the server is away, and lets it be deleted', async () => {
    await window.joined(server.url, 'ana');
    await ready();
    await server.stop();
    await eventually(() => last('link')?.link.at === 'offline');
    const cid = aCid();
    say({ kind: 'post', room: GENERAL, cid, text: 'kept' });
    await eventually(() =>
      assert.deepEqual(
        last('pending')?.pending.map(({ state }) => state),
        ['waiting'],
      ),
    );
    say({ kind: 'discard', cid });
    await eventually(() => assert.deepEqual(last('pending')?.pending, []));
  });

  it('puts the cursor into the composer once the page is there', async () => {
    bridge.focus();
    assert.deepEqual(sent, []);
    await ready();
    assert.deepEqual(sent.at(-1), { kind: 'focus' });
  });

  it('runs only the commands that a page may run, and passes over what is no message', () => {
    bridge.receive({ kind: 'run', command: 'join' });
    for (const raw of [
      undefined,
      null,
      1,
      'x',
      {},
      { kind: 'run', command: 'stopServer' },
      { kind: 'post', room: GENERAL, cid: 'x', text: 'y' },
    ]) {
      bridge.receive(raw);
    }
    assert.deepEqual(ran, ['join']);
  });

  it('tells a burst of what waits in few lists, and its end', async () => {
    await window.joined(server.url, 'ana');
    await ready();
    await server.stop();
    await eventually(() => assert.equal(last('link')?.link.at, 'offline'));
    sent.length = 0;
    const since = performance.now();
    for (let i = 0; i < 200; i++) say({ kind: 'post', room: GENERAL, cid: aCid(), text: `m${i}` });
    await eventually(() => assert.equal(last('pending')?.pending.filter(({ kept }) => kept).length, 200));
    const lists = sent.filter(({ kind }) => kind === 'pending').length;
    assert.ok(lists <= 2 + (performance.now() - since) / 50, `${lists} lists`);
  });

  it('tells of the server’s disk, in a snapshot and when it changes, and not beyond the connection', async () => {
    const chat = await window.joined(server.url, 'ana');
    const { standing } = chat;
    assert.ok(standing.at === 'online');
    await ready();
    const backup = 'chat-2026-11-22T030000.db';
    standing.link.pushed.fire([{ kind: 'storage', state: 'damaged', backup }]);
    const told = last('storage')?.storage;
    assert.equal(told?.state, 'damaged');
    assert.ok(told.text.includes(backup));
    assert.deepEqual((await ready()).storage, told);
    await server.stop();
    await eventually(() => assert.deepEqual([chat.link.at, last('storage')?.storage], ['offline', undefined]));
  });

  it('deletes an own message for everybody, and says why it could not', async () => {
    const chat = await window.joined(server.url, 'ana');
    await ready();
    await post('Oops');
    const { seq } = chat.window!.entries.at(-1)!;
    say({ kind: 'delete', room: GENERAL, seq });
    await eventually(() => assert.equal(last('arrived')?.entries.at(-1)?.kind, 'deleted'));
    const target = chat.window!.entries.find((entry) => entry.seq === seq);
    assert.deepEqual(target?.kind === 'message' && [target.text, target.tombstone], ['', 'deleted']);
    say({ kind: 'delete', room: GENERAL, seq: 1 });
    await eventually(() => assert.match(last('notice')?.text ?? '', /does not have it as yours/));
  });

  describe('with many rooms', () => {
    let ana: Chat;
    let design: RoomId;
    beforeEach(async () => {
      ana = await window.joined(server.url, 'ana');
      const made = await ana.call('createRoom', { cid: aCid(), name: 'design', kind: 'public' });
      assert.ok(made.ok);
      design = made.value.room.id;
      await ready();
    });

    it('shows another room as a new beginning, with its own draft', async () => {
      say({ kind: 'draft', room: GENERAL, text: 'to all' });
      say({ kind: 'draft', room: design, text: 'to some' });
      await ana.open(design);
      await eventually(() => assert.equal(last('snapshot')?.room.id, design));
      const { room, draft } = last('snapshot')!;
      assert.deepEqual([room.title, room.kind, draft], ['design', 'public', 'to some']);
      await ana.open(GENERAL);
      await eventually(() =>
        assert.deepEqual([last('snapshot')?.room.id, last('snapshot')?.draft], [GENERAL, 'to all']),
      );
    });

    it('takes what the page says as said in the room it names, not in the open one', async () => {
      const cid = aCid();
      say({ kind: 'post', room: design, cid, text: 'for design' });
      await eventually(() => {
        say({ kind: 'history', room: design, id: 1, after: 0 });
        assert.ok(last('page')?.entries?.some((entry) => entry.kind === 'message' && entry.text === 'for design'));
      });
      assert.ok(!ana.window!.entries.some((entry) => entry.kind === 'message'));
      const { seq } = last('page')!.entries!.at(-1)!;
      say({ kind: 'delete', room: design, seq });
      await eventually(() => assert.equal(ana.rooms.get(design)?.head, seq + 1));
      say({ kind: 'read', room: design, seq: seq + 1, turn: 0 });
      assert.equal(ana.rooms.get(design)?.mine?.readUpTo, seq + 1);
    });

    it('does not begin where the page was in another room', async () => {
      const posts = Array.from({ length: 130 }, (_, i) => ({ cid: aCid(), room: design, text: `m${i}` }));
      for (const each of posts) await ana.call('post', each);
      await ana.open(design);
      await eventually(() => assert.equal(last('snapshot')?.head, 131));
      ana.read(design, 131);
      const first = async (room: RoomId) => {
        sent.length = 0;
        say({ kind: 'ready', room, anchor: 5 });
        await eventually(() => assert.ok(last('snapshot')));
        return last('snapshot')?.entries[0]?.seq;
      };
      assert.deepEqual([await first(design), await first(GENERAL)], [5, 32]);
    });

    it('tells how the open room is called, and who writes in it', async () => {
      await ana.open(design);
      await eventually(() => assert.equal(last('snapshot')?.room.id, design));
      await ana.call('changeRoom', { room: design, topic: 'lines' });
      await eventually(() => assert.equal(last('room')?.room.topic, 'lines'));
      using elsewhere = tempDir();
      using other = aWindow(aComputer(elsewhere.path));
      const ben = await other.joined(server.url, 'ben');
      await ben.call('joinRoom', { room: design });
      await eventually(() => assert.ok(ana.people.get(ben.identity.member)));
      ben.sayTyping(design);
      await eventually(() => assert.deepEqual(last('typing')?.names, ['ben']));
    });

    it('opens a room for a message in it, tells anew of the one that is open, and says why it cannot', async () => {
      sent.length = 0;
      say({ kind: 'openRoom', room: design });
      await eventually(() => assert.equal(last('snapshot')?.room.id, design));
      sent.length = 0;
      say({ kind: 'openRoom', room: design });
      await eventually(() => assert.equal(last('snapshot')?.room.id, design));
      say({ kind: 'openRoom', room: 'nowhere' as RoomId });
      await eventually(() => assert.match(last('notice')?.text ?? '', /not there any more/));
    });

    it('tells of a message to be shown as soon as there is a page', async () => {
      const message = { room: design, seq: 3 };
      bridge.hidden();
      sent.length = 0;
      bridge.show(message);
      assert.deepEqual(sent, []);
      await ready();
      assert.deepEqual(last('showMessage'), { kind: 'showMessage', ...message });
      bridge.show({ ...message, seq: 4 });
      assert.equal(last('showMessage')?.seq, 4);
    });

    it('opens the conversation with the author of a message, and says why it cannot', async () => {
      using elsewhere = tempDir();
      using other = aWindow(aComputer(elsewhere.path));
      const ben = await other.joined(server.url, 'ben');
      say({ kind: 'openDirect', member: ben.identity.member });
      await eventually(() => assert.equal(last('snapshot')?.room.kind, 'direct'));
      say({ kind: 'openDirect', member: `m-${'0'.repeat(32)}` as MemberId });
      await eventually(() => assert.match(last('notice')?.text ?? '', /was not opened/));
    });
  });
});
