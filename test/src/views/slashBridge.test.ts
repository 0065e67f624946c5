import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import type { PageToHost } from '../../../webview/protocol/messages';
import { eventually } from '../../helpers/eventually';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestWindow, aComputer, aWindow } from '../fixtures';
import { type TestPage, aPage } from './aPage';

describe('what a page asks the editor for', () => {
  let dir: TempDir;
  let window: TestWindow;
  let used: unknown[];
  let page: TestPage;
  beforeEach(() => {
    dir = tempDir();
    window = aWindow(aComputer(dir.path));
    used = [];
    page = aPage(window.session, {
      openSetting: (setting) => void used.push(setting),
      slash(_chat, typed) {
        used.push(typed);
        return Promise.resolve(typed.rest === '' ? { said: 'Done.' } : { reason: 'No.' });
      },
    });
  });
  afterEach(() => {
    page[Symbol.dispose]();
    window[Symbol.dispose]();
    dir[Symbol.dispose]();
  });
  const say = (message: PageToHost) => page.say(message);

  it('is a command of the composer, and each is answered', async () => {
    const typed = { kind: 'slash', id: 1, room: GENERAL, name: 'mute', rest: '' } as const;
    for (const one of [typed, { ...typed, id: 2, rest: 'x' }]) say(one);
    page.bridge.receive({ ...typed, name: 'ban' });
    await eventually(() =>
      assert.deepEqual(page.sent, [
        { kind: 'slashed', id: 1, said: 'Done.' },
        { kind: 'slashed', id: 2, reason: 'No.' },
      ]),
    );
    assert.deepEqual(used, [typed, { ...typed, id: 2, rest: 'x' }]);
  });

  it('is the help, as soon as there is a page, and the settings that it leads to', async () => {
    page.bridge.show('help');
    say({ kind: 'ready' });
    await eventually(() => assert.deepEqual(page.sent.at(-1), { kind: 'openHelp' }));
    say({ kind: 'openSetting', setting: 'alongside.quietHours' });
    page.bridge.receive({ kind: 'openSetting', setting: 'security.workspace.trust.enabled' });
    assert.deepEqual(used, ['alongside.quietHours']);
  });
});
