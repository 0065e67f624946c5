import assert from 'node:assert/strict';
import { mentionsIn } from '../../server/protocol/mentions';
import type { MemberId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { nameKey } from '../../server/protocol/names';

const long = `x${'.x'.repeat(15)}`;
const members = ['ana', 'ana maria', 'ana maria garcía', "o'neill", '李雷', long];
const keys = new Map(members.map((name) => [nameKey(name), name as MemberId]));
const mentions = (text: string): string[] => [...mentionsIn(text, (key) => keys.get(key))];

describe('a name behind an @', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['@ana', ['ana']],
    ['hi @Ana, and you (@李雷)?', ['ana', '李雷']],
    ['@ana maria', ['ana maria']],
    ['@ana mariana', ['ana']],
    ['@ANA MARIA GARCÍA.', ['ana maria garcía']],
    ['@ana maria @ana', ['ana maria', 'ana']],
    ["ask @O'Neill's", ["o'neill"]],
    ['@anabel @an @_ana @', []],
    ['mail@ana.example, a_@ana, 1@ana', []],
    ['@ana_b', []],
    [`@${long}`, [long]],
    [`@${long}.x`, [long]],
    ['@ana @ana @ana', ['ana']],
  ];
  for (const [text, meant] of cases) {
    it(`means ${meant.join(' and ') || 'nobody'}: ${text}`, () => assert.deepEqual(mentions(text), meant));
  }

  it('is looked for so often and no more, however many there are', () => {
    const looked: string[] = [];
    mentionsIn('@ana b c d '.repeat(1_000), (key) => void looked.push(key));
    assert.equal(new Set(looked).size, looked.length);
    looked.length = 0;
    const letters = Array.from({ length: 100 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(' ');
    mentionsIn(`@${letters} `.repeat(10) + letters.replaceAll(' ', ' @'), (key) => void looked.push(key));
    assert.ok(looked.length <= (LIMITS.mentionsPerMessage * LIMITS.nameGraphemes) / 2, `${looked.length}`);
    assert.deepEqual(mentions(`${'@nobody '.repeat(LIMITS.mentionsPerMessage)}@ana`), []);
  });
});
