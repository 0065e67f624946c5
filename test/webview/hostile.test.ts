import assert from 'node:assert/strict';
import { GENERAL, type MemberId, type RoomId } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { BEN, aMessage, aNotice, aRoom, aSnapshot, linkable } from './build';
import { renderState } from './harness';
import { HOSTILE, HOSTILE_NAMES } from './hostile';
import { assertReadable, hostileScene } from './hostileScene';

const EVERY = 150;
const ROOMS = [{ id: GENERAL, kind: 'public' as const, name: 'general' }];

/** What a message may be made of, whatever it says. */
const TAGS =
  /^(div|p|h[3-6]|blockquote|hr|br|ul|ol|li|table|thead|tbody|tr|th|td|pre|code|strong|em|del|a|bdi|span|button)$/;
const ATTRIBUTES = /^(class|dir|role|start|title|type|tabindex|data-at|aria-(label|hidden|expanded))$/;

describe('hostile text', function () {
  this.timeout(120_000);
  const scene = hostileScene();
  const { harmless, readable } = scene;

  it('is at least two hundred texts, and as many names', () => {
    assert.ok(new Set(HOSTILE).size >= 200, `${HOSTILE.length}`);
    assert.ok(HOSTILE_NAMES.length >= 200, `${HOSTILE_NAMES.length}`);
  });

  it('runs nothing, asks for nothing and can be read as a message', async () => {
    for (let from = 0; from < HOSTILE.length; from += EVERY) {
      const texts = HOSTILE.slice(from, from + EVERY);
      await renderState(scene.chat, aSnapshot({ entries: texts.map((text, i) => aMessage(from + i + 1, { text })) }));
      await scene.chat.send(linkable(ROOMS, 'https://issues.test/{id}'));
      assertReadable(await readable('.bubble'), texts);
      const odd = await scene.chat.page.evaluate(
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
        scene.chat,
        aSnapshot({ entries: names.map((name, i) => aMessage(from + i + 1, { by: by(name, i) })) }),
      );
      assertReadable(await readable('.name'), names);
      const notices = names.map((text, i) => aNotice(from + i + 1, { act: 'topic', text, name: BEN.name }));
      await renderState(scene.chat, aSnapshot({ entries: notices }));
      assertReadable(await readable('.arrival-text'), names);
    }
    await harmless();
    for (const [i, name] of HOSTILE_NAMES.entries()) {
      const room = aRoom({ title: name, topic: name, kind: i % 2 === 0 ? 'public' : 'direct' });
      await renderState(scene.chat, aSnapshot({ rev: i + 1, room, typing: [name] }));
      assertReadable(await readable('.title-text, .topic, .typing-text'), [name, name, name]);
    }
    await harmless();
  });

  it('runs nothing, asks for nothing and can be read as the name of a room that a text names', async () => {
    const rooms = HOSTILE_NAMES.map((name, i) => ({ id: `r-${i}` as RoomId, kind: 'public' as const, name }));
    const texts = HOSTILE_NAMES.slice(0, EVERY).map((name) => `#${name}`);
    await renderState(scene.chat, aSnapshot({ entries: texts.map((text, i) => aMessage(i + 1, { text })) }));
    await scene.chat.send(linkable(rooms));
    await eventually(async () => assert.ok((await scene.chat.page.locator('.text-link').count()) > 0));
    await scene.chat.page.getByRole('textbox').fill('#');
    await scene.chat.page.locator('.offer').first().waitFor();
    assertReadable(await readable('.bubble'), texts);
    await harmless();
  });

  it('is made of nothing that a text is not made of, should it ever be drawn otherwise', async () => {
    await renderState(
      scene.chat,
      aSnapshot({ entries: [aMessage(1, { text: 'a [link](https://example.test/a) and `code`' })] }),
    );
    assert.equal(await scene.chat.page.locator('.text a').count(), 1);
    assert.equal(await scene.chat.page.locator('.text [href], .text [src], .text [style], .text [id]').count(), 0);
  });
});
