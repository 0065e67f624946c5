import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { GENERAL } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { eventually } from '../../helpers/eventually';
import { testServer } from '../../helpers/testServer';
import { aCid } from '../fixtures';
import { teamScene } from './teamScene';

const texts = (chat: Chat) =>
  (chat.window?.entries ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
const marks = (chat: Chat) => chat.pending.map(({ text, state }) => [text, state]);
const isOnline = (chat: Chat) => chat.link.at === 'online';

describe('chat with a server that was restored', () => {
  const scene = teamScene();
  const { computer, window, joined, say } = scene;
  /** Stops the server, and starts it with nothing behind a place, in another life. */
  const restore = async (chat: Chat, head: number) => {
    const { port } = scene.server;
    await scene.server.stop();
    await eventually(() => chat.link.at === 'offline');
    const database = new DatabaseSync(scene.dir.file('data/chat.db'));
    database.exec(`UPDATE team SET epoch = 'e-${'f'.repeat(32)}'`);
    database.exec(`DELETE FROM entry WHERE seq > ${head}; UPDATE room SET head = ${head}`);
    database.close();
    scene.server = await testServer({ dataDir: scene.dir.file('data'), port });
    chat.retryNow();
  };

  it('begins anew after the server was restored from a backup', async () => {
    const ana = await joined('ana');
    await say(ana, 'in the backup', 'after the backup');
    const { epoch } = ana.window!;
    const events: string[] = [];
    ana.changed.on(({ kind }) => events.push(kind));
    await restore(ana, ana.window!.head - 1);
    await eventually(() => assert.deepEqual(texts(ana), ['in the backup']));
    assert.notEqual(ana.window!.epoch, epoch);
    assert.ok(events.includes('reset'));
    assert.equal(ana.rooms.unread.messages, 0);
  });

  it('marks what a restored server has lost of one’s own, in every window and after a reload, until it is sent again', async () => {
    const anasComputer = computer('ana');
    const [one, ben] = [await joined('ana', anasComputer), await joined('ben')];
    const two = await joined('ana', anasComputer);
    await say(ben, 'of ben');
    await say(one, 'in the backup');
    const cid = aCid();
    await one.post(GENERAL, cid, 'after the backup');
    for (const chat of [one, two, ben]) await eventually(() => assert.equal(texts(chat).at(-1), 'after the backup'));
    await restore(one, one.window!.head - 1);
    for (const chat of [two, ben]) chat.retryNow();
    const gone = [['after the backup', 'gone']];
    for (const chat of [one, two]) await eventually(() => assert.deepEqual(marks(chat), gone));
    one.dispose();
    const later = window(anasComputer);
    await later.session.resume();
    const chat = later.session.chat!;
    await eventually(() => assert.deepEqual([isOnline(chat), marks(chat)], [true, gone]));
    await say(ben, 'after the restore');
    assert.deepEqual([marks(two), marks(ben)], [gone, []]);
    await Promise.all([chat.retry(cid), two.retry(cid)]);
    for (const each of [chat, two, ben]) {
      await eventually(() =>
        assert.deepEqual(texts(each), ['of ben', 'in the backup', 'after the restore', 'after the backup']),
      );
      await eventually(() => assert.deepEqual(marks(each), []));
    }
  });

  it('sends again what a server confirmed but had not shown when it was restored', async () => {
    const ana = await joined('ana');
    await say(ana, 'in the backup');
    const { standing } = ana;
    assert.ok(standing.at === 'online');
    standing.link.pushed.fire = () => {};
    await ana.post(GENERAL, aCid(), 'confirmed only');
    await eventually(async () =>
      assert.deepEqual(await readdir(scene.dir.file('ana/outbox/' + ana.identity.server)), []),
    );
    const { head } = ana.window!;
    assert.deepEqual(marks(ana), [['confirmed only', 'sending']]);
    await restore(ana, head);
    await eventually(() => assert.deepEqual([texts(ana), marks(ana)], [['in the backup', 'confirmed only'], []]));
  });
});
