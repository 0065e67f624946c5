import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../helpers/eventually';
import {
  chooseFile,
  clipboard,
  dialog,
  inputBox,
  isOffered,
  palette,
  quickInput,
  quickPick,
  screenshot,
  toast,
} from './actions';
import { chatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';

type Who = 'ana' | 'ben';

/** The server goes from one computer to another, and everybody with it. The tests are one story, in order. */
describe('moving the server, in VS Code', function () {
  this.timeout(90_000);
  let editors: Editors<Who>;
  let passphrase: string;
  const page = (who: Who) => editors.of[who].page;
  const chat = (who: Who) => chatPage(editors.of[who]);
  const picture = (who: Who, name: string) => screenshot(page(who), `move-${name}`);
  const asks = (who: Who, words: string | RegExp) => quickInput(page(who)).getByText(words).first().waitFor();
  const stored = (who: Who, text: string) => chat(who).message(text).getByTitle('Stored on the server').waitFor();
  const file = () => path.join(editors.of.ana.folder, 'team.moved');

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana', 'ben'] });
    // They share an address, and not a port.
    const settings = path.join(editors.of.ben.dataDir, 'data/User/settings.json');
    const given = JSON.parse(readFileSync(settings, 'utf8')) as object;
    writeFileSync(settings, JSON.stringify({ ...given, 'alongside.server.port': 0 }));
    await clipboard(page('ana'));
    await startServer(editors.of.ana, editors.chatPort);
    await joinByAddress(editors.of.ana, editors);
    await joinByAddress(editors.of.ben, editors);
    await chat('ana').say('Before the move');
    await chat('ben').message('Before the move').waitFor();
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('is for an owner on the computer that runs it, who can make another one owner', async () => {
    assert.equal(await isOffered(page('ben'), 'Team Chat: Move Server…'), false);
    await palette(page('ana'), 'Team Chat: Change Role…');
    await quickPick(page('ana'), 'ben');
    await quickPick(page('ana'), 'Owner');
    await dialog(page('ana')).getByRole('button', { name: 'Change Role' }).click();
    await eventually(async () => assert.equal(await isOffered(page('ben'), 'Team Chat: Ban Member…'), true), 20_000);
    assert.equal(await isOffered(page('ben'), 'Team Chat: Move Server…'), false);
  });

  it('says what it means, writes one file, and shows its passphrase once', async () => {
    await palette(page('ana'), 'Team Chat: Move Server…');
    await dialog(page('ana')).getByText('Move the server to another computer?').waitFor();
    await picture('ana', 'consent');
    await dialog(page('ana')).getByRole('button', { name: 'Choose Where to Save…' }).click();
    await chooseFile(page('ana'), file(), /team-chat\.moved$/);
    await dialog(page('ana')).getByText('The server is in team.moved.').waitFor({ timeout: 60_000 });
    await picture('ana', 'passphrase');
    await dialog(page('ana')).getByRole('button', { name: 'Copy Passphrase' }).click();
    await eventually(async () => {
      passphrase = await clipboard(page('ana'));
      assert.match(passphrase, /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
    });
    assert.ok(existsSync(file()) && !readFileSync(file()).includes('Before the move'));
    await toast(page('ana'), 'Nobody can write here').waitFor();
    await picture('ana', 'next');
  });

  it('keeps what is written meanwhile, and says why it is not sent', async () => {
    await chat('ben').frame.getByText('The server is moving to another computer.').waitFor();
    await chat('ben').say('Written meanwhile');
    await chat('ben').message('Written meanwhile').getByText('It is sent when the server goes on').waitFor();
    await picture('ben', 'meanwhile');
  });

  it('goes on from the file on the other computer, which says where', async () => {
    await palette(page('ben'), 'Team Chat: Start Server from a Moved File…');
    await chooseFile(page('ben'), file(), /\/$/);
    await asks('ben', /The passphrase that was shown/);
    await inputBox(page('ben'), 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA');
    await asks('ben', 'The file does not open with this passphrase.');
    await picture('ben', 'wrong-passphrase');
    await inputBox(page('ben'), passphrase);
    await quickInput(page('ben')).getByPlaceholder('Where are the others?').waitFor({ timeout: 30_000 });
    await picture('ben', 'place');
    await quickPick(page('ben'), /In This Network/);
    await asks('ben', /The address at which the others reach it/);
    await picture('ben', 'address');
    await page('ben').keyboard.press('Enter');
    await stored('ben', 'Written meanwhile');
    await picture('ben', 'there');
  });

  it('asks the others, who are led there by nobody but themselves', async () => {
    const question = toast(page('ana'), /The server has moved to wss:\/\/[\d.]+:\d+\. Go there\?/);
    await question.waitFor();
    await picture('ana', 'question');
    assert.equal(await chat('ana').message('Written meanwhile').count(), 0);
    await question.getByRole('button', { name: 'Go There' }).click();
    await chat('ana').message('Written meanwhile').waitFor();
    await chat('ana').message('Before the move').waitFor();
    await chat('ana').say('All of us are here');
    await chat('ben').message('All of us are here').waitFor();
    await stored('ana', 'All of us are here');
    await picture('ana', 'there');
  });

  it('goes on when the window of whoever runs it is closed', async () => {
    await page('ben').close();
    await chat('ana').frame.getByTitle('1 person here').waitFor();
    await chat('ana').say('Ben has gone home');
    await stored('ana', 'Ben has gone home');
  });
});
