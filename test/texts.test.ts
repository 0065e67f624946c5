import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectSources } from './arch/sources';
import { root } from './helpers/node';
import { callsIn, slotsOf } from './texts/calls';

type Texts = Readonly<Record<string, string>>;

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const texts = (file: string): Texts => JSON.parse(read(file)) as Texts;
const german = (): Texts => texts('media/l10n/bundle.l10n.de.json');

const calls = projectSources()
  .filter(({ path: file }) => !file.startsWith('server/'))
  .flatMap(({ path: file }) => callsIn(file, read(file)));
const asked = new Set(calls.flatMap(({ text }) => text ?? []));

/** What German says in another way than with the places that English has, none. */
const unlike = (said: readonly (readonly [english: string, german: string])[]) =>
  said.filter(([english, other]) => slotsOf(english).join() !== slotsOf(other).join());

describe('the texts', () => {
  it('are written down where they are asked for, and asked for when they are shown', () => {
    const wrong = calls.filter(({ text, isLate }) => text === undefined || !isLate);
    assert.deepEqual(
      wrong.map(({ place }) => place),
      [],
    );
  });

  it('are all there in German, and no others', () => {
    const known = new Set(Object.keys(german()));
    assert.deepEqual(
      { missing: [...asked.difference(known)], stale: [...known.difference(asked)] },
      { missing: [], stale: [] },
    );
  });

  it('have the same places in German for what is put into them', () =>
    assert.deepEqual(unlike(Object.entries(german())), []));

  it('are in the order of the alphabet, so that two people can add some', () => {
    const keys = Object.keys(german());
    assert.deepEqual(keys, keys.toSorted());
  });

  it('of the manifest are there in both languages, and all are used', () => {
    const used = [...new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key))].sort();
    assert.ok(used.length > 50);
    for (const file of ['package.nls.json', 'package.nls.de.json'])
      assert.deepEqual(Object.keys(texts(file)).sort(), used, file);
  });

  it('of the manifest keep their commands and names of settings in German', () => {
    const marks = (text: string) => (text.match(/\(command:[\w.]+\)|`[^`]+`/g) ?? []).sort();
    const other = texts('package.nls.de.json');
    for (const [key, text] of Object.entries(texts('package.nls.json')))
      assert.deepEqual(marks(other[key] ?? ''), marks(text), key);
  });
});

describe('the look for texts', () => {
  it('finds one in a function, one that is too early, and one that cannot be known', () => {
    const source = "const a = t('Early');\nconst b = () => t('Late {0}', 1);\nconst c = () => t(word);";
    assert.deepEqual(
      callsIn('a.ts', source).map(({ text, isLate }) => [text, isLate]),
      [
        ['Early', false],
        ['Late {0}', true],
        [undefined, true],
      ],
    );
  });

  it('sees places that are not the same', () => {
    assert.equal(unlike([['{0} of {1}', '{1} von {0}']]).length, 0);
    assert.equal(unlike([['{0} of {1}', '{0} von 1']]).length, 1);
  });
});
