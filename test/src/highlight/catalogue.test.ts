import assert from 'node:assert/strict';
import path from 'node:path';
import { catalogueOf } from '../../../src/highlight/catalogue';

describe('the catalogue of what extensions bring', () => {
  const languages = [
    { id: 'typescript', aliases: ['TypeScript', 'ts'], extensions: ['.ts', '.cts'] },
    { id: 'cpp', aliases: ['C++'], extensions: ['.cpp', '.h'], filenames: ['Cppfile'] },
    { id: 'ts', extensions: ['.qt'] },
  ];

  it('finds a language by its id, else by another name, else by how its files end or are called', () => {
    const { ids } = catalogueOf([{ path: '/a', contributes: { languages } }]);
    assert.deepEqual(
      ['typescript', 'c++', 'cts', 'h', 'cppfile', 'ts', 'QT', '', '.ts'].map((name) => ids.get(name.toLowerCase())),
      ['typescript', 'cpp', 'typescript', 'cpp', 'cpp', 'ts', 'ts', undefined, undefined],
    );
  });

  it('knows where each file is, and of two with one name the later one', () => {
    const { themes, grammars, scopes } = catalogueOf([
      {
        path: '/a',
        contributes: {
          themes: [{ label: 'Dusk', uiTheme: 'vs-dark', path: './dusk.json' }],
          grammars: [{ language: 'x', scopeName: 'source.x', path: './x.json' }],
        },
      },
      {
        path: '/b',
        contributes: {
          themes: [{ id: 'Dawn', label: 'The dawn', path: 'dawn.json' }],
          grammars: [{ language: 'x', scopeName: 'source.x', path: 'other.json' }],
        },
      },
    ]);
    assert.deepEqual([...themes.keys()], ['Dusk', 'Dawn']);
    assert.equal(themes.get('Dusk')?.path, path.join('/a/dusk.json'));
    assert.equal(grammars.get(scopes.get('x') ?? '')?.path, path.join('/b/other.json'));
  });

  it('passes over what is not as it should be', () => {
    const bad = [undefined, null, 1, 'x', {}, { id: 1 }, { scopeName: 'a' }, { path: [] }];
    const { ids, themes, grammars } = catalogueOf([
      { path: '/a', contributes: { languages: [...bad, ...languages], grammars: bad, themes: bad } },
      { path: '/b', contributes: { languages: 'all', grammars: { length: 1 }, themes: undefined } },
    ]);
    assert.deepEqual([ids.get('cpp'), themes.size, grammars.size], ['cpp', 0, 0]);
  });
});
