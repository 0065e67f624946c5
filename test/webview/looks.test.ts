import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { speak } from '../../webview/protocol/language';
import { createCalendar } from '../../webview/state/calendar';
import { NOON, aSnapshot, cidOf } from './build';
import { CHIPS } from './buildFiles';
import { OPENED } from './opened';
import { type ChatPage, type OpenOptions, type Pages, renderState, startPages, textsIn } from './harness';
import { states } from './states';

/** What is shown, and what things are called, but for the names of keys. */
const saidBy = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const said: (string | null)[] = [];
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*:not(head *, kbd)')) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(element.getAttribute(name));
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent);
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
    }
    return said.map((text) => (text ?? '').replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  });

const box = async (locator: Locator) => {
  const found = await locator.boundingBox();
  assert.ok(found);
  return { ...found, end: found.x + found.width };
};

describe('how the page looks and speaks', function () {
  this.timeout(60_000);
  let pages: Pages;
  let chat: ChatPage;
  before(async () => (pages = await startPages()));
  after(() => pages.close());
  const open = async (options: OpenOptions = {}) => (chat = await pages.open(options));
  afterEach(async () => {
    speak('en', undefined);
    assert.deepEqual(chat.errors, []);
    await chat.close();
  });

  it('is German from its first frame on, in every state and in what opens', async () => {
    const german = textsIn('de') ?? {};
    // Those that German says in the same way cannot be told apart.
    const english = Object.entries(german).flatMap(([text, other]) => (text === other || text.includes('{') ? [] : [text])); // prettier-ignore
    const own = new Set(english.filter((text) => Object.values(german).includes(text)));
    const left = new Map<string, string>();
    const look = async (where: string) => {
      const said = new Set(await saidBy(chat.page));
      for (const text of english) if (said.has(text) && !own.has(text)) left.set(text, where);
    };
    await open({ language: 'de' });
    // What the host says comes from here.
    speak('de', german);
    for (const [name, snapshot] of Object.entries(states(Date.now()))) {
      await renderState(chat, { ...snapshot, locale: 'de' });
      await look(name);
    }
    for (const [name, make] of Object.entries(OPENED)) {
      if (name.startsWith('emoji') || name === 'preview') continue;
      await renderState(chat, { ...states(Date.now())['talk']!, locale: 'de' });
      await make(chat.page, chat).catch(() => undefined);
      await look(name);
    }
    assert.deepEqual([...left], []);
    assert.equal(await chat.page.locator('html').getAttribute('lang'), 'de');
  });

  it('asks and names in German', async () => {
    await open({ language: 'de' });
    await renderState(chat, { ...states(Date.now())['talk']!, locale: 'de' });
    const { page } = chat;
    await page.getByRole('textbox', { name: 'Nachricht an general' }).waitFor();
    await page.getByRole('button', { name: '3 Personen hier' }).waitFor();
    assert.match((await page.locator('.date-text').allTextContents()).join(), /Heute/);
    assert.match((await page.locator('.mine').last().getAttribute('aria-label')) ?? '', /^Du, \d+:\d\d, .*, gespeichert$/); // prettier-ignore
    await page.getByRole('button', { name: 'Verlassen' }).waitFor();
  });

  it('stands close when it is to be compact, at once', async () => {
    await open();
    await renderState(chat, states(Date.now())['talk']!);
    const height = () => chat.page.locator('.column').evaluate((column) => column.lastElementChild!.getBoundingClientRect().bottom - column.firstElementChild!.getBoundingClientRect().top); // prettier-ignore
    const before = await height();
    await chat.send({ kind: 'looks', looks: { density: 'compact', timeFormat: 'auto' } });
    const after = await height();
    assert.ok(after < 0.92 * before, `${after} of ${before}`);
    await chat.send({ kind: 'looks', looks: { density: 'comfortable', timeFormat: 'auto' } });
    assert.equal(await height(), before);
  });

  it('writes times with 12 or 24 hours, also for who listens', async () => {
    await open();
    const snapshot = aSnapshot({ entries: [{ kind: 'message', seq: 1, at: NOON + 3 * 3_600_000, name: 'ana', author: aSnapshot().me!.id, text: 'tea', cid: cidOf(1) }] }); // prettier-ignore
    await renderState(chat, { ...snapshot, locale: 'de', looks: { density: 'comfortable', timeFormat: '12h' } });
    const row = chat.page.locator('.mine');
    assert.match(await row.locator('.time').innerText(), /^3:00\sPM$/);
    await chat.send({ kind: 'looks', looks: { density: 'comfortable', timeFormat: '24h' } });
    assert.equal(await row.locator('.time').innerText(), '15:00');
    assert.match((await row.getAttribute('aria-label')) ?? '', /^You, 15:00, tea/);
    assert.match((await row.locator('.time').getAttribute('title')) ?? '', /15:00:00/);
    assert.match(createCalendar('en', '24h').time(NOON - 12 * 3_600_000), /^00:00$/);
  });

  it('keeps the sides where texts of another direction are written', async () => {
    await open();
    await renderState(chat, states(Date.now())['right-to-left']!);
    const { page } = chat;
    const [mine, theirs] = [page.locator('.mine .bubble'), page.locator('.theirs .bubble')];
    assert.equal(
      await mine
        .locator('p')
        .first()
        .evaluate((text) => getComputedStyle(text).direction),
      'rtl',
    );
    assert.equal(
      await theirs
        .locator('p')
        .last()
        .evaluate((text) => getComputedStyle(text).direction),
      'ltr',
    );
    const [own, other, log] = [await box(mine.first()), await box(theirs.first()), await box(page.locator('.log'))];
    assert.ok(log.end - own.end < 60 && other.x - log.x < 60);
    assert.equal(await page.locator('.code-text').evaluate((code) => getComputedStyle(code).direction), 'ltr');
    await page.getByRole('textbox').fill('שלום');
    assert.equal(await page.getByRole('textbox').evaluate((control) => getComputedStyle(control).direction), 'rtl');
  });

  it('is mirrored where the language runs from right to left', async () => {
    await open({ language: 'he' });
    await renderState(chat, { ...states(Date.now())['right-to-left']!, locale: 'he' });
    await chat.send({ kind: 'attached', room: states(0)['talk']!.room.id, files: CHIPS });
    const { page } = chat;
    const [own, other] = [await box(page.locator('.mine .bubble').first()), await box(page.locator('.theirs .bubble').first())]; // prettier-ignore
    const log = await box(page.locator('.log'));
    assert.ok(own.x - log.x < 60 && log.end - other.end < 60, 'one’s own messages stand at the left');
    const [title, exit] = [await box(page.locator('.switcher')), await box(page.locator('.exit'))];
    assert.ok(exit.end < title.x, 'the header begins at the right');
    const [send, text] = [await box(page.locator('.send')), await box(page.locator('.textarea'))];
    assert.ok(send.end <= text.x + 1, 'the send button stands left of the text');
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(width, 0);
  });

  it('leads along the buttons of a message in the direction of the page', async () => {
    await open({ language: 'ar' });
    await renderState(chat, states(Date.now())['right-to-left']!);
    const { page } = chat;
    await page.getByRole('textbox').click();
    for (const key of ['Control+ArrowUp', 'Enter', 'ArrowLeft']) await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Reply');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'React');
  });
});
