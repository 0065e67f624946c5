import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { aMessage, aSnapshot, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

describe('completing in the composer', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  beforeEach(async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 5) }));
    await chat.send({ kind: 'mentionable', room: GENERAL, names: ['ben', 'Ben Ali', 'Chloé'] });
    await box().click();
  });

  const box = () => chat.page.getByRole('textbox', { name: 'Message to general' });
  const text = () => box().inputValue();
  const type = (keys: string) => chat.page.keyboard.type(keys);
  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const offers = () => chat.page.getByRole('option');
  const posts = () => chat.said.flatMap((message) => (message.kind === 'post' ? [message.text] : []));

  it('takes a shortcode with Enter, and sends with the next one', async () => {
    await type('done :tad');
    await offers().first().waitFor();
    await press('Enter');
    assert.equal(await text(), 'done 🎉 ');
    assert.deepEqual(posts(), []);
    await press('Enter');
    await eventually(() => assert.deepEqual(posts(), ['done 🎉 ']));
  });

  it('takes a name with the arrows and Tab, in the midst of a text', async () => {
    await type('hi , look');
    await press(...Array.from({ length: 6 }, () => 'ArrowLeft'));
    await type('@be');
    await offers().first().waitFor();
    await press('ArrowDown', 'Tab');
    assert.equal(await text(), 'hi @Ben Ali , look');
    await press('Control+z');
    assert.equal(await text(), 'hi @be, look');
    assert.equal(await chat.page.evaluate(() => document.activeElement?.className.includes('textarea')), true);
  });

  it('goes round at its ends, and is taken with the mouse', async () => {
    await type('@');
    await offers().first().waitFor();
    await press('ArrowUp');
    assert.match(await chat.page.locator('.offer.is-at').innerText(), /Chloé/);
    await press('ArrowDown');
    assert.match(await chat.page.locator('.offer.is-at').innerText(), /ben/);
    await offers().nth(1).click();
    assert.equal(await text(), '@Ben Ali ');
    await type('x');
    assert.equal(await text(), '@Ben Ali x');
  });

  it('closes with Escape, which then is the page’s again, and Enter sends what stands there', async () => {
    await type('@be');
    await offers().first().waitFor();
    await press('Escape');
    assert.equal(await offers().count(), 0);
    await type('n');
    assert.equal(await offers().count(), 0);
    await press('Enter');
    await eventually(() => assert.deepEqual(posts(), ['@ben']));
  });

  it('closes when the caret goes elsewhere or the focus does', async () => {
    await type('see @be');
    await offers().first().waitFor();
    await press('Home');
    assert.equal(await offers().count(), 0);
    await press('End');
    await type('n');
    await offers().first().waitFor();
    await chat.page.locator('.switcher').focus();
    await eventually(async () => assert.equal(await offers().count(), 0));
  });

  it('tells a screen reader of the list, and which one is chosen', async () => {
    const described = async () => {
      const session = await chat.page.context().newCDPSession(chat.page);
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      const area = nodes.find(({ role, name }) => role?.value === 'textbox' && name?.value === 'Message to general');
      const ids = ['activedescendant', 'controls'].map(
        (property) =>
          area?.properties?.find(({ name }) => name === property)?.value.relatedNodes?.[0]?.backendDOMNodeId,
      );
      return ids.map(
        (id) =>
          nodes.find(({ backendDOMNodeId }) => id !== undefined && backendDOMNodeId === id)?.name?.value as unknown,
      );
    };
    assert.deepEqual(await described(), [undefined, undefined]);
    await type('@');
    await offers().first().waitFor();
    await press('ArrowDown');
    assert.deepEqual(await described(), ['Ben Ali', 'People']);
    await press('Escape');
    assert.deepEqual(await described(), [undefined, undefined]);
  });

  it('makes an emoji of a shortcode that is typed whole when it is sent', async () => {
    await type(':ro');
    await offers().first().waitFor();
    await type('cket: `:rocket:`');
    await press('Enter');
    await eventually(() => assert.deepEqual(posts(), ['🚀 `:rocket:`']));
  });

  it('stands whole in a narrow page', async () => {
    await chat.page.setViewportSize({ width: 250, height: 320 });
    await chat.send({ kind: 'mentionable', room: GENERAL, names: ['a very long name of many letters', 'ben'] });
    await type('@');
    await offers().first().waitFor();
    const { x, y, width } = (await chat.page.locator('.offers').boundingBox())!;
    assert.ok(x >= 0 && y >= 0 && x + width <= 250);
    assert.equal(await chat.page.locator('.offers').evaluate((list) => list.scrollWidth > list.clientWidth), false);
  });

  it('shows a message of one to three emoji big', async () => {
    await renderState(
      chat,
      aSnapshot({ rev: 2, entries: [aMessage(6, { text: '🎉 👍🏽' }), aMessage(7, { text: 'hi 🎉' })] }),
    );
    const sizes = await chat.page
      .locator('.bubble')
      .evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)));
    assert.ok(sizes[0]! > 2 * sizes[1]!);
  });
});
