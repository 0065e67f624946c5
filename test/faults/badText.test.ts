import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { GENERAL, newCid } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { type TestServer, testServer } from '../helpers/testServer';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

describe('text', () => {
  let server: TestServer;
  let connection: WireConnection;
  before(async () => {
    server = await testServer();
    connection = await WireConnection.open(server.url);
    await connection.signIn(aNewcomer('ana'));
  });
  after(async () => {
    connection[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const post = async (text: string) => {
    const posted = await connection.call('post', { cid: newCid(Date.now(), randomBytes(16)), room: GENERAL, text });
    if (!posted.ok) return posted.error.code;
    const { entries } = await connection.value('history', { room: GENERAL, after: posted.value.seq - 1, limit: 1 });
    assert.ok(entries[0]?.kind === 'message');
    return entries[0];
  };

  const refused = {
    'a lone high surrogate': ['a\uD800b', 'E_BAD_REQUEST'],
    'a lone low surrogate': ['\uDC00', 'E_BAD_REQUEST'],
    'surrogates the wrong way round': ['\uDE00\uD83D', 'E_BAD_REQUEST'],
    'a NUL': ['a\0b', 'E_BAD_REQUEST'],
    nothing: ['', 'E_TEXT_INVALID'],
    blanks: [' \n\t\u2003', 'E_TEXT_INVALID'],
    'a character too many': ['a'.repeat(LIMITS.textCodePoints + 1), 'E_TEXT_TOO_LONG'],
    'an emoji too many': ['😀'.repeat(LIMITS.textCodePoints + 1), 'E_TEXT_TOO_LONG'],
  } as const;
  for (const [name, [text, code]] of Object.entries(refused)) {
    it(`is refused with ${code}: ${name}`, async () => {
      assert.equal(await post(text), code);
    });
  }

  const kept = {
    'line and paragraph separators': 'a\u2028b\u2029c\u0085d',
    '10,000 combining marks': `e${'\u0301'.repeat(9_999)}`,
    'what changes direction': 'a\u202Eb\u2066c\u2069',
    'what is not normalised': 'e\u0301 é \u212B Å ﬁ',
    'control characters': '\u0001\u001B[31m\u007F\r\n',
    noncharacters: '\uFFFE\uFFFF\u{10FFFF}',
    'as many characters as are allowed': 'é'.repeat(LIMITS.textCodePoints),
    'as many bytes as are allowed': '😀'.repeat(LIMITS.textCodePoints),
    'a byte order mark': '\uFEFFa',
    'blanks at both ends': '  a \n',
  };
  for (const [name, text] of Object.entries(kept)) {
    it(`is stored to the byte: ${name}`, async () => {
      const entry = await post(text);
      assert.ok(typeof entry === 'object' && entry.text === text);
    });
  }

  it('is stored to the byte, or refused, whatever it is', async () => {
    const atext = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    await fc.assert(
      fc.asyncProperty(atext, async (text) => {
        const entry = await post(text);
        if (typeof entry === 'object') assert.equal(entry.text, text);
        else assert.ok(!text.isWellFormed() || text.includes('\0') || text.trim() === '', JSON.stringify(text));
      }),
      { numRuns: 300 },
    );
  });
});
