import { GENERAL } from '../../../../server/protocol/ids';
import { palette, quickInput } from '../../installed/actions';
import { REVIEW, TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

const ALL = ['light', 'highContrast', 'highContrastLight'] as const;

const HIDDEN =
  'Careful with this one, it is not what it looks like:\n\n```js\nif (user.role !== "admin\u202e\u2066 // only for admins\u2069\u2066") {\n  deleteAll();\n}\n```';
const LOG = `The whole log, for the record:\n\n\`\`\`log\n${Array.from({ length: 60 }, (_, i) => `[${i + 1}/60] lexer/${(i * 37) % 100}.test.ts ... ok`).join('\n')}\n\`\`\``;
const PYTHON = `The same in the script of the nightly build:

\`\`\`python
def tokens(line: str) -> Iterator[Token]:
    """Cuts a line into tokens."""
    for match in PATTERN.finditer(line):
        yield Token(match.lastgroup, match.group(), match.start())
\`\`\``;

export const messages = chapter('messages', 'Messages', () => Team.open({ talk: TALK }), [
  {
    name: 'talk',
    caption: 'A conversation beside the code',
    how: '**Chat: Join**',
    looks: ALL,
    kept: ['dark', 'light', 'highContrast'],
    show: (team) => team.chat.message('release notes').waitFor(),
  },
  {
    name: 'markdown',
    caption: 'Markdown, as on GitHub: headings, lists, tasks, quotes, links',
    how: 'Write it',
    looks: ['light'],
    async show(team) {
      await team.post('dora', GENERAL, REVIEW);
      await team.chat.message('Two things').waitFor();
    },
  },
  {
    name: 'code',
    isPointed: true,
    caption: 'Code in the colours and the font of the editor, to be copied, inserted or opened',
    how: 'Three backticks and a language, or paste it',
    looks: ALL,
    kept: ['dark'],
    async show(team) {
      await team.post('chloe', GENERAL, PYTHON);
      await team.chat.message('nightly build:').locator('.code').hover();
    },
  },
  {
    name: 'hidden-characters',
    caption: 'Characters that cannot be seen are shown, with a warning',
    how: 'Somebody sends such code',
    looks: ['highContrast'],
    async show(team) {
      await team.post('ben', GENERAL, HIDDEN);
      await team.frame.getByText('This code has hidden characters').waitFor();
    },
  },
  {
    name: 'folded',
    caption: 'Long code is folded',
    how: '**Show all 60 lines** unfolds it',
    async show(team) {
      await team.post('ben', GENERAL, LOG);
      await team.frame.getByRole('button', { name: 'Show all 60 lines' }).waitFor();
    },
  },
  {
    name: 'link',
    caption: 'A link opens after its whole host was seen; the first answer is no',
    how: 'Click a link in a message',
    async show(team) {
      await team.frame.getByRole('link', { name: 'surrogate pairs' }).click();
      await quickInput(team.page).getByText('Do Not Open').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
  {
    name: 'actions',
    isPointed: true,
    caption: 'What can be done to a message, each with a key of its own',
    how: 'Point at a message, or <kbd>Ctrl</kbd>+<kbd>↑</kbd> and <kbd>Enter</kbd>',
    looks: ALL,
    async show(team) {
      await team.post('dora', GENERAL, 'So: ship it on Friday?');
      await team.chat.message('ship it on Friday').locator('.bubble').hover();
      await team.frame.locator('.acts').first().waitFor();
    },
  },
  {
    name: 'reactions',
    caption: 'Reactions are buttons that tell their names',
    how: '<kbd>+</kbd> at a message',
    looks: ['light', 'highContrast'],
    async show(team) {
      const seq = await team.post('ben', GENERAL, 'Shipped 🎉 The release is out.');
      await team.react('chloe', seq, '🎉');
      await team.react('dora', seq, '🎉');
      await team.react('dora', seq, '❤️');
      await team.chat.message('Shipped').locator('.reaction').nth(1).waitFor();
      await team.chat.composer.click();
      await team.page.keyboard.press('Control+ArrowUp');
      await team.page.keyboard.press('End');
      await team.page.keyboard.press('+');
      await team.frame.locator('.picker-cell').first().waitFor();
      await team.page.keyboard.type('tada');
      await team.page.keyboard.press('ArrowDown');
      await team.page.keyboard.press('Enter');
      await team.frame.getByRole('button', { name: /^🎉, 3/ }).waitFor();
    },
  },
  {
    name: 'reply',
    caption: 'A reply quotes what it answers, and leads back there; a thread can be marked as resolved',
    how: '<kbd>R</kbd> at a message; <kbd>S</kbd> resolves',
    looks: ['light'],
    async show(team) {
      const { ben, chloe } = team.members;
      const question = await team.post('ben', GENERAL, 'Does anybody still need the old lexer?');
      await team.post('dora', GENERAL, 'Only the importer, until next week.', question);
      await team.post('chloe', GENERAL, 'I have a branch that moves it over.', question);
      await ben.connection.value('flag', { room: GENERAL, seq: question, flag: 'resolved', isOn: true });
      await team.frame.locator('.resolved').waitFor();
      await chloe.connection.value('typing', { room: GENERAL });
    },
  },
  {
    name: 'answering',
    caption: 'Writing a reply',
    how: '<kbd>R</kbd> at a message',
    async show(team) {
      await team.chat.composer.click();
      await team.page.keyboard.press('Control+ArrowUp');
      await team.page.keyboard.press('r');
      await team.page.keyboard.type('Thanks, then we can drop it');
      await team.frame.locator('.writing').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Enter'),
  },
  {
    name: 'editing',
    caption: 'Editing one’s last message',
    how: '<kbd>↑</kbd> in an empty composer, or <kbd>E</kbd> at a message',
    async show(team) {
      await team.chat.message('then we can drop it').getByTitle('Stored on the server').waitFor();
      await team.chat.composer.press('ArrowUp');
      await team.frame.getByText('You edit your message').waitFor();
    },
    async leave(team) {
      await team.chat.composer.fill('Thanks, then we can drop it next week.');
      await team.chat.composer.press('Enter');
    },
  },
  {
    name: 'edited',
    caption: 'Edited, and said so',
    how: '<kbd>Enter</kbd> in the edit',
    show: (team) => team.chat.message('next week.').getByText('(edited)').waitFor(),
  },
  {
    name: 'undo',
    caption: 'For ten seconds a deletion can be undone',
    how: '<kbd>Delete</kbd> at a message of one’s own; <kbd>Z</kbd> brings it back',
    async show(team) {
      await team.chat.say('The password is hunter2');
      await team.chat.message('hunter2').getByTitle('Stored on the server').waitFor();
      await team.page.keyboard.press('Control+ArrowUp');
      await team.page.keyboard.press('End');
      await team.page.keyboard.press('Delete');
      await team.frame.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'deleted',
    caption: 'Its place stays; its text is gone from the server’s files',
    how: 'Ten seconds later',
    show: (team) => team.frame.getByText('This message was deleted.').waitFor(),
  },
  {
    name: 'delete-question',
    caption: 'What others wrote is deleted after a question',
    how: '<kbd>Delete</kbd> at a message, as who looks after the room',
    async show(team) {
      await team.chat.message('So: ship it').locator('.bubble').click();
      await team.page.keyboard.press('Delete');
      await team.frame.getByRole('alertdialog').waitFor();
    },
    leave: (team) => team.frame.getByRole('button', { name: 'Keep' }).click(),
  },
  {
    name: 'pinned',
    caption: 'The pinned messages of a room',
    how: '**Team Chat: Show Pinned Messages…**; <kbd>P</kbd> at a message pins it',
    async show(team) {
      const { ben } = team.members;
      for (const name of ['fix', 'question', 'times'])
        await ben.connection.value('flag', { room: GENERAL, seq: team.seqOf(name), flag: 'pinned', isOn: true });
      await palette(team.page, 'Team Chat: Show Pinned Messages…');
      await quickInput(team.page).getByText('Which version do we ship').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
]);
