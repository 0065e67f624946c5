import assert from 'node:assert/strict';
import { LIMITS } from '../../server/protocol/limits';
import { HostCommand, Slash } from '../../webview/protocol/slash';
import type { PageToHost } from '../../webview/protocol/messages';
import { tellHost } from '../../webview/effects';
import { isOffering } from '../../webview/state/complete';
import { type Action, type PageState, initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { commands, isSlash, readDraft } from '../../webview/state/slash';
import { BEN, PARSER, aMessage, aRoom, aSnapshot, cidOf } from './build';
import { GENERAL } from '../../server/protocol/ids';

const typed = (text: string): Action => ({ kind: 'typed', text, caret: text.length });
const enter: Action = { kind: 'submitted', cid: cidOf(1), at: 1 };
const after = (...actions: readonly Action[]) => actions.reduce(reduce, reduce(initial, aSnapshot()));
const sent = (s: PageState) => s.submitted.map(({ text }) => text);

describe('what a draft is meant as', () => {
  const is = (draft: string) => {
    const read = readDraft(draft);
    return read.is === 'command' ? `/${read.command.name} <${read.rest}>` : read.is;
  };
  const meant: readonly [string, string][] = [
    ['/leave', '/leave <>'],
    ['/LEAVE ', '/leave <>'],
    ['/topic  two words ', '/topic <two words>'],
    ['/dm ben see /etc', '/dm <ben see /etc>'],
    ['hello /leave', 'text'],
    [' /leave', 'text'],
    ['/', 'text'],
    ['/usr/bin/node', 'text'],
    ['/etc/hosts is empty', 'text'],
    ['/* a comment */', 'text'],
    ['/tmp.txt', 'text'],
    ['/1', 'text'],
    ['/etc', 'unclear'],
    ['/jion design', 'unclear'],
    ['/leave now', 'unclear'],
    ['/dm ben\nsecret', 'unclear'],
    ['/etc\n/usr', 'text'],
    ['//leave', 'text'],
    ['// leave', 'text'],
  ];
  for (const [draft, meaning] of meant)
    it(`is “${meaning}” for ${JSON.stringify(draft)}`, () => assert.equal(is(draft), meaning));

  it('is the text behind one slash where two stand before a word, and to the letter otherwise', () => {
    const text = (draft: string) => {
      const read = readDraft(draft);
      return read.is === 'text' ? read.text : undefined;
    };
    assert.deepEqual(
      ['//exit stage left', '//etc', '//cdn.example.test/x', '// a comment', '//exit\nnow', '/usr/bin'].map(text),
      ['/exit stage left', '/etc', '//cdn.example.test/x', '// a comment', '//exit\nnow', '/usr/bin'],
    );
  });

  it('is no secret that others learn of while it is typed', () => {
    assert.deepEqual(['/', '/d', '/dm ben', '/usr/bin', 'x', '//'].map(isSlash), [true, true, true, false, false, false]); // prettier-ignore
  });
});

describe('a command in the composer', () => {
  it('is one of the host or one of the page, each with a help', () => {
    const names = commands().map(({ name }) => name as string);
    assert.deepEqual(
      HostCommand.options.filter((name) => !names.includes(name)),
      [],
    );
    assert.equal(new Set(names).size, names.length);
    for (const { help, way, not } of commands()) {
      assert.match(help, /^[A-Z].+[^.]$/);
      assert.equal(way === undefined, not === undefined);
    }
  });

  it('is handed to the host once, and its text stays until it is done', () => {
    const asked = after(typed('/topic Plans :tada:'), enter);
    assert.deepEqual([asked.draft, sent(asked)], ['/topic Plans :tada:', []]);
    const said: PageToHost[] = [];
    tellHost(enter, after(typed('/topic Plans :tada:')), asked, (message) => said.push(message));
    tellHost(enter, asked, reduce(asked, enter), (message) => said.push(message));
    assert.deepEqual(said, [{ kind: 'slash', id: 1, room: GENERAL, name: 'topic', rest: 'Plans :tada:' }]);
    assert.equal(reduce(asked, { kind: 'slashed', id: 7 }).draft, asked.draft, 'another one was answered');
    assert.equal(reduce(asked, { kind: 'slashed', id: 1 }).draft, '');
  });

  it('keeps its text and says why where it could not be done, and can be tried again', () => {
    const refused = after(typed('/topic Plans'), enter, { kind: 'slashed', id: 1, reason: 'No.' });
    assert.deepEqual([refused.draft, refused.notice], ['/topic Plans', 'No.']);
    assert.equal(reduce(refused, enter).slash.asked?.id, 2);
  });

  it('leaves what was typed meanwhile', () => {
    const s = after(typed('/mute'), enter, typed('hello'), { kind: 'slashed', id: 1 });
    assert.equal(s.draft, 'hello');
  });

  it('takes its text out of the room where it was typed, also when another one is open by then', () => {
    const left = after(typed('/join parser'), enter, aSnapshot({ rev: 2, room: aRoom({ id: PARSER }) }));
    assert.equal(left.others.get(GENERAL)?.draft, '/join parser');
    const done: Action = { kind: 'slashed', id: 1 };
    const s = reduce(left, done);
    assert.deepEqual([s.draft, s.others.get(GENERAL)?.draft], ['', '']);
    const said: PageToHost[] = [];
    tellHost(done, left, s, (message) => said.push(message));
    assert.deepEqual(said, [{ kind: 'draft', room: GENERAL, text: '' }]);
  });

  it('that a room does not allow is not offered, and says why', () => {
    const s = after(typed('/leave'), enter);
    assert.deepEqual([s.notice, s.draft, s.slash.asked], ['This room cannot be left.', '/leave', undefined]);
    const muted = aSnapshot({ rev: 2, room: aRoom({ ways: ['unmute', 'leave'] }) });
    assert.match(after(muted, typed('/mute'), enter).notice ?? '', /muted already/);
    assert.equal(after(muted, typed('/leave'), enter).slash.asked?.name, 'leave');
  });

  it('may be a text after all: Enter once more sends it', () => {
    for (const text of ['/etc', '/leave now', '/dm ben\nsecret']) {
      const once = after(typed(text), enter);
      assert.match(once.notice ?? '', /Press Enter again to send this as a message\.$/);
      assert.deepEqual([once.draft, sent(once)], [text, []]);
      assert.deepEqual(sent(reduce(once, enter)), [text]);
      const other: PageState = [typed(`${text} x`), enter].reduce(reduce, once);
      assert.deepEqual(sent(other), [], 'it is another text by then');
    }
  });

  it('is none while a message is edited', () => {
    const mine = { ...aMessage(1, { text: 'x' }), author: aSnapshot().me!.id };
    const editing = after(aSnapshot({ rev: 2, entries: [mine] }), { kind: 'act', act: { do: 'edit', seq: 1 } });
    const s = [typed('/exit'), enter].reduce(reduce, editing);
    assert.equal(s.acts.editing?.given, '/exit');
    assert.equal(isOffering([typed('/e')].reduce(reduce, editing).completing), false);
  });

  it('is bounded as a message is', () => {
    const long = `/dm ben ${'x'.repeat(LIMITS.textCodePoints + 1)}`;
    const s = after(typed(long), enter);
    assert.match(s.notice ?? '', /^Too long by/);
    assert.equal(s.slash.asked, undefined);
    const asked = { kind: 'slash', id: 1, room: GENERAL, name: 'dm', rest: 'ben' };
    assert.equal(Slash.safeParse(asked).success, true);
    for (const bad of [{ name: 'exit' }, { rest: 'x'.repeat(2 * LIMITS.textCodePoints + 1) }, { room: 7 }])
      assert.equal(Slash.safeParse({ ...asked, ...bad }).success, false);
  });

  it('begins a block of code only with what can be a language', () => {
    assert.equal(after(typed('/code c++'), enter).slash.run?.rest, 'c++');
    assert.match(after(typed('/code const a = 1'), enter).notice ?? '', /one word/);
  });
});

describe('what is offered for a slash', () => {
  const offered = (text: string, ...before: readonly Action[]) => {
    const { completing } = after(...before, typed(text));
    return isOffering(completing) ? completing.options.map(({ text: put }) => put) : [];
  };

  it('is what makes sense in the room, by the beginning of the name', () => {
    const all = offered('/');
    assert.equal(all.length, commands().length - 2);
    assert.ok(!all.includes('/leave') && !all.includes('/unmute'));
    assert.deepEqual(offered('/M'), ['/missed', '/mute']);
    assert.deepEqual(offered('/s'), ['/search', '/status', '/snooze']);
  });

  it('is nothing elsewhere in a text, behind the name, and for what is no command', () => {
    for (const text of ['x /', '/topic ', '/xyz', '//', 'a\n/', '/mute\n']) assert.deepEqual(offered(text), [], text);
  });

  it('is whom a message may be to', () => {
    const named: Action = { kind: 'mentionable', room: GENERAL, names: [BEN.name, 'Ben Ali', 'Chloé'] };
    assert.deepEqual(offered('/dm ', named), ['ben', 'Ben Ali', 'Chloé']);
    assert.deepEqual(offered('/dm Ben A', named), ['Ben Ali']);
    assert.deepEqual(offered('/dm @be', named), ['@ben', '@Ben Ali']);
    assert.deepEqual(offered('/dm ben hello', named), []);
    assert.deepEqual(offered('/topic be', named), []);
  });
});
