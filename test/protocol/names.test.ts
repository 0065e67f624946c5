import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LIMITS } from '../../server/protocol/limits';
import { checkName, nameKey } from '../../server/protocol/names';

const verdict = (raw: string): string => {
  const name = checkName(raw);
  return name.ok ? name.value.shown : `${name.error.code} ${name.error.detail ?? ''}`.trim();
};

describe('a name', () => {
  const taken = {
    anna: 'anna',
    Анна: 'Анна',
    李雷: '李雷',
    佐藤さくら: '佐藤さくら',
    김철수: '김철수',
    ἀλέξανδρος: 'ἀλέξανδρος',
    "O'Neil": "O'Neil",
    'al ice': 'al ice',
    'J. R. Smith-Jones': 'J. R. Smith-Jones',
    under_score: 'under_score',
    '7of9': '7of9',
    a: 'a',
    'e\u0301va': 'éva',
    ﬁsh: 'fish',
    Å: 'Å',
    ｆｕｌｌ: 'full',
    李Lee: '李Lee',
    'דוד לוי 2': 'דוד לוי 2',
    محمد: 'محمد',
    நிமல்: 'நிமல்',
    ᎠᏂᎦ: 'ᎠᏂᎦ',
    'Việt Ngữ': 'Việt Ngữ',
    ['a'.repeat(LIMITS.nameGraphemes)]: 'a'.repeat(LIMITS.nameGraphemes),
  };
  for (const [raw, shown] of Object.entries(taken)) {
    it(`is taken: ${JSON.stringify(raw)} as ${shown}`, () => {
      assert.equal(verdict(raw), shown);
    });
  }

  const refused: readonly (readonly [raw: string, rule: string])[] = [
    ['', 'empty'],
    [' x', 'shape'],
    ['x ', 'shape'],
    ['..', 'shape'],
    ['-x', 'shape'],
    ["x'", 'shape'],
    ['<b>', 'shape'],
    ['a|b', 'shape'],
    ['a/b', 'shape'],
    ['a@b', 'shape'],
    ['a\u00A0\u00A0b', 'space'],
    ['a  b', 'space'],
    ['👩‍💻', 'hidden'],
    ['😀', 'shape'],
    ['\u202Eevil', 'hidden'],
    ['a\u200Bb', 'hidden'],
    ['a\u200Db', 'hidden'],
    ['a\u2066b', 'hidden'],
    ['a\uFE0Fb', 'hidden'],
    ['a\u00ADb', 'hidden'],
    ['a\nb', 'hidden'],
    ['a\tb', 'hidden'],
    ['a\0b', 'hidden'],
    ['a\u007Fb', 'hidden'],
    ['\uD800x', 'hidden'],
    ['x\uDC00', 'hidden'],
    ['\uE000', 'hidden'],
    ['\u0378', 'hidden'],
    ['\u{E0041}bc', 'hidden'],
    ['\u0430nna', 'scripts'],
    ['m\u0430x', 'scripts'],
    ['a\u03BFb', 'scripts'],
    ['アベ김', 'scripts'],
    ['Анна李', 'scripts'],
    ['Аннаー', 'scripts'],
    ['\u13AAnna', 'scripts'],
    ['\u0561nna', 'scripts'],
    ['paypa\u0661', 'scripts'],
    ['\u{10330}\u{10331}', 'scripts'],
    ['a\u0301\u0301', 'marks'],
    ['\u00E1\u0301', 'marks'],
    ['a\u0300\u0302\u0303\u0308\u030Ab', 'marks'],
    ['1\u05D0', 'direction'],
    ['2 \u0639\u0644\u064A', 'direction'],
    ['a'.repeat(LIMITS.nameGraphemes + 1), 'long'],
    [`a${'\u0301'.repeat(200)}`, 'long'],
    ['a'.repeat(100_000), 'long'],
  ];
  for (const [raw, rule] of refused) {
    it(`is refused for "${rule}": ${JSON.stringify(raw.slice(0, 20))}`, () => {
      assert.equal(verdict(raw), `E_NAME_INVALID ${rule}`);
    });
  }

  for (const raw of ['admin', 'Admin', 'SYSTEM', 'everyone', 'Here', 'server', 'Server', 'Alongside']) {
    it(`is kept for the team: ${raw}`, () => {
      assert.equal(verdict(raw), 'E_NAME_RESERVED');
    });
  }

  for (const raw of ['ｓｅｒｖｅｒ', 'ⓐdmin']) {
    it(`is refused as what is kept for the team, in other characters: ${raw}`, () => {
      assert.match(verdict(raw), /^E_NAME_TAKEN_LOOKALIKE (server|admin)$/);
    });
  }

  it('is one with another that folds to the same key', () => {
    const keys = ['anna', 'ANNA', 'Anna', 'ａｎｎａ'].map((raw) => {
      const name = checkName(raw);
      return name.ok ? name.value.key : '';
    });
    assert.deepEqual(new Set(keys), new Set(['anna']));
  });

  const letter = fc.integer({ min: 0x20, max: 0x1ffff }).map((code) => String.fromCodePoint(code));
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    letter,
    fc.tuple(letter, fc.constantFrom('a', '\u0301', '1', ' \u05D0', '\u200D', '\u202E')).map((parts) => parts.join('')),
  );

  it('once taken is taken again as it is shown, with the same key, and holds nothing hidden', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const name = checkName(raw);
        if (!name.ok) return;
        const again = checkName(name.value.shown);
        assert.deepEqual(again, name);
        assert.equal(name.value.shown.normalize('NFKC'), name.value.shown);
        assert.equal(nameKey(name.value.key), name.value.key);
        assert.doesNotMatch(name.value.shown, /[\p{Bidi_C}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}|\n\r]/u);
        assert.equal(name.value.shown, name.value.shown.trim());
      }),
      { numRuns: 5_000 },
    );
  });

  it('never takes long to judge', () => {
    const startedAt = performance.now();
    for (const raw of [
      'a '.repeat(30_000),
      '.'.repeat(60_000),
      `a${"'".repeat(60_000)}`,
      '\u0301'.repeat(60_000),
      'a'.repeat(10_000),
      // As long as anything that is looked at.
      ...['1', 'ab\u0301', 'l1I ', '\u05D0.', 'm\u0430'].map((part) => part.repeat(128).slice(0, 256)),
      // Eighteen characters when it is normalised.
      ...Array.from({ length: 10 }, () => '\uFDFA'.repeat(60_000)),
    ])
      checkName(raw);
    assert.ok(performance.now() - startedAt < 1_000);
  });
});
