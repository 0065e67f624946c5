import assert from 'node:assert/strict';
import { cleanFileName, cleanFileType } from '../../server/protocol/fileNames';
import { LIMITS } from '../../server/protocol/limits';
import { sizeText } from '../../server/protocol/transcript';

describe('the name of a file', () => {
  const cases: readonly (readonly [raw: string, clean: string])[] = [
    ['notes.txt', 'notes.txt'],
    ['Übersicht 2024.pdf', 'Übersicht 2024.pdf'],
    ['.gitignore', '.gitignore'],
    ['../x', 'x'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\x.exe', 'x.exe'],
    ['/', 'file'],
    ['..', 'file'],
    ['...', 'file'],
    ['', 'file'],
    [' . ', 'file'],
    ['C:\\x', 'x'],
    ['C:x', 'C_x'],
    ['a.txt:stream', 'a.txt_stream'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['NUL.tar.gz', '_NUL.tar.gz'],
    ['com1', '_com1'],
    ['LPT9.log', '_LPT9.log'],
    ['COM¹', '_COM¹'],
    ['CONIN$', '_CONIN$'],
    ['console.log', 'console.log'],
    ['nul\0.txt', '_nul.txt'],
    ['a\0b', 'ab'],
    ['a\nb\r.txt', 'ab.txt'],
    ['a.png\u202Egpj.exe', 'a.pnggpj.exe'],
    ['a\u200B\u2066b\u00AD.txt', 'ab.txt'],
    ['a\uD800.txt', 'a.txt'],
    ['evil.txt. . .', 'evil.txt'],
    ['  a   b .txt', 'a b .txt'],
    ['a<b>"c|d?e*.txt', 'a_b__c_d_e_.txt'],
    ['e\u0301.txt', 'é.txt'],
  ];
  for (const [raw, clean] of cases) {
    it(`${JSON.stringify(raw)} becomes ${JSON.stringify(clean)}, and stays it`, () => {
      assert.equal(cleanFileName(raw), clean);
      assert.equal(cleanFileName(clean), clean);
    });
  }

  it('of 300 bytes is cut where a letter ends, and keeps its extension', () => {
    for (const letter of ['a', 'é', '語', '👍🏽']) {
      const name = cleanFileName(`${letter.repeat(300)}.tar.gz`);
      assert.ok(Buffer.byteLength(name) < LIMITS.fileNameBytes);
      assert.match(name, /\.gz$/);
      assert.ok(name.isWellFormed());
      assert.equal(name.replace('.gz', '').replaceAll(letter, ''), '');
    }
  });
});

describe('the type of a file', () => {
  it('is one, or nothing is known of it', () => {
    assert.equal(cleanFileType('Image/PNG'), 'image/png');
    assert.equal(cleanFileType('image/svg+xml'), 'image/svg+xml');
    const nothing = ['', 'text', 'text/html; charset=x', 'a/b\r\nX: y', '/', `a/${'b'.repeat(200)}`, 'text/<b>'];
    for (const raw of nothing) assert.equal(cleanFileType(raw), 'application/octet-stream', raw);
  });
});

describe('the size of a file', () => {
  it('is said as people say it', () => {
    const said = [0, 999, 1_000, 9_949, 10_400, 999_499, 999_500, 1_440_000, 25 * 1024 * 1024].map(sizeText);
    assert.deepEqual(said, ['0 B', '999 B', '1.0 KB', '9.9 KB', '10 KB', '999 KB', '1.0 MB', '1.4 MB', '26 MB']);
  });
});
