import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { tellHost } from '../../webview/effects';
import type { PageToHost } from '../../webview/protocol/messages';
import { newsOf } from '../../webview/state/announce';
import { type Action, type PageState, initial } from '../../webview/state/model';
import { restore, save } from '../../webview/state/persist';
import { reduce } from '../../webview/state/reduce';
import { toDays } from '../../webview/state/rows';
import { ME, PARSER, aMessage, aRoom, aSnapshot, cidOf, messages } from './build';

const setBack = (readUpTo: number, turn: number, rev = 2): Action => ({ kind: 'setBack', rev, readUpTo, turn });
const attended = (attentive: boolean): Action => ({ kind: 'attended', attentive });
const news = (seq: number, rev: number): Action => ({ kind: 'arrived', rev, entries: [aMessage(seq)] });
const elsewhere = aSnapshot({ room: aRoom({ id: PARSER }), entries: messages(1, 3) });

describe('what is marked as unread', () => {
  const said: PageToHost[] = [];
  let s: PageState;
  const take = (...actions: readonly Action[]) => {
    for (const action of actions) {
      const after = reduce(s, action);
      tellHost(action, s, after, (message) => said.push(message));
      s = after;
    }
  };
  const general = (over: Parameters<typeof aSnapshot>[0] = {}) => aSnapshot({ entries: messages(1, 9), ...over });
  const read = () => said.flatMap((message) => (message.kind === 'read' ? [[message.seq, message.turn]] : []));

  beforeEach(() => {
    s = initial;
    take(attended(true), general());
    said.length = 0;
  });

  it('is asked of the host, of messages of others that are there', () => {
    take({ kind: 'act', act: { do: 'markUnread', seq: 7 } });
    assert.deepEqual(said, [{ kind: 'markUnread', room: GENERAL, seq: 7 }]);
    const entries = [aMessage(1), aMessage(2, { by: ME }), aMessage(3, { text: '', tombstone: 'deleted' })];
    const rows = toDays(reduce(initial, aSnapshot({ entries }))).flatMap((day) => day.rows);
    assert.deepEqual(
      rows.map((row) => row.kind === 'message' && row.allowed.markUnread),
      [true, false, false],
    );
  });

  it('stands behind a divider, and stays so while the reader is there, whatever comes', () => {
    take(setBack(6, 1));
    assert.deepEqual([s.divider, s.readUpTo], [6, 6]);
    take(attended(false), attended(true), { kind: 'scrolled', pinned: false }, { kind: 'jumped' }, news(10, 3));
    assert.deepEqual([s.divider, s.readUpTo, read()], [6, 6, []]);
  });

  it('is read when the reader sends something, or says so', () => {
    const ways: readonly (readonly Action[])[] = [
      [
        { kind: 'typed', text: 'Seen' },
        { kind: 'submitted', cid: cidOf(1), at: 1 },
      ],
      [{ kind: 'escaped' }],
    ];
    for (const way of ways) {
      s = reduce(reduce(initial, attended(true)), general());
      said.length = 0;
      take(setBack(6, 1), ...way);
      assert.deepEqual(read(), [[9, 1]]);
    }
  });

  it('is not read by sending nothing', () => {
    take(setBack(6, 1), { kind: 'submitted', cid: cidOf(1), at: 1 });
    assert.deepEqual(read(), []);
  });

  it('is read when the reader comes back from another room', () => {
    take(setBack(6, 1), elsewhere);
    said.length = 0;
    take(general({ rev: 2, readUpTo: 6, turn: 1 }));
    assert.deepEqual([s.divider, read()], [6, [[9, 1]]]);
  });

  it('stays so after a reload of the window, and is read where only the page was away', () => {
    take(setBack(6, 1));
    const saved: unknown = JSON.parse(JSON.stringify(save(s)));
    const readAgain = (over: Parameters<typeof aSnapshot>[0]) => {
      said.length = 0;
      s = restore(saved);
      take(attended(true), general({ readUpTo: 6, ...over }));
      assert.equal(s.divider, 6);
      return read();
    };
    assert.deepEqual(readAgain({ turn: 1 }), []);
    assert.deepEqual(readAgain({ turn: 1, isBack: true }), [[9, 1]]);
    assert.deepEqual(readAgain({ turn: 2 }), [[9, 2]], 'another window has set it back since');
  });

  it('is known from a snapshot where the page has missed that it was set back', () => {
    take(general({ rev: 9, readUpTo: 4, turn: 3 }));
    assert.deepEqual([s.divider, s.readUpTo, s.held, read()], [4, 4, 3, []]);
  });

  it('is not set back once more by what is told twice', () => {
    take(setBack(6, 1), { kind: 'escaped' }, setBack(6, 1, 3));
    assert.deepEqual([s.readUpTo, s.rev], [9, 3]);
  });

  it('is told to who listens', () => {
    assert.deepEqual(newsOf(setBack(6, 1), s), [{ said: 'Marked as unread' }]);
    assert.deepEqual(newsOf(setBack(6, 0), s), []);
  });
});
