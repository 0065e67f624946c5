import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { tellHost } from '../../webview/effects';
import type { PageToHost } from '../../webview/protocol/messages';
import { type Action, type PageState, initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { toDays } from '../../webview/state/rows';
import { BEN, HERE, ME, PARSER, aMessage, aPlace, aRoom, aSnapshot, linkable, messages } from './build';

describe('a link that is followed', () => {
  const said: PageToHost[] = [];
  let s: PageState;
  const take = (...actions: readonly Action[]) => {
    for (const action of actions) {
      const after = reduce(s, action);
      tellHost(action, s, after, (message) => said.push(message));
      s = after;
    }
  };
  const general = (over: Parameters<typeof aSnapshot>[0] = {}) => aSnapshot({ entries: messages(1, 50), ...over });
  const parser = (over: Parameters<typeof aSnapshot>[0] = {}) =>
    aSnapshot({ room: aRoom({ id: PARSER, title: 'parser' }), entries: messages(1, 20), ...over });
  const told = (kind: PageToHost['kind']) => said.filter((message) => message.kind === kind);

  beforeEach(() => {
    s = initial;
    take(general(), linkable([{ id: PARSER, kind: 'public', name: 'parser' }]));
    said.length = 0;
  });

  it('leads to a message here, and back to where one was', () => {
    take({ kind: 'scrolled', pinned: false }, { kind: 'settled', anchor: { seq: 30, offset: -3 }, cursor: 's30' });
    take({ kind: 'followed', room: GENERAL, seq: 7 });
    assert.deepEqual([s.marked?.seq, s.trail.length, said], [7, 1, []]);
    take({ kind: 'wentBack' });
    assert.deepEqual([s.scroll.to, s.trail], [{ seq: 30, offset: -3 }, []]);
  });

  it('leads to a message in another room, which is opened first, and back', () => {
    take({ kind: 'followed', room: PARSER, seq: 7 });
    assert.deepEqual(told('openRoom'), [{ kind: 'openRoom', room: PARSER }]);
    take(parser());
    assert.deepEqual([s.room.id, s.marked?.seq, s.trail.length], [PARSER, 7, 1]);
    take({ kind: 'wentBack' });
    assert.deepEqual(told('openRoom').at(-1), { kind: 'openRoom', room: GENERAL });
    take(general());
    assert.deepEqual([s.room.id, s.trail, s.scroll.to], [GENERAL, [], 'end']);
  });

  it('leads to a room as it was left, and nowhere where one is there', () => {
    take({ kind: 'followed', room: PARSER });
    assert.deepEqual(said, [{ kind: 'openRoom', room: PARSER }]);
    take(parser(), { kind: 'followed', room: PARSER });
    assert.deepEqual([told('openRoom').length, s.trail.length], [1, 1]);
  });

  it('goes back one by one, and nowhere once another room was opened otherwise or the reader stays', () => {
    take({ kind: 'followed', room: GENERAL, seq: 7 }, { kind: 'followed', room: PARSER, seq: 3 }, parser());
    assert.equal(s.trail.length, 2);
    const there = s;
    take({ kind: 'wentBack' }, general());
    assert.deepEqual([s.room.id, s.trail.length], [GENERAL, 1]);
    s = reduce(there, general());
    assert.deepEqual(s.trail, []);
    s = reduce(there, { kind: 'stayed' });
    assert.deepEqual([s.trail, s.room.id], [[], PARSER]);
  });

  it('leaves nothing to go back from where it led nowhere', () => {
    take({ kind: 'followed', room: PARSER, seq: 7 }, { kind: 'notice', text: 'Not there.' });
    assert.deepEqual([s.trail, s.notice], [[], 'Not there.']);
    take({ kind: 'link', rev: 2, link: { at: 'offline', reason: 'x' } });
    take({ kind: 'followed', room: GENERAL, seq: 7 });
    assert.equal(s.trail.length, 1, 'here it can be shown');
  });

  it('has the message looked up that it leads to, in the same room', () => {
    const linking = aMessage(60, { text: `see ${aPlace(HERE, GENERAL, 5)} and ${aPlace(HERE, PARSER, 6)}` });
    take(general({ rev: 2, entries: [linking], head: 60 }));
    assert.deepEqual(told('quoted'), [{ kind: 'quoted', room: GENERAL, seqs: [5] }]);
    const linked = () => {
      const row = toDays(s)[0]?.rows[0];
      return row?.kind === 'message' ? row.linked.map(({ seq, name }) => [seq, name]) : [];
    };
    assert.deepEqual(linked(), []);
    take({ kind: 'quoted', room: GENERAL, entries: [aMessage(5, { by: BEN })] });
    assert.deepEqual(linked(), [[5, 'ben']]);
  });

  it('is copied of a message, also by a command of the editor, which takes the one at which the reader is', () => {
    take({ kind: 'act', act: { do: 'copyLink', seq: 7 } });
    take({ kind: 'pointed', cursor: 's9' }, { kind: 'actAtCursor', act: 'copyLink' });
    take({ kind: 'actAtCursor', act: 'markUnread' });
    assert.deepEqual(said, [
      { kind: 'copyLink', room: GENERAL, seq: 7 },
      { kind: 'copyLink', room: GENERAL, seq: 9 },
      { kind: 'markUnread', room: GENERAL, seq: 9 },
    ]);
    said.length = 0;
    take(general({ rev: 9, entries: [aMessage(1, { by: ME })] }), { kind: 'actAtCursor', act: 'markUnread' });
    assert.deepEqual([said, s.notice !== undefined], [[], true]);
  });
});
