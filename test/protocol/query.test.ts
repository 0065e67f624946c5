import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LIMITS } from '../../server/protocol/limits';
import { type Query, isEmptyQuery, parseQuery } from '../../server/protocol/query';

const TODAY = { year: 2026, month: 3, day: 1 };
const parsed = (typed: string): Query => {
  const query = parseQuery(typed, TODAY);
  assert.ok(query.ok, typed);
  return query.value;
};
const problem = (typed: string): string | undefined => {
  const query = parseQuery(typed, TODAY);
  return query.ok ? undefined : query.error.detail;
};
const nothing: Query = { text: '', from: [], in: [], has: [], isUnread: false };

describe('what is typed into the search', () => {
  it('is words and phrases, and what names a filter, in any order', () => {
    assert.deepEqual(parsed('parser "of the line" bug'), { ...nothing, text: 'parser "of the line" bug' });
    assert.equal(parsed('from:ana parser in:#general has:code IS:Unread bug').text.trim(), 'parser    bug');
    assert.deepEqual(
      parsed('from:@ana from:"Ben Ali" in:general in:"#my room" has:links has:file has:link is:unread'),
      {
        text: ' '.repeat(7),
        from: ['ana', 'Ben Ali'],
        in: ['general', 'my room'],
        has: ['link', 'file'],
        isUnread: true,
      },
    );
  });

  it('is a filter only where a word begins, and not in quotation marks', () => {
    for (const text of ['https://example.test/from:x', '"from:ana"', 'xfrom:ana', 'foo:bar', '说 "in:general', '::'])
      assert.deepEqual(parsed(text), { ...nothing, text });
  });

  it('is of days before, after and on one, in the calendar', () => {
    const days = (typed: string) => [parsed(typed).since, parsed(typed).until];
    assert.deepEqual(days('before:2026-02-03'), [undefined, { year: 2026, month: 2, day: 3 }]);
    assert.deepEqual(days('after:2024-2-29'), [{ year: 2024, month: 2, day: 30 }, undefined]);
    assert.deepEqual(days('on:yesterday'), [{ ...TODAY, day: 0 }, TODAY]);
    assert.deepEqual(days('on:Today'), [TODAY, { ...TODAY, day: 2 }]);
  });

  it('is refused with a sentence that says what is wrong', () => {
    assert.match(problem('has:cat') ?? '', /code, file or link, not “cat”/);
    assert.match(problem('x is:read') ?? '', /unread, not “read”/);
    assert.match(problem('from:') ?? '', /needs a name/);
    assert.match(problem('in:""') ?? '', /needs the name of a room/);
    for (const day of ['2026-02-29', '2026-13-01', '31.12.2025', '0001-01-01', '']) {
      assert.match(problem(`before:${day}`) ?? '', /takes a day/, day);
    }
    assert.match(problem('x'.repeat(LIMITS.searchChars + 1)) ?? '', /too long/);
    assert.match(problem('from:a '.repeat(LIMITS.searchNames + 1)) ?? '', /up to 20 names/);
  });

  it('asks for nothing where nothing is in it', () => {
    for (const typed of ['', '   ']) assert.ok(isEmptyQuery(parsed(typed)));
    for (const typed of ['a', 'is:unread', 'has:file', 'on:today']) assert.ok(!isEmptyQuery(parsed(typed)), typed);
  });

  it('never fails, whatever it is, and loses no word of it', () => {
    const pieces = fc.constantFrom(
      'from:',
      'in:',
      '"',
      ' ',
      'has:',
      'on:',
      'a',
      '日本',
      '\0',
      '*',
      ')',
      'NEAR(',
      '2026-01-01',
      ':',
      '\u202E',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const query = parseQuery(text, TODAY);
        if (!query.ok) return assert.ok(query.error.detail);
        if (!/(?:from|in|has|is|before|after|on):/i.test(text)) assert.equal(query.value.text, text);
      }),
      { numRuns: 3_000 },
    );
  });
});
