import assert from 'node:assert/strict';
import type { MemberId } from '../../server/protocol/ids';
import { eachPage } from './eachPage';
import { BEN, aMessage, aNotice, aRoom, aSnapshot } from './build';
import { type ChatPage, renderState } from './harness';
import { HOSTILE, HOSTILE_NAMES } from './hostile';

const EVERY = 150;

/** What a message may be made of, whatever it says. */
const TAGS =
  /^(div|p|h[3-6]|blockquote|hr|br|ul|ol|li|table|thead|tbody|tr|th|td|pre|code|strong|em|del|a|bdi|span|button)$/;
const ATTRIBUTES = /^(class|dir|role|start|title|type|tabindex|data-at|aria-(label|hidden|expanded))$/;

/** The title of a link is not shown: it could name another place than where the link leads. */
const wordsOf = (text: string): readonly string[] =>
  text.replaceAll(/ "(?:[^"\\]|\\.)*"\)/g, ')').match(/[\p{L}\p{N}]+/gu) ?? [];

describe('hostile text', function () {
  this.timeout(120_000);
  let chat: ChatPage;
  let requests: string[];
  eachPage((opened) => {
    chat = opened;
    requests = [];
    chat.page.on('request', (request) => requests.push(request.url()));
    chat.page.on('dialog', () => requests.push('a dialog'));
  });
  const harmless = async () => {
    assert.equal(await chat.page.evaluate(() => 'ran' in globalThis), false);
    assert.deepEqual(requests, []);
    assert.equal(await chat.page.locator('script, style:not(#_defaultStyles), img, iframe, form').count(), 1 + 1);
  };
  /** All that can be read, in the order of the rows. */
  const readable = (selector: string) =>
    chat.page.evaluate(
      (wanted) =>
        [...document.querySelectorAll(wanted)].map(
          (each) =>
          [each, ...each.querySelectorAll('[title]')].map((one, i) => (i === 0 ? one.textContent : one.getAttribute('title'))).join(' '), // prettier-ignore
        ),
      selector,
    );
  const assertReadable = (shown: readonly string[], texts: readonly string[]) => {
    assert.equal(shown.length, texts.length);
    texts.forEach((text, i) => {
      for (const word of wordsOf(text)) assert.ok(shown[i]?.includes(word), `${word} of ${text} in ${shown[i] ?? ''}`);
    });
  };

  it('is at least two hundred texts, and as many names', () => {
    assert.ok(new Set(HOSTILE).size >= 200, `${HOSTILE.length}`);
    assert.ok(HOSTILE_NAMES.length >= 200, `${HOSTILE_NAMES.length}`);
  });

  it('runs nothing, asks for nothing and can be read as a message', async () => {
    for (let from = 0; from < HOSTILE.length; from += EVERY) {
      const texts = HOSTILE.slice(from, from + EVERY);
      await renderState(chat, aSnapshot({ entries: texts.map((text, i) => aMessage(from + i + 1, { text })) }));
      assertReadable(await readable('.bubble'), texts);
      const odd = await chat.page.evaluate(
        ([tags, attributes]) =>
          [...document.querySelectorAll('.bubble *')].flatMap((each) => [
            ...(new RegExp(tags!).test(each.localName) ? [] : [each.localName]),
            ...each.getAttributeNames().filter((name) => !new RegExp(attributes!).test(name)),
          ]),
        [TAGS.source, ATTRIBUTES.source],
      );
      assert.deepEqual(odd, []);
      await harmless();
    }
  });

  it('runs nothing, asks for nothing and can be read as a name, of a person and of a room, and as a topic', async () => {
    for (let from = 0; from < HOSTILE_NAMES.length; from += EVERY) {
      const names = HOSTILE_NAMES.slice(from, from + EVERY);
      const by = (name: string, i: number) => ({ id: `m-${String(i).padStart(32, '0')}` as MemberId, name });
      await renderState(
        chat,
        aSnapshot({ entries: names.map((name, i) => aMessage(from + i + 1, { by: by(name, i) })) }),
      );
      assertReadable(await readable('.name'), names);
      const notices = names.map((text, i) => aNotice(from + i + 1, { act: 'topic', text, name: BEN.name }));
      await renderState(chat, aSnapshot({ entries: notices }));
      assertReadable(await readable('.arrival-text'), names);
    }
    await harmless();
    for (const [i, name] of HOSTILE_NAMES.entries()) {
      const room = aRoom({ title: name, topic: name, kind: i % 2 === 0 ? 'public' : 'direct' });
      await renderState(chat, aSnapshot({ rev: i + 1, room, typing: [name] }));
      assertReadable(await readable('.title-text, .topic, .typing-text'), [name, name, name]);
    }
    await harmless();
  });

  it('is made of nothing that a text is not made of, should it ever be drawn otherwise', async () => {
    await renderState(
      chat,
      aSnapshot({ entries: [aMessage(1, { text: 'a [link](https://example.test/a) and `code`' })] }),
    );
    assert.equal(await chat.page.locator('.text a').count(), 1);
    assert.equal(await chat.page.locator('.text [href], .text [src], .text [style], .text [id]').count(), 0);
  });
});
