import { GENERAL } from '../../../../server/protocol/ids';
import { palette, quickInput, quickPick, statusItem, toast, toastAction } from '../../installed/actions';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team, clear } from '../team';

const codeTab = (team: Team) => team.page.locator('.tabs-container .tab').getByText('lexer.ts');

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
    name: 'missed',
    caption: 'What happened since one left: questions, mentions, replies, from all rooms',
    how: '**Team Chat: What Happened Since You Left**, or `/missed`',
    looks: ['light'],
    async show(team) {
      await palette(team.page, 'Team Chat: What Happened Since You Left');
      await team.frame.locator('.missed').waitFor();
    },
    leave: (team) => team.page.keyboard.press('Escape'),
  },
  {
    name: 'snooze',
    caption: 'No notification for a while',
    how: '**Team Chat: Snooze Notifications…**',
    async show(team) {
      await palette(team.page, 'Team Chat: Snooze Notifications…');
      await quickInput(team.page).getByText('Until tomorrow').waitFor();
    },
    leave: (team) => quickPick(team.page, 'Off').catch(() => team.page.keyboard.press('Escape')),
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
  },
]);
