import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { parseInviteLink } from '../../../src/invites/inviteLink';
import { eventually } from '../../helpers/eventually';
import {
  clipboard,
  dialog,
  escapeQuickInput,
  inputBox,
  openLink,
  palette,
  quickInput,
  quickPick,
  quickRows,
  screenshot,
  toast,
} from './actions';
import { addressStep, chatPage, nameStep } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { reloadWindow } from './reload';

type Who = 'ana' | 'ben';

/** From an installed extension to somebody else who reads the history. The tests are one story, in order. */
describe('invites, in VS Code', function () {
  this.timeout(90_000);
  let editors: Editors<Who>;
  let link: string;
  /** What must be found nowhere afterwards. */
  const secrets: string[] = [];
  const page = (who: Who) => editors.of[who].page;
  const chat = (who: Who) => chatPage(editors.of[who]);
  const picture = (who: Who, name: string) => screenshot(page(who), `invites-${name}`);
  const asks = (who: Who, words: string | RegExp) =>
    quickInput(page(who))
      .getByPlaceholder(words)
      .or(quickInput(page(who)).getByText(words))
      .first()
      .waitFor();
  const address = () => {
    const parsed = parseInviteLink(link);
    assert.ok(parsed.ok, link);
    return parsed.value.address;
  };
  const active = (who: Who) => page(who).locator('.quick-input-list .monaco-list-row.focused');
  const exit = async (who: Who) => {
    await palette(page(who), 'Chat: Exit');
    await chat(who).frame.getByRole('button', { name: 'Join' }).waitFor();
  };
  /** What a person does between two looks at the screen. */
  let actions: number;
  const act = async (doIt: () => Promise<unknown>) => {
    actions += 1;
    await doIt();
  };

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana', 'ben'] });
    for (const who of ['ana', 'ben'] as const) {
      await clipboard(page(who));
      mkdirSync(path.join(editors.of[who].folder, '.vscode'));
      const hostile = { 'alongside.server.host': '127.0.0.2', 'alongside.server.port': 1, 'alongside.name': 'evil' };
      writeFileSync(path.join(editors.of[who].folder, '.vscode/settings.json'), JSON.stringify(hostile));
    }
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);
  beforeEach(() => (actions = 0));

  it('take whoever has just installed the extension three actions to a link in the clipboard', async () => {
    await act(() => palette(page('ana'), 'Team Chat: Copy Invite Link'));
    await asks('ana', /Where are the others/);
    await picture('ana', 'host-start');
    await act(() => quickPick(page('ana'), /Start a Server for It/));
    await nameStep(page('ana')).waitFor();
    await picture('ana', 'host-name');
    await act(() => page('ana').keyboard.press('Enter'));
    await toast(page('ana'), 'is in the clipboard').waitFor();
    await picture('ana', 'host-copied');
    link = await clipboard(page('ana'));
    secrets.push(link.slice(link.indexOf('#') + 1));
    assert.ok(actions <= 3);
    const parsed = parseInviteLink(link);
    assert.ok(parsed.ok && parsed.value.from === 'ana', link);
    assert.ok(!parsed.value.address.isLoopback, link);
    await chat('ana').say('Welcome, whoever comes');
  });

  it('lead to the port of one’s own settings, whatever the folder that is open says', () => {
    assert.equal(new URL(address().url).port, String(editors.chatPort));
  });

  it('take a guest three actions from the pasted link to the history', async () => {
    await palette(page('ben'), 'Chat: Join');
    await quickPick(page('ben'), /Paste Invite Link/);
    await addressStep(page('ben')).waitFor();
    await picture('ben', 'guest-paste');
    await act(() => inputBox(page('ben'), link));
    await asks('ben', 'ana invites you, says the link');
    await picture('ben', 'guest-consent');
    await act(() => quickPick(page('ben'), /Join wss:/));
    await nameStep(page('ben')).waitFor();
    await picture('ben', 'guest-name');
    await act(() => page('ben').keyboard.press('Enter'));
    await chat('ben').message('Welcome, whoever comes').waitFor();
    await picture('ben', 'guest-history');
    assert.ok(actions <= 3);
  });

  it('are asked about when a link is opened from outside; nothing is sent before, and no is the first answer', async () => {
    await exit('ben');
    let came = 0;
    const stranger = createServer((socket) => {
      came += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const outside = `code-oss://alongside.alongside/join?server=127.0.0.1:${port}&name=Cleo${link.slice(link.indexOf('#'))}`;
    await openLink(page('ben'), outside);
    await asks('ben', 'Cleo invites you, says the link');
    await picture('ben', 'outside-consent');
    await eventually(async () => assert.match(await active('ben').innerText(), /Do Not Join/));
    await page('ben').keyboard.press('Enter');
    await quickInput(page('ben')).waitFor({ state: 'hidden' });
    assert.equal(came, 0);

    await openLink(page('ben'), outside);
    await quickPick(page('ben'), new RegExp(`Join 127.0.0.1:${port}`));
    await nameStep(page('ben')).waitFor();
    assert.equal(came, 0);
    await page('ben').keyboard.press('Enter');
    await eventually(() => assert.ok(came > 0));
    stranger.close();
  });

  it('are refused with a sentence when the link is not what it should be', async () => {
    await openLink(page('ben'), `code-oss://alongside.alongside/join?server=wss://ana@evil.example#${'A'.repeat(22)}`);
    await toast(
      page('ben'),
      'A link for Team Chat was not opened. This link does not name a server as it should.',
    ).waitFor();
    await picture('ben', 'outside-refused');
    assert.equal(await quickRows(page('ben')).count(), 0);
  });

  it('join by a link from outside, in two answers', async () => {
    await openLink(page('ben'), link);
    await asks('ben', 'ana invites you, says the link');
    await picture('ben', 'outside-encrypted');
    await quickPick(page('ben'), /Join wss:/);
    await nameStep(page('ben')).waitFor();
    await page('ben').keyboard.press('Enter');
    await chat('ben').message('Welcome, whoever comes').waitFor();
  });

  it('show the chat and ask nothing where it is joined already', async () => {
    await openLink(page('ben'), link);
    await chat('ben').composer.waitFor();
    assert.equal(await quickInput(page('ben')).isVisible(), false);
  });

  it('are asked for where somebody comes without one, and take the link there', async () => {
    await exit('ben');
    await palette(page('ben'), 'Chat: Join');
    await quickPick(page('ben'), address().shown);
    await nameStep(page('ben')).waitFor();
    await inputBox(page('ben'), 'benedict');
    await asks('ben', /lets in only who was invited/);
    await picture('ben', 'needed');
    await inputBox(page('ben'), 'ABCD-EFGH');
    await asks('ben', /does not take this code/);
    await picture('ben', 'code-refused');
    await inputBox(page('ben'), link);
    await chat('ben').message('Welcome, whoever comes').waitFor();
    await chat('ana').frame.getByText('benedict has joined the chat.').waitFor();
  });

  it('are listed and revoked, and are good for nothing then', async () => {
    await palette(page('ana'), 'Team Chat: Manage Invites…');
    await quickRows(page('ana')).filter({ hasText: 'member, 23 uses left' }).waitFor();
    await picture('ana', 'manage');
    await quickPick(page('ana'), /member, 23 uses left/);
    await dialog(page('ana')).getByText('Revoke this invite?').waitFor();
    await picture('ana', 'revoke');
    await dialog(page('ana')).getByRole('button', { name: 'Revoke', exact: true }).click();
    await eventually(async () => assert.equal(await quickRows(page('ana')).count(), 1));
    await page('ana').keyboard.press('Escape');
    await exit('ben');
    await openLink(page('ben'), link);
    await quickPick(page('ben'), /Join wss:/);
    await nameStep(page('ben')).waitFor();
    await inputBox(page('ben'), 'cleo');
    await asks('ben', /does not know this invite, or it was revoked/);
    await picture('ben', 'revoked');
    await escapeQuickInput(page('ben'));
  });

  it('are made for a role, a room, a time and a number', async () => {
    await palette(page('ana'), 'Team Chat: Manage Invites…');
    await quickPick(page('ana'), /New Invite/);
    await asks('ana', 'As what may they join?');
    await picture('ana', 'new-role');
    await quickPick(page('ana'), 'guest');
    await asks('ana', /Into which room/);
    await picture('ana', 'new-room');
    await quickPick(page('ana'), /No other room/);
    await asks('ana', /How long/);
    await picture('ana', 'new-time');
    await quickPick(page('ana'), '1 day');
    await asks('ana', /How many/);
    await quickPick(page('ana'), '1');
    await toast(page('ana'), 'One person can join with it as guest within 1 day.').waitFor();
    assert.notEqual(await clipboard(page('ana')), link);
  });

  it('are not needed on another device of a member: a code lets it in', async () => {
    await palette(page('ana'), 'Team Chat: Add Device');
    const shown = dialog(page('ana'));
    await shown.getByText('It works once, until').waitFor();
    await shown.getByText(`Address: ${address().shown}`).waitFor();
    await picture('ana', 'device-code');
    await shown.getByRole('button', { name: 'Copy Code' }).click();
    await shown.waitFor({ state: 'hidden' });
    await eventually(async () => assert.match(await clipboard(page('ana')), /^[0-9A-Z]{4}-[0-9A-Z]{4}$/));
    const code = await clipboard(page('ana'));
    secrets.push(code, code.replace('-', ''));
    await palette(page('ben'), 'Chat: Join');
    await quickPick(page('ben'), /Use a Pairing Code/);
    await addressStep(page('ben')).waitFor();
    await inputBox(page('ben'), address().shown);
    await asks('ben', /The code that Team Chat: Add Device shows/);
    await picture('ben', 'device-enter');
    await inputBox(page('ben'), code);
    await chat('ben').message('Welcome, whoever comes').waitFor();
    await chat('ben').say('From my other device');
    await chat('ana').message('From my other device').waitFor();
    await palette(page('ana'), 'Team Chat: Manage Devices…');
    await eventually(async () => assert.equal(await quickRows(page('ana')).count(), 4));
    await picture('ana', 'devices');
  });

  it('are not kept by a device that was removed: it leaves at once', async () => {
    await quickPick(page('ana'), /Another Device/);
    await picture('ana', 'device-remove');
    await dialog(page('ana')).getByRole('button', { name: 'Remove Device' }).click();
    await chat('ben').frame.getByText('does not know you under this name').waitFor();
    await eventually(async () => assert.equal(await quickRows(page('ana')).count(), 3));
  });

  it('are not needed for a new key of a device, with which it goes on', async () => {
    await quickPick(page('ana'), /New Key for This Device/);
    await toast(page('ana'), 'This device has a new key.').waitFor();
    await picture('ana', 'device-renewed');
    await chat('ana').say('With another key');
    await reloadWindow(page('ana'), true);
    await chat('ana').message('With another key').getByTitle('Stored on the server').waitFor();
  });

  it('are in no file of either computer: no log, no setting, no database; nor is what was said in a log or a setting', () => {
    assert.equal(secrets.length, 3);
    const said = ['Welcome, whoever comes', 'From my other device', 'With another key'];
    for (const { dataDir } of editors.all) {
      const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const own = files.filter(({ parentPath }) => !parentPath.startsWith(path.join(dataDir, 'extensions')));
      assert.ok(own.some(({ name }) => name === 'settings.json') && own.some(({ name }) => name.endsWith('.log')));
      for (const { parentPath, name } of own) {
        const bytes = readFileSync(path.join(parentPath, name));
        const sought = /\.log$|^settings\.json$/.test(name) ? [...secrets, ...said] : secrets;
        for (const text of sought) assert.ok(!bytes.includes(text), `${text} in ${name}`);
      }
    }
  });
});
