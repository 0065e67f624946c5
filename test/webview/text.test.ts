import assert from 'node:assert/strict';
import { targetOf } from '../../webview/protocol/links';
import { codePieces } from '../../webview/text/hidden';
import type { Block, Inline } from '../../webview/text/model';
import { parse } from '../../webview/text/parse';
import { plainText } from '../../webview/text/plain';
import { spokenText } from '../../webview/text/spoken';
import { NO_LINKS } from './hostile';

const text = (said: string): Inline => ({ kind: 'text', text: said });
const paragraph = (...of: Inline[]): Block => ({ kind: 'paragraph', of });
const inlineOf = (markdown: string): readonly Inline[] => {
  const [first, ...more] = parse(markdown);
  assert.ok(first?.kind === 'paragraph' && more.length === 0, markdown);
  return first.of;
};
const isAsTyped = (typed: string) => assert.deepEqual(parse(typed), [paragraph(text(typed))]);

describe('the text of a message', () => {
  it('has emphasis, code, and the line breaks that were typed', () => {
    assert.deepEqual(inlineOf('**a** _b_ ~~c~~ `d`\ne'), [
      { kind: 'strong', of: [text('a')] },
      text(' '),
      { kind: 'em', of: [text('b')] },
      text(' '),
      { kind: 'del', of: [text('c')] },
      text(' '),
      { kind: 'code', text: 'd' },
      { kind: 'break' },
      text('e'),
    ]);
  });

  it('has headings, quotes, lists, tasks, tables, rules and code', () => {
    const kinds = parse('# a\n\n> b\n\n- c\n\n1. d\n\n|e|f|\n|-|-:|\n|1|2|\n\n---\n\n```ts\ng\n```').map(
      ({ kind }) => kind,
    );
    assert.deepEqual(kinds, ['heading', 'quote', 'list', 'list', 'table', 'rule', 'code']);
    assert.deepEqual(parse('- [x] a\n- [ ] b\n\n'), [
      {
        kind: 'list',
        start: undefined,
        items: [
          { isDone: true, of: [paragraph(text('a'))] },
          { isDone: false, of: [paragraph(text('b'))] },
        ],
      },
    ]);
    assert.deepEqual(parse('7. a'), [
      { kind: 'list', start: 7, items: [{ isDone: undefined, of: [paragraph(text('a'))] }] },
    ]);
  });

  it('shows HTML, entities and definitions of links as they were typed', () => {
    isAsTyped('<b onclick="x">hi</b>');
    isAsTyped('&amp; &lt; &#60; &#x3c;');
    isAsTyped('<!-- *a* -->');
    assert.match(spokenText('[a]: https://example.test "title"'), /\[a\]: https:\/\/example\.test "title"/);
    assert.deepEqual(inlineOf('a\n==='), [text('a'), { kind: 'break' }, text('===')]);
  });

  it('knows the language of code, by the names that people give it', () => {
    const [block] = parse('```TS title="x"\na\nb\n```');
    assert.deepEqual(block, {
      kind: 'code',
      language: { id: 'typescript', label: 'TypeScript' },
      text: 'a\nb',
      lines: 2,
    });
    const [other] = parse('```<script>\na\n```');
    assert.ok(other?.kind === 'code');
    assert.deepEqual(other.language, { id: '', label: '<script>' });
  });

  it('leads only to the web and to mail, by addresses that hide nothing', () => {
    for (const address of NO_LINKS) {
      assert.equal(targetOf(address), undefined, address);
      for (const typed of [`[click](${address})`, `![click](${address})`, `<${address}>`]) {
        assert.doesNotMatch(JSON.stringify(parse(typed)).replaceAll(/"url":"https:\/\/(evil|good)\.test\/?"/g, ''), /"kind":"link".*"url":"(?!https?:|mailto:)/, typed); // prettier-ignore
      }
    }
    assert.deepEqual(inlineOf('[x](command:workbench.action.quit)'), [text('[x](command:workbench.action.quit)')]);
    assert.deepEqual(targetOf('HTTPS://Example.test:8443/a?b#c'), {
      url: 'https://example.test:8443/a?b#c',
      host: 'example.test:8443',
      isMail: false,
    });
    assert.equal(targetOf('https://аррӏе.test/')?.host, 'xn--80ak6aa92e.test');
    assert.deepEqual(targetOf('mailto:ana@example.test'), {
      url: 'mailto:ana@example.test',
      host: 'ana@example.test',
      isMail: true,
    });
  });

  it('shows a picture as a link to it', () => {
    assert.deepEqual(inlineOf('![a cat](https://example.test/cat.png)'), [
      {
        kind: 'link',
        target: { url: 'https://example.test/cat.png', host: 'example.test', isMail: false },
        of: [text('a cat')],
      },
    ]);
  });

  it('names what is hidden in code, but for what makes an emoji', () => {
    const shown = (code: string) => codePieces(code).map((piece) => piece.text).join(''); // prettier-ignore
    assert.equal(shown('if (a\u202e) {\u2066'), 'if (a[U+202E]) {[U+2066]');
    assert.equal(shown('a\u200bb\u00adc\ufeffd\u0000\u{e0041}'), 'a[U+200B]b[U+00AD]c[U+FEFF]d[U+0000][U+E0041]');
    assert.equal(shown('\ta\n👩‍🚀 ❤️'), '\ta\n👩‍🚀 ❤️');
    assert.deepEqual(codePieces('a\u202e'), [
      { text: 'a', isHidden: false, length: 1 },
      { text: '[U+202E]', isHidden: true, length: 1 },
    ]);
  });
});

describe('a text that would take too long', () => {
  const fill = (part: string, length = 16_000) => part.repeat(Math.ceil(length / part.length)).slice(0, length);
  const PATTERNS = [
    '_a*',
    '**a* ',
    '__a_ ',
    '*'.repeat(8_000),
    '> ',
    '>- ',
    '[',
    '![',
    '1. a\n',
    '|a|b|\n|-|-|\n',
    '[a](<  ',
  ];

  for (const part of PATTERNS) {
    it(`is shown as it was typed: ${JSON.stringify(part.slice(0, 20))} again and again`, () => isAsTyped(fill(part)));
  }

  it('is one that is longer than any message, nested too deep, or a table too wide', () => {
    isAsTyped('**a** '.repeat(3_000));
    isAsTyped(`${'> '.repeat(30)}a`);
    isAsTyped(`${'|a'.repeat(30)}|\n${'|-'.repeat(30)}|`);
  });

  it('is not one that people write', () => {
    const code = `\`\`\`c\n${'*a_b_c = **d_e_f;\n'.repeat(500)}\`\`\``;
    assert.equal(parse(code)[0]?.kind, 'code');
    const list = parse('- **a** is `b`, see [c](https://example.test)\n'.repeat(100));
    assert.equal(list[0]?.kind, 'list');
  });

  it('takes a tenth of a second at most, whatever is in it', () => {
    for (const part of [...PATTERNS, 'a@a.', 'http://', '`a', '~~a', '*a_ ', 'a**b', '\\', '[a](', '- a\n', '<a@']) {
      for (const length of [1_000, 4_000, 16_000]) {
        const took = Math.min(...[1, 2, 3, 4].map(() => {
          const from = process.cpuUsage();
          parse(fill(part, length));
          const { user, system } = process.cpuUsage(from);
          return (user + system) / 1_000;
        })); // prettier-ignore
        assert.ok(took <= 100, `${part.slice(0, 20)} × ${length}: ${took} ms`);
      }
    }
  });
});

describe('a text that is read aloud', () => {
  it('has no marks, and of code only what it is', () => {
    assert.equal(
      spokenText('**Look** at `x`:\n\n```ts\na\nb\n```\nand [this](https://example.test)'),
      'Look at x:\ncode block, TypeScript, 2 lines\nand this',
    );
    assert.equal(spokenText('```\na\n```'), 'code block, 1 line');
  });

  it('says what is a list, a task, a quote and a table', () => {
    assert.equal(spokenText('- [x] a\n- [ ] b'), 'done: a\nto do: b');
    assert.equal(spokenText('2. a\n3. b'), '2. a\n3. b');
    assert.equal(spokenText('> a'), 'quote: a');
    assert.equal(spokenText('|a|b|\n|-|-|\n|1|2|'), 'table, 2 columns, 1 row: a, b; 1, 2');
  });
});

describe('a text in a list', () => {
  it('is one line without marks, with all that its code says', () => {
    const said =
      'A **b** [c](https://example.test)\n\n```ts\nconst d = 1;\n```\n\n- [x] e\n- f\n\n| g | h |\n|---|---|\n| `i` | j |';
    assert.equal(plainText(said), 'A b c (https://example.test/) const d = 1; • e • f g | h i | j');
    assert.equal(plainText('> # k\n> l\n\n---\nm'), 'k l m');
  });
});
