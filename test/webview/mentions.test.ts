import assert from 'node:assert/strict';
import { LIMITS } from '../../server/protocol/limits';
import { HUES, hueOf, initials } from '../../webview/state/avatar';
import { mentions, splitMentions } from '../../webview/state/mentions';

describe('a mention of the reader', () => {
  const found = (text: string, name = 'ana') =>
    splitMentions(text, name).flatMap((piece) => (piece.isMention ? [piece.text] : []));

  it('is the name behind an at sign, however it is written', () => {
    assert.deepEqual(found('@ana, @Ana and (@ANA): hello'), ['@ana', '@Ana', '@ANA']);
    assert.deepEqual(found('see @Ana Maria!', 'ana maria'), ['@Ana Maria']);
    assert.deepEqual(found('@ﬁnn', 'finn'), ['@ﬁnn']);
    assert.deepEqual(found('@josé and @jose\u0301', 'José'), ['@josé', '@jose\u0301']);
  });

  it('is not a part of a word or of another name', () => {
    for (const text of ['ana', '@anabel', 'mail@ana.example', '@an', '@ ana', '@ana\u0301', '@ana_b', '𝐱@ana']) {
      assert.equal(mentions(text, 'ana'), false, text);
    }
    assert.equal(mentions('@', ''), false);
  });

  it('is looked for behind as many signs as the server looks at', () => {
    const others = '@nobody '.repeat(LIMITS.mentionsPerMessage - 1);
    assert.equal(mentions(`@ @@ ${others}@ana`, 'ana'), true);
    assert.equal(mentions(`@nobody ${others}@ana`, 'ana'), false);
  });

  it('is found in every text without a change of it, and soon', () => {
    for (const text of [
      '',
      'none',
      '@ana',
      ' @ana\n@ana ',
      '@@ana',
      '@ana@ana',
      '@'.repeat(10_000),
      '@ana '.repeat(2_000),
    ]) {
      const pieces = splitMentions(text, 'ana');
      assert.equal(pieces.map((piece) => piece.text).join(''), text);
    }
  });
});

describe('an avatar', () => {
  it('has the first letters of the first and the last word of a name', () => {
    const names = ['ben', 'Ana Maria', 'ana.b.lund', 'émile', '李 雷', '👩‍🚀', ''];
    assert.deepEqual(names.map(initials), ['B', 'AM', 'AL', 'É', '李雷', '👩‍🚀', '?']);
  });

  it('has the same colour for the same person, and all colours for many', () => {
    const people = Array.from({ length: 200 }, (_, i) => `m-${i}`);
    const hues = people.map(hueOf);
    assert.deepEqual(people.map(hueOf), hues);
    assert.deepEqual(
      [...new Set(hues)].sort(),
      Array.from({ length: HUES }, (_, i) => i),
    );
  });
});
