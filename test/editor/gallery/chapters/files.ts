import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GENERAL } from '../../../../server/protocol/ids';
import { FaultProxy } from '../../../helpers/faultProxy';
import { root } from '../../../helpers/node';
import { chooseFile, contextMenu, palette } from '../../installed/actions';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { type SharedFile, Team, inProject } from '../team';

const MB = 1024 * 1024;

/** A chart, as somebody would paste it. */
async function chart(team: Team): Promise<SharedFile> {
  const page = await team.editors.browser.newPage({ viewport: { width: 760, height: 420 } });
  const svg = readFileSync(path.join(root, 'media/bench/results-fan-out-100.svg'), 'utf8');
  await page.setContent(`<body style="margin:0;background:#fff">${svg}</body>`);
  const drawing = page.locator('svg');
  const box = await drawing.boundingBox();
  const bytes = await drawing.screenshot();
  await page.close();
  const size = box ? { width: Math.round(box.width), height: Math.round(box.height) } : {};
  return { name: 'fan-out.png', type: 'image/png', bytes, ...size };
}

/** Between Ana and the server, for it to be slow. */
const network: { proxy?: FaultProxy } = {};

const chips = (team: Team) => team.frame.getByRole('list', { name: 'Files of the next message' }).getByRole('listitem');

async function attach(team: Team, name: string): Promise<void> {
  await palette(team.page, 'Team Chat: Share File…');
  await chooseFile(team.page, inProject(team.ana, name), /\/$/, 'Attach');
  await chips(team).filter({ hasText: name }).locator('.chip-size', { hasText: /B$/ }).waitFor();
}

async function open(): Promise<Team> {
  const team = await Team.open({
    talk: TALK.slice(-6),
    async through(port) {
      network.proxy = await FaultProxy.to(port);
      return network.proxy.port;
    },
  });
  const { bytes } = await chart(team);
  writeFileSync(inProject(team.ana, 'fan-out.png'), bytes);
  writeFileSync(inProject(team.ana, 'recording.bin'), randomBytes(12 * MB));
  return team;
}

export const files = chapter('files', 'Files and pictures', open, [
  {
    name: 'picked',
    caption: 'What goes with the next message, before it is sent',
    how: 'The paperclip, **Team Chat: Share File…**, paste or drop',
    looks: ['light', 'highContrast'],
    async show(team) {
      await attach(team, 'fan-out.png');
      await attach(team, 'build.log');
      await chips(team).locator('img').waitFor();
      await team.chat.composer.fill('The figures of tonight, and the log of the build:');
    },
    leave: (team) => team.chat.composer.press('Enter'),
  },
  {
    name: 'sent',
    caption: 'A picture is drawn; a file has its name, its size and what can be done with it',
    how: '<kbd>Enter</kbd>',
    looks: ['light', 'highContrast'],
    kept: ['dark'],
    async show(team) {
      await team.chat.message('The figures of tonight').getByTitle('Stored on the server').waitFor();
      await team.chat.message('The figures of tonight').getByRole('img', { name: 'fan-out.png' }).waitFor();
      await team.chat.composer.click();
    },
  },
  {
    name: 'sending',
    caption: 'How far a file is; it can be taken back, and goes on after a cut',
    how: 'Send a big file',
    async show(team) {
      await attach(team, 'recording.bin');
      if (network.proxy) network.proxy.up.bytesPerSecond = MB / 2;
      await team.chat.say('And the recording of the call');
      await team.frame.getByRole('progressbar', { name: 'Sending files' }).waitFor();
    },
    async leave(team) {
      network.proxy?.heal();
      await team.chat.message('And the recording').getByTitle('Stored on the server').waitFor({ timeout: 40_000 });
    },
  },
  {
    name: 'received',
    caption: 'Of somebody else',
    how: 'Somebody shares a picture',
    async show(team) {
      const file = { ...(await chart(team)), name: 'yesterday.png' };
      await team.tell([{ ago: 0, who: 'ben', text: 'And those of yesterday, to compare', file }]);
      await team.frame.getByRole('img', { name: 'yesterday.png' }).waitFor();
    },
  },
  {
    name: 'explorer',
    isPointed: true,
    caption: 'From the explorer',
    how: '**Share in Team Chat** in the menu of a file',
    async show(team) {
      await palette(team.page, 'File: Focus on Files Explorer');
      const row = team.page.getByRole('treeitem', { name: 'chars.ts' });
      await row.click({ button: 'right' });
      await team.page.getByRole('menuitem', { name: 'Share in Team Chat', exact: true }).hover();
    },
    async leave(team) {
      await team.page.keyboard.press('Escape');
      await contextMenu(team.page, team.page.getByRole('treeitem', { name: 'chars.ts' }), 'Share in Team Chat');
      await chips(team).filter({ hasText: 'chars.ts' }).waitFor();
      await palette(team.page, 'View: Close Primary Side Bar');
    },
  },
  {
    name: 'opened',
    caption: 'A text or a picture opens in the editor',
    how: '**Open** at the file',
    async show(team) {
      await team.members.dora.connection.value('typing', { room: GENERAL });
      await team.chat.message('The figures of tonight').getByRole('button', { name: 'Open build.log' }).click();
      await team.page.locator('.tabs-container .tab.active').getByText('build.log').waitFor();
    },
  },
]);
