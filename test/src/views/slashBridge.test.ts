import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import type { HostToPage, PageToHost } from '../../../webview/protocol/messages';
import { Emitter } from '../../../src/lifecycle';
import { PageBridge } from '../../../src/views/pageBridge';
import { eventually } from '../../helpers/eventually';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestWindow, aComputer, aWindow, silent } from '../fixtures';
import { noFiles, noLinks } from './noFiles';

describe('what a page asks the editor for', () => {
  let dir: TempDir;
  let window: TestWindow;
  let sent: HostToPage[];
  let used: unknown[];
  let bridge: PageBridge;
  beforeEach(() => {
    dir = tempDir();
    window = aWindow(aComputer(dir.path));
    [sent, used] = [[], []];
    bridge = new PageBridge({
      ...{ session: window.session, locale: 'en', log: silent, ...noFiles, run: () => {} },
      send: (message) => void sent.push(message),
      ...noLinks,
      useCode: () => Promise.resolve(undefined),
      openSetting: (setting) => void used.push(setting),
      slash(_chat, typed) {
        used.push(typed);
        return Promise.resolve(typed.rest === '' ? { said: 'Done.' } : { reason: 'No.' });
      },
      colours: { of: () => Promise.resolve(undefined), changed: new Emitter() },
    });
  });
  afterEach(() => {
    bridge.dispose();
    window[Symbol.dispose]();
    dir[Symbol.dispose]();
  });
  const say = (message: PageToHost) => bridge.receive(message);

  it('is a command of the composer, and each is answered', async () => {
    const typed = { kind: 'slash', id: 1, room: GENERAL, name: 'mute', rest: '' } as const;
    for (const one of [typed, { ...typed, id: 2, rest: 'x' }]) say(one);
    bridge.receive({ ...typed, name: 'ban' });
    await eventually(() =>
      assert.deepEqual(sent, [
        { kind: 'slashed', id: 1, said: 'Done.' },
        { kind: 'slashed', id: 2, reason: 'No.' },
      ]),
    );
    assert.deepEqual(used, [typed, { ...typed, id: 2, rest: 'x' }]);
  });

  it('is the help, as soon as there is a page, and the settings that it leads to', async () => {
    bridge.show('help');
    say({ kind: 'ready' });
    await eventually(() => assert.deepEqual(sent.at(-1), { kind: 'openHelp' }));
    say({ kind: 'openSetting', setting: 'alongside.quietHours' });
    bridge.receive({ kind: 'openSetting', setting: 'security.workspace.trust.enabled' });
    assert.deepEqual(used, ['alongside.quietHours']);
  });
});
