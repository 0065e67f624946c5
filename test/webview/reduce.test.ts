import assert from 'node:assert/strict';
import { LIMITS } from '../../server/protocol/limits';
import type { Pending } from '../../webview/protocol/messages';
import { type Action, type PageState, initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { hasNewer, hasOlder, isAtEnd, unconfirmed } from '../../webview/state/selectors';
import { ME, aMessage, aPending, aSnapshot, anArrival, cidOf, messages } from './build';

const run = (actions: readonly Action[], from: PageState = initial): PageState => actions.reduce(reduce, from);
const shown = (over: Parameters<typeof aSnapshot>[0] = {}): PageState =>
  run([{ kind: 'attended', attentive: true }, aSnapshot({ entries: messages(1, 20), ...over })]);
const arrived = (rev: number, ...entries: ReturnType<typeof aMessage>[]): Action => ({ kind: 'arrived', rev, entries });
const seqs = (s: PageState) => s.entries.map((entry) => entry.seq);
const up: Action = { kind: 'scrolled', pinned: false };

describe('the page and the deltas of its host', () => {
  it('appends what arrives at its end', () => {
    const s = run([arrived(2, aMessage(21))], shown());
    assert.deepEqual([s.entries.at(-1)?.seq, s.head, s.rev], [21, 21, 2]);
  });

  it('waits for a snapshot after a delta is missed', () => {
    const s = run([arrived(3, aMessage(21)), { kind: 'people', rev: 4, count: 9 }], shown());
    assert.deepEqual([s.awaiting, s.head, s.people], ['resync', 20, 3]);
    assert.equal(run([aSnapshot({ rev: 4 })], s).awaiting, 'none');
  });

  it('waits for a snapshot when an entry is missing between the window and what arrives', () => {
    assert.equal(run([arrived(2, aMessage(23))], shown()).awaiting, 'resync');
  });

  it('takes an entry that comes twice once', () => {
    const s = run([arrived(2, aMessage(20), aMessage(21)), arrived(3, aMessage(21))], shown());
    assert.deepEqual(seqs(s).slice(-2), [20, 21]);
  });

  it('takes away the text of what is deleted, also while the view is further up', () => {
    const deletion = { kind: 'deleted', seq: 21, at: 1, name: 'ben', target: 3 } as const;
    for (const from of [shown(), run([up], shown()), shown({ head: 40 })]) {
      const s = run([{ kind: 'arrived', rev: 2, entries: [{ ...deletion, seq: from.head + 1 }] }], from);
      const target = s.entries[2];
      assert.deepEqual(target?.kind === 'message' && [target.text, target.tombstone], ['', 'deleted']);
      assert.equal(s.fresh, 0);
    }
  });

  it('counts new messages of others while the view is further up, and forgets the count at the end', () => {
    const away = run(
      [up, arrived(2, aMessage(21), aMessage(22, { by: ME })), arrived(3, anArrival(23) as never)],
      shown(),
    );
    assert.equal(away.fresh, 1);
    assert.equal(run([{ kind: 'scrolled', pinned: true }], away).fresh, 0);
  });

  it('forgets another server but for the text being written', () => {
    const s = run(
      [
        { kind: 'typed', text: 'hello' },
        { kind: 'submitted', cid: cidOf(1), at: 1 },
      ],
      shown(),
    );
    const moved = run([{ kind: 'typed', text: 'draft' }, aSnapshot({ server: 'elsewhere:1' })], s);
    assert.deepEqual([moved.submitted, moved.draft, moved.entries], [[], 'draft', []]);
  });
});

describe('what is read', () => {
  it('is everything up to the head, at the end of a page that is looked at', () => {
    assert.equal(shown({ readUpTo: 3 }).readUpTo, 20);
  });

  it('is nothing while nobody looks', () => {
    const s = run([aSnapshot({ entries: messages(1, 20), readUpTo: 3 })]);
    assert.equal(s.readUpTo, 3);
    assert.equal(run([{ kind: 'attended', attentive: true }], s).readUpTo, 20);
  });

  it('is nothing while the view is further up', () => {
    assert.equal(run([up, arrived(2, aMessage(21))], shown()).readUpTo, 20);
  });

  it('sets the divider once, when the page opens', () => {
    const s = shown({ readUpTo: 12 });
    assert.equal(s.divider, 12);
    assert.equal(run([arrived(2, aMessage(21))], s).divider, 12);
    assert.equal(run([{ kind: 'escaped' }], s).divider, undefined);
    assert.equal(run([{ kind: 'attended', attentive: false }], s).divider, undefined);
  });

  it('needs no divider before lines and texts of the reader alone', () => {
    const own = [...messages(1, 3), anArrival(4), aMessage(5, { by: ME })];
    assert.equal(shown({ entries: own, readUpTo: 3 }).divider, undefined);
  });

  it('sets a divider before what comes while nobody looks', () => {
    const s = run(
      [{ kind: 'attended', attentive: false }, arrived(2, aMessage(21)), arrived(3, aMessage(22))],
      shown(),
    );
    assert.deepEqual([s.divider, s.readUpTo], [20, 20]);
  });
});

describe('history in pages', () => {
  const window = (from: number, to: number) =>
    run([up], shown({ entries: messages(from, to), head: 1_000, readUpTo: 1_000 }));
  const asks = (direction: 'older' | 'newer'): Action => ({ kind: 'wanted', direction });

  it('asks for one page at a time', () => {
    const s = run([asks('older'), asks('older'), asks('newer')], window(500, 560));
    assert.deepEqual(s.load, { id: 1, direction: 'older' });
  });

  it('asks for nothing before the first and behind the newest entry', () => {
    const s = shown();
    assert.deepEqual(
      [hasOlder(s), hasNewer(s), run([asks('older'), asks('newer')], s).load],
      [false, false, undefined],
    );
  });

  it('puts an older page before the window and drops the newest entries beyond its size', () => {
    const s = run([asks('older'), { kind: 'page', id: 1, entries: messages(200, 499) }], window(500, 800));
    assert.deepEqual([seqs(s)[0], s.load, hasNewer(s)], [400, undefined, true]);
    assert.ok(s.entries.length <= 320);
  });

  it('puts a newer page behind the window and drops the oldest entries', () => {
    const s = run([asks('newer'), { kind: 'page', id: 1, entries: messages(801, 900) }], window(500, 800));
    assert.equal(s.entries.at(-1)?.seq, 900);
    assert.ok(s.entries.length <= 320);
  });

  it('keeps days with one message each within the same number of rows', () => {
    const daily = (seq: number) => aMessage(seq, { at: seq * 86_400_000 });
    const s = run(
      [asks('older'), { kind: 'page', id: 1, entries: messages(400, 499, daily) }],
      run([up], shown({ entries: messages(500, 650, daily), head: 1_000, readUpTo: 1_000 })),
    );
    assert.equal(s.entries.length, 160);
  });

  it('does not take an answer that is not the last one asked for', () => {
    const s = run([asks('older'), { kind: 'page', id: 7, entries: messages(400, 499) }], window(500, 560));
    assert.equal(s.entries.length, 61);
  });

  it('resyncs on a page that does not adjoin', () => {
    const s = run([asks('older'), { kind: 'page', id: 1, entries: messages(300, 399) }], window(500, 560));
    assert.equal(s.awaiting, 'resync');
  });

  it('takes an empty older page as the start of the history', () => {
    const s = run([asks('older'), { kind: 'page', id: 1, entries: [] }], window(500, 560));
    assert.equal(hasOlder(s), false);
  });

  it('stops asking after a failure until it is asked again or the link is back', () => {
    const failed = run(
      [asks('older'), { kind: 'page', id: 1, reason: 'No connection.' }, asks('older')],
      window(500, 560),
    );
    assert.deepEqual([failed.load, failed.loadFailed?.reason], [undefined, 'No connection.']);
    assert.equal(run([{ kind: 'reloaded' }, asks('older')], failed).load?.id, 2);
    assert.equal(run([{ kind: 'link', rev: 2, link: { at: 'online' } }], failed).loadFailed, undefined);
  });

  it('does not grow at the end under a reader who is further up', () => {
    const s = run([up, arrived(2, ...(messages(321, 330) as never[]))], shown({ entries: messages(1, 320) }));
    assert.deepEqual([s.entries.at(-1)?.seq, s.head, s.fresh, isAtEnd(s)], [320, 330, 10, false]);
  });

  it('shows the place where it was, of a snapshot that is more than fits', () => {
    const daily = (seq: number) => aMessage(seq, { at: seq * 86_400_000 });
    const away = run([up, { kind: 'settled', anchor: { seq: 510, offset: 4 }, cursor: undefined }], window(500, 560));
    const s = run([aSnapshot({ rev: 9, entries: messages(500, 799, daily) })], away);
    assert.ok(s.entries.some((entry) => entry.seq === 510));
    assert.deepEqual(s.scroll.to, { seq: 510, offset: 4 });
  });

  it('takes nothing as read that comes while something lies over the log, and divides it off', () => {
    const covers: readonly (readonly [on: Action, off: Action])[] = [
      [{ kind: 'openSearch' }, { kind: 'search', act: { do: 'shut' } }],
      [{ kind: 'openMissed' }, { kind: 'missing', act: { do: 'shut' } }],
      [{ kind: 'openHelp' }, { kind: 'helpShut' }],
    ];
    for (const [on, off] of covers) {
      const before = run([aSnapshot({ entries: messages(1, 10) }), { kind: 'attended', attentive: true }, on]);
      const covered = run([{ kind: 'arrived', rev: 2, entries: [aMessage(11)] }], before);
      assert.deepEqual([covered.readUpTo, covered.divider, covered.fresh], [10, 10, 1], on.kind);
      const seen = run([off], covered);
      assert.deepEqual([seen.readUpTo, seen.divider, seen.fresh], [11, 10, 0], off.kind);
    }
  });

  it('asks for the latest entries when it jumps there from afar', () => {
    const s = run([{ kind: 'jumped' }], window(100, 200));
    assert.equal(s.awaiting, 'latest');
    const there = run([aSnapshot({ rev: 9, entries: messages(900, 1_000) })], s);
    assert.ok(isAtEnd(there));
  });
});

describe('a text of the reader', () => {
  const typed = (text: string): Action => ({ kind: 'typed', text });
  const submitted: Action = { kind: 'submitted', cid: cidOf(1), at: 5 };

  it('is kept until the host shows it as pending', () => {
    const s = run([typed('hello'), submitted], shown());
    assert.deepEqual([s.draft, s.submitted.length, unconfirmed(s)[0]?.state], ['', 1, 'sending']);
    const told = run([{ kind: 'pending', rev: 2, pending: [aPending(1, { state: 'waiting' })] }], s);
    assert.deepEqual([told.submitted, unconfirmed(told).map((item) => item.state)], [[], ['waiting']]);
  });

  it('stays with the page while the host has it in memory only', () => {
    const told = (over: Partial<Pending>): Action => ({ kind: 'pending', rev: 2, pending: [aPending(1, over)] });
    const s = run([typed('hello'), submitted], shown());
    const unkept = run([told({ state: 'waiting', kept: false })], s);
    assert.deepEqual([unkept.submitted, unconfirmed(unkept).map((item) => item.state)], [s.submitted, ['waiting']]);
    assert.deepEqual(run([told({ kept: true })], s).submitted, []);
    const stored = run([arrived(3, aMessage(21, { by: ME, cid: cidOf(1) }))], unkept);
    assert.deepEqual([stored.submitted, unconfirmed(stored)], [[], []]);
  });

  it('is shown once, whichever of entry and pending comes first', () => {
    const s = run([typed('hello'), submitted, arrived(2, aMessage(21, { by: ME, cid: cidOf(1) }))], shown());
    assert.deepEqual([s.submitted, unconfirmed(s)], [[], []]);
    const late = run([{ kind: 'pending', rev: 3, pending: [aPending(1)] }], s);
    assert.deepEqual(unconfirmed(late), []);
  });

  it('is the host’s when the page comes back, unless it was typed since', () => {
    const saved = { ...initial, draft: 'sent long ago' };
    assert.equal(run([aSnapshot({ draft: '' })], saved).draft, '');
    assert.equal(run([aSnapshot({ draft: 'newer' })], saved).draft, 'newer');
    assert.equal(run([typed('newest'), aSnapshot({ draft: 'newer' })], saved).draft, 'newest');
  });

  it('stays in the composer, with the reason, when it is too long', () => {
    const text = 'x'.repeat(LIMITS.textCodePoints + 3);
    const s = run([typed(text), submitted], shown());
    assert.deepEqual([s.draft, s.submitted], [text, []]);
    assert.match(s.notice ?? '', /^Too long by 3:/);
    assert.equal(run([typed('short')], s).notice, undefined);
  });

  it('stays in the composer when its bytes are too many', () => {
    assert.match(run([typed('\u{1F680}\u200d'.repeat(9_000)), submitted], shown()).notice ?? '', /^Too long/);
  });

  it('is not sent when it is blank', () => {
    const s = run([typed(' \n '), submitted], shown());
    assert.deepEqual([s.draft, s.submitted, s.notice], [' \n ', [], undefined]);
  });

  it('brings the view to the end', () => {
    const s = run([up, typed('hello'), submitted], shown());
    assert.deepEqual([s.pinned, s.scroll.to], [true, 'end']);
  });

  it('asks before it is left behind', () => {
    assert.equal(run([{ kind: 'exitAsked' }], shown()).asking, false);
    assert.equal(run([typed('x'), { kind: 'exitAsked' }], shown()).asking, true);
    assert.equal(run([{ kind: 'exitAsked' }], shown({ pending: [aPending(1)] })).asking, true);
  });

  it('is the one typed here when the page is shown again', () => {
    assert.equal(run([aSnapshot({ draft: 'from the host' })]).draft, 'from the host');
    assert.equal(run([typed('here'), aSnapshot({ draft: 'older' })]).draft, 'here');
  });
});
