import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { ready, tellHost } from '../../webview/effects';
import type { PageToHost } from '../../webview/protocol/messages';
import { type Action, type PageState, initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { toDays } from '../../webview/state/rows';
import { spoken } from '../../webview/state/spokenRow';
import { createCalendar } from '../../webview/state/calendar';
import { BEN, ME, NOON, PARSER, aMessage, aNotice, aRoom, aSnapshot, cidOf, messages } from './build';

const run = (actions: readonly Action[], from: PageState = initial): PageState => actions.reduce(reduce, from);
const general = (over: Parameters<typeof aSnapshot>[0] = {}) => aSnapshot({ entries: messages(1, 50), ...over });
const parser = (over: Parameters<typeof aSnapshot>[0] = {}) =>
  aSnapshot({ room: aRoom({ id: PARSER, kind: 'private', title: 'parser' }), entries: messages(1, 20), ...over });
const typed = (text: string): Action => ({ kind: 'typed', text });
const submitted: Action = { kind: 'submitted', cid: cidOf(1), at: 5 };
const attended: Action = { kind: 'attended', attentive: true };
const leftAt = (seq: number): readonly Action[] => [
  { kind: 'scrolled', pinned: false },
  { kind: 'settled', anchor: { seq, offset: -3 }, cursor: `s${seq}` },
];

describe('another room', () => {
  it('has its own draft, and brings it back', () => {
    const there = run([general(), typed('of general'), parser()]);
    assert.equal(there.draft, '');
    const back = run([typed('of the parser'), general({ draft: 'older' })], there);
    assert.equal(back.draft, 'of general');
    assert.equal(run([parser()], back).draft, 'of the parser');
  });

  it('has the draft of the host where none was written here', () => {
    assert.equal(run([general(), typed('of general'), parser({ draft: 'of yesterday' })]).draft, 'of yesterday');
  });

  it('keeps what is on its way until it is seen there', () => {
    const there = run([general(), typed('hello'), submitted, parser()]);
    assert.deepEqual(there.submitted, []);
    assert.equal(run([general()], there).submitted.length, 1);
    const stored = general({ entries: [...messages(1, 50), aMessage(51, { by: ME, cid: cidOf(1) })] });
    assert.deepEqual(run([stored], there).submitted, []);
  });

  it('opens where it was left', () => {
    const back = run([general(), ...leftAt(30), parser(), general()]);
    assert.deepEqual([back.scroll.to, back.pinned], [{ seq: 30, offset: -3 }, false]);
    const atEnd = run([general(), parser(), general()]);
    assert.deepEqual([atEnd.scroll.to, atEnd.pinned], ['end', true]);
  });

  it('asks for the place where it was left when the snapshot does not hold it, once', () => {
    const away = run([attended, general({ entries: messages(1, 900) }), ...leftAt(700), parser()]);
    const snapshot = general({ entries: messages(951, 1_000), readUpTo: 900 });
    const asking = run([snapshot, { kind: 'scrolled', pinned: true }], away);
    assert.deepEqual([asking.awaiting, asking.readUpTo], ['place', 900]);
    const said: PageToHost[] = [];
    tellHost(snapshot, away, asking, (message) => said.push(message));
    assert.deepEqual(said, [{ kind: 'ready', room: GENERAL, anchor: 700 }]);
    const there = run([general({ entries: messages(690, 800), head: 1_000, readUpTo: 900 })], asking);
    assert.deepEqual([there.awaiting, there.scroll.to], ['none', { seq: 700, offset: -3 }]);
    assert.deepEqual([run([snapshot], asking).awaiting, run([snapshot], asking).scroll.to], ['none', 'end']);
  });

  it('has its own divider, and its own messages that were seen', () => {
    const there = run([attended, general({ readUpTo: 10 }), parser({ readUpTo: 15 })]);
    assert.deepEqual([there.divider, there.readUpTo, there.fresh], [15, 20, 0]);
  });

  it('has no question, no notice and no loading of the one before', () => {
    const before = run([
      general({ entries: messages(10, 50) }),
      { kind: 'scrolled', pinned: false },
      { kind: 'wanted', direction: 'older' },
      { kind: 'notice', text: 'No.' },
      { kind: 'deleteAsked', seq: 12 },
    ]);
    const there = run([parser({ entries: messages(11, 20) })], before);
    assert.deepEqual([there.load, there.notice, there.deleting], [undefined, undefined, undefined]);
    const loading = run([{ kind: 'wanted', direction: 'older' }], there);
    const late = run([{ kind: 'page', id: before.load!.id, entries: messages(1, 10) }], loading);
    assert.deepEqual([late.entries.length, late.load], [10, loading.load]);
  });

  it('scrolls although the room before had scrolled as often', () => {
    const before = run([general()]);
    assert.notEqual(run([parser()], before).scroll.serial, before.scroll.serial);
  });

  it('is asked about before its text is left behind, too', () => {
    const there = run([general(), typed('of general'), parser()]);
    assert.equal(run([{ kind: 'exitAsked' }], there).asking, true);
  });

  it('of another server takes over the text being written only', () => {
    const there = run([general(), typed('of general'), parser(), typed('draft')]);
    const moved = run([parser({ server: 'elsewhere:1' })], there);
    assert.deepEqual([moved.draft, moved.others.size], ['draft', 0]);
  });
});

describe('the open room', () => {
  it('is asked for with the place in it', () => {
    const s = run([general(), ...leftAt(7)]);
    assert.deepEqual(ready(s), { kind: 'ready', room: GENERAL, anchor: 7 });
  });

  it('changes its name, topic and who writes in it', () => {
    const room = aRoom({ topic: 'new' });
    const s = run([general(), { kind: 'room', rev: 2, room }, { kind: 'typing', rev: 3, names: ['ben'] }]);
    assert.deepEqual([s.room, s.typing], [room, ['ben']]);
  });

  it('keeps a text that it takes no more, and says why', () => {
    const room = aRoom({ closed: 'This room is archived.' });
    const s = run([general(), typed('hello'), { kind: 'room', rev: 2, room }, submitted]);
    assert.deepEqual([s.draft, s.submitted, s.notice], ['hello', [], 'Not sent. This room is archived.']);
  });

  const rowsOf = (over: Parameters<typeof aSnapshot>[0]) => toDays(run([aSnapshot(over)])).flatMap((day) => day.rows);

  it('has a line for what somebody did to it, also for what a newer version does', () => {
    const entries = [
      aNotice(1, { act: 'topic', text: 'Bugs' }),
      aNotice(2, { act: 'added', subject: 'Chloé' }),
      aNotice(3, { act: 'painted' }),
    ];
    assert.deepEqual(
      rowsOf({ entries }).map((row) => row.kind === 'arrival' && row.text),
      ['ben set the topic: Bugs', 'ben added Chloé.', 'ben changed something.'],
    );
  });

  it('lets one delete one’s own messages, and all of them where one looks after it', () => {
    const entries = [
      aMessage(1),
      aMessage(2, { by: ME }),
      aMessage(3, { text: '', tombstone: 'deleted' }),
      { kind: 'message', seq: 4, at: NOON, name: 'imported', text: 'old' } as const,
    ];
    const deletable = (mayModerate: boolean) =>
      rowsOf({ entries, room: aRoom({ mayModerate }) }).map((row) => row.kind === 'message' && row.allowed.delete);
    assert.deepEqual(deletable(false), [false, true, false, false]);
    assert.deepEqual(deletable(true), [true, true, false, true]);
  });

  it('tells which messages of others name the reader, also aloud', () => {
    const texts = ['@ana?', '@anabel?', '@Ana!'];
    const rows = rowsOf({ entries: texts.map((text, i) => aMessage(i + 1, { text, by: i < 2 ? BEN : ME, at: NOON })) });
    assert.deepEqual(
      rows.map((row) => row.kind === 'message' && row.toMe),
      [true, false, false],
    );
    assert.equal(spoken(rows[0]!, createCalendar('en-GB')), 'ben, 12:00, mentions you: @ana?');
  });
});
