import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../helpers/eventually';
import { root } from '../../helpers/node';
import { chooseFile, dialog, palette, screenshot, toast } from './actions';
import { type ChatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';

describe('taking a history over and out, in VS Code', function () {
  this.timeout(60_000);
  let editors: Editors<'ana'>;
  let chat: ChatPage;
  const original = path.join(root, 'test/fixtures/chat_history.original.txt');
  const inFolder = (name: string) => path.join(editors.of.ana.folder, name);
  const importHistory = async () => {
    const { page } = editors.of.ana;
    await palette(page, 'Team Chat: Import History');
    await dialog(page).getByRole('button', { name: 'Choose File…' }).click();
    await chooseFile(page, inFolder('old.txt'), /\/$/);
  };

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana'] });
    copyFileSync(original, inFolder('old.txt'));
    await startServer(editors.of.ana, editors.chatPort);
    chat = await joinByAddress(editors.of.ana, editors);
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('imports the Python chat’s chat_history.txt, and shows it without another join', async () => {
    await importHistory();
    await toast(editors.of.ana.page, /added/i).waitFor();
    await screenshot(editors.of.ana.page, 'imported');
    await chat.message('Good morning!').first().waitFor();
    await chat.frame
      .getByRole('heading', { name: /March 1, 2024/ })
      .first()
      .waitFor();
  });

  it('adds nothing the second time', async () => {
    const before = await chat.message('Good morning!').count();
    await importHistory();
    await toast(editors.of.ana.page, /nothing|\b0\b/i).waitFor();
    await chat.say('After the second import');
    await chat.message('After the second import').getByTitle('Stored on the server').waitFor({ timeout: 30_000 });
    assert.equal(await chat.message('Good morning!').count(), before);
  });

  it('exports the history as lines of chat_history.txt', async () => {
    const { page } = editors.of.ana;
    await palette(page, 'Team Chat: Export History');
    await chooseFile(page, inFolder('exported.txt'), /\/chat_history\.txt$/);
    await toast(page, /entries were exported/).waitFor();
    await eventually(() => assert.ok(existsSync(inFolder('exported.txt'))));
    const exported = readFileSync(inFolder('exported.txt'), 'utf8');
    assert.match(exported, /^ana\|2024-03-01\|09:05 AM\|Good morning!$/m);
    assert.match(exported, /^ana\|\d{4}-\d{2}-\d{2}\|\d{2}:\d{2} [AP]M\|After the second import$/m);
  });
});
