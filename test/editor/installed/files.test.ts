import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../helpers/eventually';
import { FaultProxy } from '../../helpers/faultProxy';
import { aPng } from '../../src/files/pictures';
import { chooseFile, contextMenu, palette, screenshot } from './actions';
import { type ChatPage, joinByAddress, startServer } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { storedFiles } from './storage';

const MB = 1024 * 1024;

/** Files, in the packaged extension. The tests are one conversation, in order. */
describe('files and pictures, in VS Code', function () {
  this.timeout(60_000);
  let editors: Editors<'ana' | 'ben'>;
  let proxy: FaultProxy;
  let ana: ChatPage;
  let ben: ChatPage;
  const picture = aPng(300, 200);
  const recording = randomBytes(6 * MB);
  const inFolder = (who: 'ana' | 'ben', name: string) => path.join(editors.of[who].folder, name);
  const chips = () => ana.frame.getByRole('list', { name: 'Files of the next message' }).getByRole('listitem');
  const share = async (name: string) => {
    const { page } = editors.of.ana;
    await palette(page, 'Team Chat: Share File…');
    await chooseFile(page, inFolder('ana', name), /\/$/, 'Attach');
    await chips().filter({ hasText: name }).locator('.chip-size', { hasText: /B$/ }).waitFor();
  };
  /** A file that is being written is there already. What differs in megabytes is not to be shown. */
  const download = async (name: string, bytes: Buffer) => {
    await ben.frame.getByRole('button', { name: `Download ${name}`, includeHidden: true }).click();
    await chooseFile(editors.of.ben.page, inFolder('ben', `got-${name}`), new RegExp(`/${name}$`));
    const file = inFolder('ben', `got-${name}`);
    await eventually(() => existsSync(file) && readFileSync(file).equals(bytes), 15_000);
  };

  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana', 'ben'] });
    writeFileSync(inFolder('ana', 'plan.png'), picture);
    writeFileSync(inFolder('ana', 'recording.bin'), recording);
    proxy = await FaultProxy.to(editors.chatPort);
    await startServer(editors.of.ana, editors.chatPort);
    ben = await joinByAddress(editors.of.ben, editors);
    ana = await joinByAddress(editors.of.ana, { ...editors, chatPort: proxy.port });
  });
  after(async () => {
    await editors.close();
    await proxy[Symbol.asyncDispose]();
  });
  picturesOfFailures(() => editors);

  it('are picked, seen above the composer, sent, and drawn where they are pictures', async () => {
    await share('plan.png');
    await chips().locator('img').waitFor();
    await screenshot(editors.of.ana.page, 'files-picked');
    await ana.say('Here is the plan');
    await ana.message('Here is the plan').getByTitle('Stored on the server').waitFor();
    const image = ben.message('Here is the plan').getByRole('img', { name: 'plan.png' });
    await image.waitFor();
    await eventually(async () => {
      const drawn = await image.evaluate((element: HTMLImageElement) => [element.naturalWidth, element.naturalHeight]);
      assert.deepEqual(drawn, [300, 200]);
    });
    assert.equal(await chips().count(), 0);
    await screenshot(editors.of.ben.page, 'files-picture');
  });

  it('are saved by the others as they were', async () => {
    await download('plan.png', picture);
  });

  it('go on where they were cut, with how far they are, and come whole', async () => {
    await share('recording.bin');
    proxy.up.bytesPerSecond = 3 * MB;
    proxy.up.cutAfterBytes = 3 * MB;
    await ana.say('And the recording');
    await ana.frame.getByRole('progressbar', { name: 'Sending files' }).waitFor();
    await screenshot(editors.of.ana.page, 'files-sending');
    await ana.message('And the recording').getByTitle('Stored on the server').waitFor({ timeout: 40_000 });
    assert.equal(proxy.up.cuts, 1);
    assert.ok(proxy.up.passedBytes < 8 * MB, `${proxy.up.passedBytes}`);
    proxy.heal();
    await ben.message('And the recording').waitFor();
    await download('recording.bin', recording);
    await eventually(() =>
      assert.deepEqual(
        storedFiles(editors.of.ana, '').filter(
          (name) => name.includes(`outbox`) && name.includes(`${path.sep}files${path.sep}`),
        ),
        [],
      ),
    );
  });

  it('are shared from the explorer, and opened in the editor where they are text', async () => {
    const { page } = editors.of.ana;
    await contextMenu(page, page.getByRole('treeitem', { name: 'hello.ts' }), 'Share in Team Chat');
    await chips().filter({ hasText: 'hello.ts' }).waitFor();
    await ana.say('This file');
    await ben.message('This file').getByRole('button', { name: 'Open hello.ts' }).click();
    const copy = () => storedFiles(editors.of.ben, 'hello.ts');
    await eventually(() => assert.equal(copy().length, 1));
    assert.match(copy()[0]!, /opened/);
    await editors.of.ben.page.locator('.tabs-container .tab.active').getByText('hello.ts').waitFor();
    await screenshot(editors.of.ben.page, 'files-opened');
  });

  it('are taken from the clipboard, with the key that the desktop pastes with', async () => {
    const { page } = editors.of.ana;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(
      async (bytes) => {
        const png = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
      },
      [...picture],
    );
    await ana.composer.click();
    await page.keyboard.press('Control+v');
    const pasted = chips().filter({ hasText: 'image.png' });
    await pasted.locator('img').waitFor();
    await screenshot(page, 'files-pasted');
    await ana.say('From the clipboard');
    const image = ben.message('From the clipboard').getByRole('img', { name: 'image.png' });
    await eventually(async () => {
      const drawn = await image.evaluate((element: HTMLImageElement) => [element.naturalWidth, element.naturalHeight]);
      assert.deepEqual(drawn, [300, 200]);
    });
  });

  it('are dropped from the explorer, with Shift held', async () => {
    const { page } = editors.of.ana;
    await page.getByRole('treeitem', { name: 'hello.ts' }).hover();
    await page.mouse.down();
    const { x, y, width, height } = (await ana.composer.boundingBox())!;
    await page.keyboard.down('Shift');
    await page.mouse.move(x + width / 2, y + height / 2 - 40, { steps: 5 });
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await chips().filter({ hasText: 'hello.ts' }).waitFor();
    await screenshot(page, 'files-dropped');
    await ana.say('Dropped');
    await ben.message('Dropped').getByRole('button', { name: 'Open hello.ts' }).waitFor();
  });
});
