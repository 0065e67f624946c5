import assert from 'node:assert/strict';
import { eventually } from '../../helpers/eventually';
import { isExtensionHost, isRunning, workersOf } from '../host/processes';
import { type Editors, openEditors } from './editors';

describe('the editor of a test', function () {
  this.timeout(180_000);
  let editors: Editors<'ana'>;
  before(async () => (editors = await openEditors({ users: ['ana'] })));
  after(() => editors.close());

  it('leaves no process behind when it is closed', async () => {
    const { pid } = editors.of.ana.server;
    const workers = await eventually(() => {
      const found = workersOf(pid);
      assert.ok(found.some(isExtensionHost));
      return found;
    }, 30_000);
    await editors.close();
    await eventually(() => assert.deepEqual(workers.filter(isRunning), []));
  });
});
