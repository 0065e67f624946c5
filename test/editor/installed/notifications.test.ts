import assert from 'node:assert/strict';
import { eventually } from '../../helpers/eventually';
import { inputBox, palette, quickInput, quickPick, screenshot, toast, toastAction } from './actions';
import { chatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';

type Who = 'ana' | 'ben';

/** Notifications of the packaged extension. The tests are one story, in order. */
describe('notifications, in VS Code', function () {
  this.timeout(60_000);
  let editors: Editors<Who>;
  const page = (who: Who) => editors.of[who].page;
  const chat = (who: Who) => chatPage(editors.of[who]);
  const opened = (who: Who, title: string) => chat(who).frame.getByRole('heading', { name: title, level: 1 }).waitFor();
  const goTo = async (who: Who, room: string) => {
    await palette(page(who), 'Team Chat: Go to Room…');
    await quickPick(page(who), room);
    await opened(who, room);
  };

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana', 'ben'], files: { 'hello.ts': 'let a = 1;\n' } });
    await startServer(editors.of.ana, editors.chatPort);
    await joinByAddress(editors.of.ana, editors);
    await joinByAddress(editors.of.ben, editors);
    await palette(page('ben'), 'Team Chat: Create Room…');
    await quickPick(page('ben'), 'Public');
    await inputBox(page('ben'), 'design');
    await opened('ben', 'design');
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('tell who is mentioned where another room is open, as plain text, and open the room', async () => {
    await chat('ana').say('@ben [look](command:workbench.action.closeWindow)');
    const told = toast(page('ben'), 'ana mentioned you in general: @ben [look] (command:workbench.action.closeWindow)');
    await told.waitFor();
    assert.equal(await told.getByRole('link').count(), 0);
    await screenshot(page('ben'), 'notification-mention');
    await toastAction(page('ben'), 'ana mentioned you', 'Show');
    await opened('ben', 'general');
  });

  it('are snoozed by a command that says until when', async () => {
    await palette(page('ben'), 'Team Chat: Snooze Notifications…');
    await quickInput(page('ben')).getByText('Until tomorrow').waitFor();
    await screenshot(page('ben'), 'notification-snooze');
    await quickPick(page('ben'), '1 hour');
    await palette(page('ben'), 'Team Chat: Snooze Notifications…');
    await eventually(async () => {
      const shown = await quickInput(page('ben')).locator('input').first().getAttribute('placeholder');
      assert.match(shown ?? '', /^Snoozed until /);
    });
    await quickPick(page('ben'), 'Off');
  });

  it('are silent while the room is in view, and lead to their setting', async () => {
    await chat('ana').say('@ben in view');
    await chat('ben').message('@ben in view').waitFor();
    await goTo('ben', 'design');
    await chat('ana').say('@ben out of view');
    await toast(page('ben'), 'ana mentioned you in general: @ben out of view').waitFor();
    assert.equal(await toast(page('ben'), '@ben in view').count(), 0);
    await toastAction(page('ben'), 'out of view', 'Settings');
    await page('ben').getByText('What a notification tells you of').waitFor();
    await screenshot(page('ben'), 'notification-setting');
  });

  it('are held in Zen mode, and told together afterwards', async () => {
    const settings = page('ben').getByText('What a notification tells you of');
    await eventually(async () => {
      await page('ben').keyboard.press('Escape');
      await settings.waitFor({ state: 'detached', timeout: 1_000 });
    });
    await page('ben').getByRole('treeitem', { name: 'hello.ts' }).dblclick();
    await page('ben').locator('.line-numbers').first().waitFor();
    const shownSince = performance.now();
    // Those of an editor that was just opened may go for another reason.
    await eventually(() => assert.ok(performance.now() - shownSince > 2_100));
    await eventually(async () => {
      await palette(page('ben'), 'View: Toggle Zen Mode');
      await page('ben').locator('.line-numbers').first().waitFor({ state: 'detached', timeout: 2_000 });
    });
    await chat('ana').say('@ben one');
    await chat('ana').message('@ben one').getByTitle('Stored on the server').waitFor();
    await chat('ana').say('@ben two');
    await chat('ana').message('@ben two').getByTitle('Stored on the server').waitFor();
    await palette(page('ben'), 'View: Toggle Zen Mode');
    await toast(page('ben'), 'While you were in Zen mode: 2 messages from ana in general').waitFor();
    await screenshot(page('ben'), 'notification-zen');
    await page('ben').keyboard.press('Escape');
    await toast(page('ben'), 'While you were in Zen mode').waitFor({ state: 'hidden' });
  });

  it('are there to be caught up with: what happened since one left, there and back', async () => {
    await palette(page('ben'), 'Team Chat: Show Chat');
    await palette(page('ben'), 'Team Chat: What Happened Since You Left');
    const list = chat('ben').frame.getByRole('region', { name: 'What happened since you left' });
    await list.getByRole('button', { name: /^ana, general, .*: @ben two, public room$/ }).waitFor();
    await screenshot(page('ben'), 'what-happened');
    await page('ben').keyboard.press('Enter');
    await eventually(async () =>
      assert.match(await chat('ben').frame.locator('[data-seq]:focus').innerText(), /@ben two/),
    );
    await opened('ben', 'general');
    await page('ben').keyboard.press('Escape');
    await list.waitFor();
    await page('ben').keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  });
});
