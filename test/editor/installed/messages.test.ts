import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import { aCid } from '../../helpers/commands';
import { eventually } from '../../helpers/eventually';
import { talker } from '../../helpers/talk';
import { clipboard, palette, quickInput, quickPick, screenshot } from './actions';
import { type ChatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { reloadWindow } from './reload';

/** What is done to messages, and how they are found, in the packaged extension and by keyboard. One story, in order. */
describe('messages, in VS Code', function () {
  this.timeout(90_000);
  let editors: Editors<'ana'>;
  let chat: ChatPage;
  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana'] });
    await startServer(editors.of.ana, editors.chatPort);
    chat = await joinByAddress(editors.of.ana, editors);
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  const page = () => editors.of.ana.page;
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page().keyboard.press(key);
  };
  const isFocused = (text: string) =>
    eventually(async () => {
      const [focused] = await chat.frame.locator('[data-seq]:focus').all();
      return (await focused?.innerText())?.includes(text) ?? false;
    });

  it('are edited by ↑ and Enter', async () => {
    await chat.say('Ship it on Firday');
    await chat.message('Ship it on Firday').locator('.mark-stored').waitFor();
    await chat.composer.press('ArrowUp');
    await chat.frame.getByText('You edit your message').waitFor();
    await chat.say('Ship it on Friday');
    await chat.message('Ship it on Friday').getByText('(edited)').waitFor();
    await screenshot(page(), 'messages-edited');
  });

  it('are answered with a quote, and given an emoji', async () => {
    await chat.composer.click();
    await keys('Control+ArrowUp', 'r');
    await chat.frame.locator('.writing').waitFor();
    await page().keyboard.type('Friday it is');
    await keys('Enter');
    await chat.message('Friday it is').locator('.quote').getByText('Ship it on Friday').waitFor();
    await chat.message('Friday it is').getByTitle('Stored on the server').waitFor();
    await keys('Control+ArrowUp', '+');
    await chat.frame.locator('.picker-cell').first().waitFor();
    await page().keyboard.type('tada');
    await keys('ArrowDown', 'Enter');
    await chat.frame.getByRole('button', { name: '🎉, 1: you' }).waitFor();
    await screenshot(page(), 'messages-answered');
  });

  it('are read in their thread, answered there, and left again', async () => {
    await chat.composer.click();
    await keys('Control+ArrowUp', 'ArrowUp', 't');
    const thread = chat.frame.getByRole('region', { name: /^Thread of You: Ship it on Friday/ });
    await thread.getByText('Friday it is').waitFor();
    await chat.frame.getByRole('textbox', { name: 'Reply in the thread' }).waitFor();
    await page().keyboard.type('Before noon');
    await keys('Enter');
    await thread.getByText('Before noon').waitFor();
    await thread.getByText('2 replies').waitFor();
    await screenshot(page(), 'messages-thread');
    await thread.getByRole('button', { name: 'Resolve', exact: true }).click();
    await thread.getByRole('button', { name: 'Reopen' }).waitFor();
    await keys('Escape');
    await isFocused('Ship it on Friday');
    await chat.message('Before noon').locator('.quote').getByText('Ship it on Friday').waitFor();
    await chat.message('Ship it on Friday').getByText('Resolved').waitFor();
  });

  it('are pinned, listed, and gone to', async () => {
    await chat.composer.click();
    await keys('Control+ArrowUp', 'End', 'ArrowUp', 'ArrowUp', 'p');
    await chat.frame.locator('.pinned-mark').waitFor();
    await palette(page(), 'Team Chat: Show Pinned Messages…');
    await quickInput(page()).getByText('Ship it on Friday').first().waitFor();
    await screenshot(page(), 'messages-pinned');
    await quickPick(page(), /Ship it on Friday/);
    await isFocused('Ship it on Friday');
  });

  it('are searched, shown where they were said, and left again', async () => {
    for (let i = 1; i <= 40; i += 1) await chat.say(`line ${i}`);
    await chat.message('line 40').waitFor();
    await palette(page(), 'Team Chat: Search Messages…');
    await chat.frame.getByRole('combobox', { name: 'Search messages' }).fill('ship fri');
    await chat.frame.getByRole('option', { name: /Ship it on Friday/ }).waitFor();
    await screenshot(page(), 'messages-found');
    await keys('ArrowDown', 'Enter');
    await isFocused('Ship it on Friday');
    await chat.frame.getByRole('button', { name: 'Back to results' }).click();
    await chat.frame.getByRole('option', { name: /Ship it on Friday/ }).waitFor();
    await keys('Escape');
    await chat.composer.waitFor();
    await eventually(async () => assert.ok(await chat.message('line 40').isVisible()));
  });

  it('are linked to; a link leads to its message, and there is a way back', async () => {
    await chat.message('line 40').getByTitle('Stored on the server').waitFor({ timeout: 45_000 });
    await chat.composer.click();
    await keys('Control+ArrowUp', 'End', 'l');
    await page().getByText('The link to the message is in the clipboard.').waitFor();
    await chat.say(`As I said: ${await clipboard(page())}`);
    await chat.message('As I said').getByRole('link', { name: /ana/ }).click();
    await isFocused('line 40');
    await screenshot(page(), 'messages-link-followed');
    await chat.frame.getByRole('button', { name: 'Back', exact: true }).click();
    await chat.frame.locator('.way-back').waitFor({ state: 'hidden' });
  });

  it('are unread from one on that is marked, on the page and in the status bar', async () => {
    using ben = await talker(`ws://127.0.0.1:${editors.chatPort}/chat`, 'ben');
    for (const text of ['one of ben', 'two of ben'])
      await ben.connection.value('post', { cid: aCid(), room: GENERAL, text });
    await chat.message('two of ben').waitFor();
    await chat.composer.click();
    await keys('Control+ArrowUp', 'End', 'ArrowUp');
    await isFocused('one of ben');
    await keys('u');
    await chat.frame.locator('.divider').waitFor();
    await page()
      .getByRole('button', { name: /^Team Chat, 2 unread/ })
      .waitFor();
    await screenshot(page(), 'messages-unread');
  });

  it('are deleted after ten seconds, within which that can be undone; a reload does not stop it', async () => {
    await chat.say('The password is hunter2');
    await chat.message('hunter2').getByTitle('Stored on the server').waitFor();
    await keys('Control+ArrowUp', 'End', 'Delete');
    await chat.message('This message is about to be deleted.').waitFor();
    await screenshot(page(), 'messages-undo');
    await keys('z');
    await chat.message('hunter2').waitFor();
    await keys('Delete');
    await chat.message('This message is about to be deleted.').waitFor();
    await reloadWindow(page(), true);
    await chat.message('This message was deleted.').waitFor({ timeout: 30_000 });
    assert.equal(await chat.message('hunter2').count(), 0);
  });
});
