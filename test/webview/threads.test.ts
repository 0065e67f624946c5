import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withChanges } from '../../server/protocol/changes';
import { GENERAL } from '../../server/protocol/ids';
import type { Entry, Message } from '../../server/protocol/model';
import { tellHost } from '../../webview/effects';
import type { HostToPage, PageToHost, Snapshot } from '../../webview/protocol/messages';
import { draftOf } from '../../webview/state/acts';
import { type Action, type PageState, initial } from '../../webview/state/model';
import { restore, save } from '../../webview/state/persist';
import { reduce } from '../../webview/state/reduce';
import { threadDays } from '../../webview/state/rows';
import { hasUnsent } from '../../webview/state/selectors';
import type { ThreadAct } from '../../webview/state/thread';
import { BEN, HERE, ME, PARSER, aMessage, aPlace, aRoom, aSnapshot, cidOf, linkable } from './build';
import { answerOf, threadAnswer } from './threadStates';

describe('a thread in the page', () => {
  const said: PageToHost[] = [];
  let s: PageState;
  /** Those that answer are made when it is their turn. */
  const take = (...actions: readonly (Action | (() => Action))[]) => {
    for (const each of actions) {
      const action = typeof each === 'function' ? each() : each;
      const after = reduce(s, action);
      tellHost(action, s, after, (message) => said.push(message));
      s = after;
    }
    return s;
  };
  const act = (what: ThreadAct): Action => ({ kind: 'threadAct', act: what });
  const type = (text: string): Action => ({ kind: 'typed', text });
  const submit = (n: number): Action => ({ kind: 'submitted', cid: cidOf(n), at: n });
  const asked = () => {
    const last = said.findLast((message) => message.kind === 'thread');
    assert.ok(last);
    return last;
  };
  const posted = () => said.filter((message) => message.kind === 'post').map(({ text, replyTo }) => [text, replyTo]);
  const now = () => s.thread;
  const seqs = () => s.thread?.answers?.map(({ seq }) => seq);
  const rowsOf = () => threadDays(s).answers.flatMap(({ rows }) => rows);
  const reload = () => (s = { ...restore(JSON.parse(JSON.stringify(save(s)))), isWide: s.isWide });

  /** Twenty messages, of which the room shows the last five; 4, 9 and 18 answer the first, and 19 answers 18. */
  const root: Message = { ...aMessage(1, { text: 'Ship it?' }), replies: { count: 4, last: 19 } };
  const answers = [answerOf(4, 1), answerOf(9, 1), answerOf(18, 1), answerOf(19, 18, { thread: 1 })];
  const all = Array.from({ length: 20 }, (_, i): Entry => [root, ...answers].find(({ seq }) => seq === i + 1) ?? aMessage(i + 1)); // prettier-ignore
  const snapshot = (over: Partial<Snapshot> = {}) =>
    aSnapshot({ entries: all.slice(15), draft: 'for the room', ...over });
  const answered =
    (limit = 100) =>
    () =>
      threadAnswer({ root, answers }, asked(), limit);

  const refused =
    (reason: string, isGone = false) =>
    (): Action => ({ kind: 'thread', id: asked().id, reason, isGone });

  beforeEach(() => {
    said.length = 0;
    s = initial;
    take({ kind: 'resized', isWide: true }, snapshot());
  });

  it('is opened at any of its messages, with what is here at once and all of it from the server', () => {
    take(act({ do: 'open', seq: 19 }));
    assert.deepEqual(asked(), { kind: 'thread', room: GENERAL, id: 1, root: 1 });
    assert.deepEqual([s.thread?.first, seqs()], [undefined, undefined]);
    take(answered());
    assert.deepEqual([s.thread?.first?.text, seqs(), s.thread?.hasOlder], ['Ship it?', [4, 9, 18, 19], false]);
    take(act({ do: 'shut' }), snapshot({ rev: 2, entries: all }), act({ do: 'open', seq: 1 }));
    assert.deepEqual([seqs(), s.thread?.hasOlder], [[4, 9, 18, 19], false]);
    take(act({ do: 'shut' }), snapshot({ rev: 3, entries: [root, ...all.slice(15)] }), act({ do: 'open', seq: 1 }));
    assert.deepEqual([seqs(), s.thread?.hasOlder], [[18, 19], true]);
  });

  it('pages to its beginning, and needs no quote of that', () => {
    take(act({ do: 'open', seq: 19 }), answered(2));
    assert.deepEqual([seqs(), s.thread?.hasOlder], [[18, 19], true]);
    take(act({ do: 'wanted', direction: 'older' }), act({ do: 'wanted', direction: 'older' }));
    assert.equal(asked().before, 18);
    assert.equal(said.filter(({ kind }) => kind === 'thread').length, 2, 'once');
    take(answered(2));
    assert.deepEqual([seqs(), s.thread?.hasOlder], [[4, 9, 18, 19], false]);
    const quotes = rowsOf().map((row) => row.kind === 'message' && row.quote?.seq);
    assert.deepEqual(quotes, [undefined, undefined, undefined, 18]);
  });

  it('follows what comes in the room: answers, edits and that it is resolved', () => {
    take(act({ do: 'open', seq: 19 }), answered());
    const by = { at: 1, name: BEN.name, author: BEN.id };
    const news: Entry[] = [
      aMessage(21),
      answerOf(22, 4, { thread: 1 }),
      { kind: 'edited', seq: 23, target: 9, text: 'other', ...by },
      { kind: 'flagged', seq: 24, target: 1, flag: 'resolved', isOn: true, ...by },
      { kind: 'deleted', seq: 25, target: 1, ...by },
    ];
    take({ kind: 'arrived', rev: 2, entries: news });
    assert.deepEqual(seqs(), [4, 9, 18, 19, 22]);
    const { first } = s.thread ?? {};
    assert.deepEqual([first?.replies?.count, first?.resolved, first?.tombstone], [5, true, 'deleted']);
    const nine = s.thread?.answers?.[1];
    assert.equal(nine?.kind === 'message' && nine.text, 'other');
  });

  it('keeps what came while it was asked for', () => {
    take(act({ do: 'open', seq: 19 }), { kind: 'arrived', rev: 2, entries: [answerOf(21, 1)] }, answered());
    assert.deepEqual([seqs(), s.thread?.first?.replies?.count], [[4, 9, 18, 19, 21], 5]);
  });

  it('has what is written in it beside the draft of the room, over rooms and reloads', () => {
    take(act({ do: 'open', seq: 19 }), answered(), type('in the thread'));
    assert.deepEqual([s.draft, draftOf(s), hasUnsent(s)], ['in the thread', 'for the room', true]);
    take(act({ do: 'write', side: 'room' }), type('more for the room'));
    assert.equal(draftOf(s), 'more for the room');
    take(act({ do: 'write', side: 'thread' }));
    assert.equal(s.draft, 'in the thread');
    take(aSnapshot({ rev: 9, room: aRoom({ id: PARSER }), entries: [aMessage(1)] }));
    assert.deepEqual([s.thread, s.draft], [undefined, '']);
    take(snapshot({ rev: 10 }));
    assert.deepEqual([s.thread?.root, s.draft, s.resting.draft], [1, 'more for the room', 'in the thread']);
    reload();
    take(snapshot({ rev: 1, draft: 'more for the room' }));
    assert.equal(asked().root, 1);
    take(answered(), act({ do: 'write', side: 'thread' }));
    assert.deepEqual([seqs(), s.draft], [[4, 9, 18, 19], 'in the thread']);
    take(act({ do: 'shut' }));
    assert.deepEqual([s.draft, hasUnsent({ ...s, draft: '' })], ['more for the room', true]);
    reload();
    take(snapshot({ draft: 'more for the room' }), act({ do: 'open', seq: 19 }));
    assert.equal(s.draft, 'in the thread');
  });

  it('answers its first message, or one that the reader chose, and shows that at once', () => {
    take(act({ do: 'open', seq: 19 }), answered(), type('yes'), submit(50));
    take({ kind: 'act', act: { do: 'answer', seq: 9, side: 'thread' } }, type('no'), submit(51));
    assert.deepEqual(posted(), [['yes', 1], ['no', 9]]); // prettier-ignore
    const shown = rowsOf().map((row) => (row.kind === 'message' ? row.text : row.kind));
    assert.deepEqual(shown.slice(-2), ['yes', 'no']);
    assert.equal(s.draft, '');
    assert.equal(draftOf(s), 'for the room');
  });

  it('is edited where it is read, and told so wherever the reader writes by then', () => {
    const mine = { ...answerOf(9, 1), author: ME.id, name: ME.name };
    const held = threadAnswer({ root, answers: [mine] }, { kind: 'thread', room: GENERAL, id: 1, root: 1 });
    take(act({ do: 'open', seq: 19 }), held, type('half'));
    take({ kind: 'act', act: { do: 'edit', seq: 9, side: 'thread' } }, type('mended'), submit(60));
    take(act({ do: 'write', side: 'room' }), { kind: 'edited', room: GENERAL, seq: 9 });
    assert.equal(s.draft, 'for the room');
    take(act({ do: 'write', side: 'thread' }));
    assert.deepEqual([s.draft, s.acts.editing], ['half', undefined]);
  });

  it('names the messages of the room that an answer links to', () => {
    const linking = { ...answerOf(19, 18, { thread: 1 }), text: `as in ${aPlace(HERE, GENERAL, 17)}` };
    take(linkable([]), act({ do: 'open', seq: 18 }), () => threadAnswer({ root, answers: [linking] }, asked()));
    const [row] = rowsOf();
    assert.deepEqual(row?.kind === 'message' && row.linked.map(({ seq, name }) => [seq, name]), [[17, BEN.name]]);
  });

  it('says why it cannot be had, and asks again with the connection', () => {
    const link = (at: 'online' | 'offline', rev: number): HostToPage => ({ kind: 'link', rev, link: at === 'online' ? { at } : { at, reason: 'lost' } }); // prettier-ignore
    take(link('offline', 2), act({ do: 'open', seq: 19 }), refused('no link'));
    assert.equal(now()?.failed?.reason, 'no link');
    take(link('online', 3));
    assert.equal(asked().id, 2);
    take(answered());
    assert.deepEqual([now()?.failed, seqs()], [undefined, [4, 9, 18, 19]]);
    take(act({ do: 'shut' }), act({ do: 'open', seq: 20 }));
    take(refused('none', true), link('offline', 4), link('online', 5));
    assert.equal(asked().id, 3, 'what is gone is not asked for');
  });

  it('covers the log where there is no room for both: nothing there is read, and what is shown there uncovers it', () => {
    take(
      { kind: 'resized', isWide: false },
      { kind: 'attended', attentive: true },
      act({ do: 'open', seq: 19 }),
      answered(),
    );
    take({ kind: 'arrived', rev: 2, entries: [aMessage(21)] });
    assert.deepEqual([s.readUpTo, s.divider], [20, 20]);
    take({ kind: 'showMessage', room: GENERAL, seq: 18 });
    assert.equal(now(), undefined);
    take({ kind: 'resized', isWide: true }, act({ do: 'open', seq: 19 }), { kind: 'jumped' });
    take({ kind: 'showMessage', room: GENERAL, seq: 18 }, { kind: 'jumped' });
    assert.deepEqual([now()?.root, s.readUpTo], [1, 21]);
  });

  it('is at every time what the room has of it, however long it is and wherever the reader goes in it', () => {
    const step = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('older', 'older', 'newer', 'jump', 'up', 'down', 'answer', 'answer') },
      { weight: 6, arbitrary: fc.constantFrom('arrive', 'other', 'delete') },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.array(step, { minLength: 40, maxLength: 90 }),
        (count, steps) => {
          let room: readonly Entry[] = [root, ...Array.from({ length: count }, (_, i) => answerOf(i + 2, 1))];
          let rev = 1;
          const served = () => ({ root: room[0] as Message, answers: room.filter((e) => e.kind === 'message' && e.replyTo === 1) as Message[] }); // prettier-ignore
          said.length = 0;
          s = initial;
          take(aSnapshot({ rev, entries: room.slice(-30) }), act({ do: 'open', seq: 1 }));
          take(threadAnswer(served(), asked(), 100));
          const arrive = (entry: Entry) => {
            room = withChanges([...room, entry], [entry]);
            take({ kind: 'arrived', rev: (rev += 1), entries: [entry] });
          };
          const by = { at: 1, name: BEN.name, author: BEN.id };
          for (const each of steps) {
            const seq = room.length + 1;
            if (each === 'arrive') arrive(answerOf(seq, 1));
            else if (each === 'other') arrive(aMessage(seq));
            else if (each === 'delete') arrive({ kind: 'deleted', seq, target: 1 + (seq % (count + 1)), ...by });
            else if (each === 'answer') take(...(s.thread?.load ? [threadAnswer(served(), asked(), 100)] : []));
            else if (each === 'jump') take(act({ do: 'jump' }));
            else if (each === 'up' || each === 'down') take(act({ do: 'scrolled', pinned: each === 'down' }));
            else take(act({ do: 'wanted', direction: each as 'older' }));
            const { answers: shown = [], hasOlder, hasNewer } = s.thread ?? {};
            const of = served().answers;
            const from = shown[0] ? of.findIndex((one) => one.seq === shown[0]?.seq) : of.length;
            assert.deepEqual(shown, of.slice(from, from + shown.length), 'a run of them, as they are');
            assert.ok(hasOlder || from === 0 || shown.length === 0, 'none is missing before');
            assert.ok(hasNewer || s.thread?.load || from + shown.length === of.length, 'none is missing behind');
            assert.ok(shown.length <= 320);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
