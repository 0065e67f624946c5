import { inputBox, palette, quickInput } from '../../installed/actions';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

const box = (team: Team) => team.frame.getByRole('combobox', { name: 'Search messages' });
const option = (team: Team, text: RegExp) => team.frame.getByRole('option', { name: text }).first();

export const finding = chapter('finding', 'Finding', () => Team.open({ talk: TALK }), [
  {
    name: 'search',
    caption: 'Search, and what narrows it down',
    how: '<kbd>Ctrl</kbd>+<kbd>K</kbd> <kbd>Ctrl</kbd>+<kbd>F</kbd>, the magnifier, or <kbd>/</kbd> at a message',
    looks: ['light', 'highContrast'],
    async show(team) {
      await palette(team.page, 'Team Chat: Search Messages…');
      await box(team).waitFor();
    },
  },
  {
    name: 'results',
    caption: 'What was found, by day, the newest first',
    how: 'Type; of the last word its beginning is enough',
    looks: ['light', 'highContrast', 'highContrastLight'],
    kept: ['dark'],
    async show(team) {
      await box(team).fill('lexer');
      await option(team, /Which version/).waitFor();
      await team.page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'context',
    caption: 'A message where it was said, and the way back to the results',
    how: '<kbd>Enter</kbd> at a result; <kbd>Esc</kbd> goes back',
    looks: ['highContrast'],
    async show(team) {
      await team.page.keyboard.press('ArrowDown');
      await team.page.keyboard.press('Enter');
      await team.frame.getByRole('button', { name: 'Back to results' }).waitFor();
    },
    leave: (team) => team.frame.getByRole('button', { name: 'Back to results' }).click(),
  },
  {
    name: 'filtered',
    caption: 'By whom, where, when, and what it carries',
    how: '`from:chloe has:code`',
    async show(team) {
      await box(team).fill('from:chloe has:code');
      await option(team, /Pushed/).waitFor();
    },
  },
  {
    name: 'nothing',
    caption: 'Nothing found',
    how: 'Search for what nobody said',
    async show(team) {
      await box(team).fill('unicorn');
      await team.frame
        .locator('.search-status')
        .getByText(/no|nothing/i)
        .waitFor();
    },
  },
  {
    name: 'misunderstood',
    caption: 'A filter that means nothing says so',
    how: '`before:someday`',
    async show(team) {
      await box(team).fill('before:someday');
      await team.frame.locator('.search-status.is-problem').waitFor();
    },
    async leave(team) {
      await box(team).press('Escape');
      await box(team).waitFor({ state: 'hidden' });
    },
  },
  {
    name: 'date',
    caption: 'To a day',
    how: '**Team Chat: Go to Date…**, or a click on a date',
    async show(team) {
      await team.frame.getByRole('button', { name: 'Today' }).or(team.frame.locator('.date-text')).last().click();
      await quickInput(team.page).getByText('Go to Date').waitFor();
      await inputBox(team.page, 'yester', { accept: false });
      await quickInput(team.page).getByText('A day, such as').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
]);
