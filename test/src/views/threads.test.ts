import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import { eventually } from '../../helpers/eventually';
import { tempDir } from '../../helpers/tempDir';
import { testServer } from '../../helpers/testServer';
import { aCid, aComputer, aWindow } from '../fixtures';
import { aPage } from './aPage';

describe('a thread, for the page', () => {
  it('comes in pages, or with the reason why there is none', async () => {
    using dir = tempDir();
    await using server = await testServer();
    using window = aWindow(aComputer(dir.path));
    using page = aPage(window.session);
    const { say, last } = page;
    let id = 0;
    const thread = async (root: number, before?: number) => {
      say({ kind: 'thread', room: GENERAL, id: (id += 1), root, ...(before !== undefined && { before }) });
      return eventually(() => {
        const told = last('thread');
        assert.equal(told?.id, id);
        return told;
      });
    };

    assert.equal((await thread(1)).reason, 'There is no chat.');
    const chat = await window.joined(server.url, 'ana');
    const post = async (text: string, replyTo?: number) => {
      await chat.answer({ room: GENERAL, replyTo }, aCid(), text);
      return eventually(() => {
        const entry = chat.window?.entries.findLast((each) => each.kind === 'message' && each.text === text);
        assert.ok(entry);
        return entry.seq;
      });
    };
    const root = await post('Ship it?');
    const seqs = [await post('yes', root), await post('no', root), await post('on Friday', root)];
    const whole = await thread(root);
    assert.deepEqual([whole.root?.seq, whole.entries?.map(({ seq }) => seq), whole.complete], [root, seqs, true]);
    assert.deepEqual(
      (await thread(root, seqs[1])).entries?.map(({ seq }) => seq),
      seqs.slice(0, 1),
    );
    const gone = await thread(999);
    assert.deepEqual([gone.root, gone.isGone], [undefined, true]);
    await server.stop();
    await eventually(() => assert.notEqual(chat.link.at, 'online'));
    const offline = await thread(root);
    assert.deepEqual([offline.reason, offline.isGone], ['All of the thread comes with the connection.', undefined]);
  });
});
