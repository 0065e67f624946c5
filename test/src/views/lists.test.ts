import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import type { HostToPage } from '../../../webview/protocol/messages';
import { eventually } from '../../helpers/eventually';
import { teamScene } from '../chat/teamScene';
import { aCid } from '../fixtures';
import { type TestPage, aPage } from './aPage';

describe('messages that a page lists', () => {
  const team = teamScene();
  let page: TestPage | undefined;
  afterEach(() => page?.[Symbol.dispose]());

  /** A page of ana's, and ben, who is in a room with her that is not open. */
  const scene = async () => {
    // Whoever is first owns the team, and is put out by nobody.
    const ben = await team.joined('ben');
    const window = team.window(team.computer('ana'));
    const ana = await window.joined(team.server.url, 'ana');
    const made = await ben.call('createRoom', { cid: aCid(), name: 'design', kind: 'private' });
    assert.ok(made.ok);
    const { id: room } = made.value.room;
    const member = ana.identity.member;
    assert.ok((await ben.call('addToRoom', { room, member })).ok);
    await eventually(() => assert.ok(ana.rooms.get(room)?.mine));
    const { say, last: lastNow } = (page = aPage(window.session));
    const last = <K extends HostToPage['kind']>(kind: K) =>
      eventually(() => lastNow(kind) ?? assert.fail(`there is no ${kind}`));
    say({ kind: 'ready' });
    await last('snapshot');
    const post = async (text: string) => {
      const posted = await ben.call('post', { cid: aCid(), room, text });
      assert.ok(posted.ok);
      return posted.value.seq;
    };
    return { ana, ben, room, member, say, last, post };
  };

  it('are those that were missed, with the rooms as the reader calls them', async () => {
    const { room, say, last, post } = await scene();
    const seq = await post('@ana ready?');
    say({ kind: 'missed', id: 7 });
    const { id, list } = await last('missed');
    assert.equal(id, 7);
    assert.deepEqual(
      list?.kinds.map(({ kind, found }) => [
        kind,
        found.map((each) => [each.room, each.title, each.roomKind, each.seq]),
      ]),
      [['question', [[room, 'design', 'private', seq]]]],
    );
    assert.deepEqual(
      list.rooms.map(({ title, unread }) => [title, unread]),
      [['design', 1]],
    );
  });

  it('are offered when the reader is back, until that is declined', async () => {
    const { ana, say, last, post } = await scene();
    for (let i = 0; i < 12; i += 1) await post(`${i}`);
    await eventually(() => assert.equal(ana.rooms.unread.messages, 12));
    ana.absence.look(true);
    assert.deepEqual((await last('missedCount')).count, { messages: '12', rooms: 1 });
    say({ kind: 'declineMissed' });
    await eventually(async () => assert.equal((await last('missedCount')).count, undefined));
  });

  it('change with their texts in whatever room, and go with the room', async () => {
    const { ben, room, member, last, post } = await scene();
    const seq = await post('secret');
    assert.ok((await ben.call('edit', { room, seq, text: 'nothing' })).ok);
    const edited = await last('touched');
    assert.deepEqual([edited.room, edited.entries.map(({ kind }) => kind)], [room, ['edited']]);
    assert.ok((await ben.call('delete', { room, seq })).ok);
    await eventually(async () => assert.equal((await last('touched')).entries[0]?.kind, 'deleted'));
    assert.ok((await ben.call('removeFromRoom', { room, member })).ok);
    assert.equal((await last('roomGone')).room, room);
    assert.notEqual(room, GENERAL);
  });
});
