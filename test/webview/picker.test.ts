import assert from 'node:assert/strict';
import { eventually } from '../helpers/eventually';
import { aSnapshot, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

describe('the picker of emoji in the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  beforeEach(() => renderState(chat, aSnapshot({ entries: messages(1, 5) })));

  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const focused = () => chat.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const isOn = (name: string) => eventually(async () => assert.equal(await focused(), name));
  const picker = () => chat.page.getByRole('dialog', { name: 'Emoji' });
  const box = () => chat.page.getByRole('textbox', { name: 'Message to general' });
  const text = () => box().inputValue();
  const open = async () => {
    await chat.page.locator('.emoji-button').click();
    await isOn('Search emoji');
  };

  it('puts an emoji where the caret is, found by its shortcode and without a mouse', async () => {
    await box().click();
    await chat.page.keyboard.type('well done!');
    await press('ArrowLeft', 'Tab', 'Tab', 'Enter');
    await isOn('Search emoji');
    await chat.page.keyboard.type('tada');
    await picker().getByRole('gridcell', { name: 'party popper, :tada:' }).waitFor();
    await press('Enter');
    await isOn('Message to general');
    assert.equal(await text(), 'well done🎉!');
    assert.equal(await picker().count(), 0);
    await chat.page.keyboard.type('X');
    assert.equal(await text(), 'well done🎉X!', 'the caret stands behind it');
    await press('Control+z');
    assert.equal(await text(), 'well done!', 'it can be undone');
  });

  it('is walked as a grid with one stop, and left with Escape', async () => {
    await open();
    await picker().getByRole('gridcell').first().waitFor();
    await press('ArrowDown');
    await isOn('grinning face, :grinning:');
    await press('ArrowRight', 'ArrowDown', 'End');
    const shown = await picker()
      .getByRole('gridcell')
      .evaluateAll((all) => all.map((one) => one.ariaLabel));
    await isOn(shown[15]!);
    assert.equal(await picker().locator('[role=gridcell][tabindex="0"]').count(), 1);
    await press('Control+Home', 'ArrowUp');
    await isOn('Search emoji');
    await press('Escape');
    await isOn('Message to general');
    assert.equal(await picker().count(), 0);
  });

  it('turns to another group with the arrows, and shows the name of what has the focus', async () => {
    await open();
    await picker().getByRole('gridcell').first().waitFor();
    await press('Tab');
    await isOn('Smileys and emotion');
    await press('End');
    await isOn('Flags');
    await press('ArrowDown', 'ArrowRight');
    await isOn('triangular flag, :triangular_flag_on_post:');
    assert.match(await picker().locator('.picker-called').innerText(), /triangular flag\s+:triangular_flag_on_post:/);
    assert.equal(await picker().getByRole('tabpanel', { name: 'Flags' }).count(), 1);
  });

  it('gives the chosen skin tone to what has one, and remembers it and what was used over a reload', async () => {
    await open();
    await picker().getByRole('radio', { name: 'Medium', exact: true }).check();
    await picker().getByRole('searchbox').fill('wave');
    await picker().getByRole('gridcell', { name: 'waving hand, :wave:' }).click();
    assert.equal(await text(), '👋🏽');
    await chat.page.reload();
    await renderState(chat, aSnapshot({ entries: messages(1, 5) }));
    await open();
    await picker().getByRole('tabpanel', { name: 'Recent' }).waitFor();
    assert.deepEqual(await picker().getByRole('gridcell').allInnerTexts(), ['👋🏽']);
    assert.equal(await picker().getByRole('radio', { name: 'Medium', exact: true }).isChecked(), true);
  });

  it('loads the emoji when they are first needed, by the nonce of the page', async () => {
    const loaded = () =>
      chat.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/emoji.js')).length); // prettier-ignore
    assert.equal(await loaded(), 0);
    await open();
    await picker().getByRole('gridcell').first().waitFor();
    await press('Escape');
    await open();
    assert.equal(await loaded(), 1);
  });

  it('says so when they cannot be loaded, and tries again when it is opened again', async () => {
    await chat.page.route('**/emoji.js', (route) => route.abort());
    await open();
    await picker().getByText('The emoji could not be loaded.').waitFor();
    await chat.page.unroute('**/emoji.js');
    await press('Escape');
    await open();
    await picker().getByRole('gridcell').first().waitFor();
    chat.errors.length = 0;
  });

  it('goes when something else in the page gets the focus', async () => {
    await open();
    await box().click();
    await eventually(async () => assert.equal(await picker().count(), 0));
    await isOn('Message to general');
  });

  it('stands whole in a narrow and low page', async () => {
    for (const size of [
      { width: 250, height: 640 },
      { width: 480, height: 320 },
    ]) {
      await chat.page.setViewportSize(size);
      await open();
      await picker().getByRole('gridcell').first().waitFor();
      const { x, y, width, height } = (await picker().boundingBox())!;
      assert.ok(x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height, JSON.stringify(size));
      const tooWide = await picker().evaluate((one) => [...one.querySelectorAll('*')].filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === 'auto').length); // prettier-ignore
      assert.equal(tooWide, 0);
      await press('Escape');
    }
  });
});
