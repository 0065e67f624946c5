import assert from 'node:assert/strict';
import { asCodeBlock } from '../../webview/state/pasteCode';

const TS = 'const a = 1;\nlet b = a + 1;';
const fromEditor = (mode: string) => JSON.stringify({ version: 1, isFromEmptySelection: false, mode });

describe('code that is pasted', () => {
  const paste = (text: string, editorData = '', draft = '', from = draft.length) =>
    asCodeBlock({ text, editorData }, draft, from, from);
  /** What stands behind the fence; undefined where there is none. */
  const guessed = (...lines: string[]) => /^`+(.*)\n/.exec(paste(lines.join('\n')) ?? '-')?.[1];

  it('becomes a block in the language that the editor says it has', () => {
    assert.equal(paste(TS, fromEditor('rust')), `\`\`\`rust\n${TS}\n\`\`\`\n`);
    assert.equal(paste('just\nwords', fromEditor('go')), '```go\njust\nwords\n```\n');
    assert.equal(paste(`\r\n  a\r\n\tb\r\n`, fromEditor('go')), '```go\n  a\n\tb\n```\n');
  });

  it('stands on lines of its own', () => {
    assert.equal(paste(TS, fromEditor('ts'), 'See:'), `\n\`\`\`ts\n${TS}\n\`\`\`\n`);
    assert.equal(paste(TS, fromEditor('ts'), 'See:\n\nThanks', 5), `\`\`\`ts\n${TS}\n\`\`\``);
  });

  it('has a fence that it does not hold', () => {
    assert.match(paste('a\n````js\nb\n````', fromEditor('mdx')) ?? '', /^`````mdx\n[^]*\n`````\n$/);
  });

  it('stays as it is on one line, as a text, and within code', () => {
    assert.equal(paste('const a = 1;', fromEditor('ts')), undefined);
    assert.equal(paste(TS, fromEditor('markdown')), undefined);
    assert.equal(paste(TS, fromEditor('plaintext')), undefined);
    assert.equal(paste(TS, '{"mode":"a\\nb"}'), undefined);
    assert.equal(paste(TS, 'no json'), undefined);
    assert.equal(paste(TS, fromEditor('ts'), '```\n'), undefined);
    assert.notEqual(paste(TS, fromEditor('ts'), '```\na\n```\n'), undefined);
  });

  it('from elsewhere has a language by its look', () => {
    assert.equal(guessed('import { a } from "b";', 'const c: number = a();'), 'typescript');
    assert.equal(guessed('const a = require("b");', 'a(() => {', '  c();', '});'), 'javascript');
    assert.equal(guessed('def a(b):', '    return b'), 'python');
    assert.equal(guessed('func a(b int) {', '\tc := b', '}'), 'go');
    assert.equal(guessed('fn a(b: u8) -> u8 {', '    b + 1', '}'), 'rust');
    assert.equal(guessed('{', '  "a": [1, 2]', '}'), 'json');
    assert.equal(guessed('#include <a.h>', 'int main() {', '}'), 'cpp');
    assert.equal(guessed('diff --git a/x b/x', '@@ -1,2 +1,2 @@', '   a();', '-  b();', '+  c();'), 'diff');
    assert.equal(guessed('<html>', '  <body></body>', '</html>'), 'html');
    assert.equal(guessed('  at a (b.c:1)', '  at d (e.f:2)'), '');
  });

  it('is not what people write to each other', () => {
    assert.equal(guessed('Dear all,', 'the build (again) is red.', '', 'Who looks at it?'), undefined);
    assert.equal(guessed('It calls first(second) twice.', 'Then it ends with third(fourth).'), undefined);
    assert.equal(guessed('- one', '- two (or three)', '- four'), undefined);
    assert.equal(guessed('1. a thing;', '2. another thing', '3. the last one'), undefined);
    assert.equal(guessed('https://example.test/a(b)', 'https://example.test/c'), undefined);
  });
});
