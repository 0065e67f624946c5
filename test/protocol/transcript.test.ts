import assert from 'node:assert/strict';
import { Marked, type Tokens } from 'marked';
import type { Message, Notice } from '../../server/protocol/model';
import {
  TRANSCRIPT_HEADER,
  formatJsonLines,
  formatMarkdown,
  formatTranscript,
  formatTranscriptEntry,
  unescapeField,
} from '../../server/protocol/transcript';
import { localTimeOf } from '../helpers/history';
import { inTimeZone } from '../helpers/timeZone';
import { FORGED, HOSTILE } from '../webview/hostile';

const at = localTimeOf(2024, 3, 1, 9, 5);
const said = (text: string, over: { readonly at?: number; readonly name?: string } = {}): Message => ({
  kind: 'message',
  seq: 1,
  at,
  name: 'ana',
  text,
  ...over,
});

describe('a line of chat_history.txt', () => {
  it('is sender, date, time and text', () => {
    assert.equal(formatTranscriptEntry(said('Good morning!')), 'ana|2024-03-01|09:05 AM|Good morning!');
  });

  for (const [hours, shown] of [
    [0, '12:05 AM'],
    [11, '11:05 AM'],
    [12, '12:05 PM'],
    [13, '01:05 PM'],
    [23, '11:05 PM'],
  ] as const) {
    it(`says ${shown} for ${hours}:05`, () => {
      const line = formatTranscriptEntry(said('x', { at: localTimeOf(2024, 3, 1, hours, 5) }));
      assert.equal(line, `ana|2024-03-01|${shown}|x`);
    });
  }

  it('says who came and went as the server', () => {
    const arrival = { seq: 1, at, name: 'ana' };
    assert.equal(
      formatTranscriptEntry({ kind: 'joined', ...arrival }),
      'SERVER|2024-03-01|09:05 AM|ana has joined the chat.',
    );
    assert.equal(
      formatTranscriptEntry({ kind: 'left', ...arrival }),
      'SERVER|2024-03-01|09:05 AM|ana has left the chat.',
    );
  });

  it('escapes backslashes, bars and line ends, and nothing else', () => {
    const line = formatTranscriptEntry(said('a\\b|c\nd\re\t"<b>\u2028', { name: 'x|y' }));
    assert.equal(line, 'x\\|y|2024-03-01|09:05 AM|a\\\\b\\|c\\nd\\re\t"<b>\u2028');
  });

  it('is one line of four fields, whoever wrote what, and says exactly that', () => {
    for (const text of [...HOSTILE, ...FORGED]) {
      const line = formatTranscriptEntry(said(text, { name: text }));
      assert.doesNotMatch(line, /[\r\n]/);
      const [name, date, time, said_, ...more] = line.split(/(?<=(?<!\\)(?:\\\\)*)\|/);
      assert.deepEqual([date, time, more], ['2024-03-01', '09:05 AM', []], line);
      for (const field of [name, said_]) assert.equal(unescapeField(field ?? ''), text);
    }
  });

  it('shows local time', () => {
    const entry = said('x', { at: Date.parse('2024-03-31T01:30:00Z') });
    assert.match(
      inTimeZone('Europe/Berlin', () => formatTranscriptEntry(entry)),
      /2024-03-31\|03:30 AM/,
    );
    assert.match(
      inTimeZone('America/New_York', () => formatTranscriptEntry(entry)),
      /2024-03-30\|09:30 PM/,
    );
  });
});

describe('an exported history', () => {
  const entries = [said('one'), said('two')];

  it('as text begins with the line that says how it is written', () => {
    const line = 'ana|2024-03-01|09:05 AM|';
    assert.deepEqual([...formatTranscript(entries)], [TRANSCRIPT_HEADER, `${line}one`, `${line}two`]);
    assert.match(
      TRANSCRIPT_HEADER,
      /^# .* \\\\ is a backslash, \\n a line break, \\r a carriage return, \\\| a bar\.$/,
    );
  });

  it('as JSON lines is the entries', () => {
    assert.deepEqual(
      [...formatJsonLines(entries)].map((line): unknown => JSON.parse(line)),
      entries,
    );
  });

  it('as Markdown has a heading a day', () => {
    const tomorrow = said('two', { at: localTimeOf(2024, 3, 2, 9, 5) });
    const text = [...formatMarkdown([said('one'), said('more'), tomorrow])].join('\n');
    assert.deepEqual(text.match(/^## .*$/gm), ['## 2024-03-01', '## 2024-03-02']);
  });

  it('as Markdown has nothing that somebody made of it: no HTML, no picture, no heading, no message', () => {
    const all = [...HOSTILE, ...FORGED];
    const notice = (text: string): Notice => ({ kind: 'notice', seq: 1, at, name: text, act: 'topic', text });
    const exported = [...formatMarkdown(all.flatMap((text) => [said(text, { name: text }), notice(text)]))].join('\n');
    const tokens = new Marked().lexer(exported);
    const kinds = Object.groupBy(tokens, ({ type }) => type);
    assert.deepEqual(Object.keys(kinds).sort(), ['blockquote', 'heading', 'paragraph', 'space']);
    assert.deepEqual([kinds['heading']?.length, kinds['blockquote']?.length], [2, all.length]);
    assert.equal(kinds['paragraph']?.length, 2 * all.length);
    void new Marked().walkTokens(tokens, (token) => {
      assert.ok(!['html', 'image', 'code', 'codespan', 'table', 'list', 'def'].includes(token.type), token.raw);
      if (token.type === 'link') assert.match((token as Tokens.Link).href, /^(?:https?|mailto|ftp):/);
    });
  });

  it('as Markdown shows each text as it was typed', () => {
    const markdown = (text: string) => [...formatMarkdown([said(text)])].at(-1);
    const quoted = '\n**ana** 09:05 AM\n\n';
    assert.equal(markdown('*a* <b> [x](y) `c` #1'), `${quoted}> \\*a\\* \\<b\\> \\[x\\](y) \\\`c\\\` \\#1`);
    assert.equal(markdown('- a\n1. b\n    c'), `${quoted}> \\- a\\\n> 1\\. b\\\n> &nbsp;&nbsp;&nbsp;&nbsp;c`);
  });
});
