import assert from 'node:assert/strict';
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
});
