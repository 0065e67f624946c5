import { GENERAL } from '../../../../server/protocol/ids';
import { clipboard } from '../../installed/actions';
import { aCid } from '../../../helpers/commands';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

async function open(): Promise<Team> {
  const team = await Team.open({
    talk: TALK.slice(-6),
    settings: { 'alongside.issueLink': 'https://tracker.example.test/issues/{id}' },
  });
  const { ben } = team.members;
  await ben.connection.value('createRoom', { cid: aCid(), name: 'release', kind: 'public', topic: 'What goes out' });
  return team;
}

export const links = chapter('links', 'Links and places', open, [
  {
    name: 'copied',
    caption: 'A link to a message',
    how: '<kbd>L</kbd> at it, or **Copy Link to Message** in its menu',
    async show(team) {
      await team.chat.message('I have measured it').locator('.bubble').click();
      await team.page.keyboard.press('l');
      await team.page.getByText('The link to the message is in the clipboard.').waitFor();
    },
  },
  {
    name: 'shown',
    caption: 'Messages, rooms and issues that a text names',
    how: 'Paste the link, `#release`, `#4711` (setting `alongside.issueLink`)',
    looks: ['light', 'highContrast', 'highContrastLight'],
    async show(team) {
      const link = await clipboard(team.page);
      await team.post('chloe', GENERAL, `These are the figures: ${link}. For #release, and it closes #4711.`);
      await team.chat.message('These are the figures').locator('.text-link').first().waitFor();
    },
  },
  {
    name: 'rooms',
    caption: 'Rooms are offered while one writes',
    how: '<kbd>#</kbd> and a name',
    async show(team) {
      await team.chat.composer.click();
      await team.page.keyboard.type('All that is in #re');
      await team.frame.locator('.offer').first().waitFor();
    },
    async leave(team) {
      await team.page.keyboard.press('Escape');
      await team.chat.composer.fill('');
    },
  },
  {
    name: 'followed',
    caption: 'Where a link leads there is a way back',
    how: 'Click it; <kbd>Esc</kbd> goes back',
    async show(team) {
      await team.chat.message('These are the figures').locator('.text-link').first().click();
      await team.frame.locator('.way-back').waitFor();
    },
    leave: (team) => team.frame.locator('.way-back').getByRole('button', { name: 'Back' }).click(),
  },
  {
    name: 'unread',
    caption: 'Unread from here on, until one comes back to it',
    how: '<kbd>U</kbd> at a message, or **Mark Unread from Here** in its menu',
    async show(team) {
      await team.chat.message('release notes').locator('.bubble').click();
      await team.page.keyboard.press('u');
      await team.frame.locator('.divider').waitFor();
    },
  },
]);
