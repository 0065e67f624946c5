import assert from 'node:assert/strict';
import { GENERAL, type MemberId } from '../../server/protocol/ids';
import type { Message } from '../../server/protocol/model';
import type { Action, PageState } from '../../webview/state/model';
import { initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { restore, save } from '../../webview/state/persist';
import { toDays } from '../../webview/state/rows';
import { tellHost } from '../../webview/effects';
import type { PageToHost } from '../../webview/protocol/messages';
import { BEN, ME, aMessage, aSnapshot, cidOf } from './build';

const EDIT = { kind: 'edited', seq: 3, at: 9_000, name: ME.name, author: ME.id, target: 2 } as const;

describe('what the reader does to messages', () => {
  const said: PageToHost[] = [];
  let s: PageState;
  const take = (...actions: readonly Action[]) => {
    for (const action of actions) {
      const after = reduce(s, action);
      tellHost(action, s, after, (message) => said.push(message));
      s = after;
    }
    return s;
  };
  const open = (...entries: readonly Message[]) =>
    take(aSnapshot({ rev: 1, entries: [...entries], head: entries.at(-1)?.seq ?? 0, draft: 'a draft' }));
  const rowAt = (seq: number) =>
    toDays(s)
      .flatMap(({ rows }) => rows)
      .find((row) => row.kind === 'message' && row.seq === seq);
  const told = <K extends PageToHost['kind']>(kind: K) =>
    said.filter((message): message is Extract<PageToHost, { kind: K }> => message.kind === kind);
  const submit = { kind: 'submitted', cid: cidOf(99), at: 1 } as const;

  beforeEach(() => {
    said.length = 0;
    s = initial;
  });

  describe('an edit', () => {
    const mine = aMessage(2, { by: ME, text: 'teh text' });
    const begin = () => {
      open(aMessage(1, { by: BEN }), mine);
      return take({ kind: 'act', act: { do: 'edit', seq: 2 } });
    };

    it('has the text in the composer, and gives the draft back when it is done', () => {
      assert.equal(begin().draft, 'teh text');
      take({ kind: 'typed', text: 'the text' }, submit);
      assert.deepEqual(told('edit'), [{ kind: 'edit', room: GENERAL, seq: 2, text: 'the text' }]);
      assert.deepEqual([told('post'), s.submitted], [[], []]);
      take(submit);
      assert.equal(told('edit').length, 1, 'once');
      take(
        { kind: 'arrived', rev: 2, entries: [{ ...EDIT, text: 'the text' }] },
        { kind: 'edited', room: GENERAL, seq: 2 },
      );
      assert.deepEqual([s.draft, s.acts.editing], ['a draft', undefined]);
      const row = rowAt(2);
      assert.ok(row?.kind === 'message');
      assert.deepEqual([row.text, row.editedAt], ['the text', 9_000]);
    });

    it('keeps what was typed where it was not taken, and means the newest text when it is saved again', () => {
      begin();
      take({ kind: 'typed', text: 'mine' }, submit);
      take({ kind: 'arrived', rev: 2, entries: [{ ...EDIT, text: 'from elsewhere' }] });
      take({ kind: 'edited', room: GENERAL, seq: 2, reason: 'It was changed.' });
      assert.deepEqual([s.draft, s.notice], ['mine', 'It was changed.']);
      take(submit);
      assert.equal(told('edit').at(-1)?.rev, 3);
    });

    it('names the text it began with, also where another one came since', () => {
      begin();
      take({ kind: 'arrived', rev: 2, entries: [{ ...EDIT, text: 'from elsewhere' }] });
      take({ kind: 'typed', text: 'mine' }, submit);
      assert.equal(told('edit')[0]?.rev, undefined);
    });

    it('asks nobody for nothing', () => {
      begin();
      take(submit);
      assert.deepEqual([told('edit'), s.acts.editing, s.draft], [[], undefined, 'a draft']);
      take({ kind: 'act', act: { do: 'edit', seq: 2 } }, { kind: 'typed', text: ' ' }, submit);
      assert.match(s.notice ?? '', /delete it/);
      take({ kind: 'act', act: { do: 'stop' } });
      assert.deepEqual([s.acts.editing, s.draft, s.notice], [undefined, 'a draft', undefined]);
    });

    it('outlives a reload, beside the draft', () => {
      begin();
      take({ kind: 'typed', text: 'half' });
      s = restore(JSON.parse(JSON.stringify(save(s))));
      take(aSnapshot({ rev: 1, entries: [mine], draft: 'a draft' }));
      assert.equal(s.draft, 'half');
      take({ kind: 'act', act: { do: 'stop' } });
      assert.equal(s.draft, 'a draft');
    });

    it('is of one’s own messages only, and of none where nobody writes', () => {
      open(aMessage(1, { by: BEN }), mine);
      const allowed = (seq: number) => {
        const row = rowAt(seq);
        assert.ok(row?.kind === 'message');
        return [row.allowed.edit, row.allowed.act];
      };
      assert.deepEqual([allowed(1), allowed(2)], [[false, true], [true, true]]); // prettier-ignore
      take({ kind: 'room', rev: 2, room: { ...s.room, closed: 'Locked.' } });
      assert.deepEqual(allowed(2), [false, false]);
    });
  });

  it('shows each emoji once, with who: the reader last', () => {
    const by = (name: string, i: number) => ({ id: `m-${String(i).repeat(32)}` as MemberId, name });
    const people = [by('ana', 8), ME, by('ben', 9)];
    open({ ...aMessage(1, { by: BEN }), reactions: [{ emoji: '👍', by: people }] });
    const row = rowAt(1);
    assert.ok(row?.kind === 'message');
    assert.deepEqual(row.reactions, [{ emoji: '👍', count: 3, mine: true, names: 'ana, ben and you' }]);
    take({ kind: 'act', act: { do: 'react', seq: 1, emoji: '👍', isOn: false } });
    assert.deepEqual(told('react'), [{ kind: 'react', room: GENERAL, seq: 1, emoji: '👍', isOn: false }]);
    const news = { kind: 'reacted', seq: 2, at: 2, name: ME.name, author: ME.id, target: 1, emoji: '👍' } as const;
    take({ kind: 'arrived', rev: 2, entries: [{ ...news, isOn: false }] });
    const now = rowAt(1);
    assert.ok(now?.kind === 'message');
    assert.deepEqual(now.reactions[0]?.names, 'ana and ben');
    assert.equal(s.fresh, 0);
  });

  it('quotes what a message answers as it is now, and asks for what is not here', () => {
    const quoteAt = (seq: number) => {
      const row = rowAt(seq);
      return row?.kind === 'message' ? row.quote : undefined;
    };
    const answers = [5, 8].map((replyTo, i) => ({ ...aMessage(9 + i, { by: ME }), replyTo }));
    open(aMessage(8, { by: BEN, text: 'near' }), ...answers);
    assert.deepEqual(told('quoted'), [{ kind: 'quoted', room: GENERAL, seqs: [5] }]);
    assert.deepEqual(quoteAt(10), { seq: 8, name: BEN.name, text: 'near' });
    assert.equal(quoteAt(9)?.name, undefined);
    take({ kind: 'quoted', room: GENERAL, entries: [aMessage(5, { by: BEN, text: '**far**' })] });
    assert.deepEqual(quoteAt(9), { seq: 5, name: BEN.name, text: 'far' });
    const change = { at: 1, name: BEN.name, author: BEN.id };
    const edit = { kind: 'edited', seq: 11, target: 5, text: 'other', ...change } as const;
    take({ kind: 'arrived', rev: 2, entries: [edit, { kind: 'deleted', seq: 12, target: 8, ...change }] });
    assert.deepEqual([quoteAt(9)?.text, quoteAt(10)?.text], ['other', 'This message was deleted.']);
    assert.equal(told('quoted').length, 1);
  });

  it('sends an answer with what it answers, once', () => {
    open(aMessage(1, { by: BEN }));
    take({ kind: 'act', act: { do: 'answer', seq: 1 } }, { kind: 'typed', text: 'yes' }, submit);
    assert.equal(told('post')[0]?.replyTo, 1);
    take({ kind: 'typed', text: 'more' }, { ...submit, cid: cidOf(98) });
    assert.equal(told('post')[1]?.replyTo, undefined);
  });
});
