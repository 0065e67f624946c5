import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  chooseFile,
  clipboard,
  dialog,
  inputBox,
  palette,
  quickInput,
  quickPick,
  toast,
} from '../../installed/actions';
import { chatPage, joinByAddress, startServer } from '../../installed/chatPage';
import { type Editors, openEditors } from '../../installed/editors';
import { type Stage, chapter } from '../scene';
import { PROJECT, clear, inProject } from '../team';

type Who = 'ana' | 'ben';

/** Ana runs the server; Ben shall. */
class Move implements Stage {
  passphrase = '';

  private constructor(readonly editors: Editors<Who>) {}

  static async open(): Promise<Move> {
    const stage = new Move(await openEditors({ users: ['ana', 'ben'], files: PROJECT }));
    const { ana, ben } = stage.editors.of;
    // They share an address, and not a port.
    const settings = path.join(ben.dataDir, 'data/User/settings.json');
    const given = JSON.parse(readFileSync(settings, 'utf8')) as object;
    writeFileSync(settings, JSON.stringify({ ...given, 'alongside.server.port': 0 }));
    await clipboard(ana.page);
    await startServer(ana, stage.editors.chatPort);
    await joinByAddress(ana, stage.editors);
    await joinByAddress(ben, stage.editors);
    await stage.chat('ana').say('The server goes to Ben’s computer, which stays on over night.');
    await stage.chat('ben').message('over night').waitFor();
    await palette(ana.page, 'Team Chat: Change Role…');
    await quickPick(ana.page, 'ben');
    await quickPick(ana.page, 'Owner');
    await dialog(ana.page).getByRole('button', { name: 'Change Role' }).click();
    await clear(ana.page);
    return stage;
  }

  page(who: Who) {
    return this.editors.of[who].page;
  }

  chat(who: Who) {
    return chatPage(this.editors.of[who]);
  }

  get file(): string {
    return inProject(this.editors.of.ana, 'team.moved');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.editors.close();
  }
}

const ofBen = (s: Move) => s.editors.of.ben;

export const moving = chapter('moving', 'Moving the server', () => Move.open(), [
  {
    name: 'consent',
    caption: 'What moving the server means',
    how: '**Team Chat: Move Server…**, by an owner on the computer that runs it',
    async show(s) {
      await palette(s.page('ana'), 'Team Chat: Move Server…');
      await dialog(s.page('ana')).getByText('Move the server to another computer?').waitFor();
    },
    async leave(s) {
      await dialog(s.page('ana')).getByRole('button', { name: 'Choose Where to Save…' }).click();
      await chooseFile(s.page('ana'), s.file, /team-chat\.moved$/);
    },
  },
  {
    name: 'passphrase',
    caption: 'One encrypted file, and its passphrase, shown once',
    how: '**Choose Where to Save…**',
    show: (s) => dialog(s.page('ana')).getByText('The server is in team.moved.').waitFor({ timeout: 60_000 }),
    async leave(s) {
      await dialog(s.page('ana')).getByRole('button', { name: 'Copy Passphrase' }).click();
      await toast(s.page('ana'), 'Nobody can write here').waitFor();
      s.passphrase = await clipboard(s.page('ana'));
    },
  },
  {
    name: 'meanwhile',
    caption: 'What is written meanwhile waits',
    how: 'Write',
    of: ofBen,
    async show(s) {
      await s.chat('ben').frame.getByText('The server is moving to another computer.').waitFor();
      await s.chat('ben').say('Ready when you are');
      await s.chat('ben').message('Ready when').getByText('It is sent when the server goes on').waitFor();
    },
  },
  {
    name: 'place',
    caption: 'It goes on from the file, on the other computer',
    how: '**Team Chat: Start Server from a Moved File…**',
    of: ofBen,
    async show(s) {
      const page = s.page('ben');
      await palette(page, 'Team Chat: Start Server from a Moved File…');
      await chooseFile(page, s.file, /\/$/);
      await quickInput(page)
        .getByText(/The passphrase that was shown/)
        .first()
        .waitFor();
      await inputBox(page, s.passphrase);
      await quickInput(page).getByPlaceholder('Where are the others?').waitFor({ timeout: 30_000 });
    },
    async leave(s) {
      const page = s.page('ben');
      await quickPick(page, /In This Network/);
      await quickInput(page)
        .getByText(/The address at which the others reach it/)
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'question',
    caption: 'The others are asked, and led there by nobody but themselves',
    how: '**Go There**, or **Team Chat: Go Where the Server Moved To…**',
    show: (s) =>
      toast(s.page('ana'), /The server has moved to wss:\/\/[\d.]+:\d+\. Go there\?/).waitFor({ timeout: 40_000 }),
  },
]);
