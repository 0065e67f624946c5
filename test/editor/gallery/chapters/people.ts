import type { Locator } from 'playwright-core';
import { contextMenu, dialog, inputBox, palette, quickInput, quickPick } from '../../installed/actions';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

const row = (team: Team, name: string | RegExp): Locator => team.page.getByRole('treeitem', { name });
const title = (team: Team, text: string | RegExp) => quickInput(team.page).getByText(text).first().waitFor();
const escape = (team: Team) => team.page.keyboard.press('Escape');
const button = (team: Team, name: string) => dialog(team.page).getByRole('button', { name, exact: true });

async function open(): Promise<Team> {
  const team = await Team.open({ talk: TALK.slice(-6) });
  const { ben, chloe } = team.members;
  await ben.connection.value('setStatus', { status: 'at lunch' });
  await chloe.connection.value('setStatus', { isAway: true });
  await palette(team.page, 'Team Chat: Show People');
  await row(team, 'ben, here, at lunch').waitFor();
  return team;
}

export const people = chapter('people', 'People', open, [
  {
    name: 'profile',
    caption: 'Who somebody is',
    how: 'Click a name in the tree, or **Team Chat: Show Profile…**',
    async show(team) {
      await row(team, 'ben, here, at lunch').click();
      await team.page.getByPlaceholder(/^here · at lunch · Joined on/).waitFor();
    },
    leave: escape,
  },
  {
    name: 'message-member',
    caption: 'A conversation with one member, or with some',
    how: '**Team Chat: Message Member…**, **Message a Group…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Message Member…');
      await title(team, 'Message Member');
    },
    leave: escape,
  },
  {
    name: 'status',
    caption: 'What the others see of one',
    how: '**Team Chat: Set Status…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Set Status…');
      await title(team, 'Set Status');
      await inputBox(team.page, 'reviewing the lexer', { accept: false });
    },
    leave: (team) => team.page.keyboard.press('Enter'),
  },
  {
    name: 'change-name',
    caption: 'Another name',
    how: '**Team Chat: Change Name…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Change Name…');
      await title(team, 'Change Name');
    },
    leave: escape,
  },
  {
    name: 'role',
    caption: 'Owner, moderator, member or guest',
    how: '**Team Chat: Change Role…**',
    async show(team) {
      await contextMenu(team.page, row(team, /^ben, here/), 'Change Role…');
      await title(team, 'Role of ben');
    },
    leave: (team) => quickPick(team.page, 'Moderator'),
  },
  {
    name: 'role-question',
    caption: 'What others gain or lose by is asked first',
    how: 'The role, in the step before',
    show: (team) => dialog(team.page).getByText('Make ben moderator?').waitFor(),
    leave: (team) => button(team, 'Change Role').click(),
  },
  {
    name: 'mute',
    caption: 'Muted for a while',
    how: '**Team Chat: Mute Member…**',
    async show(team) {
      await contextMenu(team.page, row(team, /^dora, here/), 'Mute Member…');
      await title(team, 'Mute dora');
    },
    leave: (team) => quickPick(team.page, '10 minutes'),
  },
  {
    name: 'ban',
    caption: 'Banned, after a question',
    how: '**Team Chat: Ban Member…**',
    async show(team) {
      await row(team, /^dora, here, muted/).waitFor();
      await contextMenu(team.page, row(team, /^dora, here/), 'Ban Member…');
      await dialog(team.page).getByText('disconnected at once').waitFor();
    },
    leave: (team) => button(team, 'Ban').click(),
  },
  {
    name: 'banned',
    caption: 'Who was banned, and who moderates',
    how: 'The tree of people',
    show: (team) => row(team, 'Banned').waitFor(),
  },
]);
