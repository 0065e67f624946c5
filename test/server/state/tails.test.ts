import assert from 'node:assert/strict';
import type { KnownEntry } from '../../../server/protocol/model';
import { Tails } from '../../../server/state/tails';

const entry = (seq: number, text = ''): KnownEntry => ({ kind: 'message', seq, at: 0, name: 'ana', text });
const seqsOf = (entries: readonly KnownEntry[] | undefined) => entries?.map(({ seq }) => seq);

describe('the newest entries in memory', () => {
  it('are told where all of a range are there, and else none', () => {
    const tails = new Tails();
    for (let seq = 5; seq <= 9; seq += 1) tails.add(1, entry(seq));
    assert.deepEqual(seqsOf(tails.range(1, { from: 5, to: 9 })), [5, 6, 7, 8, 9]);
    assert.deepEqual(seqsOf(tails.range(1, { from: 7, to: 7 })), [7]);
    assert.equal(tails.range(1, { from: 4, to: 9 }), undefined);
    assert.equal(tails.range(1, { from: 5, to: 10 }), undefined);
    assert.equal(tails.range(2, { from: 5, to: 9 }), undefined);
  });

  it('begin anew where one does not follow the last', () => {
    const tails = new Tails();
    for (const seq of [5, 6, 6]) tails.add(1, entry(seq, `${seq}`));
    assert.equal(tails.range(1, { from: 5, to: 6 }), undefined);
    assert.deepEqual(seqsOf(tails.range(1, { from: 6, to: 6 })), [6]);
  });

  it('take a few megabytes, however long they are and however many rooms there are', () => {
    const tails = new Tails();
    for (let seq = 1; seq <= 1_000; seq += 1) {
      for (let room = 1; room <= 10; room += 1) tails.add(room, entry(seq, 'x'.repeat(seq * 10)));
    }
    assert.deepEqual(seqsOf(tails.range(10, { from: 1_000, to: 1_000 })), [1_000]);
    let chars = 0;
    for (let room = 1; room <= 10; room += 1) {
      for (let seq = 1; seq <= 1_000; seq += 1) {
        const [held] = tails.range(room, { from: seq, to: seq }) ?? [];
        if (held?.kind === 'message') chars += held.text.length;
      }
    }
    assert.ok(chars > 500_000 && chars < 3_000_000, `${chars}`);
  });
});
