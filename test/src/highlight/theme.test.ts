import assert from 'node:assert/strict';
import { rulesOf } from '../../../src/highlight/theme';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { anExtension } from './anExtension';

const rule = (scope: string | string[], foreground: string, fontStyle?: string) => ({
  scope,
  settings: { foreground, ...(fontStyle !== undefined && { fontStyle }) },
});
/** So that nothing is added. */
const INFO = rule('token.info-token', '#123456');

describe('the rules of a theme', () => {
  let dir: TempDir;
  beforeEach(() => (dir = tempDir()));
  afterEach(() => dir[Symbol.dispose]());
  const rules = (files: Readonly<Record<string, unknown>>, name: string, customisations?: unknown) => {
    anExtension(dir, {}, files);
    return rulesOf({ path: dir.file(name), uiTheme: 'vs-dark' }, 'Dusk', customisations);
  };

  it('are those of what it includes, then its own, in files with comments', () => {
    const base = { include: './deep/base.json', tokenColors: [rule('comment', '#aaaaaa'), INFO] };
    const files = {
      'dusk.json': '{ // dusk\n "include": "./vs.json", "tokenColors": [{ "scope": ["string"], "settings": { "fontStyle": "italic" } },] }',
      'vs.json': base,
      'deep/base.json': { tokenColors: [rule('keyword', '#ABC')] },
    }; // prettier-ignore
    assert.deepEqual(rules(files, 'dusk.json'), [
      rule('keyword', '#AABBCC'),
      rule('comment', '#AAAAAA'),
      INFO,
      { scope: ['string'], settings: { fontStyle: 'italic' } },
    ]);
  });

  it('are read from property lists too, as a whole and where a theme names one', () => {
    const xml = (scope: string) =>
      `<plist><dict><key>settings</key><array><dict><key>settings</key><dict/></dict>
       <dict><key>scope</key><string>${scope}</string><key>settings</key><dict><key>foreground</key><string>#112233</string></dict></dict>
       <dict><key>scope</key><string>token.info-token</string><key>settings</key><dict><key>foreground</key><string>#123456</string></dict></dict>
       </array></dict></plist>`;
    const files = { 'a.tmTheme': xml('a'), 'b.json': { tokenColors: './a.tmTheme' } };
    assert.deepEqual(rules(files, 'a.tmTheme'), [rule('a', '#112233'), INFO]);
    assert.deepEqual(rules(files, 'b.json'), [rule('a', '#112233'), INFO]);
  });

  it('end with those of the settings: for every theme, then for this one', () => {
    const customisations = {
      'comments': '#111111',
      'strings': { foreground: '#222222', fontStyle: 'bold' },
      'textMateRules': [rule('meta', '#333333')],
      '[Du*]': { comments: '#444444' },
      '[Dawn][*us*]': { textMateRules: [rule('a', '#555555')] },
      '[Dawn]': { comments: '#666666' },
      '[Dusky]': { comments: '#777777' },
    }; // prettier-ignore
    assert.deepEqual(rules({ 'dusk.json': { tokenColors: [INFO] } }, 'dusk.json', customisations), [
      INFO,
      rule('comment', '#111111'),
      rule('punctuation.definition.comment', '#111111'),
      rule('string', '#222222', 'bold'),
      rule('meta.embedded.assembly', '#222222', 'bold'),
      rule('meta', '#333333'),
      rule('comment', '#444444'),
      rule('punctuation.definition.comment', '#444444'),
      rule('a', '#555555'),
    ]);
  });

  it('have colours for what is logged, where the theme has none', () => {
    assert.deepEqual(rules({ 'dusk.json': { tokenColors: [] } }, 'dusk.json'), [
      rule('token.info-token', '#6796E6'),
      rule('token.warn-token', '#CD9731'),
      rule('token.error-token', '#F44747'),
      rule('token.debug-token', '#B267E6'),
    ]);
  });

  it('pass over what is no rule and no colour', () => {
    const bad = [null, 1, {}, { scope: 'a' }, { scope: 1, settings: {} }, { scope: '', settings: {} }];
    const tokenColors = [...bad, rule('a', 'red'), rule('b', '#12'), rule('c', '#12345678'), rule('d', '#123456ff'), INFO]; // prettier-ignore
    assert.deepEqual(rules({ 'dusk.json': { tokenColors } }, 'dusk.json', 'none'), [
      { scope: 'a', settings: {} },
      { scope: 'b', settings: {} },
      rule('c', '#12345678'),
      rule('d', '#123456'),
      INFO,
    ]);
  });

  it('are none where a file is missing, broken, or includes itself', () => {
    const files = { 'self.json': { include: './self.json' }, 'list.json': [], 'broken.json': '{', 'no.json': { include: './gone.json' } }; // prettier-ignore
    for (const name of [...Object.keys(files), 'gone.json']) assert.throws(() => rules(files, name), name);
  });
});
