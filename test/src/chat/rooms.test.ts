import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { markUnread, openDirect } from '../../../src/chat/acts';
import { fail } from '../../../server/protocol/result';
import { eventually } from '../../helpers/eventually';
import { testServer } from '../../helpers/testServer';
import { aCid } from '../fixtures';
import { teamScene } from './teamScene';

const texts = (chat: Chat) =>
  (chat.window?.entries ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
const waiting = (chat: Chat) => chat.pending.map(({ text }) => text);
const isOnline = (chat: Chat) => chat.link.at === 'online';
const mineIn = (chat: Chat, room: RoomId) => chat.rooms.get(room)?.mine;

describe('chat with many rooms', () => {
  const scene = teamScene();
  const { computer, window, joined } = scene;
  const create = async (chat: Chat, name: string, kind: 'public' | 'private' = 'public') => {
    const made = await chat.call('createRoom', { cid: aCid(), name, kind });
    assert.ok(made.ok);
    return made.value.room.id;
  };
  const sayIn = async (chat: Chat, room: RoomId, ...said: string[]) => {
    for (const text of said) assert.ok((await chat.call('post', { cid: aCid(), room, text })).ok);
  };
  /** Ana has made it, and let ben in, who looks at it over this link. */
  const inPrivateRoom = async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const design = await create(ana, 'design', 'private');
    await ana.call('addToRoom', { room: design, member: ben.identity.member });
    await eventually(() => ben.rooms.get(design) !== undefined);
    await ben.open(design);
    assert.ok(ben.standing.at === 'online');
    const { link } = ben.standing;
    return { ana, ben, design, link, call: link.call.bind(link) };
  };
  const goOffline = async (...chats: Chat[]) => {
    await scene.server.stop();
    for (const chat of chats) await eventually(() => assert.equal(chat.link.at, 'offline'));
  };
  const comeBack = async (...chats: Chat[]) => {
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port: scene.server.port });
    for (const chat of chats) chat.retryNow();
    for (const chat of chats) await eventually(() => isOnline(chat));
  };

  it('shows one room at a time, and the same one after a reload', async () => {
    const anas = computer('ana');
    const ana = await joined('ana', anas);
    const design = await create(ana, 'design');
    await sayIn(ana, GENERAL, 'to all');
    await sayIn(ana, design, 'to some');
    assert.equal(await ana.open(design), undefined);
    assert.deepEqual([ana.room, ana.shownRoom.title, texts(ana)], [design, 'design', ['to some']]);
    ana.dispose();
    const next = window(anas);
    await next.session.resume();
    const again = next.session.chat!;
    await eventually(() => assert.deepEqual([again.room, texts(again)], [design, ['to some']]));
  });

  it('counts in every window what is said in rooms that are not open, and what one window reads is read in all', async () => {
    const anas = computer('ana');
    const [one, two, ben] = [await joined('ana', anas), await joined('ana', anas), await joined('ben')];
    const design = await create(ben, 'design');
    await one.call('joinRoom', { room: design });
    await sayIn(ben, design, 'one', 'for @ana', 'three');
    for (const chat of [one, two]) {
      await eventually(() => assert.deepEqual(mineIn(chat, design)?.unread, 3));
      assert.deepEqual(chat.rooms.unread, { messages: 3, mentions: 1 });
    }
    await two.open(design);
    two.read(design, two.window!.head);
    assert.equal(mineIn(two, design)?.unread, 0);
    await eventually(() => assert.deepEqual(one.rooms.unread, { messages: 0, mentions: 0 }));
  });

  it('has as unread in every window and on every device what was marked so in one, also in one that was away', async () => {
    const anas = computer('ana');
    const [one, two, ben] = [await joined('ana', anas), await joined('ana', anas), await joined('ben')];
    await sayIn(ben, GENERAL, 'one', 'for @ana', 'three');
    for (const chat of [one, two]) await eventually(() => assert.equal(texts(chat).at(-1), 'three'));
    const { seq } = one.window!.entries.findLast((entry) => entry.kind === 'message' && entry.text === 'for @ana')!;
    for (const chat of [one, two]) chat.read(GENERAL, chat.window!.head);
    await eventually(() => assert.equal(mineIn(two, GENERAL)?.unread, 0));
    let backs = 0;
    two.changed.on(({ kind }) => (backs += kind === 'setBack' ? 1 : 0));
    assert.equal(await markUnread(one, { room: GENERAL, seq }), undefined);
    for (const chat of [one, two]) {
      await eventually(() => assert.deepEqual(chat.rooms.unread, { messages: 2, mentions: 1 }));
      assert.equal(chat.cursor.readUpTo, seq - 1);
    }
    assert.deepEqual(one.cursor, two.cursor);
    assert.equal(backs, 1);
    two.read(GENERAL, two.window!.head, 0);
    assert.equal(mineIn(two, GENERAL)?.unread, 2);
    await goOffline(one, two, ben);
    assert.match((await markUnread(one, { room: GENERAL, seq })) ?? '', /did not answer/);
    await comeBack(one, two);
    const other = await joined('ana', anas);
    for (const chat of [one, two, other]) await eventually(() => assert.equal(mineIn(chat, GENERAL)?.unread, 2));
    two.read(GENERAL, two.window!.head);
    await eventually(() => assert.equal(mineIn(one, GENERAL)?.unread, 0));
  });

  it('remembers what was read while the server was away, also over a reload', async () => {
    const anas = computer('ana');
    const [ana, ben] = [await joined('ana', anas), await joined('ben')];
    await sayIn(ben, GENERAL, 'one', 'two');
    await eventually(() => assert.equal(mineIn(ana, GENERAL)?.unread, 2));
    await goOffline(ana, ben);
    ana.read(GENERAL, ana.window!.head);
    ana.dispose();
    const next = window(anas);
    await next.session.resume();
    const again = next.session.chat!;
    assert.deepEqual([mineIn(again, GENERAL)?.unread, again.rooms.titleOf(again.rooms.get(GENERAL)!)], [0, again.shownRoom.title]); // prettier-ignore
    await comeBack(again);
    const other = await joined('ana', anas);
    await eventually(() => assert.equal(mineIn(other, GENERAL)?.unread, 0));
  });

  it('sends what was typed to the room it was typed in, wherever the reader has gone since', async () => {
    const anas = computer('ana');
    const ana = await joined('ana', anas);
    const design = await create(ana, 'design');
    await ana.open(design);
    await goOffline(ana);
    await ana.post(design, aCid(), 'typed in design');
    await ana.open(GENERAL);
    await ana.post(GENERAL, aCid(), 'typed in general');
    assert.deepEqual(waiting(ana), ['typed in general']);
    ana.dispose();
    const next = window(anas);
    await next.session.resume();
    const again = next.session.chat!;
    assert.equal(again.room, GENERAL);
    await comeBack(again);
    await eventually(() => assert.deepEqual([texts(again), waiting(again)], [['typed in general'], []]));
    await again.open(design);
    assert.deepEqual([texts(again), waiting(again)], [['typed in design'], []]);
  });

  it('keeps a draft for each room', async () => {
    const opened = window(computer('ana'));
    const ana = await opened.joined(scene.server.url, 'ana');
    const design = await create(ana, 'design');
    opened.session.setDraft(design, 'not yet');
    assert.equal(opened.session.draft, '');
    await ana.open(design);
    assert.equal(opened.session.draft, 'not yet');
  });

  it('opens without the server what was open before, and loads the rest when it is back', async () => {
    const ana = await joined('ana');
    const [design, lunch] = [await create(ana, 'design'), await create(ana, 'lunch')];
    await sayIn(ana, lunch, 'soup');
    await ana.open(design);
    await ana.post(design, aCid(), 'seen');
    await eventually(() => assert.deepEqual([texts(ana), waiting(ana)], [['seen'], []]));
    await ana.open(GENERAL);
    await goOffline(ana);
    assert.equal(await ana.open(design), undefined);
    assert.deepEqual(texts(ana), ['seen']);
    assert.equal(await ana.open(lunch), undefined);
    assert.deepEqual([ana.room, ana.window], [lunch, undefined]);
    await comeBack(ana);
    await eventually(() => assert.deepEqual(texts(ana), ['soup']));
  });

  it('opens the last one of those that were asked for, and says which is not there', async () => {
    const ana = await joined('ana');
    const [design, lunch] = [await create(ana, 'design'), await create(ana, 'lunch')];
    await Promise.all([ana.open(design), ana.open(lunch), ana.open(GENERAL)]);
    assert.equal(ana.room, GENERAL);
    await Promise.all([ana.open(lunch), ana.open(design)]);
    assert.equal(ana.room, design);
    assert.match((await ana.open('nowhere' as RoomId)) ?? '', /not there/);
    assert.equal(ana.room, design);
  });

  it('goes on to be told in a public room that another window has left', async () => {
    const anas = computer('ana');
    const [one, two, ben] = [await joined('ana', anas), await joined('ana', anas), await joined('ben')];
    const design = await create(ben, 'design');
    await one.call('joinRoom', { room: design });
    await one.open(design);
    await two.call('leaveRoom', { room: design });
    await eventually(() => assert.equal(mineIn(one, design), undefined));
    await sayIn(ben, design, 'still here?');
    await eventually(() => assert.deepEqual(texts(one), ['still here?']));
    assert.equal(two.rooms.unread.messages, 0);
  });

  it('leaves a private room from which the reader was removed, and shows what could not be sent there any more', async () => {
    const { ana, ben, design, link, call } = await inPrivateRoom();
    const removed = Promise.withResolvers<undefined>();
    link.call = async (name, params, timeoutMs) => {
      if (name === 'post') await removed.promise;
      return call(name, params, timeoutMs);
    };
    await ben.post(design, aCid(), 'too late');
    await ana.call('removeFromRoom', { room: design, member: ben.identity.member });
    await eventually(() => assert.deepEqual([ben.room, ben.rooms.get(design)], [GENERAL, undefined]));
    removed.resolve(undefined);
    await eventually(() => assert.deepEqual(ben.pending.map(({ text, state }) => [text, state]), [['too late', 'failed']])); // prettier-ignore
    assert.match(ben.pending[0]?.reason ?? '', /room is not there/);
  });

  it('opens the conversation with a member, the same one from both sides', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    await eventually(() => assert.equal(ana.people.all.length, 2));
    assert.equal(await openDirect(ana, [ben.identity.member]), undefined);
    await ana.post(ana.room, aCid(), 'just you');
    await eventually(() => assert.equal(ben.rooms.unread.messages, 1));
    assert.equal(await openDirect(ben, [ana.identity.member]), undefined);
    assert.deepEqual([ben.room, texts(ben)], [ana.room, ['just you']]);
    assert.deepEqual([ana.shownRoom.title, ben.shownRoom.title, ben.shownRoom.kind], ['ben', 'ana', 'direct']);
    assert.match((await openDirect(ana, ['m-' + '0'.repeat(32)] as never)) ?? '', /was not opened/);
  });

  it('tells who is writing in the open room, until the message comes', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    await eventually(() => assert.equal(ana.people.all.length, 2));
    ben.sayTyping(GENERAL);
    await eventually(() => assert.deepEqual(ana.typing, ['ben']));
    assert.deepEqual(ben.typing, []);
    await sayIn(ben, GENERAL, 'done');
    await eventually(() => assert.deepEqual(ana.typing, []));
  });

  it('tells when the open room is called otherwise or closed', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const design = await create(ana, 'design');
    await ben.call('joinRoom', { room: design });
    await ben.open(design);
    let told = 0;
    ben.changed.on(({ kind }) => (told += kind === 'room' ? 1 : 0));
    await ana.call('changeRoom', { room: design, name: 'drawings', topic: 'lines' });
    await eventually(() => assert.deepEqual([ben.shownRoom.title, ben.shownRoom.topic], ['drawings', 'lines']));
    await ana.call('changeRoom', { room: design, isArchived: true });
    await eventually(() => assert.match(ben.shownRoom.closed ?? '', /archived/));
    assert.equal(told, 2);
  });

  it('opens the room of all once where there is other news while that is loaded', async () => {
    const { ana, ben, design, link, call } = await inPrivateRoom();
    const told = Promise.withResolvers<undefined>();
    let loads = 0;
    link.call = async (name, params, timeoutMs) => {
      if (name === 'resume') {
        loads += 1;
        await told.promise;
      }
      return call(name, params, timeoutMs);
    };
    await ana.call('removeFromRoom', { room: design, member: ben.identity.member });
    const lunch = await create(ana, 'lunch');
    await eventually(() => assert.ok(ben.rooms.get(lunch)));
    told.resolve(undefined);
    await eventually(() => assert.equal(ben.room, GENERAL));
    assert.equal(loads, 1);
  });

  it('leaves a public room from which a guest was removed, and stays connected', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const design = await create(ana, 'design');
    const { member } = ben.identity;
    await ana.call('setRole', { member, role: 'guest' });
    await eventually(() => assert.ok(isOnline(ben) && ben.people.me?.role === 'guest'));
    await ana.call('addToRoom', { room: design, member });
    await eventually(() => assert.ok(mineIn(ben, design)));
    await ben.open(design);
    let links = 0;
    ben.changed.on(({ kind }) => (links += kind === 'link' ? 1 : 0));
    await ana.call('removeFromRoom', { room: design, member });
    await eventually(() => assert.deepEqual([ben.room, ben.rooms.get(design)], [GENERAL, undefined]));
    assert.equal(links, 0);
  });

  it('goes to the room of all, and stays connected, where the open one is not there any more when it is asked for', async () => {
    const anas = computer('ana');
    const [one, two] = [await joined('ana', anas), await joined('ana', anas)];
    const design = await create(one, 'design');
    await one.open(design);
    const { standing } = one;
    assert.ok(standing.at === 'online');
    const call = standing.link.call.bind(standing.link);
    standing.link.call = (name, params, timeoutMs) =>
      name === 'resume' && 'room' in params && params.room === design
        ? Promise.resolve(fail('E_NOT_FOUND'))
        : call(name, params, timeoutMs);
    let links = 0;
    one.changed.on(({ kind }) => (links += kind === 'link' ? 1 : 0));
    await two.call('leaveRoom', { room: design });
    await eventually(() => assert.equal(one.room, GENERAL));
    assert.equal(links, 0);
  });

  it('has the rooms that a guest has as long as one is a guest', async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    const design = await create(ana, 'design');
    await eventually(() => assert.ok(ben.rooms.get(design)));
    await ben.open(design);
    const become = async (role: 'guest' | 'member') =>
      assert.ok((await ana.call('setRole', { member: ben.identity.member, role })).ok);
    await become('guest');
    await eventually(() => assert.deepEqual([isOnline(ben), ben.rooms.get(design), ben.room], [true, undefined, GENERAL])); // prettier-ignore
    assert.match(ben.shownRoom.closed ?? '', /guest/);
    await become('member');
    await eventually(() => assert.ok(isOnline(ben) && ben.rooms.get(design)));
    assert.equal(ben.shownRoom.closed, undefined);
  });

  it('marks what a restored server has lost of one’s own in a room that is not open', async () => {
    const ana = await joined('ana');
    const design = await create(ana, 'design');
    await ana.open(design);
    await ana.post(design, aCid(), 'lost');
    await eventually(() => assert.deepEqual([texts(ana), waiting(ana)], [['lost'], []]));
    await ana.open(GENERAL);
    await goOffline(ana);
    const database = new DatabaseSync(scene.dir.file('data/chat.db'));
    database.exec(`UPDATE team SET epoch = 'e-${'f'.repeat(32)}'; DELETE FROM entry WHERE text = 'lost'`);
    database.exec(`UPDATE room SET head = head - 1 WHERE id = '${design}'`);
    database.close();
    await comeBack(ana);
    assert.deepEqual(waiting(ana), []);
    await eventually(async () => {
      await ana.open(design);
      assert.deepEqual(ana.pending.map(({ text, state }) => [text, state]), [['lost', 'gone']]); // prettier-ignore
    });
  });
});
