import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eventually } from '../../helpers/eventually';
import { isOffered, palette, screenshot, statusItem, toast } from './actions';
import { type ChatPage, chatPage, joinByAddress, startServer } from './chatPage';
import { killExtensionHost } from './extensionHost';
import { reloadWindow } from './reload';
import { killChatServer, storedFiles } from './storage';
import { type Editor, type Editors, openEditors, picturesOfFailures } from './editors';

const outbox = (editor: Editor) => storedFiles(editor, '.json').filter((name) => name.includes('outbox'));

const drafts = (editor: Editor) =>
  storedFiles(editor, '.txt')
    .filter((name) => name.includes('drafts'))
    .map((name) => readFileSync(name, 'utf8'));

/** When things go wrong, in the packaged extension. The tests are one conversation, in order. */
describe('a chat that goes wrong, in VS Code', function () {
  this.timeout(90_000);
  let editors: Editors<'ana' | 'ben'>;
  let ana: ChatPage;
  let ben: ChatPage;

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana', 'ben'] });
    await startServer(editors.of.ana, editors.chatPort);
    ana = await joinByAddress(editors.of.ana, editors);
    ben = await joinByAddress(editors.of.ben, editors);
    await ana.say('Before it went wrong');
    await ben.message('Before it went wrong').waitFor();
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  const status = (editor: Editor) => statusItem(editor.page, 'alongside.status');
  const tab = ({ page }: Editor, label: string) =>
    page.locator('.tabs-container .tab').filter({ has: page.getByText(label, { exact: true }) });
  const openFile = async (editor: Editor) => {
    await editor.page.getByRole('treeitem', { name: 'hello.ts' }).dblclick();
    await tab(editor, 'hello.ts').waitFor();
  };

  it('says that it reconnects when the server was killed, and stays readable', async () => {
    killChatServer(editors.of.ana);
    for (const chat of [ana, ben]) {
      await chat.frame.getByText('Retry now').waitFor();
      assert.ok(await chat.message('Before it went wrong').isVisible());
    }
    await screenshot(editors.of.ana.page, 'offline');
  });

  it('keeps what is typed while nobody is there, on disk, and never shows it as sent', async () => {
    await ben.say('Typed while the server was gone');
    await ben.message('Typed while the server was gone').getByText('Waiting for connection').waitFor();
    await eventually(() => assert.equal(outbox(editors.of.ben).length, 1));
    assert.equal(await ben.message('Typed while the server was gone').getByTitle('Stored on the server').count(), 0);
  });

  it('brings it back after the extension host was killed and the window reloaded, and a draft as well', async () => {
    await ben.composer.fill('A draft');
    await eventually(() => assert.deepEqual(drafts(editors.of.ben), ['A draft']));
    killExtensionHost(editors.of.ben);
    await reloadWindow(editors.of.ben.page, true);
    ben = chatPage(editors.of.ben);
    await ben
      .message('Typed while the server was gone')
      .getByText('Waiting for connection')
      .waitFor({ timeout: 60_000 });
    await eventually(async () => assert.equal(await ben.composer.inputValue(), 'A draft'));
    await ben.composer.fill('');
    await screenshot(editors.of.ben.page, 'waiting');
  });

  it('has all of the history again after the server was started, and sends what waited, once', async () => {
    await palette(editors.of.ana.page, 'Chat: Start Server');
    await ana.message('Typed while the server was gone').waitFor({ timeout: 40_000 });
    await ben
      .message('Typed while the server was gone')
      .getByTitle('Stored on the server')
      .waitFor({ timeout: 40_000 });
    for (const chat of [ana, ben]) {
      assert.equal(await chat.message('Before it went wrong').count(), 1);
      assert.equal(await chat.message('Typed while the server was gone').count(), 1);
    }
    await eventually(() => assert.deepEqual(outbox(editors.of.ben), []));
  });

  it('says nothing of anyone leaving and coming back in a short interruption', async () => {
    assert.equal(await ana.frame.getByText('ben has left the chat.').count(), 0);
    assert.equal(await ana.frame.getByText('ben has joined the chat.').count(), 1);
  });

  it('runs on when the extension host that started it is killed', async () => {
    const lease = () => storedFiles(editors.of.ana, 'server.json').map((name) => readFileSync(name, 'utf8'));
    const before = lease();
    await ana.say('Said before its window was killed');
    await ben.message('Said before its window was killed').waitFor();
    killExtensionHost(editors.of.ana);
    await ben.say('Said while its window was gone');
    await ben.message('Said while its window was gone').getByTitle('Stored on the server').waitFor();
    await reloadWindow(editors.of.ana.page, true);
    ana = chatPage(editors.of.ana);
    await ana.message('Said while its window was gone').waitFor({ timeout: 60_000 });
    assert.equal(await ana.message('Said before its window was killed').count(), 1);
    assert.deepEqual(lease(), before);
  });

  it('counts what is unread in the status bar and in the tab, until it is read', async () => {
    await openFile(editors.of.ben);
    await ana.say('One that ben does not see');
    await eventually(async () => assert.match((await status(editors.of.ben).innerText()) || '', /1/));
    assert.match(
      (await status(editors.of.ben).getByRole('button').getAttribute('aria-label')) ?? '',
      /1 unread, connected/,
    );
    await tab(editors.of.ben, '(1) Team Chat').waitFor();
    await screenshot(editors.of.ben.page, 'unread');
    await status(editors.of.ben).click();
    await ben.message('One that ben does not see').waitFor();
    await ben.composer.click();
    await eventually(async () => assert.doesNotMatch((await status(editors.of.ben).innerText()) || '', /1/));
    await tab(editors.of.ben, 'Team Chat').waitFor();
  });

  it('moves to the side bar and back with its conversation', async () => {
    await palette(editors.of.ben.page, 'Team Chat: Move to Side Bar');
    const side = chatPage(editors.of.ben, 'view');
    await side.message('One that ben does not see').waitFor();
    assert.equal(await tab(editors.of.ben, 'Team Chat').count(), 0);
    await side.say('From the side bar');
    await ana.message('From the side bar').waitFor();
    await screenshot(editors.of.ben.page, 'side-bar');
    await palette(editors.of.ben.page, 'Team Chat: Move to Editor');
    await ben.message('From the side bar').waitFor();
  });

  it('rejoins after a reload without opening by itself when it was closed', async () => {
    const { page } = editors.of.ben;
    await tab(editors.of.ben, 'Team Chat').getByRole('button', { name: /Close/ }).click();
    await tab(editors.of.ben, 'Team Chat').waitFor({ state: 'hidden' });
    await reloadWindow(page, false);
    await eventually(
      async () =>
        assert.match((await status(editors.of.ben).getByRole('button').getAttribute('aria-label')) ?? '', /connected/),
      60_000,
    );
    await ana.say('Is the chat quiet?');
    await eventually(async () => assert.match((await status(editors.of.ben).innerText()) || '', /1/));
    assert.equal(await page.locator('iframe.webview').count(), 0);
    await status(editors.of.ben).click();
    await ben.message('Is the chat quiet?').waitFor();
  });

  it('offers to join the server that has the port already, instead of starting a second', async () => {
    await palette(editors.of.ben.page, 'Chat: Start Server');
    await toast(editors.of.ben.page, String(editors.chatPort)).waitFor();
    await screenshot(editors.of.ben.page, 'port-in-use');
    assert.deepEqual(storedFiles(editors.of.ben, 'server.json'), []);
  });

  it('offers the commands that make sense, and no others', async () => {
    const { page } = editors.of.ana;
    assert.deepEqual(
      [
        await isOffered(page, 'Chat: Exit'),
        await isOffered(page, 'Chat: Stop Server'),
        await isOffered(page, 'Team Chat: Reconnect'),
      ],
      [true, true, false],
    );
  });

  it('stops the server on request, and tells those who are still there', async () => {
    await palette(editors.of.ana.page, 'Chat: Stop Server');
    const dialog = editors.of.ana.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await screenshot(editors.of.ana.page, 'stop-server');
    await dialog.getByRole('button', { name: 'Stop Server' }).click();
    await ben.frame.getByText('Retry now').waitFor();
    await eventually(() => assert.deepEqual(storedFiles(editors.of.ana, 'server.json'), []));
  });

  it('exits although the server is gone, and does not offer to exit once more', async () => {
    const { page } = editors.of.ana;
    await palette(page, 'Chat: Exit');
    await ana.frame.getByRole('button', { name: 'Join' }).waitFor();
    await eventually(async () => assert.equal(await isOffered(page, 'Chat: Exit'), false));
    assert.equal(await isOffered(page, 'Chat: Start Server'), true);
  });
});
