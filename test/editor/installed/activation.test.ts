import assert from 'node:assert/strict';
import { palette } from './actions';
import { type Editors, openEditors, picturesOfFailures } from './editors';

describe('the installed extension', function () {
  this.timeout(60_000);
  let editors: Editors<'ana'>;
  before(async () => (editors = await openEditors({ users: ['ana'] })));
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('activates in less than 50 ms, as VS Code measures it', async () => {
    const { page } = editors.of.ana;
    await palette(page, 'Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Alongside' });
    const measured = await row.getByText(/Activation: \d+ms/).innerText();
    const [, milliseconds = 'none'] = /(\d+)ms/.exec(measured) ?? [];
    assert.ok(Number(milliseconds) < 50, measured);
  });
});
