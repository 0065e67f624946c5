import assert from 'node:assert/strict';
import type { Entry } from '../../server/protocol/model';
import { runVersion, runsOf } from '../../webview/state/runs';
import { toDays } from '../../webview/state/rows';
import { reduce } from '../../webview/state/reduce';
import { initial } from '../../webview/state/model';
import { BEN, ME, NOON, aMessage, aPending, aSnapshot, cidOf, messages } from './build';

const at = (seq: number, over: Parameters<typeof aMessage>[1] = {}): Entry =>
  aMessage(seq, { at: NOON + seq, by: BEN, ...over });
const runs = (entries: readonly Entry[], pending = 0) => {
  const waiting = Array.from({ length: pending }, (_, i) => aPending(i, { at: NOON + 1_000 }));
  const state = reduce(initial, aSnapshot({ entries: [...entries], pending: waiting }));
  return runsOf(toDays(state).flatMap(({ rows }) => rows));
};
const keys = (entries: readonly Entry[], pending = 0) =>
  runs(entries, pending).map(({ rows }) => rows.map(({ key }) => key));

describe('a run of messages', () => {
  it('has twenty at most, by their place in the room', () => {
    const all = keys(messages(1, 60, at));
    assert.deepEqual(
      all.map((rows) => [rows[0], rows.at(-1)]),
      [
        ['s1', 's19'],
        ['s20', 's39'],
        ['s40', 's59'],
        ['s60', 's60'],
      ],
    );
  });

  it('stays the same when others go in front of it or come behind it', () => {
    const before = runs(messages(1, 60, at));
    const after = runs(messages(11, 79, at));
    assert.deepEqual(
      before.map(({ key }) => key),
      after.map(({ key }) => key),
    );
    assert.deepEqual(before[1], after[1]);
  });

  it('keeps one’s own message where it was when it is stored, also where a run would begin there', () => {
    const mine = at(20, { by: ME, cid: cidOf(0) });
    assert.deepEqual(keys(messages(17, 19, at), 1), [['s17', 's18', 's19', cidOf(0)]]);
    assert.deepEqual(keys([...messages(17, 19, at), mine]), [['s17', 's18', 's19', cidOf(0)]]);
    assert.deepEqual(keys([...messages(17, 19, at), mine, at(21)]).at(-1), ['s21']);
  });

  it('looks different when one of its rows does, and not for the others', () => {
    const [first, second] = runs(messages(1, 30, at));
    const [changed] = runs([{ ...aMessage(1), ...at(1), pinned: true } as Entry, ...messages(2, 30, at)]);
    assert.ok(first && second && changed);
    assert.notEqual(runVersion(first, []), runVersion(changed, []));
    assert.notEqual(runVersion(first, ['s1']), runVersion(first, ['s2']));
    assert.equal(runVersion(second, ['s1']), runVersion(second, ['s2']));
  });
});
