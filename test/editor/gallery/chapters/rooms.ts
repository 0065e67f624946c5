import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { dialog, inputBox, palette, quickInput, quickPick, quickRows } from '../../installed/actions';
import { aCid } from '../../../helpers/commands';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

const row = (team: Team, name: string | RegExp): Locator => team.page.getByRole('treeitem', { name });
const title = (team: Team, text: string | RegExp) => quickInput(team.page).getByText(text).first().waitFor();
const opened = (team: Team, name: string) => team.frame.getByRole('heading', { name, level: 1 }).waitFor();
const escape = (team: Team) => team.page.keyboard.press('Escape');

/** Rooms that others have made, with something in them. */
async function open(): Promise<Team> {
  const team = await Team.open({ talk: TALK.slice(-6) });
  const { ben, chloe, dora } = team.members;
  const create = async (name: string, topic: string) => {
    const { room } = await ben.connection.value('createRoom', { cid: aCid(), name, kind: 'public', topic });
    for (const other of [chloe, dora]) await other.connection.value('joinRoom', { room: room.id });
    return room.id;
  };
  const parser = await create('parser', 'The parser: plans, and what the nightly build says of it');
  await create('release', 'What goes out, and when');
  await create('design', 'Icons, colours, and where they go');
  await create('random', '');
  for (const name of ['release', 'parser']) {
    await palette(team.page, 'Team Chat: Browse Rooms…');
    await quickPick(team.page, name);
    await opened(team, name);
  }
  await team.post('ben', parser, 'The grammar of numbers is in. Who tries it?');
  await team.post('chloe', parser, 'I do. @ana, shall I take the large files?');
  const members = [await team.idOf('ana')];
  const { room } = await dora.connection.value('openDirect', { members });
  await team.post('dora', room.id, 'Do you have a minute later?');
  await ben.connection.value('setStatus', { status: 'at lunch' });
  await chloe.connection.value('setStatus', { isAway: true });
  await team.chat.message('shall I take').waitFor();
  return team;
}

export const rooms = chapter('rooms', 'Rooms', open, [
  {
    name: 'trees',
    caption: 'Rooms and people, what is unread, and who is here',
    how: '**Team Chat: Show People**, or the side bar on the right',
    looks: ['light', 'highContrast', 'highContrastLight'],
    kept: ['dark'],
    async show(team) {
      await palette(team.page, 'Team Chat: Show People');
      await row(team, /^dora, direct message, 1 unread/).waitFor();
      await row(team, /^ben, here, at lunch/).waitFor();
    },
  },
  {
    name: 'menu',
    isPointed: true,
    caption: 'What can be done with a room',
    how: 'The menu of a room in the tree',
    show: (team) => row(team, /^release/).click({ button: 'right' }),
    leave: escape,
  },
  {
    name: 'go-to-room',
    caption: 'To another room or person, from anywhere',
    how: '<kbd>Ctrl</kbd>+<kbd>K</kbd> <kbd>Ctrl</kbd>+<kbd>G</kbd>, or the name of the room',
    looks: ['light', 'highContrast'],
    kept: ['dark'],
    async show(team) {
      await team.page.keyboard.press('Control+K');
      await team.page.keyboard.press('Control+G');
      await title(team, 'Go to Room');
      await quickRows(team.page).filter({ hasText: 'release' }).waitFor();
    },
    leave: escape,
  },
  {
    name: 'browse',
    caption: 'The rooms one is not in',
    how: '**Team Chat: Browse Rooms…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Browse Rooms…');
      await quickRows(team.page).filter({ hasText: 'design' }).waitFor();
    },
    leave: escape,
  },
  {
    name: 'create',
    caption: 'A new room, public or private',
    how: '**Team Chat: Create Room…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Create Room…');
      await title(team, 'Create Room');
    },
    async leave(team) {
      await quickPick(team.page, 'Private');
      await title(team, 'Name of the private room');
      await inputBox(team.page, 'plans');
    },
  },
  {
    name: 'add-members',
    caption: 'Who shall be in it',
    how: '**Private** in the step before',
    async show(team) {
      await title(team, 'Add Members to plans');
      await quickPick(team.page, 'chloe');
    },
    async leave(team) {
      await team.page.keyboard.press('Enter');
      await opened(team, 'plans');
    },
  },
  {
    name: 'empty',
    caption: 'A room where nothing was said yet',
    how: '**Team Chat: Create Room…**',
    show: (team) => row(team, /^plans, private room/).waitFor(),
  },
  {
    name: 'topic',
    caption: 'What a room is about',
    how: '**Team Chat: Set Topic…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Set Topic…');
      await title(team, 'Topic of plans');
      await inputBox(team.page, 'What comes after the release', { accept: false });
    },
    leave: (team) => team.page.keyboard.press('Enter'),
  },
  {
    name: 'repository',
    caption: 'A room for the repository that is open',
    how: '**Team Chat: Go to Room of Repository**',
    async show(team) {
      const git = path.join(team.ana.folder, '.git');
      mkdirSync(git);
      writeFileSync(path.join(git, 'HEAD'), 'ref: refs/heads/lexer-eof\n');
      writeFileSync(path.join(git, 'config'), '[remote "origin"]\n\turl = https://example.invalid/team/lexer.git\n');
      await palette(team.page, 'Team Chat: Go to Room of Repository');
      await quickPick(team.page, 'Public');
      await title(team, 'Name of the public room');
    },
    leave: escape,
  },
  {
    name: 'leave',
    caption: 'Leaving, locking and archiving ask first',
    how: '**Archive Room** in the menu of a room',
    async show(team) {
      await palette(team.page, 'Team Chat: Archive Room');
      await dialog(team.page).getByText('Nobody can write in it any more').waitFor();
    },
    leave: (team) => dialog(team.page).getByRole('button', { name: 'Archive Room', exact: true }).click(),
  },
  {
    name: 'archived',
    caption: 'An archived room can be read',
    how: 'Open it in the tree',
    async show(team) {
      await team.frame.getByText('This room is archived').waitFor();
    },
  },
  {
    name: 'direct',
    caption: 'A conversation that only who is in it can read',
    how: '**Team Chat: Message Member…**, a name in the chat, or the tree',
    looks: ['light'],
    async show(team) {
      await row(team, /^dora, direct message/).click();
      await opened(team, 'dora');
      await team.chat.say('Sure. After the stand-up?');
      await team.chat.message('After the stand-up').getByTitle('Stored on the server').waitFor();
      await team.chat.composer.click();
    },
  },
]);
