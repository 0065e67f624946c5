import assert from 'node:assert/strict';
import { LIMITS } from '../../server/protocol/limits';
import { glimpseOf, isQuestion } from '../../server/protocol/missed';

describe('a question', () => {
  for (const text of [
    'Ready?',
    'Is it **ready?**',
    'Ready? 🙂',
    'Ready? 👩🏽‍💻 ',
    '他准备好了吗？',
    'هل هو جاهز؟',
    '(or “not yet?”)',
    'One line.\nAnd now?\n',
    `${'long '.repeat(2_000)}?`,
  ])
    it(`ends with its mark, whatever stands behind that: ${JSON.stringify(text.slice(-20))}`, () =>
      assert.ok(isQuestion(text)));

  for (const text of ['', '   ', 'Ready.', 'Ready? I think so.', 'https://a.test/?x=1', '**', '???\n```\ncode\n```'])
    it(`is not ${JSON.stringify(text)}`, () => assert.ok(!isQuestion(text)));

  it('is told from ten thousand marks that end none as fast as from one', () => {
    const startedAt = performance.now();
    assert.ok(!isQuestion(`${'*'.repeat(10_000)}x`));
    assert.ok(performance.now() - startedAt < 1_000);
  });
});

describe('what is shown of a message that was missed', () => {
  it('is all of it, or its beginning, with no character cut in two', () => {
    assert.equal(glimpseOf('short'), 'short');
    const emoji = glimpseOf(`x${'🙂'.repeat(LIMITS.glimpseChars)}`);
    assert.ok(emoji.isWellFormed() && emoji.length <= LIMITS.glimpseChars + 1 && emoji.endsWith('🙂…'));
  });
});
