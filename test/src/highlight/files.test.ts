import assert from 'node:assert/strict';
import { parseJsonc } from '../../../src/highlight/jsonc';
import { parsePlist } from '../../../src/highlight/plist';

describe('JSON of the editor', () => {
  it('may have comments and commas that are too many, and keeps what looks like them within strings', () => {
    const text = '\ufeff{ // one\n "a": "//x, }", /* two\n, */ "b": [1, 2, /* three */ ], "c\\"/*": "\\\\", }';
    assert.deepEqual(parseJsonc(text), { a: '//x, }', b: [1, 2], 'c"/*': '\\' });
  });

  it('is refused where it is none', () => {
    for (const text of ['', '{', '{ "a" 1 }', '// only this']) assert.throws(() => parseJsonc(text), SyntaxError);
  });
});

describe('a property list', () => {
  it('has dictionaries, lists, texts with entities, numbers and truths', () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE plist PUBLIC "x" "y"><!-- a <key> -->
      <plist version="1.0"><dict>
        <key>a&amp;b</key><string>&lt;&#x41;&#66;&gt; <![CDATA[<c>]]></string>
        <key>list</key><array><integer>1</integer><real>2.5</real><true/><false/><string/></array>
        <key>none</key><array/>
      </dict></plist>`;
    assert.deepEqual(parsePlist(xml), { 'a&b': '<AB> <c>', list: [1, 2.5, true, false, ''], none: [] });
  });

  it('is refused where it is none', () => {
    for (const xml of ['', 'text', '<plist><dict></plist>', '<plist><dict>', '</dict>', '<true/><dict>'])
      assert.throws(() => parsePlist(xml), SyntaxError, xml);
  });
});
