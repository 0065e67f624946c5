import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CONFUSABLES, UNICODE_VERSION } from '../../../server/core/confusables';
import { lookOf, reservedOf } from '../../../server/core/lookAlike';
import { RESERVED, checkName } from '../../../server/protocol/names';
import { confusablesOfNode } from './unicodeData';

describe('two names have one look', () => {
  const alike: readonly (readonly [name: string, other: string])[] = [
    ['paypal', 'paypa1'],
    ['paypal', 'paypaI'],
    ['modern', 'rnodern'],
    ['MODERN', 'rnodern'],
    ['apple', 'аррӏе'],
    ['anna', 'ANNA'],
    ['AHHA', 'АННА'],
    ['ANNA', 'ΑΝΝΑ'],
    ['bob', 'b0b'],
    ['BOB', 'b0b'],
    ['Daniel', 'DANlEL'],
    ['DANIEL', 'DAN1EL'],
    ['Ian', 'lan'],
    ['William', 'vvilliam'],
    ['Ümit', 'Ümıt'],
    ['Łukasz', 'Łukаsz'],
    ['カ', '力'],
    ['ヘ', 'へ'],
    ["O'Neil", 'OʹNeil'],
  ];
  for (const [name, other] of alike) {
    it(`${name} and ${other}`, () => assert.equal(lookOf(name), lookOf(other)));
  }
});

describe('two names have looks of their own', () => {
  const distinct: readonly (readonly [name: string, other: string])[] = [
    ['Neil', 'Nell'],
    ['Maria', 'Marla'],
    ['Eva', 'Éva'],
    ['Lukasz', 'Łukasz'],
    ['Anna', 'Анна'],
    ['Ana', 'Anna'],
    ['al ice', 'alice'],
    ['jean-luc', 'jean_luc'],
    ['user1', 'user2'],
    ['user10', 'user11'],
    ['李雷', '李磊'],
    ['김철수', '김철주'],
  ];
  for (const [name, other] of distinct) {
    it(`${name} and ${other}`, () => assert.notEqual(lookOf(name), lookOf(other)));
  }
});

describe('the look of a name', () => {
  const ofTable = fc.constantFrom(...CONFUSABLES);
  const part = fc.string({ unit: fc.constantFrom(...Array.from('aeimnrlIO01 .')), maxLength: 6 });

  it('is the same after any character of the table was put for what it is mistaken for', () => {
    fc.assert(
      fc.property(part, ofTable, part, (before, [char, target], after) => {
        assert.equal(lookOf(before + char + after), lookOf(before + target + after));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is not made of what may be hidden or turned around', () => {
    for (const [char] of CONFUSABLES) assert.doesNotMatch(lookOf(char), /[\p{Bidi_C}\p{Cc}\p{Cf}\p{Cs}\p{Cn}]/u);
  });

  for (const name of [
    'admın',
    'adm1n',
    'ADMlN',
    'adrnin',
    'аdmin',
    'ѕуѕtеm',
    'hеrе',
    'ѕеrvеr',
    'a1ongside',
    'aIongside',
  ]) {
    it(`is that of a reserved name: ${name}`, () => assert.ok(RESERVED.includes(reservedOf(lookOf(name)) ?? '')));
  }

  it('is not that of a reserved name for the sake of a part', () => {
    for (const name of ['Adminah', 'systemd', 'everyone2', 'Herero', 'observer', 'Adam', 'Aline']) {
      assert.ok(checkName(name).ok);
      assert.equal(reservedOf(lookOf(name)), undefined, name);
    }
  });
});

describe('the table of look-alikes', () => {
  it('is of no older Unicode than the Node it is tested with (else: npm run confusables)', () => {
    assert.ok(Number(UNICODE_VERSION) >= Number(process.versions['unicode']), UNICODE_VERSION);
  });

  const inNode = process.versions['unicode'] === UNICODE_VERSION ? confusablesOfNode() : undefined;
  if (inNode) {
    it('says what the Unicode data of this Node say', () => {
      assert.deepEqual([...CONFUSABLES].sort(), [...inNode].sort());
      assert.ok(CONFUSABLES.size > 2_000);
    });
  }
});
