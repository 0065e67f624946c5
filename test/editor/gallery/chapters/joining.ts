import { writeFileSync } from 'node:fs';
import {
  chooseFile,
  clipboard,
  dialog,
  inputBox,
  openLink,
  palette,
  quickInput,
  quickPick,
  quickRows,
  toast,
} from '../../installed/actions';
import { chatPage, nameStep } from '../../installed/chatPage';
import { type Editors, openEditors } from '../../installed/editors';
import { type Stage, chapter } from '../scene';
import { PROJECT, clear, inProject, openCode } from '../team';

type Who = 'ana' | 'ben';

const OLD_HISTORY = `SERVER|2024-03-01|09:05 AM|ana has joined the chat.
ana|2024-03-01|09:05 AM|Good morning!
SERVER|2024-03-01|09:06 AM|bob has joined the chat.
bob|2024-03-01|09:07 AM|Morning. The server from yesterday is up again.
ana|2024-03-01|09:07 AM|What was it?
bob|2024-03-01|09:12 AM|The disk:
4 KB left of 80 GB
SERVER|2024-03-01|05:31 PM|bob has left the chat.
ana|2024-03-02|08:02 AM|Could we have the history of this in the editor some day?
`;

class TwoComputers implements Stage {
  link = '';

  private constructor(readonly editors: Editors<Who>) {}

  static async open(): Promise<TwoComputers> {
    const stage = new TwoComputers(await openEditors({ users: ['ana', 'ben'], files: PROJECT }));
    for (const who of ['ana', 'ben'] as const) {
      await clipboard(stage.page(who));
      await openCode(stage.editors.of[who]);
    }
    return stage;
  }

  page(who: Who) {
    return this.editors.of[who].page;
  }

  chat(who: Who) {
    return chatPage(this.editors.of[who]);
  }

  asks(who: Who, words: string | RegExp): Promise<void> {
    const input = quickInput(this.page(who));
    return input.getByPlaceholder(words).or(input.getByText(words)).first().waitFor();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.editors.close();
  }
}

const ofBen = (s: TwoComputers) => s.editors.of.ben;

export const joining = chapter('joining', 'Starting and joining', () => TwoComputers.open(), [
  {
    name: 'first-run',
    caption: 'Before anybody has joined',
    how: '**Team Chat: Show Chat**',
    async show(s) {
      await palette(s.page('ana'), 'Team Chat: Show Chat');
      await s.chat('ana').frame.getByRole('button', { name: 'Join' }).waitFor();
    },
  },
  {
    name: 'server-started',
    caption: 'A server is one command',
    how: '**Chat: Start Server**',
    async show(s) {
      await palette(s.page('ana'), 'Chat: Start Server');
      await toast(s.page('ana'), String(s.editors.chatPort)).waitFor();
    },
    leave: (s) => clear(s.page('ana')),
  },
  {
    name: 'join-where',
    caption: 'Joining: which server',
    how: '**Chat: Join**',
    async show(s) {
      await palette(s.page('ana'), 'Chat: Join');
      await quickRows(s.page('ana')).getByText('running on this computer').waitFor();
    },
    leave: (s) => quickRows(s.page('ana')).getByText('running on this computer').click(),
  },
  {
    name: 'join-name',
    caption: 'Joining: a name, the one of Git at first',
    how: '**Chat: Join**, then <kbd>Enter</kbd>',
    show: (s) => nameStep(s.page('ana')).waitFor(),
    async leave(s) {
      await s.page('ana').keyboard.press('Enter');
      await s.chat('ana').composer.waitFor();
    },
  },
  {
    name: 'invite-reach',
    caption: 'An invite for others, whom the server cannot be reached by yet',
    how: '**Team Chat: Copy Invite Link**',
    async show(s) {
      await palette(s.page('ana'), 'Team Chat: Copy Invite Link');
      await s.asks('ana', /^Others cannot reach this server/);
    },
    leave: (s) => quickPick(s.page('ana'), /Let the Network In/),
  },
  {
    name: 'invite-copied',
    caption: 'An invite link is in the clipboard',
    how: '**Team Chat: Copy Invite Link**',
    async show(s) {
      await toast(s.page('ana'), /An invite link to wss:.* is in the clipboard/).waitFor();
    },
    async leave(s) {
      s.link = await clipboard(s.page('ana'));
      await clear(s.page('ana'));
    },
  },
  {
    name: 'invite-question',
    caption: 'A link that is opened asks before it joins',
    how: 'Open an invite link, or paste it into **Chat: Join**',
    of: ofBen,
    async show(s) {
      await openLink(s.page('ben'), s.link);
      await s.asks('ben', 'ana invites you, says the link');
    },
    async leave(s) {
      await quickPick(s.page('ben'), /Join wss:/);
      await nameStep(s.page('ben')).waitFor();
      await s.page('ben').keyboard.press('Enter');
      await s.chat('ben').composer.waitFor();
    },
  },
  {
    name: 'invites',
    caption: 'Invites are listed, and revoked',
    how: '**Team Chat: Manage Invites…**',
    async show(s) {
      await palette(s.page('ana'), 'Team Chat: Manage Invites…');
      await quickRows(s.page('ana')).filter({ hasText: 'uses left' }).waitFor();
    },
    leave: (s) => quickPick(s.page('ana'), /New Invite/),
  },
  {
    name: 'invite-role',
    caption: 'An invite for a guest, a room, a time',
    how: '**Team Chat: Manage Invites…**, then **New Invite…**',
    show: (s) => s.asks('ana', 'As what may they join?'),
    leave: (s) => s.page('ana').keyboard.press('Escape'),
  },
  {
    name: 'device-code',
    caption: 'A second computer of the same member, by a short code',
    how: '**Team Chat: Add Device**',
    async show(s) {
      await palette(s.page('ana'), 'Team Chat: Add Device');
      await dialog(s.page('ana')).getByText('It works once, until').waitFor();
    },
    leave: (s) => s.page('ana').keyboard.press('Escape'),
  },
  {
    name: 'devices',
    caption: 'The devices of a member',
    how: '**Team Chat: Manage Devices…**',
    async show(s) {
      await palette(s.page('ana'), 'Team Chat: Manage Devices…');
      await quickRows(s.page('ana')).filter({ hasText: 'This Device' }).first().waitFor();
    },
    leave: (s) => s.page('ana').keyboard.press('Escape'),
  },
  {
    name: 'name-taken',
    caption: 'No two names that can be mistaken for each other',
    how: '**Chat: Join** with a name that is taken',
    of: ofBen,
    async show(s) {
      const page = s.page('ben');
      await palette(page, 'Chat: Exit');
      await s.chat('ben').frame.getByRole('button', { name: 'Join' }).waitFor();
      await openLink(page, s.link);
      await quickPick(page, /Join wss:/);
      await nameStep(page).waitFor();
      await inputBox(page, 'Ana');
      await s.asks('ben', /taken/);
    },
    leave: (s) => s.page('ben').keyboard.press('Escape'),
  },
  {
    name: 'imported',
    caption: 'The history of the Python chat, taken over',
    how: '**Team Chat: Import History**',
    async show(s) {
      const page = s.page('ana');
      const file = inProject(s.editors.of.ana, 'chat_history.txt');
      writeFileSync(file, OLD_HISTORY);
      await palette(page, 'Team Chat: Import History');
      await dialog(page).getByRole('button', { name: 'Choose File…' }).click();
      await chooseFile(page, file, /\/$/);
      await toast(page, /added/i).waitFor();
      await s.chat('ana').message('Good morning!').first().waitFor();
    },
  },
]);
