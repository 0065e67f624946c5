import assert from 'node:assert/strict';
import { eventually } from '../helpers/eventually';
import { aMessage, aSnapshot } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

const TS = 'const a = 1;\nlet b = a;';

describe('writing Markdown', function () {
  this.timeout(60_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  beforeEach(async () => {
    await renderState(chat, aSnapshot({ entries: [aMessage(1)] }));
    await box().click();
  });
  const box = () => chat.page.getByRole('textbox');
  const press = (...keys: string[]) => keys.reduce((done, key) => done.then(() => chat.page.keyboard.press(key)), Promise.resolve()); // prettier-ignore
  const isText = (text: string) => eventually(async () => assert.equal(await box().inputValue(), text));
  const paste = (data: Readonly<Record<string, string>>) =>
    box().evaluate((area, given) => {
      const clipboardData = new DataTransfer();
      for (const [type, value] of Object.entries(given)) clipboardData.setData(type, value);
      area.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }),
      );
    }, data);

  it('formats what is selected by key, and undoes that by key', async () => {
    await chat.page.keyboard.type('a word');
    await press('Control+Shift+ArrowLeft', 'Control+b', 'Control+i');
    await isText('a **_word_**');
    await chat.page.keyboard.type('text');
    await isText('a **_text_**');
    await press('Control+a', 'Control+Shift+Digit8');
    await isText('- a **_text_**');
    await press('Control+z');
    await isText('a **_text_**');
    await press('Control+a', 'Control+e');
    await isText('`a **_text_**`');
  });

  it('lets no key through to the editor that it has taken, and every other one', async () => {
    await chat.page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      addEventListener('keydown', ({ key }) => seen.push(key));
    });
    await press('Control+b', 'Control+Shift+Digit9', 'Control+Alt+b', 'Control+k');
    const seen = await chat.page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    assert.deepEqual(seen.filter((key) => key.length === 1), ['b', 'k']); // prettier-ignore
  });

  it('makes a block of pasted code, of which one undo leaves the text', async () => {
    await chat.page.keyboard.type('Look:');
    await paste({ 'text/plain': TS, 'vscode-editor-data': JSON.stringify({ mode: 'typescript' }) });
    await isText(`Look:\n\`\`\`typescript\n${TS}\n\`\`\`\n`);
    await press('Control+z');
    await isText(`Look:${TS}`);
  });

  it('shows what it will look like, where that is another thing than what is typed', async () => {
    const toggle = () => chat.page.getByRole('button', { name: 'Preview' });
    await chat.page.keyboard.type('plain');
    assert.equal(await toggle().count(), 0);
    await chat.page.keyboard.type(' **bold**');
    await toggle().click();
    const shown = chat.page.getByRole('region', { name: 'Preview' });
    assert.equal(await shown.locator('strong').textContent(), 'bold');
    await box().click();
    await press('Control+End');
    await chat.page.keyboard.type(' `code`');
    await eventually(async () => assert.equal(await shown.locator('code').textContent(), 'code'));
    await press('Enter');
    await eventually(async () => assert.equal(await shown.count(), 0));
    await chat.page.keyboard.type('*again*');
    await toggle().waitFor();
    assert.equal(await shown.count(), 0);
  });
});
