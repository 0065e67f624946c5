import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import type { Message } from '../../../server/protocol/model';
import { PageBridge } from '../../../src/views/pageBridge';
import type { HostToPage } from '../../../webview/protocol/messages';
import { eventually } from '../../helpers/eventually';
import { teamScene } from '../chat/teamScene';
import { silent } from '../fixtures';
import { noFiles, noHelp, noLinks } from './noFiles';

const nothing = () => Promise.resolve(undefined);

describe('a page that deletes a message', () => {
  const team = teamScene();
  let bridge: PageBridge | undefined;
  afterEach(() => bridge?.dispose());

  it('is told which are about to go, also when it comes later, and can undo that', async () => {
    const window = team.window(team.computer('ana'));
    const chat = await window.joined(team.server.url, 'ana');
    const sent: HostToPage[] = [];
    bridge = new PageBridge({
      session: window.session,
      send: (message) => void sent.push(message),
      run: () => undefined,
      ...noLinks,
      useCode: nothing,
      colours: { of: nothing, changed: { on: () => ({ dispose: () => undefined }) } as never },
      ...{ ...noFiles, ...noHelp, locale: 'en', log: silent },
    });
    const last = <K extends HostToPage['kind']>(kind: K) =>
      sent.findLast((one): one is Extract<HostToPage, { kind: K }> => one.kind === kind);
    bridge.receive({ kind: 'ready' });
    await team.say(chat, 'Oops');
    const isOops = (entry: { readonly kind: string }): entry is Message => entry.kind === 'message';
    const { seq, cid } = await eventually(() => chat.window?.entries.find(isOops) ?? assert.fail('it is not there'));
    bridge.receive({ kind: 'delete', room: GENERAL, seq, cid });
    await eventually(() => assert.deepEqual(last('undoable')?.cids, [cid]));
    bridge.receive({ kind: 'ready' });
    await eventually(() => assert.deepEqual(last('snapshot')?.undoable, [cid]));
    bridge.receive({ kind: 'undoDelete', cid: cid! });
    await eventually(() => assert.deepEqual(last('undoable')?.cids, []));
    bridge.receive({ kind: 'undoDelete', cid: cid! });
    await eventually(() => assert.match(last('notice')?.text ?? '', /^It is too late/));
  });
});
