import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { BEN, ME, aMessage, aPending, aRoom, aSnapshot, anArrival, cidOf, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

describe('the page by keyboard', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));

  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  /** The name of what has the focus: a control's label or text, a row's key. */
  const focused = () =>
    chat.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      return element?.dataset['key'] ?? element?.getAttribute('aria-label') ?? element?.innerText ?? '';
    });
  const isOn = (name: string) => eventually(async () => assert.equal(await focused(), name));

  it('goes from the buttons of the header to the log, the composer and its buttons, one stop each', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 20) }));
    const stops: string[] = [];
    for (let i = 0; i < 9; i += 1) {
      await press('Tab');
      stops.push(await focused());
    }
    assert.deepEqual(stops, [
      'general, public room',
      'Search messages',
      '3 people here',
      'Exit',
      's20',
      'Message to general',
      'Attach files',
      'Emoji',
      'Send',
    ]);
    await press('Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab');
    assert.equal(await focused(), 'Exit');
  });

  it('walks the log with Up, Down, Home and End, and back to the composer', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 20) }));
    await chat.page.locator('.textarea').click();
    await press('Control+ArrowUp');
    await isOn('s20');
    await press('ArrowUp', 'ArrowUp', 'ArrowDown');
    await isOn('s19');
    await press('Home');
    await isOn('s1');
    await press('ArrowUp');
    await isOn('s1');
    await press('End');
    await isOn('s20');
    await press('Control+ArrowDown');
    await isOn('Message to general');
    await press('Control+ArrowUp', 'Escape');
    await isOn('Message to general');
  });

  it('shows where the focus is', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 3) }));
    await chat.page.locator('.textarea').click();
    await press('Control+ArrowUp');
    const outline = await chat.page.locator('.row:focus .bubble').evaluate((row) => getComputedStyle(row).outline);
    assert.equal(outline, 'rgb(0, 120, 212) solid 2px');
  });

  it('joins, reads, sends, retries, deletes and exits without a mouse', async () => {
    await renderState(chat, aSnapshot({ link: { at: 'none' }, me: undefined, server: '' }));
    await press('Tab', 'Enter');
    await renderState(chat, aSnapshot({ rev: 2, entries: messages(1, 3) }));
    await chat.send({ kind: 'focus' });
    await isOn('Message to general');
    await chat.page.keyboard.type('hello');
    await press('Enter');
    const cid = await eventually(() => {
      const post = chat.said.find((message) => message.kind === 'post');
      assert.ok(post);
      return post.cid;
    });
    const pending = [aPending(5, { state: 'failed', reason: 'no.' })];
    await renderState(chat, aSnapshot({ rev: 3, entries: [...messages(1, 3), aMessage(4, { by: BEN })], pending }));
    await press('Control+ArrowUp', 'End', 'ArrowUp');
    await chat.page.locator('.retry[tabindex="0"]').waitFor();
    await press('Tab', 'Enter', 'Tab', 'Enter');
    await eventually(() => assert.ok(chat.said.some((message) => message.kind === 'discard')));
    const stored = [...messages(1, 3), aMessage(4, { by: ME, cid })];
    await renderState(chat, aSnapshot({ rev: 4, entries: stored }));
    await chat.page.locator('.exit').focus();
    await press('Enter');
    await eventually(() =>
      assert.deepEqual(
        chat.said.filter((message) => ['run', 'retry', 'discard'].includes(message.kind)),
        [
          { kind: 'run', command: 'join' },
          { kind: 'retry', cid: cidOf(5) },
          { kind: 'discard', cid: cidOf(5) },
          { kind: 'run', command: 'exit' },
        ],
      ),
    );
  });

  it('keeps the focus on the row being read while messages arrive and pages load', async () => {
    await renderState(chat, aSnapshot({ entries: messages(100, 160), readUpTo: 160 }));
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'ArrowUp');
    await chat.send({ kind: 'arrived', rev: 2, entries: messages(161, 170) });
    await isOn('s159');
  });

  it('removes the divider with Escape, and leaves a second Escape to the editor', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 9), readUpTo: 5 }));
    await chat.page.locator('.textarea').click();
    await listen();
    await press('Escape');
    await eventually(async () => assert.equal(await chat.page.locator('.divider').count(), 0));
    await press('Escape');
    assert.deepEqual(await reached(), ['Escape']);
  });

  it('lets every key through to the editor that is not its own', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 9) }));
    await chat.page.locator('.textarea').click();
    await listen();
    await press('F1', 'Control+Shift+p', 'Control+p', 'F6', 'Control+k', 'Control+Enter', 'Enter', 'ArrowUp');
    assert.deepEqual(
      (await reached()).filter((key) => key !== 'Control' && key !== 'Shift'),
      ['F1', 'p', 'p', 'F6', 'k', 'Enter', 'ArrowUp'],
    );
  });

  /** Stands in for the editor, which takes the keys that reach the window. */
  const listen = () =>
    chat.page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      window.addEventListener('keydown', (event) => {
        seen.push(event.key);
        event.preventDefault();
      });
    });
  const reached = () => chat.page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);

  it('deletes a message of others with Delete where it may, after a question that Escape declines', async () => {
    const entries = [aMessage(1, { by: BEN, text: 'Oops' }), anArrival(2)];
    await renderState(chat, aSnapshot({ entries, room: aRoom({ mayModerate: true }) }));
    const deletions = () => chat.said.filter(({ kind }) => kind === 'delete');
    await chat.page.locator('.textarea').click();
    await press('Control+ArrowUp', 'ArrowUp', 'Delete');
    await isOn('Keep');
    assert.match(
      await chat.page.getByRole('alertdialog').innerText(),
      /for everybody\? That cannot be undone\. “Oops”/,
    );
    await press('Escape');
    await isOn('s1');
    assert.deepEqual(deletions(), []);
    await press('Delete', 'Tab', 'Enter');
    await eventually(() => assert.deepEqual(deletions(), [{ kind: 'delete', room: GENERAL, seq: 1 }]));
    await isOn('s1');
  });

  it('deletes an own message with Delete, and brings it back with Z', async () => {
    const entries = [aMessage(1, { by: BEN }), aMessage(2, { by: ME, cid: cidOf(2), text: 'Oops' })];
    await renderState(chat, aSnapshot({ entries }));
    const deletions = () => chat.said.filter(({ kind }) => kind === 'delete' || kind === 'undoDelete');
    const row = () => chat.page.locator('.mine').last();
    await chat.page.locator('.textarea').click();
    await press('Control+ArrowUp', 'ArrowUp', 'Delete');
    assert.equal(await chat.page.getByRole('alertdialog').count(), 0, 'it is not one’s own');
    await press('ArrowDown', 'Tab');
    await isOn('Delete message');
    await press('Enter');
    const asked = { kind: 'delete', room: GENERAL, seq: 2, cid: cidOf(2) };
    await eventually(() => assert.deepEqual(deletions(), [asked]));
    await chat.send({ kind: 'undoable', rev: 2, cids: [cidOf(2)] });
    await isOn(cidOf(2));
    assert.match((await row().getAttribute('aria-label')) ?? '', /^You, .*, This message is about to be deleted\.$/);
    assert.ok(!(await row().innerText()).includes('Oops'));
    const region = chat.page.locator('.announcer');
    await eventually(async () => assert.equal(await region.textContent(), 'Message deleted. Z brings it back'));
    await press('Delete', 'z');
    const undone = { kind: 'undoDelete', cid: cidOf(2) };
    await eventually(() => assert.deepEqual(deletions(), [asked, undone]));
    await chat.send({ kind: 'undoable', rev: 3, cids: [] });
    await eventually(async () => assert.equal(await region.textContent(), 'The message stays'));
    assert.match(await row().innerText(), /Oops/);
    await isOn(cidOf(2));
    await chat.send({ kind: 'undoable', rev: 4, cids: [cidOf(2)] });
    await row().getByRole('button', { name: 'Undo' }).click();
    await eventually(() => assert.deepEqual(deletions(), [asked, undone, undone]));
    await row().getByRole('button', { name: 'Undo' }).focus();
    await chat.send({
      kind: 'arrived',
      rev: 5,
      entries: [{ kind: 'deleted', seq: 3, at: 3, name: ME.name, author: ME.id, target: 2 }],
    });
    await eventually(async () => assert.equal(await row().getByRole('button', { name: 'Undo' }).count(), 0));
    await isOn(cidOf(2));
    assert.match(
      (await chat.page.getByRole('article').last().getAttribute('aria-label')) ?? '',
      /^You, .*, This message was deleted\.$/,
    );
    await press('Delete');
    assert.equal(await chat.page.getByRole('alertdialog').count(), 0, 'there is nothing to delete any more');
  });
});
