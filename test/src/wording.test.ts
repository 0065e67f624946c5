import assert from 'node:assert/strict';
import { Marked } from 'marked';
import { asMarkdown, inBrief, oneLine } from '../../src/wording';
import { FORGED, HOSTILE, HOSTILE_NAMES } from '../webview/hostile';

describe('a line for the editor to show as Markdown', () => {
  it('says what it said, and is nothing else: no link, no picture, no list, no code, no HTML', () => {
    const texts = [
      ...HOSTILE,
      ...HOSTILE_NAMES,
      ...FORGED,
      'a@b.test www.evil.test https://evil.test',
      '    x',
      '1) x',
    ];
    for (const text of texts) {
      if (oneLine(text) === '') continue;
      const [paragraph, ...more] = new Marked({ gfm: true }).lexer(asMarkdown(text));
      assert.ok(paragraph?.type === 'paragraph' && more.length === 0, text);
      const pieces = paragraph.tokens ?? [];
      for (const { type } of pieces) assert.ok(type === 'text' || type === 'escape', `${type} in ${text}`);
      const said = pieces.map((piece) => ('text' in piece ? String(piece.text) : '')).join('');
      assert.equal(said, oneLine(text));
    }
  });
});

describe('a message in one line', () => {
  for (const [text, brief] of [
    ['Pushed. It reads\n\n```ts\nwhile (a) b();\n```\nnow', 'Pushed. It reads while (a) b(); now'],
    ['| File | Before |\n|---|--:|\n| a.txt | 412 ms |', 'File Before a.txt 412 ms'],
    ['## Review\n> It was green.\n\n---\nDone', 'Review It was green. Done'],
    ['a | b, and #4711 > 3', 'a | b, and #4711 > 3'],
    ['-', '-'],
  ] as const) {
    it(`is ${brief}`, () => assert.equal(inBrief(text), brief));
  }
});
