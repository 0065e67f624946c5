import assert from 'node:assert/strict';
import { type Found, bracketsOf, levelsOf } from '../../../src/highlight/brackets';

const ROUND = ['(', ')'];
const CURLY = ['{', '}'];
const SQUARE = ['[', ']'];

/** The code with each bracket as its level: `.` for none, `!` for one without another end. */
function shown(code: string, configuration: object, isApart = false): string {
  const { pattern, sorts } = bracketsOf([configuration]);
  const found: Found[] = [...code.matchAll(pattern ?? /(?!)/g)].map(({ 0: text, index }) => ({
    at: index,
    language: 1,
    text: text.toLowerCase(),
    sort: sorts.get(text.toLowerCase())!,
  }));
  const levels = levelsOf(found, isApart);
  return found.map(({ at }) => (levels.has(at) ? (levels.get(at)! < 0 ? '!' : levels.get(at)) : '.')).join('');
}

describe('pairs of brackets', () => {
  const brackets = [ROUND, CURLY, SQUARE];

  it('have the level at which they stand', () => {
    assert.equal(shown('a(b[c]{d}) {}', { brackets }), '01111000');
  });

  it('have a level for each kind where that is wished', () => {
    assert.equal(shown('([({})])', { brackets }, true), '00100100');
  });

  it('stand alone without the other end, also where an outer pair ends before them', () => {
    assert.equal(shown(') ( [ ) {', { brackets }), '!0!0!');
  });

  it('are coloured where the language says so, and pairs of <> only then', () => {
    const template = ['${', '}'];
    assert.equal(shown('{ ${ ( } }', { brackets: [...brackets, template], colorizedBracketPairs: [CURLY, ROUND] }), '0.!.0'); // prettier-ignore
    assert.equal(shown('<()>', { brackets: [...brackets, ['<', '>']] }), '.00.');
    assert.equal(shown('(', { brackets, colorizedBracketPairs: [] }), '!');
  });

  it('may be words', () => {
    assert.equal(shown('begin x END beginning', { brackets: [['begin', 'end']] }), '00');
  });

  it('are none where a file says nothing of them, or nonsense', () => {
    for (const file of [undefined, 1, {}, { brackets: 'all' }, { brackets: [['(']] }, { brackets: [['', '']] }])
      assert.equal(bracketsOf([file]).pattern, undefined);
  });

  it('do not go deeper than the editor has colours for', () => {
    const code = '('.repeat(10_000) + ')'.repeat(10_000);
    assert.equal(shown(code, { brackets }).replace(/[.!]/g, '').startsWith('01234'), true);
    assert.equal(
      shown(code, { brackets }).indexOf('.'),
      shown('('.repeat(150) + ')'.repeat(150), { brackets }).length / 2,
    );
  });
});
