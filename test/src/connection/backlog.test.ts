import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Cid, GENERAL } from '../../../server/protocol/ids';
import { Backlog, type Item, itemOf } from '../../../src/connection/backlog';
import { memberId } from '../team';

const cidOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as Cid;
const anItem = (n: number, order: number): Item =>
  itemOf({ v: 1, cid: cidOf(n), room: GENERAL, member: memberId(1), text: 'x', at: 1, order }, 'kept', 0);

describe('a backlog', () => {
  it('is in the order of sending, whatever comes, goes and gets another place', () => {
    const step = fc.record({
      what: fc.constantFrom('set', 'set', 'patch', 'delete'),
      n: fc.nat(12),
      order: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const backlog = new Backlog();
        const known = new Map<number, Item>();
        for (const { what, n, order } of steps) {
          const before = known.get(n);
          if (what === 'set') known.set(n, anItem(n, order));
          else if (what === 'patch' && before) known.set(n, { ...before, seq: order });
          else if (what === 'delete') known.delete(n);
          if (what === 'set') backlog.set(anItem(n, order));
          else if (what === 'patch') backlog.patch(cidOf(n), { seq: order });
          else backlog.delete(cidOf(n));
          const sorted = [...known].sort(([a, one], [b, other]) => one.unsent.order - other.unsent.order || a - b);
          const items = sorted.map(([, item]) => item);
          assert.deepEqual(backlog.all, items);
          assert.deepEqual(
            backlog.next,
            items.find(({ seq }) => seq === undefined),
          );
        }
      }),
    );
  });
});
