import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { tellHost } from '../../webview/effects';
import type { PageToHost } from '../../webview/protocol/messages';
import { type Action, initial } from '../../webview/state/model';
import { restore, save } from '../../webview/state/persist';
import { reduce } from '../../webview/state/reduce';
import { PARSER, aPending, aRoom, aSnapshot, cidOf, messages } from './build';

const typed: readonly Action[] = [
  aSnapshot({ entries: messages(1, 50) }),
  { kind: 'typed', text: 'first' },
  { kind: 'submitted', cid: cidOf(1), at: 7 },
  { kind: 'typed', text: 'second' },
];

describe('what the page keeps over a reload', () => {
  it('is the draft and the texts on their way, and no message', () => {
    const saved = save(typed.reduce(reduce, initial));
    assert.deepEqual(saved, {
      v: 2,
      home: '127.0.0.1:12345',
      open: GENERAL,
      rooms: [{ room: GENERAL, draft: 'second', submitted: [{ cid: cidOf(1), text: 'first', at: 7 }] }],
    });
  });

  it('is the place in the log while that is not the end', () => {
    const away = [
      ...typed,
      { kind: 'scrolled', pinned: false } as const,
      { kind: 'settled', anchor: { seq: 7, offset: -3 }, cursor: 's9' } as const,
    ];
    const saved = save(away.reduce(reduce, initial));
    assert.deepEqual(saved.rooms[0]?.anchor, { seq: 7, offset: -3 });
    assert.equal(restore(saved).pinned, false);
  });

  it('comes back as it was', () => {
    const saved = save(typed.reduce(reduce, initial));
    assert.deepEqual(save(restore(JSON.parse(JSON.stringify(saved)))), saved);
  });

  it('is the same of every room that was left', () => {
    const actions: readonly Action[] = [
      ...typed,
      aSnapshot({ rev: 2, room: aRoom({ id: PARSER }) }),
      { kind: 'typed', text: 'of the parser' },
    ];
    const restored = restore(JSON.parse(JSON.stringify(save(actions.reduce(reduce, initial)))));
    assert.deepEqual([restored.room.id, restored.draft], [PARSER, 'of the parser']);
    const back = reduce(restored, aSnapshot({ draft: 'second' }));
    assert.deepEqual([back.draft, back.submitted.map(({ text }) => text)], ['second', ['first']]);
  });

  it('is what a version that knew one room kept', () => {
    const { rooms, home } = save(typed.reduce(reduce, initial));
    const { draft, submitted } = rooms[0]!;
    const restored = restore({ v: 1, home, draft, submitted, anchor: { seq: 7, offset: -3 } });
    assert.deepEqual([restored.room.id, restored.home, restored.draft], [GENERAL, home, 'second']);
    assert.deepEqual(
      [restored.submitted, restored.anchor, restored.pinned],
      [submitted, { seq: 7, offset: -3 }, false],
    );
  });

  it('is nothing where what is stored is something else', () => {
    for (const raw of [
      undefined,
      null,
      'x',
      {},
      { v: 3, draft: 'x' },
      { v: 1, draft: 4 },
      { v: 2, home: '', open: 'x', rooms: [{}] },
    ]) {
      assert.deepEqual(restore(raw), initial);
    }
  });

  it('is posted again with the same cid, unless the host has it', () => {
    const restored = restore(save(typed.reduce(reduce, initial)));
    const posts = (snapshot: ReturnType<typeof aSnapshot>): PageToHost[] => {
      const said: PageToHost[] = [];
      tellHost(snapshot, restored, reduce(restored, snapshot), (message) => said.push(message));
      return said.filter((message) => message.kind === 'post');
    };
    assert.deepEqual(posts(aSnapshot()), [{ kind: 'post', room: GENERAL, cid: cidOf(1), text: 'first' }]);
    assert.deepEqual(posts(aSnapshot({ pending: [aPending(1)] })), []);
    const elsewhere = aSnapshot({ room: aRoom({ id: PARSER }) });
    assert.deepEqual(posts(elsewhere), [{ kind: 'post', room: GENERAL, cid: cidOf(1), text: 'first' }]);
  });
});
