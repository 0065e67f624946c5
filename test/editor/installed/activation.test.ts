import assert from 'node:assert/strict';
import { escapeQuickInput, palette, quickInput, quickRows, webview } from './actions';
import { activationMs } from './activationTime';
import { type Editors, openEditors, picturesOfFailures } from './editors';

describe('the installed extension', function () {
  this.timeout(180_000);
  let editors: Editors<'ana'>;
  before(async () => (editors = await openEditors({ users: ['ana'] })));
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('activates in less than 50 ms, as VS Code measures it', async () => {
    const { page } = editors.of.ana;
    const measured: number[] = [];
    // A busy machine can delay any one of them.
    while (measured.length < 12 && !measured.some((each) => each < 50)) {
      await page.reload();
      measured.push(await activationMs(page));
    }
    assert.ok(Math.min(...measured) < 50, `took ${measured.join(', ')} ms`);
  });

  it('speaks German in a German editor: its commands, its views and its page', async () => {
    const { page } = editors.of.ana;
    // What a language pack would set; there is none without a network.
    await page.addInitScript(() => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: 'de' }));
    await page.reload();
    await palette(page, 'Team-Chat: Chat anzeigen');
    const chat = webview(page, 'panel');
    await chat.getByRole('heading', { name: 'Team-Chat' }).waitFor();
    await chat.getByRole('button', { name: 'Server starten' }).waitFor();
    assert.equal(await chat.locator('html').getAttribute('lang'), 'de');
    await chat.getByRole('button', { name: 'Beitreten' }).click();
    await quickInput(page).getByText('Chat: Beitreten').waitFor();
    await quickRows(page).getByText('Kopplungscode verwenden…').waitFor();
    await escapeQuickInput(page);
    await page.getByRole('button', { name: /^Team-Chat, nicht beigetreten/ }).waitFor();
  });
});
