import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { palette } from './actions';
import { type Editors, openEditors, picturesOfFailures } from './editors';

describe('the installed extension', function () {
  this.timeout(120_000);
  let editors: Editors<'ana'>;
  before(async () => (editors = await openEditors({ users: ['ana'] })));
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('activates in less than 50 ms, as VS Code measures it', async () => {
    const { page } = editors.of.ana;
    const measured: number[] = [];
    // A busy machine can delay any one of them.
    while (measured.length < 5 && !measured.some((each) => each < 50)) {
      await page.reload();
      measured.push(await activationMs(page));
    }
    assert.ok(Math.min(...measured) < 50, `took ${measured.join(', ')} ms`);
  });
});

async function activationMs(page: Page): Promise<number> {
  await palette(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Alongside' });
  const text = await row.getByText(/Activation: \d+ms/).innerText();
  return Number(/(\d+)ms/.exec(text)?.[1]);
}
