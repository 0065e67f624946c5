import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LIMITS } from '../../server/protocol/limits';
import { checkText, textSize } from '../../server/protocol/text';

const codeOf = (raw: string) => {
  const text = checkText(raw);
  return text.ok ? 'ok' : text.error.code;
};

describe('a text', () => {
  it('is taken as it is, to the byte', () => {
    for (const raw of [
      'a',
      ' a ',
      'a\r\nb',
      '\u2028',
      'e\u0301',
      '😀',
      '\uFEFFx',
      'x\u202Ey',
      `e${'\u0301'.repeat(9_999)}`,
    ]) {
      if (raw.trim() === '') continue;
      assert.deepEqual(checkText(raw), { ok: true, value: raw });
    }
  });

  it('that shows nothing is refused', () => {
    for (const raw of ['', ' ', '\n', '\t\u00A0\u2003\u2028\uFEFF'])
      assert.equal(codeOf(raw), 'E_TEXT_INVALID', JSON.stringify(raw));
  });

  it('that cannot be stored is refused', () => {
    for (const raw of ['\uD800', 'a\uDC00', '\uDE00\uD83D', '\0', 'a\0b']) assert.equal(codeOf(raw), 'E_BAD_REQUEST');
  });

  it('may be as long as the limit, in characters', () => {
    for (const char of ['a', 'é', '한', '😀']) {
      assert.equal(codeOf(char.repeat(LIMITS.textCodePoints)), 'ok');
      assert.equal(codeOf(char.repeat(LIMITS.textCodePoints + 1)), 'E_TEXT_TOO_LONG');
    }
  });

  it('is as long as UTF-8 makes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const { bytes, codePoints } = textSize(raw);
        if (raw.isWellFormed()) assert.equal(bytes, Buffer.byteLength(raw));
        assert.equal(codePoints, Array.from(raw).length);
      }),
    );
  });

  it('at its longest fits into a frame, however it is written', () => {
    const worst = ['\u0001', '"', '\\', '😀'].map((char) => char.repeat(LIMITS.textCodePoints));
    for (const text of worst)
      assert.ok(Buffer.byteLength(JSON.stringify({ text })) < LIMITS.frameInBytes, JSON.stringify(text[0]));
  });
});
