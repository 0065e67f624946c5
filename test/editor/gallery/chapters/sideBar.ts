import { GENERAL } from '../../../../server/protocol/ids';
import { palette } from '../../installed/actions';
import { chatPage } from '../../installed/chatPage';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team, openCode } from '../team';

const WIDTH = 250;

const chat = (team: Team) => chatPage(team.ana, 'view');

/** By its edge, as with a mouse. */
async function narrow({ page }: Team): Promise<void> {
  const bar = page.locator('.part.auxiliarybar');
  const box = await bar.boundingBox();
  if (!box) throw new Error('there is no side bar');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - WIDTH, y, { steps: 10 });
  await page.mouse.up();
  await page.mouse.move(300, y);
}

export const sideBar = chapter('side-bar', 'In a side bar of 250 pixels', () => Team.open({ talk: TALK }), [
  {
    name: 'talk',
    caption: 'The chat in the secondary side bar',
    how: '**Team Chat: Move to Side Bar**',
    looks: ['light', 'highContrast'],
    kept: ['dark'],
    async show(team) {
      await palette(team.page, 'Team Chat: Move to Side Bar');
      await chat(team).message('release notes').waitFor();
      await openCode(team.ana).catch(() => undefined);
      await narrow(team);
    },
  },
  {
    name: 'actions',
    isPointed: true,
    caption: 'At a message',
    how: 'Point at it',
    async show(team) {
      await chat(team).message('release notes').locator('.bubble').hover();
      await chat(team).frame.locator('.acts').first().waitFor();
    },
  },
  {
    name: 'code',
    caption: 'Code and reactions',
    how: 'Scroll up',
    async show(team) {
      await chat(team).message('Pushed.').locator('.reactions').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'search',
    caption: 'Search',
    how: '<kbd>Ctrl</kbd>+<kbd>F</kbd>',
    async show(team) {
      await chat(team).frame.getByRole('button', { name: 'Search messages' }).click();
      await chat(team).frame.getByRole('combobox', { name: 'Search messages' }).waitFor();
    },
  },
  {
    name: 'results',
    caption: 'What was found',
    how: 'Type',
    looks: ['highContrast'],
    async show(team) {
      await chat(team).frame.getByRole('combobox', { name: 'Search messages' }).fill('lexer');
      await chat(team)
        .frame.getByRole('option', { name: /Which version/ })
        .waitFor();
    },
    leave: (team) => chat(team).frame.getByRole('combobox', { name: 'Search messages' }).press('Escape'),
  },
  {
    name: 'emoji',
    caption: 'Emoji',
    how: 'The button beside the text',
    async show(team) {
      await chat(team).frame.getByRole('button', { name: 'Emoji', exact: true }).click();
      await chat(team).frame.locator('.picker-cell').first().waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
  {
    name: 'answering',
    caption: 'A reply, and who is writing',
    how: '<kbd>R</kbd> at a message',
    async show(team) {
      await chat(team).composer.click();
      await team.page.keyboard.press('Control+ArrowUp');
      await team.page.keyboard.press('r');
      await chat(team).frame.locator('.writing').waitFor();
      await team.members.ben.connection.value('typing', { room: GENERAL });
      await chat(team).frame.getByText('ben is writing').waitFor();
    },
  },
]);
