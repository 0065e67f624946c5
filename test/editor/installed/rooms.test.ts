import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../../helpers/eventually';
import {
  contextMenu,
  dialog,
  escapeQuickInput,
  inputBox,
  isOffered,
  palette,
  quickInput,
  quickPick,
  quickRows,
  screenshot,
  statusItem,
} from './actions';
import { chatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { type Theme, setTheme, themes } from './theme';

type Who = 'ana' | 'ben';

/** Rooms, direct messages and people in the packaged extension. The tests are one story, in order. */
describe('rooms and people, in VS Code', function () {
  this.timeout(60_000);
  let editors: Editors<Who>;
  const page = (who: Who) => editors.of[who].page;
  const chat = (who: Who) => chatPage(editors.of[who]);
  const row = (who: Who, name: string | RegExp): Locator => page(who).getByRole('treeitem', { name });
  const selected = (who: Who, name: string) => page(who).getByRole('treeitem', { name, selected: true }).waitFor();
  const opened = (who: Who, title: string) => chat(who).frame.getByRole('heading', { name: title, level: 1 }).waitFor();
  const spoken = async (who: Who) =>
    (await statusItem(page(who), 'alongside.status').locator('a').first().getAttribute('aria-label')) ?? '';
  const title = (who: Who, text: string | RegExp) => quickInput(page(who)).getByText(text).first().waitFor();
  const picture = (who: Who, name: string) => screenshot(page(who), `rooms-${name}`);
  const menu = (who: Who, on: Locator, label: string) => contextMenu(page(who), on, label);

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana', 'ben'] });
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('offer to join where nobody has', async () => {
    await palette(page('ben'), 'Team Chat: Focus on Rooms View');
    await page('ben').getByText('You have not joined a chat.').waitFor();
    await picture('ben', 'welcome');
    assert.equal(await isOffered(page('ben'), 'Team Chat: Go to Room…'), false);
  });

  it('show who is here, by a word and not by colour alone', async () => {
    await startServer(editors.of.ana, editors.chatPort);
    await joinByAddress(editors.of.ana, editors);
    await joinByAddress(editors.of.ben, editors);
    await palette(page('ana'), 'Team Chat: Show People');
    await row('ana', 'ana, you, here, owner').waitFor();
    await row('ana', 'ben, here').waitFor();
    await selected('ana', 'general, room, open');
    await picture('ana', 'trees');
  });

  it('are created with three answers, and opened', async () => {
    await palette(page('ana'), 'Team Chat: Create Room…');
    await title('ana', 'Create Room');
    await picture('ana', 'create-kind');
    await quickPick(page('ana'), 'Public');
    await title('ana', 'Name of the public room');
    await inputBox(page('ana'), ' ');
    await title('ana', 'Enter a name.');
    await inputBox(page('ana'), 'general');
    await title('ana', /has this name/);
    await picture('ana', 'create-taken');
    await inputBox(page('ana'), 'design');
    await opened('ana', 'design');
    await row('ana', 'design, room, open').waitFor();
    await chat('ana').say('A room for pictures');
    await chat('ana').message('A room for pictures').getByTitle('Stored on the server').waitFor();
  });

  it('are found and joined by others', async () => {
    await palette(page('ben'), 'Team Chat: Browse Rooms…');
    await title('ben', 'Browse Rooms');
    await picture('ben', 'browse');
    await quickPick(page('ben'), 'design');
    await opened('ben', 'design');
    await chat('ben').message('A room for pictures').waitFor();
  });

  it('are gone to by keyboard', async () => {
    await page('ben').keyboard.press('Control+K');
    await page('ben').keyboard.press('Control+G');
    await title('ben', 'Go to Room');
    await quickRows(page('ben')).filter({ hasText: 'general' }).waitFor();
    await picture('ben', 'go-to-room');
    await inputBox(page('ben'), 'gener');
    await opened('ben', 'general');
  });

  it('count what is unread, and mentions, wherever one looks', async () => {
    await chat('ana').say('One for everybody');
    await chat('ana').say('And one for @ben');
    await row('ben', 'design, room, 2 unread, 1 mention').waitFor();
    await eventually(async () => assert.equal(await spoken('ben'), 'Team Chat, 2 unread, 1 mention, connected'));
    await page('ben').locator('.part.auxiliarybar .badge-content', { hasText: '2' }).first().waitFor();
    await page('ben')
      .getByRole('tab', { name: /\(2\) Team Chat/ })
      .waitFor();
    await statusItem(page('ben'), 'alongside.status').hover();
    await page('ben').getByText('design: 2 unread, 1 mention').waitFor();
    await picture('ben', 'unread');
  });

  it('are opened by a click on the tree, and then nothing is unread', async () => {
    await row('ben', /^design, room/).click();
    await opened('ben', 'design');
    await chat('ben').composer.focus();
    await row('ben', 'design, room, open').waitFor();
    await eventually(async () => assert.equal(await spoken('ben'), 'Team Chat, connected'));
  });

  it('are direct messages, too, found where the others stand', async () => {
    await palette(page('ana'), 'Team Chat: Message Member…');
    await title('ana', 'Message Member');
    await picture('ana', 'message-member');
    await quickPick(page('ana'), 'ben');
    await opened('ana', 'ben');
    await chat('ana').say('Just between us');
    await row('ben', 'ana, direct message, 1 unread, here, owner').click();
    await chat('ben').message('Just between us').waitFor();
    await picture('ben', 'direct');
  });

  it('are private where only some shall know of them, who are asked for right away', async () => {
    await palette(page('ana'), 'Team Chat: Create Room…');
    await quickPick(page('ana'), 'Private');
    await title('ana', 'Name of the private room');
    await inputBox(page('ana'), 'plans');
    await title('ana', 'Add Members to plans');
    await quickPick(page('ana'), 'ben');
    await picture('ana', 'add-members');
    await page('ana').keyboard.press('Enter');
    await row('ben', /^plans, private room/).waitFor();
  });

  it('have a topic and a name that can be changed', async () => {
    await palette(page('ana'), 'Team Chat: Set Topic…');
    await title('ana', 'Topic of plans');
    await picture('ana', 'topic');
    await inputBox(page('ana'), 'What comes next');
    await menu('ana', row('ana', /^plans/), 'Rename Room…');
    await title('ana', 'Rename plans');
    await picture('ana', 'rename');
    await inputBox(page('ana'), 'roadmap');
    await row('ben', /^roadmap, private room/).waitFor();
  });

  it('are told of in the words that were used, of which the editor makes nothing', async () => {
    const asked: string[] = [];
    page('ben').on('request', (request) => {
      if (request.url().includes('evil.test')) asked.push(request.url());
    });
    const topic =
      '[go](command:workbench.action.terminal.new) $(bug) **x** <img src=https://evil.test/x.png> https://evil.test';
    await palette(page('ana'), 'Team Chat: Set Topic…');
    await inputBox(page('ana'), topic);
    const hover = page('ben').locator('.monaco-hover', { hasText: '$(bug)' });
    await eventually(async () => {
      await row('ben', 'general, room').hover();
      await row('ben', /^roadmap/).hover();
      await hover.waitFor({ timeout: 2_000 });
    }, 20_000);
    assert.ok((await hover.innerText()).includes(topic), await hover.innerText());
    assert.equal(await hover.locator('a, img, strong, .codicon').count(), 0);
    await picture('ben', 'hover');
    await palette(page('ben'), 'Team Chat: Go to Room…');
    const listed = quickRows(page('ben')).filter({ hasText: '$(bug) **x** <img' });
    await listed.waitFor();
    assert.equal(await listed.locator('img, .codicon-bug').count(), 0);
    await escapeQuickInput(page('ben'));
    await page('ben').mouse.move(600, 400);
    await hover.waitFor({ state: 'hidden' });
    assert.deepEqual(asked, []);
  });

  it('are favourites or muted for oneself alone', async () => {
    await menu('ben', row('ben', /^general/), 'Mute Room');
    await row('ben', 'general, room, muted').waitFor();
    await menu('ben', row('ben', /^roadmap/), 'Add Room to Favourites');
    await row('ben', /^roadmap, private room, .*favourite/).waitFor();
    await row('ana', 'general, room').waitFor();
  });

  it('ask before they are left, locked or archived, and say what happens', async () => {
    const asks = async (who: Who, label: string, sentence: string | RegExp, button: string) => {
      await menu(who, row(who, /^roadmap/), label);
      await dialog(page(who)).getByText(sentence).waitFor();
      await picture(who, `asks-${button.replaceAll(' ', '-').toLowerCase()}`);
      await dialog(page(who)).getByRole('button', { name: button, exact: true }).click();
    };
    await asks('ana', 'Lock Room', 'Only moderators and owners can write in it', 'Lock Room');
    await row('ben', /^roadmap, .*locked/).waitFor();
    await menu('ana', row('ana', /^roadmap/), 'Unlock Room');
    await asks('ben', 'Leave Room', 'You cannot read it any more', 'Leave Room');
    await row('ben', /^roadmap/).waitFor({ state: 'hidden' });
    await asks('ana', 'Archive Room', 'Nobody can write in it any more', 'Archive Room');
    await row('ana', 'Archived').waitFor();
  });

  it('are offered for the repository and the branch of this window', async () => {
    const git = path.join(editors.of.ana.folder, '.git');
    mkdirSync(git);
    writeFileSync(path.join(git, 'HEAD'), 'ref: refs/heads/next\n');
    writeFileSync(path.join(git, 'config'), '[remote "origin"]\n\turl = https://example.invalid/team/lexer.git\n');
    await palette(page('ana'), 'Team Chat: Go to Room…');
    await quickPick(page('ana'), 'Room for lexer…');
    await quickPick(page('ana'), 'Public');
    await title('ana', 'Name of the public room');
    await picture('ana', 'repository');
    await page('ana').keyboard.press('Enter');
    await opened('ana', 'lexer');
    await selected('ana', 'lexer, room, open');
    await palette(page('ana'), 'Team Chat: Go to Room of Git Branch');
    await quickPick(page('ana'), 'Public');
    await title('ana', 'Name of the public room');
    await escapeQuickInput(page('ana'));
  });

  it('show a profile, and a status and name that their owner changes', async () => {
    await palette(page('ben'), 'Team Chat: Set Status…');
    await title('ben', 'Set Status');
    await picture('ben', 'status');
    await inputBox(page('ben'), 'at lunch');
    await row('ana', 'ben, here, at lunch').click();
    await page('ana')
      .getByPlaceholder(/^here · at lunch · Joined on/)
      .waitFor();
    await picture('ana', 'profile');
    await escapeQuickInput(page('ana'));
    await palette(page('ben'), 'Team Chat: Change Name…');
    await title('ben', 'Change Name');
    await inputBox(page('ben'), 'ANA');
    await title('ben', /taken/);
    await picture('ben', 'change-name');
    await inputBox(page('ben'), 'Benno');
    await row('ana', 'Benno, here, at lunch').waitFor();
  });

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`can be read in the ${theme} theme`, async () => {
      await setTheme(editors.of.ana, theme);
      await picture('ana', `trees-${theme}`);
    });
  }

  it('let a moderator mute, and an owner change roles, after a question', async () => {
    assert.equal(await isOffered(page('ben'), 'Team Chat: Ban Member…'), false);
    await menu('ana', row('ana', /^Benno, here/), 'Mute Member…');
    await title('ana', 'Mute Benno');
    await picture('ana', 'mute');
    await quickPick(page('ana'), '10 minutes');
    await row('ana', 'Benno, here, muted, at lunch').waitFor();
    await menu('ana', row('ana', /^Benno, here/), 'Change Role…');
    await title('ana', 'Role of Benno');
    await picture('ana', 'role');
    await quickPick(page('ana'), 'Moderator');
    await dialog(page('ana')).getByText('Make Benno moderator?').waitFor();
    await picture('ana', 'asks-role');
    await dialog(page('ana')).getByRole('button', { name: 'Change Role', exact: true }).click();
    await row('ana', /^Benno, here, moderator/).waitFor();
  });

  it('ban after a question, at once', async () => {
    await menu('ana', row('ana', /^Benno, here/), 'Ban Member…');
    await dialog(page('ana')).getByText('disconnected at once').waitFor();
    await picture('ana', 'asks-ban');
    await dialog(page('ana')).getByRole('button', { name: 'Ban', exact: true }).click();
    await page('ana').getByRole('treeitem', { name: 'Banned', exact: true }).waitFor();
    await chat('ben').frame.getByText('You were removed from the chat').waitFor();
    await picture('ben', 'banned');
  });
});
