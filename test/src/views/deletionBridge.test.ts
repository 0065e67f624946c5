import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import type { Message } from '../../../server/protocol/model';
import { eventually } from '../../helpers/eventually';
import { teamScene } from '../chat/teamScene';
import { aPage } from './aPage';

describe('a page that deletes a message', () => {
  const team = teamScene();

  it('is told which are about to go, also when it comes later, and can undo that', async () => {
    const window = team.window(team.computer('ana'));
    const chat = await window.joined(team.server.url, 'ana');
    using page = aPage(window.session);
    const { say, last } = page;
    say({ kind: 'ready' });
    await team.say(chat, 'Oops');
    const isOops = (entry: { readonly kind: string }): entry is Message => entry.kind === 'message';
    const { seq, cid } = await eventually(() => chat.window?.entries.find(isOops) ?? assert.fail('it is not there'));
    say({ kind: 'delete', room: GENERAL, seq, cid });
    await eventually(() => assert.deepEqual(last('undoable')?.cids, [cid]));
    say({ kind: 'ready' });
    await eventually(() => assert.deepEqual(last('snapshot')?.undoable, [cid]));
    say({ kind: 'undoDelete', cid: cid! });
    await eventually(() => assert.deepEqual(last('undoable')?.cids, []));
    say({ kind: 'undoDelete', cid: cid! });
    await eventually(() => assert.match(last('notice')?.text ?? '', /^It is too late/));
  });
});
