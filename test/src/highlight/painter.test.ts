import assert from 'node:assert/strict';
import type { Look } from '../../../src/highlight/look';
import { Painter } from '../../../src/highlight/painter';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { aLook, anExtension } from './anExtension';

const THEME = {
  tokenColors: [
    { scope: 'keyword', settings: { foreground: '#0000FF', fontStyle: 'bold' } },
    { scope: 'string', settings: { foreground: '#FF0000' } },
    { scope: 'comment', settings: { foreground: '#00FF00', fontStyle: 'italic underline' } },
    { scope: 'invalid.deprecated', settings: { foreground: '#ABCDEF' } },
  ],
};

const GRAMMAR = {
  scopeName: 'source.tiny',
  patterns: [
    { match: '\\b(let|if)\\b', name: 'keyword.tiny' },
    { begin: '"', end: '"', name: 'string.tiny' },
    { begin: '/\\*', end: '\\*/', name: 'comment.tiny' },
    { begin: '<%', end: '%>', contentName: 'meta.other', patterns: [{ include: 'source.other' }] },
  ],
};

const files = {
  'dusk.json': THEME,
  'tiny.json': GRAMMAR,
  'other.json': { scopeName: 'source.other', patterns: [{ match: '#\\w+', name: 'string.other' }] },
  'todo.json': { scopeName: 'todo', injectionSelector: 'L:comment', patterns: [{ match: 'TODO', name: 'invalid.deprecated' }] },
  'language.json': { brackets: [['(', ')'], ['[', ']']] },
  'other-language.json': { brackets: [['<', '>'], ['{', '}']], colorizedBracketPairs: [['{', '}']] },
}; // prettier-ignore

const contributes = {
  themes: [
    { label: 'Dusk', uiTheme: 'vs-dark', path: './dusk.json' },
    { label: 'Gone', path: './gone.json' },
  ],
  languages: [
    { id: 'tiny', extensions: ['.tn'], configuration: './language.json' },
    { id: 'other', configuration: './other-language.json' },
    { id: 'bare' },
    { id: 'fine' },
  ],
  grammars: [
    { language: 'tiny', scopeName: 'source.tiny', path: './tiny.json', embeddedLanguages: { 'meta.other': 'other' } },
    { language: 'fine', scopeName: 'source.other', path: './other.json' },
    { scopeName: 'todo', path: './todo.json', injectTo: ['source.tiny'] },
  ],
};

describe('the painter', () => {
  let dir: TempDir;
  let troubles: string[];
  beforeEach(() => ([dir, troubles] = [tempDir(), []]));
  afterEach(() => dir[Symbol.dispose]());
  const painter = (over: Partial<Look> = {}, more: Readonly<Record<string, unknown>> = {}) =>
    new Painter(aLook([anExtension(dir, contributes, { ...files, ...more })], over), ({ of }) => troubles.push(of));

  /** The code with every piece that has a look within marks. */
  function painted(code: string, over: Partial<Look> = {}, theme = 'Dusk', language = 'tiny'): string {
    const colouring = painter(over).paint({ theme, language, code });
    if (!colouring) return 'plain';
    let at = 0;
    const pieces = colouring.runs.flatMap((length, i) => {
      if (i % 2 === 1) return [];
      const { colour, font, bracket } = colouring.inks[colouring.runs[i + 1]!]!;
      const text = code.slice(at, (at += length));
      const look = [colour, font || undefined, bracket === undefined ? undefined : `b${bracket}`].filter(Boolean).join(' '); // prettier-ignore
      return [look === '' ? text : `«${text}|${look}»`];
    });
    assert.equal(at, code.length + 1, 'runs cover the code');
    return pieces.join('').trimEnd();
  }

  it('gives each token the colour and the font of the theme, over the ends of lines', () => {
    assert.equal(painted('let x = "a'), '«let|#0000FF 2» x = «"a|#FF0000»');
    assert.equal(painted('/*a\nb*/ c'), '«/*a|#00FF00 5»\n«b*/|#00FF00 5» c');
    assert.equal(painted('let let\nlet'), '«let let\nlet|#0000FF 2»');
  });

  it('colours brackets in code by how deep they stand, and none in texts and comments', () => {
    assert.equal(painted('([")"]'), '«(|b-1»«[|b1»«")"|#FF0000»«]|b1»');
    assert.equal(painted('(', { brackets: 'none' }), '(');
  });

  it('finds within it other languages, with their brackets', () => {
    assert.equal(painted('(<% #a {#b} ( %>)'), '«(|b0»<% «#a|#FF0000» «{|b1»«#b|#FF0000»«}|b1» ( %>«)|b0»');
  });

  it('adds what other extensions add to a grammar', () => {
    assert.equal(painted('/* TODO */'), '«/* |#00FF00 5»«TODO|#ABCDEF 5»« */|#00FF00 5»');
  });

  it('knows a language by what stands behind a fence', () => {
    assert.equal(painted('let', {}, 'Dusk', 'TN'), '«let|#0000FF 2»');
  });

  it('follows the settings', () => {
    const customisations = {
      textMateRules: [{ scope: 'keyword', settings: { foreground: '#123456', fontStyle: '' } }],
    };
    assert.equal(painted('let', { customisations }), '«let|#123456»');
  });

  it('leaves code plain without a language, a grammar or a theme', () => {
    assert.equal(painted('let', {}, 'Dusk', 'nothing'), 'plain');
    assert.equal(painted('let', {}, 'Dusk', 'bare'), 'plain');
    assert.equal(painted('let', {}, 'Dawn'), 'plain');
    assert.deepEqual(troubles, []);
    assert.equal(painted('let', {}, 'Gone'), 'plain');
    assert.deepEqual(troubles, [dir.file('gone.json')]);
  });

  it('leaves it plain where files are not as they should be, and says which', () => {
    const broken = ['{', '[]', '{"scopeName":1}', JSON.stringify({ scopeName: 'source.tiny', patterns: [null] }), ' '];
    for (const tiny of broken) {
      const one = painter({}, { 'tiny.json': tiny });
      assert.equal(one.paint({ theme: 'Dusk', language: 'tiny', code: 'let' }), undefined, tiny);
    }
    assert.deepEqual(new Set(troubles), new Set([dir.file('tiny.json')]));
  });

  it('does without a pattern that cannot be read, and with brackets that are none', () => {
    const tiny = { ...GRAMMAR, patterns: [{ match: '(', name: 'comment' }, ...GRAMMAR.patterns] };
    const one = painter({}, { 'tiny.json': tiny, 'language.json': '[' });
    assert.equal(one.paint({ theme: 'Dusk', language: 'tiny', code: 'let' })?.inks[0]?.colour, '#0000FF');
    assert.deepEqual(troubles, [dir.file('language.json')]);
  });

  it('goes on with other code where a grammar leads nowhere', () => {
    const loop = { scopeName: 'source.tiny', patterns: [{ include: 'source.tiny#a' }], repository: { a: { patterns: [{ include: '#b' }] }, b: { patterns: [{ include: '#a' }] } } }; // prettier-ignore
    const one = painter({}, { 'tiny.json': loop });
    assert.equal(one.paint({ theme: 'Dusk', language: 'tiny', code: 'let' }), undefined);
    assert.deepEqual(troubles, ['source.tiny']);
    assert.ok(one.paint({ theme: 'Dusk', language: 'fine', code: '#a' }));
  });

  it('does not look into a line that is too long', () => {
    const long = `let ${'x'.repeat(20_000)}`;
    assert.ok(painted(`${long}\nlet`).endsWith('\n«let|#0000FF 2»'));
    assert.ok(painted(`${long}\nlet`).startsWith('let'));
  });
});
