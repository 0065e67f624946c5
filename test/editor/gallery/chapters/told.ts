import { GENERAL } from '../../../../server/protocol/ids';
import { palette, quickInput, statusItem, toast, toastAction } from '../../installed/actions';
import { reloadWindow } from '../../installed/reload';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team, clear } from '../team';

const codeTab = (team: Team) => team.page.locator('.tabs-container .tab').getByText('lexer.ts');

/** What they say to one another, and to her. */
async function whileAway(team: Team): Promise<void> {
  const { dora } = team.members;
  const question = await team.post('dora', GENERAL, 'Does the importer still need the old lexer?');
  await team.post('ben', GENERAL, 'No, since this morning.', question);
  await dora.connection.value('flag', { room: GENERAL, seq: question, flag: 'resolved', isOn: true });
  for (const file of ['grammar.txt', 'corpus.txt', 'words.txt', 'names.txt', 'rules.txt', 'tables.txt', 'lists.txt'])
    await team.post('ben', GENERAL, `${file} is through.`);
  const notes = await team.post('chloe', GENERAL, 'The release notes are final.');
  await dora.connection.value('flag', { room: GENERAL, seq: notes, flag: 'pinned', isOn: true });
  await team.post('chloe', GENERAL, '@ana Which of the two pictures do we take?');
  const { room } = await dora.connection.value('openDirect', { members: [await team.idOf('ana')] });
  await team.post('dora', room.id, 'Shall we go through them together?');
}

export const told = chapter('told', 'Being told', () => Team.open({ talk: TALK.slice(-6) }), [
  {
    name: 'mention',
    caption: 'A mention, while its room is not in view',
    how: '`alongside.notifications`: mentions, all or none',
    looks: ['light'],
    async show(team) {
      await palette(team.page, 'View: Move Editor into Previous Group');
      await codeTab(team).click();
      await team.post('ben', GENERAL, 'The release notes are up for review.');
      await team.post('ben', GENERAL, '@ana one question is left in them');
      await toast(team.page, 'ben mentioned you in general').waitFor();
    },
    leave: (team) => clear(team.page),
  },
  {
    name: 'unread',
    isPointed: true,
    caption: 'What is unread: in the status bar and at the tab',
    how: 'Point at the item in the status bar; a click opens the chat',
    async show(team) {
      await statusItem(team.page, 'alongside.status').hover();
      await team.page.getByText(/general: \d unread/).waitFor();
    },
  },
  {
    name: 'divider',
    caption: 'What came while nobody looked stands behind a line',
    how: 'Open the chat; <kbd>Esc</kbd> takes the line away',
    looks: ['light', 'highContrast'],
    async show(team) {
      await statusItem(team.page, 'alongside.status').click();
      await team.frame.locator('.divider').waitFor();
    },
  },
  {
    name: 'snooze',
    caption: 'No notification for a while',
    how: '**Team Chat: Snooze Notifications…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Snooze Notifications…');
      await quickInput(team.page).getByText('Until tomorrow').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
  {
    name: 'settings',
    caption: 'All settings',
    how: '**Settings** in a notification, or the settings of the editor',
    async show(team) {
      await codeTab(team).click();
      await team.post('chloe', GENERAL, '@ana done');
      await toastAction(team.page, 'chloe mentioned you', 'Settings');
      await team.page.getByText('What a notification tells you of').waitFor();
      await team.page.locator('.settings-editor .suggest-input-container').first().click();
      await team.page.keyboard.press('Control+A');
      await team.page.keyboard.type('alongside');
      await team.page.getByText('Where the chat is shown.').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
  {
    name: 'back',
    caption: 'Who was away is offered what happened',
    how: 'Open the chat after a while, with more than a few messages in it',
    async show(team) {
      await codeTab(team).click();
      await whileAway(team);
      await reloadWindow(team.page, true);
      await statusItem(team.page, 'alongside.status').click();
      await team.frame.locator('.missed-offer').waitFor();
    },
    leave: (team) => clear(team.page),
  },
  {
    name: 'missed',
    caption: 'What happened since one left: mentions, questions, what was pinned and resolved',
    how: '**Team Chat: What Happened Since You Left**, or `/missed`',
    looks: ['light', 'highContrast', 'highContrastLight'],
    async show(team) {
      await palette(team.page, 'Team Chat: What Happened Since You Left');
      await team.frame.locator('.missed').getByText('Which of the two').first().waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
]);
