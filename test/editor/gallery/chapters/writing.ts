import { GENERAL } from '../../../../server/protocol/ids';
import { palette } from '../../installed/actions';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

const DRAFT = `**Two things** before it goes in:

- [x] tests
- [ ] the changelog :tada:

\`\`\`ts
export const version = '2.0.0';
\`\`\``;

const empty = async (team: Team) => {
  await team.page.keyboard.press('Escape');
  await team.chat.composer.fill('');
};

export const writing = chapter('writing', 'Writing', () => Team.open({ talk: TALK.slice(-6) }), [
  {
    name: 'typing',
    caption: 'Who is writing',
    how: 'Somebody writes',
    async show(team) {
      await team.members.ben.connection.value('typing', { room: GENERAL });
      await team.members.chloe.connection.value('typing', { room: GENERAL });
      await team.frame.getByText('ben and chloe are writing').waitFor();
    },
  },
  {
    name: 'preview',
    caption: 'What it will look like',
    how: '**Preview** above the text',
    async show(team) {
      await team.chat.composer.fill(DRAFT);
      await team.frame.getByRole('button', { name: 'Preview' }).click();
      await team.frame.locator('.preview .code').waitFor();
    },
    leave: empty,
  },
  {
    name: 'emoji',
    caption: 'Emoji, in groups, with those used lately and a skin tone',
    how: 'The button beside the text',
    looks: ['light', 'highContrast'],
    async show(team) {
      await team.frame.getByRole('button', { name: 'Emoji', exact: true }).click();
      await team.frame.locator('.picker-cell').first().waitFor();
      await team.page.keyboard.press('ArrowDown');
      await team.page.keyboard.press('ArrowRight');
    },
  },
  {
    name: 'emoji-search',
    caption: 'Emoji by name, word or shortcode',
    how: 'Type into the box above them',
    async show(team) {
      await team.frame.locator('.picker-search').fill('party');
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
  {
    name: 'emoji-completion',
    caption: 'Emoji are offered while one writes',
    how: '<kbd>:</kbd> and a word',
    async show(team) {
      await team.chat.composer.click();
      await team.page.keyboard.type('Thank you :he');
      await team.frame.locator('.offer').first().waitFor();
    },
    leave: empty,
  },
  {
    name: 'mention-completion',
    caption: 'So is who is in the room',
    how: '<kbd>@</kbd> and a name',
    looks: ['light', 'highContrast'],
    async show(team) {
      await team.chat.composer.click();
      await team.page.keyboard.type('Good idea, @');
      await team.frame.locator('.offer').first().waitFor();
    },
    leave: empty,
  },
  {
    name: 'commands',
    caption: 'Commands, with what they do',
    how: '<kbd>/</kbd> in an empty composer',
    looks: ['light'],
    async show(team) {
      await team.chat.composer.click();
      await team.page.keyboard.type('/');
      await team.frame.locator('.offer').first().waitFor();
    },
    leave: empty,
  },
  {
    name: 'help',
    caption: 'Every key and command, and what is said aloud',
    how: '<kbd>Alt</kbd>+<kbd>F1</kbd>, or **Team Chat: Show Keyboard and Accessibility Help**',
    looks: ['light', 'highContrast'],
    async show(team) {
      await palette(team.page, 'Team Chat: Show Keyboard and Accessibility Help');
      await team.frame.locator('.help').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
  {
    name: 'big-emoji',
    caption: 'Emoji alone are big; a mention of oneself stands out',
    how: 'Send one to three emoji',
    async show(team) {
      await team.post('ben', GENERAL, '🎉');
      await team.chat.say('👏🏽 🚀');
      await team.post('dora', GENERAL, 'Well done, @ana');
      await team.chat.message('Well done').waitFor();
    },
  },
  {
    name: 'too-long',
    caption: 'Too long is said before it is sent',
    how: 'Write more than 10,000 characters',
    async show(team) {
      await team.chat.composer.fill('A very long story. '.repeat(530));
      await team.chat.composer.press('Enter');
      await team.frame.getByText(/Too long by/).waitFor();
    },
    leave: empty,
  },
  {
    name: 'new-messages',
    caption: 'What comes while one reads further up',
    how: 'Scroll up; <kbd>Esc</kbd> goes to the newest message',
    async show(team) {
      for (let i = 0; i < 12; i += 1) await team.post('ben', GENERAL, `Build ${4700 + i} is green.`);
      await team.chat.message('Build 4711').waitFor();
      await team.frame.getByRole('log').evaluate((log) => (log.scrollTop = 0));
      await team.post('chloe', GENERAL, 'Which of them do we take?');
      await team.frame.getByRole('button', { name: '1 new message' }).waitFor();
    },
    leave: (team) => team.frame.getByRole('button', { name: '1 new message' }).click(),
  },
  {
    name: 'exit-question',
    caption: 'Leaving with something unsent asks first',
    how: '**Exit** in the header, or **Chat: Exit**',
    async show(team) {
      await team.chat.composer.fill('Not sent yet');
      await team.frame.getByRole('button', { name: 'Exit' }).click();
      await team.frame.getByRole('alertdialog').waitFor();
    },
    leave: (team) => team.frame.getByRole('button', { name: 'Stay' }).click(),
  },
]);
