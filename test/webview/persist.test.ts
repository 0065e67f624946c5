import assert from 'node:assert/strict';
import { tellHost } from '../../webview/effects';
import type { PageToHost } from '../../webview/protocol/messages';
import { type Action, initial } from '../../webview/state/model';
import { restore, save } from '../../webview/state/persist';
import { reduce } from '../../webview/state/reduce';
import { aPending, aSnapshot, cidOf, messages } from './build';

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
      v: 1,
      home: '127.0.0.1:12345',
      draft: 'second',
      submitted: [{ cid: cidOf(1), text: 'first', at: 7 }],
    });
  });

  it('is the place in the log while that is not the end', () => {
    const away = [
      ...typed,
      { kind: 'scrolled', pinned: false } as const,
      { kind: 'settled', anchor: { seq: 7, offset: -3 }, cursor: 's9' } as const,
    ];
    const saved = save(away.reduce(reduce, initial));
    assert.deepEqual(saved.anchor, { seq: 7, offset: -3 });
    assert.equal(restore(saved).pinned, false);
  });

  it('comes back as it was', () => {
    const saved = save(typed.reduce(reduce, initial));
    assert.deepEqual(save(restore(JSON.parse(JSON.stringify(saved)))), saved);
  });

  it('is nothing where what is stored is something else', () => {
    for (const raw of [undefined, null, 'x', {}, { v: 2, draft: 'x' }, { v: 1, draft: 4 }]) {
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
    assert.deepEqual(posts(aSnapshot()), [{ kind: 'post', cid: cidOf(1), text: 'first' }]);
    assert.deepEqual(posts(aSnapshot({ pending: [aPending(1)] })), []);
  });
});
