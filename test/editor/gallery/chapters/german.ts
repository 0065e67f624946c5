import { palette, quickInput } from '../../installed/actions';
import { reloadWindow } from '../../installed/reload';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

/** What a language pack would set; there is none without a network. */
async function open(): Promise<Team> {
  const team = await Team.open({ talk: TALK.slice(-6), settings: { 'alongside.timeFormat': '24h' } });
  await team.page.addInitScript(() => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: 'de' }));
  await reloadWindow(team.page, true);
  return team;
}

export const german = chapter('german', 'In German', open, [
  {
    name: 'talk',
    caption: 'The chat in the language of the editor',
    how: '**Configure Display Language**',
    async show(team) {
      await team.frame.getByText('1 Antwort').first().waitFor();
    },
  },
  {
    name: 'commands',
    caption: 'Its commands',
    how: '<kbd>/</kbd> in the composer',
    async show(team) {
      await team.frame.locator('.textarea').click();
      await team.page.keyboard.type('/');
      await team.frame.locator('.offer').first().waitFor();
    },
    async leave(team) {
      await team.page.keyboard.press('Escape');
      await team.page.keyboard.press('Backspace');
    },
  },
  {
    name: 'rooms',
    caption: 'Its questions',
    how: '**Team-Chat: Raum anlegen…**',
    async show(team) {
      await palette(team.page, 'Team-Chat: Raum anlegen…');
      await quickInput(team.page).getByText('Öffentlich').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
]);
