import assert from 'node:assert/strict';
import { isWithin, saveSnooze, snoozeFor, snoozedUntil, snoozes } from '../../../src/notifications/quiet';
import { mapMemory } from '../fixtures';

const at = (time: string) => new Date(`2026-03-02T${time}:00`);

describe('quiet hours', () => {
  const quiet: readonly [string, readonly string[], readonly string[]][] = [
    ['12:00-13:30', ['12:00', '13:29'], ['11:59', '13:30', '00:00']],
    ['22:00-7:00', ['22:00', '23:59', '00:00', '06:59'], ['07:00', '21:59', '12:00']],
    ['09:00-09:00', [], ['09:00', '08:59']],
    ['', [], ['00:00', '12:00']],
    ['25:00-26:00', [], ['00:00', '12:00']],
    ['night', [], ['00:00', '12:00']],
  ];
  for (const [hours, within, outside] of quiet)
    it(`are within “${hours}” and not outside`, () => {
      for (const time of within) assert.ok(isWithin(hours, at(time)), time);
      for (const time of outside) assert.ok(!isWithin(hours, at(time)), time);
    });
});

describe('snoozing', () => {
  const now = at('23:30').getTime();

  it('is for half an hour, an hour, or until the next morning', () => {
    const ends = snoozes(now).map(({ until }) => new Date(until).toString());
    const expected = ['2026-03-03T00:00:00', '2026-03-03T00:30:00', '2026-03-03T08:00:00'];
    assert.deepEqual(ends, expected.map((time) => new Date(time).toString())); // prettier-ignore
  });

  it('is for a time that is written, up to a week', () => {
    const minutes = (written: string) => {
      const until = snoozeFor(written, now);
      return typeof until === 'number' ? (until - now) / 60_000 : until;
    };
    const written = ['30m', '2h', '1h30m', '1H 30m', '168h', 'tomorrow', 'Off'];
    assert.deepEqual(written.map(minutes), [30, 120, 90, 90, 10_080, 510, 'off']);
    for (const no of ['', '0m', '169h', '30', '-5m', 'm', '1.5h', 'today', '30s'])
      assert.equal(minutes(no), undefined, no);
  });

  it('ends by itself, or when it is taken back', () => {
    const memory = mapMemory();
    assert.equal(snoozedUntil(memory, now), undefined);
    saveSnooze(memory, now + 1_000);
    assert.deepEqual([snoozedUntil(memory, now), snoozedUntil(memory, now + 1_000)], [now + 1_000, undefined]);
    saveSnooze(memory, undefined);
    assert.equal(snoozedUntil(memory, now), undefined);
    memory.set('snoozedUntil', 'soon');
    assert.equal(snoozedUntil(memory, now), undefined);
  });
});
