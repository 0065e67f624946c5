import assert from 'node:assert/strict';
import { Zen } from '../../../src/notifications/zen';

const [ON, OFF] = [{ isShown: true }, { isShown: false }];

describe('Zen mode, as far as the line numbers of editors tell', () => {
  const after = (...looks: readonly [at: number, ...numbers: (typeof ON)[]][]) => {
    const zen = new Zen();
    for (const [at, ...numbers] of looks) zen.look(numbers, at);
    return zen.isOn;
  };

  it('is on when all editors lose what they showed, and until they show it again', () => {
    assert.ok(!after([0, ON, ON], [5_000, ON, ON]));
    assert.ok(after([0, ON, ON], [5_000, OFF, OFF]));
    assert.ok(!after([0, ON], [5_000, OFF], [9_000, ON]));
  });

  it('stays on while another editor is opened, and while none is seen', () => {
    assert.ok(after([0, ON], [5_000, OFF], [6_000, OFF, ON], [6_010, OFF, OFF]));
    assert.ok(after([0, ON], [5_000, OFF], [6_000]));
    assert.ok(after([0, ON], [5_000, OFF], [6_000, ON], [6_010, OFF]));
  });

  it('is not taken for on where there are never any, one of several loses them, or a new editor does at once', () => {
    assert.ok(!after([0, OFF], [5_000, OFF, OFF]));
    assert.ok(!after([0, ON, ON], [5_000, ON, OFF]));
    assert.ok(!after([0, OFF], [5_000, ON], [5_300, OFF]));
  });
});
