import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import type { Message } from '../../server/protocol/model';
import { eventually } from '../helpers/eventually';
import { BEN, ME, aMessage, aSnapshot, cidOf } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { answerOf, askedThread, threadAnswer } from './threadStates';

const root: Message = { ...aMessage(1, { by: ME, text: 'Ship it?' }), replies: { count: 30, last: 60 } };
const answers = Array.from({ length: 30 }, (_, i) => answerOf(31 + i, 1));
const entries = [root, ...Array.from({ length: 29 }, (_, i) => aMessage(2 + i)), ...answers];

describe('a thread, in the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));

  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const width = (pixels: number) => chat.page.setViewportSize({ width: pixels, height: 720 });
  const open = async (over: object = {}, held = answers) => {
    await renderState(chat, aSnapshot({ entries, ...over }));
    await chat.page.locator('.log').evaluate((log) => (log.scrollTop = 0));
    await chat.page.locator('.jump').waitFor();
    await chat.page.getByRole('button', { name: '30 replies' }).click();
    await chat.send(threadAnswer({ root, answers: held }, await askedThread(chat)));
  };
  const region = () => chat.page.getByRole('region', { name: /^Thread of You: Ship it\?/ });
  const focused = () =>
    chat.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      return element?.dataset['seq'] ?? element?.getAttribute('aria-label') ?? element?.innerText ?? '';
    });
  const isOn = (name: string) => eventually(async () => assert.equal(await focused(), name));
  const draft = () => chat.page.locator('.textarea').evaluate((area) => (area as HTMLTextAreaElement).value);

  it('stands beside the log where there is room, and over it where there is none', async () => {
    await width(900);
    await open();
    const [log, thread] = [await chat.page.locator('.log').boundingBox(), await region().boundingBox()];
    assert.ok(log && thread && log.x + log.width <= thread.x + 1 && thread.x + thread.width <= 900);
    assert.equal(await chat.page.locator('.talk[inert]').count(), 0);
    await width(480);
    await eventually(async () => assert.equal(await chat.page.locator('.talk[inert]').count(), 1));
    assert.deepEqual(await region().boundingBox(), await chat.page.locator('.panes').boundingBox());
    await width(250);
    const wider = await chat.page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wider, 250);
    await chat.page.getByRole('button', { name: 'Back to the room' }).click();
    await eventually(async () => assert.equal(await region().count(), 0));
    await isOn('1');
  });

  it('goes by keyboard alone: into it by Enter or T, along it, an answer, and back with Escape to where one was', async () => {
    await renderState(chat, aSnapshot({ entries }));
    await chat.page.locator('.textarea').click();
    await press('Control+ArrowUp', 'Home', 'Tab');
    assert.equal(await chat.page.evaluate(() => document.activeElement?.className), 'replies');
    await press('Enter');
    await isOn('Reply in the thread');
    await chat.send(threadAnswer({ root, answers }, await askedThread(chat)));
    await chat.page.keyboard.type('Yes');
    await press('Control+ArrowUp');
    await isOn('60');
    await press('ArrowUp', 'r');
    await eventually(async () => assert.ok(await chat.page.locator('.thread .writing').isVisible()));
    await press('Escape');
    await eventually(async () => assert.equal(await chat.page.locator('.writing').count(), 0));
    await press('Enter');
    const post = await eventually(() => {
      const found = chat.said.find((message) => message.kind === 'post');
      assert.ok(found);
      return found;
    });
    assert.deepEqual([post.text, post.replyTo, post.room], ['Yes', 1, GENERAL]);
    await chat.page.locator('.thread-log').getByText('Yes', { exact: true }).waitFor();
    await press('Control+ArrowUp', 'Home', 's');
    await eventually(() =>
      assert.deepEqual(
        chat.said.filter(({ kind }) => kind === 'flag'),
        [{ kind: 'flag', room: GENERAL, seq: 1, flag: 'resolved', isOn: true }],
      ),
    );
    await press('Escape');
    await isOn('1');
    await press('ArrowDown', 't');
    await isOn('Reply in the thread');
    assert.equal((await askedThread(chat)).root, 2);
    assert.ok(await chat.page.locator('.thread').getByText('Loading…').isVisible());
    await press('Escape');
    await isOn('2');
  });

  it('has one composer, which is where one writes; the other keeps its text', async () => {
    await width(900);
    await open({ draft: 'for the room' });
    await chat.page.keyboard.type('for the thread');
    await chat.page.getByRole('button', { name: 'Message #general: for the room' }).click();
    await isOn('Message to general');
    assert.equal(await draft(), 'for the room');
    assert.equal(await chat.page.getByRole('textbox').count(), 1);
    await chat.page.locator('.log [data-seq="60"]').hover();
    await chat.page.locator('.thread-log [data-seq="60"]').hover();
    await chat.page.locator('.thread-log [data-seq="60"] [data-act="r"]').click();
    await isOn('Reply in the thread');
    assert.equal(await draft(), 'for the thread');
    await press('Escape', 'Escape');
    await eventually(async () => assert.equal(await region().count(), 0));
    assert.equal(await draft(), 'for the room');
    const drafts = chat.said.flatMap((message) => (message.kind === 'draft' ? [message.text] : []));
    assert.deepEqual(drafts, []);
  });

  it('is resolved and opened again by who began it', async () => {
    await width(900);
    await open();
    await chat.page.getByRole('button', { name: 'Resolve', exact: true }).click();
    const by = { at: 61, name: ME.name, author: ME.id };
    await chat.send({
      kind: 'arrived',
      rev: 2,
      entries: [{ kind: 'flagged', seq: 61, target: 1, flag: 'resolved', isOn: true, ...by }],
    });
    await region().locator('.resolved').waitFor();
    await chat.page.getByRole('button', { name: 'Reopen' }).click();
    assert.deepEqual(
      chat.said.flatMap((message) => (message.kind === 'flag' ? [message.isOn] : [])),
      [true, false],
    );
  });

  it('follows what comes, and says it once', async () => {
    await width(900);
    await open();
    const said = chat.page.locator('.announcer');
    await chat.send({ kind: 'arrived', rev: 2, entries: [answerOf(61, 1, { text: 'On Friday', ...{ author: BEN.id, name: BEN.name } })] }); // prettier-ignore
    await chat.page.locator('.thread-log').getByText('On Friday').waitFor();
    await eventually(async () => assert.equal(await said.innerText(), `${BEN.name}: On Friday`));
    assert.equal(await chat.page.locator('.thread-log').getAttribute('aria-live'), 'off');
    const end = await chat.page.locator('.thread-log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight); // prettier-ignore
    assert.ok(end < 2, 'it stays at its end');
  });

  it('loads what is before as one reads upwards, and keeps the place', async () => {
    await width(900);
    const many = Array.from({ length: 300 }, (_, i) => answerOf(2 + i, 1));
    const long = { root: { ...root, replies: { count: 300, last: 301 } }, answers: many };
    await renderState(chat, aSnapshot({ entries: [long.root, ...many].slice(-20) }));
    await chat.page.locator('.textarea').click();
    await press('Control+ArrowUp', 't');
    await chat.send(threadAnswer(long, await askedThread(chat)));
    const log = chat.page.locator('.thread-log');
    await log.locator('[data-seq="301"]').waitFor();
    await log.evaluate((element) => (element.scrollTop = 400));
    const asked = await eventually(async () => {
      const last = await askedThread(chat);
      assert.equal(last.before, 202);
      return last;
    });
    const top = () => log.locator('[data-seq="210"]').evaluate((row) => Math.round(row.getBoundingClientRect().top));
    const before = await top();
    await chat.send(threadAnswer(long, asked));
    await log.locator('[data-seq="102"]').waitFor({ state: 'attached' });
    assert.ok(Math.abs((await top()) - before) <= 1);
  });

  it('is there again after a reload, with what was being written', async () => {
    await open({ draft: 'for the room' });
    await chat.page.keyboard.type('half');
    await chat.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    await chat.page.reload();
    await renderState(chat, aSnapshot({ entries, draft: 'for the room' }));
    await region().waitFor();
    assert.equal(await draft(), 'half');
    await chat.page.getByRole('button', { name: 'Back to the room' }).click();
    await eventually(async () => assert.equal(await draft(), 'for the room'));
  });

  it('deletes in it what is one’s own, and undoes that', async () => {
    const mine = answerOf(33, 1, { cid: cidOf(33) });
    await open({ entries: entries.map((entry) => (entry.seq === 33 ? mine : entry)) }, answers.with(2, mine));
    await press('Control+ArrowUp');
    await chat.page.locator('.thread-log [data-seq="33"]').focus();
    assert.equal(mine.author, ME.id);
    await press('Delete');
    const asked = () => chat.said.filter(({ kind }) => kind === 'delete' || kind === 'undoDelete');
    const [once, back] = [
      { kind: 'delete', room: GENERAL, seq: 33, cid: cidOf(33) },
      { kind: 'undoDelete', cid: cidOf(33) },
    ];
    await eventually(() => assert.deepEqual(asked(), [once]));
    await isOn('33');
    await chat.send({ kind: 'undoable', rev: 2, cids: [cidOf(33)] });
    const row = chat.page.locator('.thread-log [data-seq="33"]');
    await row.getByText('This message is about to be deleted.').waitFor();
    await press('z');
    await eventually(() => assert.deepEqual(asked(), [once, back]));
    await isOn('33');
  });
});
