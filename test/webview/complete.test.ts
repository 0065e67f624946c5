import assert from 'node:assert/strict';
import { completion, isOffering, mayNameEmoji, withEmoji } from '../../webview/state/complete';
import { nothingLinkable } from '../../webview/state/linkable';
import { type Action, initial } from '../../webview/state/model';
import { noEmoji } from '../../webview/state/picker';
import { reduce } from '../../webview/state/reduce';
import { GENERAL } from '../../server/protocol/ids';
import { allEmoji } from './allEmoji';
import { PARSER, aRoom, aSnapshot, cidOf } from './build';

const all = allEmoji();
const known = { emoji: { ...noEmoji, all }, names: ['ana maria', 'ben', 'Ben Ali', 'José'], linkable: nothingLinkable };
const offered = (text: string, caret = text.length, given = known) => {
  const completing = completion(text, caret, given);
  return isOffering(completing) ? completing.options.map(({ text: put }) => put) : [];
};

describe('completing a shortcode', () => {
  it('offers emoji for two characters behind a colon, the best first and few', () => {
    assert.equal(offered('hello :tad')[0], '🎉');
    assert.equal(offered(':+1')[0], '👍');
    assert.equal(offered('(:ro').length, 8);
    assert.equal(offered(':wave', undefined, { ...known, emoji: { ...known.emoji, tone: 3 } })[0], '👋🏽');
  });

  it('leaves smileys, times, addresses, code and what is not there alone', () => {
    for (const text of [':', ':D', ':-)', ':p', '10:30', 'https://x:80', 'std::vec', 'a:ta', ':tada:', ':nosuchcode'])
      assert.deepEqual(offered(text), [], text);
  });

  it('looks at what stands before the caret, and says where', () => {
    const { from, to } = completion('say :tad now', 8, known)!;
    assert.deepEqual([from, to], [4, 8]);
    assert.equal(completion('say :tad now', 9, known), undefined);
  });
});

describe('completing a name', () => {
  it('offers who is in the room, by the beginning of the name and then of its other words', () => {
    assert.deepEqual(offered('@'), ['@ana maria', '@ben', '@Ben Ali', '@José']);
    assert.deepEqual(offered('hi @BE'), ['@ben', '@Ben Ali']);
    assert.deepEqual(offered('@ma'), ['@ana maria']);
    assert.deepEqual(offered('@ben a'), ['@Ben Ali']);
    assert.deepEqual(offered('@JOS'), ['@José']);
  });

  it('offers nothing in a word, behind a whole name, or for nobody', () => {
    for (const text of ['mail@be', '@ben hello', '@ana maria', '@zoe', '@ben\n', '@ '])
      assert.deepEqual(offered(text), [], text);
  });
});

describe('shortcodes in a text that is sent', () => {
  const sent = (text: string, tone = 0) => withEmoji(text, { ...known.emoji, tone });

  it('become emoji where they are whole and known', () => {
    assert.equal(sent(':tada: well done:+1:, :rocket::rocket:'), '🎉 well done:+1:, 🚀🚀');
    assert.equal(sent('(:tada:)! :no_such:'), '(🎉)! :no_such:');
    assert.equal(sent(':wave:', 5), '👋🏿');
    assert.equal(withEmoji(':tada:', noEmoji), ':tada:');
  });

  it('stay what they are in code, numbers and addresses', () => {
    for (const text of [
      '`:tada:`',
      '```\n:tada:\n```',
      '```\n:tada:',
      '10:100:20',
      'http://a:100:/',
      'x[:100:]',
      ':tada:x',
      '::tada::',
    ])
      assert.equal(sent(text), text);
  });

  it('are found soon in any text', () => {
    for (const part of [':', ':a', ':a:', '`', '```', ' :a', ':tada:x']) assert.ok(sent(part.repeat(10_000)));
  });

  it('let the page fetch what it knows of emoji', () => {
    assert.deepEqual([':ta', 'x', ':D', '10:30'].map(mayNameEmoji), [true, false, false, true]);
  });
});

describe('what is offered while typing', () => {
  const run = (...actions: readonly Action[]) => actions.reduce(reduce, initial);
  const loaded: Action = { kind: 'emoji', act: { do: 'loaded', all } };
  const typed = (text: string): Action => ({ kind: 'typed', text, caret: text.length });
  const offers = (s: ReturnType<typeof run>) => (isOffering(s.completing) ? s.completing.options.length : 0);

  it('comes also when the emoji or the names come later', () => {
    assert.equal(offers(run(aSnapshot(), typed(':tada'))), 0);
    assert.equal(offers(run(aSnapshot(), typed(':tada'), loaded)) > 0, true);
    assert.equal(
      offers(run(aSnapshot(), typed('@b'), { kind: 'mentionable', room: GENERAL, names: ['bo', 'ben'] })),
      2,
    );
  });

  it('stays shut for the same word, and comes for another one', () => {
    assert.equal(offers(run(aSnapshot(), loaded, typed(':ta'), { kind: 'offerShut' }, typed(':tad'))), 0);
    assert.ok(offers(run(aSnapshot(), loaded, typed(':ta'), { kind: 'offerShut' }, typed(':ta :tad'))) > 0);
  });

  it('goes when the caret does, or the text is sent', () => {
    const before = [aSnapshot(), loaded, typed(':tad')];
    assert.ok(offers(run(...before, { kind: 'caretMoved', caret: 4 })) > 0);
    assert.equal(offers(run(...before, { kind: 'caretMoved', caret: 2 })), 0);
    assert.equal(run(...before, { kind: 'submitted', cid: cidOf(1), at: 1 }).completing, undefined);
  });

  it('is of the open room alone', () => {
    const told: Action = { kind: 'mentionable', room: GENERAL, names: ['ben'] };
    const elsewhere = aSnapshot({ rev: 2, room: aRoom({ id: PARSER }) });
    assert.deepEqual(run(aSnapshot(), told, elsewhere).names, []);
    assert.deepEqual(run(aSnapshot(), elsewhere, told).names, []);
  });

  it('is sent as the emoji it names', () => {
    const s = run(aSnapshot(), loaded, typed('done :tada:'), { kind: 'submitted', cid: cidOf(1), at: 1 });
    assert.deepEqual(s.submitted.map(({ text }) => text), ['done 🎉']); // prettier-ignore
  });
});
