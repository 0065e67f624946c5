import assert from 'node:assert/strict';
import type { FileId } from '../../server/protocol/ids';
import { createCalendar, dayBefore, dayKey } from '../../webview/state/calendar';
import { spokenFile } from '../../webview/state/files';
import { initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { type Row, toDays } from '../../webview/state/rows';
import { spoken } from '../../webview/state/spokenRow';
import { counter, linkView, retryText } from '../../webview/state/selectors';
import { BEN, CHLOE, ME, MINUTE, NOON, aMessage, aPending, aSnapshot, anArrival, cidOf } from './build';

const DAY = 24 * 60 * MINUTE;
const daysOf = (over: Parameters<typeof aSnapshot>[0]) => toDays(reduce(initial, aSnapshot(over)));
const rowsOf = (over: Parameters<typeof aSnapshot>[0]): readonly Row[] => daysOf(over).flatMap((day) => day.rows);
const leads = (rows: readonly Row[]) => rows.map((row) => row.kind === 'message' && row.leads);
const at = (minutes: number) => NOON + minutes * MINUTE;

describe('rows of the log', () => {
  it('groups messages of one sender within five minutes', () => {
    const rows = rowsOf({
      entries: [
        aMessage(1, { at: at(0) }),
        aMessage(2, { at: at(4) }),
        aMessage(3, { at: at(8) }),
        aMessage(4, { at: at(13) }),
        aMessage(5, { at: at(14), by: CHLOE }),
        aMessage(6, { at: at(14) }),
      ],
    });
    assert.deepEqual(leads(rows), [true, false, false, true, true, true]);
  });

  it('begins a group after a system line, the divider and midnight', () => {
    const entries = [
      aMessage(1, { at: at(0) }),
      anArrival(2, { at: at(0) }),
      aMessage(3, { at: at(1) }),
      aMessage(4, { at: at(2) }),
      aMessage(5, { at: at(12 * 60 - 1) }),
      aMessage(6, { at: at(12 * 60 + 1) }),
    ];
    const rows = rowsOf({ entries, readUpTo: 3 });
    assert.deepEqual(
      rows.map((row) => row.kind),
      ['message', 'arrival', 'message', 'divider', 'message', 'message', 'message'],
    );
    assert.deepEqual(leads(rows), [true, false, true, false, true, true, true]);
  });

  it('shows a deletion where the message was, and has no row for it nor for what it does not know', () => {
    const rows = rowsOf({
      entries: [
        aMessage(1, { text: '', tombstone: 'deleted' }),
        { kind: 'deleted', seq: 2, at: NOON, name: 'ben', target: 1 },
        { kind: 'unknown', seq: 3, at: NOON, name: 'ben' },
        aMessage(4, { text: '', tombstone: 'damaged' }),
      ],
    });
    assert.deepEqual(
      rows.map((row) => row.kind === 'message' && [row.text, row.gone]),
      [
        ['This message was deleted.', true],
        ["This message was damaged on the server's disk.", true],
      ],
    );
  });

  it('says what files a message carries, by names that are what they look like', () => {
    const file = { id: `f-${'0'.repeat(32)}` as FileId, type: 'image/png', size: 20_480, sha256: '0'.repeat(64) };
    const files = [
      { ...file, name: 'plan.png' },
      { ...file, name: '../a.png\u202Egpj.exe', size: 3 },
    ];
    const rows = rowsOf({ entries: [aMessage(1, { text: 'look', files }), aMessage(2, { text: '', files })] });
    assert.deepEqual(
      rows.map((row) => row.kind === 'message' && [row.text, ...row.files.map(spokenFile)]),
      ['look', ''].map((text) => [text, 'picture plan.png, 20 KB', 'picture a.pnggpj.exe, 3 B']),
    );
  });

  it('separates the days, also when a clock went back', () => {
    const days = daysOf({
      entries: [aMessage(1), aMessage(2, { at: NOON + DAY }), aMessage(3), aMessage(4, { at: NOON + DAY })],
    });
    assert.deepEqual(
      days.map((day) => day.rows.length),
      [1, 1, 1, 1],
    );
    assert.equal(new Set(days.map((day) => day.key)).size, 4);
  });

  it('puts imported messages on the left, whoever wrote them', () => {
    const [row] = rowsOf({ entries: [{ kind: 'message', seq: 1, at: NOON, name: ME.name, text: 'old' }] });
    assert.equal(row?.kind === 'message' && row.mine, false);
  });

  it('keeps the row of a message of mine when it gets its place', () => {
    const [before] = rowsOf({ pending: [aPending(1)] });
    const [after] = rowsOf({ entries: [aMessage(1, { by: ME, cid: cidOf(1) })], pending: [aPending(1)] });
    assert.deepEqual([before?.key, after?.key], [cidOf(1), cidOf(1)]);
    assert.deepEqual(
      [before, after].map((row) => row?.kind === 'message' && row.status),
      ['sending', 'stored'],
    );
  });

  it('shows what is not confirmed behind the end, in order, and many of them as one line', () => {
    const pending = Array.from({ length: 60 }, (_, i) => aPending(i + 1, { state: 'waiting' }));
    const rows = rowsOf({ entries: [aMessage(1)], pending });
    assert.equal(rows.length, 52);
    assert.deepEqual(rows[1], { kind: 'backlog', key: 'backlog', count: 10 });
    assert.equal(rows.at(-1)?.key, cidOf(60));
  });

  it('shows nothing unconfirmed where the window does not reach the end', () => {
    assert.equal(rowsOf({ entries: [aMessage(1)], head: 9, pending: [aPending(1)] }).length, 1);
  });

  it('says who, when, what and how it stands', () => {
    const calendar = createCalendar('en-GB');
    const [first, second] = rowsOf({
      entries: [aMessage(1, { by: BEN, at: at(0), text: 'hi' })],
      pending: [aPending(1, { at: at(1), state: 'failed', reason: 'the disk is full.' })],
    });
    assert.equal(first && spoken(first, calendar), 'ben, 12:00, hi');
    assert.equal(second && spoken(second, calendar), 'You, 12:01, pending 1, not sent: the disk is full.');
    const [stalled] = rowsOf({ pending: [aPending(1, { at: at(1), state: 'waiting', reason: 'Its disk is full.' })] });
    assert.equal(stalled && spoken(stalled, calendar), 'You, 12:01, pending 1, waiting: Its disk is full.');
  });
});

describe('dates', () => {
  const calendar = createCalendar('en');

  it('names today and yesterday, and dates others as the locale does', () => {
    assert.equal(calendar.day(NOON, NOON), 'Today');
    assert.equal(calendar.day(NOON - DAY, NOON), 'Yesterday');
    assert.equal(calendar.day(NOON - 2 * DAY, NOON), 'Monday, October 12');
    assert.equal(calendar.day(NOON - 400 * DAY, NOON), 'Tuesday, September 9, 2025');
    assert.equal(createCalendar('de').day(NOON, NOON), 'Heute');
  });

  it('finds the day before at every hour, also around changes of the clock', () => {
    for (let hour = 0; hour < 24 * 366; hour += 1) {
      const now = NOON + hour * 60 * MINUTE;
      const [y = 0, m = 1, d = 1] = dayKey(now).split('-').map(Number);
      assert.equal(dayBefore(now), dayKey(new Date(y, m - 1, d - 1, 12).getTime()));
    }
  });

  it('uses English where the locale is not one', () => {
    assert.equal(createCalendar('no such locale!').day(NOON, NOON), 'Today');
  });
});

describe('words of the page', () => {
  it('counts characters near the limit, by code points and not by units', () => {
    assert.equal(counter('x'.repeat(9_000)), undefined);
    assert.equal(counter('\u{1F680}'.repeat(5_000)), undefined);
    assert.equal(counter('x'.repeat(9_900))?.text, '9,900 / 10,000');
    assert.equal(counter('x'.repeat(10_001))?.over, true);
  });

  it('says in text how the connection stands', () => {
    const texts = (['none', 'connecting', 'online'] as const).map((where) => linkView({ at: where }).text);
    assert.deepEqual(texts, ['Not joined', 'Connecting', 'Connected']);
  });

  it('counts down to the next try', () => {
    assert.equal(retryText(4_000, 100), 'Reconnecting in 4 s');
    assert.equal(retryText(undefined, 100), 'Reconnecting…');
    assert.equal(retryText(50, 100), 'Reconnecting…');
  });
});
