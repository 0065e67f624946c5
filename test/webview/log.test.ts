import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { aMessage, aSnapshot, messages } from './build';
import { type ChatPage, type OpenOptions, type Pages, renderState, startPages } from './harness';
import { createRoom, varied } from './room';

interface Place {
  readonly top: number;
  readonly toEnd: number;
  readonly first: string | undefined;
  /** Of the first row in sight, below the top of the view. */
  readonly offset: number;
  readonly rows: number;
}

const place = (page: Page): Promise<Place> =>
  page.evaluate(() => {
    const log = document.querySelector('.log')!;
    const edge = log.getBoundingClientRect().top;
    const rows = [...log.querySelectorAll<HTMLElement>('[data-key]')];
    const first = rows.find((row) => row.getBoundingClientRect().bottom > edge);
    return {
      top: log.scrollTop,
      toEnd: log.scrollHeight - log.clientHeight - log.scrollTop,
      first: first?.dataset['key'],
      offset: (first?.getBoundingClientRect().top ?? 0) - edge,
      rows: document.querySelectorAll('.row, .date, .edge').length,
    };
  });

const offsetOf = (page: Page, key: string): Promise<number> =>
  page.evaluate((wanted) => {
    const log = document.querySelector('.log')!;
    const row = log.querySelector(`[data-key="${wanted}"]`);
    return (row?.getBoundingClientRect().top ?? NaN) - log.getBoundingClientRect().top;
  }, key);

const scrollBy = (page: Page, pixels: number): Promise<void> =>
  page.evaluate((by) => {
    document.querySelector('.log')!.scrollTop += by;
    return new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
  }, pixels);

/** One step through the log, and how far a row in the middle of the view has moved, whatever was loaded meanwhile. */
const walkOn = (page: Page, pixels: number) =>
  page.evaluate(async (by) => {
    const log = document.querySelector('.log')!;
    const rows = [...log.querySelectorAll<HTMLElement>('[data-key]')];
    const middle = log.getBoundingClientRect().top + log.clientHeight / 2;
    const row = rows.find((candidate) => candidate.getBoundingClientRect().bottom > middle)!;
    const before = row.getBoundingClientRect().top;
    log.scrollTop += by;
    for (let frames = 0; frames < 2 || log.getAttribute('aria-busy') === 'true'; frames += 1) {
      await new Promise((next) => requestAnimationFrame(next));
    }
    return {
      moved: row.getBoundingClientRect().top - before,
      top: log.scrollTop,
      rows: document.querySelectorAll('.row, .date, .edge').length,
    };
  }, pixels);

describe('the log', function () {
  this.timeout(120_000);
  let pages: Pages;
  let chat: ChatPage;
  before(async () => (pages = await startPages()));
  after(() => pages.close());
  afterEach(async () => {
    assert.deepEqual(chat.errors, []);
    await chat.close();
  });

  const open = async (options: OpenOptions = {}) => (chat = await pages.open(options));
  const openRoom = async (head: number, options: OpenOptions = {}) => {
    const room = createRoom(head);
    await open({ ...options, answer: room.answer });
    await chat.page.locator('.row').first().waitFor();
    return room;
  };
  const jump = () => chat.page.locator('.jump .button');

  it('opens at the end', async () => {
    await openRoom(100_000);
    await chat.page.getByText('100000:').waitFor();
    assert.equal(Math.round((await place(chat.page)).toEnd), 0);
  });

  it('follows the end while it is within 80 pixels of it, also when the composer grows', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(1, 60) }));
    await scrollBy(chat.page, -70);
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(61, { text: 'long '.repeat(200) })] });
    assert.equal(Math.round((await place(chat.page)).toEnd), 0);
    await chat.page.getByRole('textbox').fill('a\nb\nc\nd');
    await eventually(async () => assert.equal(Math.round((await place(chat.page)).toEnd), 0));
    await chat.page.setViewportSize({ width: 300, height: 400 });
    await eventually(async () => assert.equal(Math.round((await place(chat.page)).toEnd), 0));
    // The browser may scroll by itself before anybody has heard that the size is another.
    await chat.page.evaluate(async () => {
      document.body.style.width = '200px';
      document.body.getBoundingClientRect();
      document.querySelector('.log')!.dispatchEvent(new Event('scroll'));
      await new Promise((next) => requestAnimationFrame(next));
    });
    await eventually(async () => assert.equal(Math.round((await place(chat.page)).toEnd), 0));
  });

  it('stays where the reader is, and counts what is new, further up', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(1, 60) }));
    await scrollBy(chat.page, -400);
    const before = await place(chat.page);
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(61), aMessage(62)] });
    assert.deepEqual([(await place(chat.page)).first, (await place(chat.page)).offset], [before.first, before.offset]);
    await jump().getByText('2 new messages').click();
    await eventually(async () => assert.equal(Math.round((await place(chat.page)).toEnd), 0));
    assert.equal(await jump().count(), 0);
  });

  it('goes to the end with an own message', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(1, 60) }));
    await scrollBy(chat.page, -600);
    await chat.page.getByRole('textbox').fill('mine');
    await chat.page.getByRole('textbox').press('Enter');
    await eventually(async () => assert.equal(Math.round((await place(chat.page)).toEnd), 0));
    await chat.page.locator('.mine').getByText('mine').waitFor();
  });

  it('reports nothing as read while it is further up', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(1, 60) }));
    await scrollBy(chat.page, -400);
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(61)] });
    assert.deepEqual(
      chat.said.filter((message) => message.kind === 'read'),
      [],
    );
    await jump().click();
    await eventually(() =>
      assert.deepEqual(
        chat.said.filter((message) => message.kind === 'read'),
        [{ kind: 'read', room: GENERAL, seq: 61, turn: 0 }],
      ),
    );
  });

  it('loads older messages before the top is reached, without a jump', async () => {
    const room = await openRoom(10_000);
    for (let i = 0; room.asked() === 0; i += 1) {
      assert.ok(i < 200);
      await scrollBy(chat.page, -50);
    }
    assert.ok((await place(chat.page)).top > 400);
    const before = await place(chat.page);
    await eventually(async () => assert.ok((await place(chat.page)).rows > 150));
    assert.ok(Math.abs((await offsetOf(chat.page, before.first!)) - before.offset) < 1.5);
  });

  it('keeps the place when an older page comes while the view is at the very top', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(500, 560, varied), head: 560 }));
    await scrollBy(chat.page, -1e9);
    const asked = await eventually(() => {
      const found = chat.said.find((message) => message.kind === 'history');
      assert.ok(found);
      return found;
    });
    for (const top of [0, 3, 90]) {
      await chat.page.evaluate((y) => (document.querySelector('.log')!.scrollTop = y), top);
      const before = await place(chat.page);
      if (top === 0) assert.equal(before.top, 0);
    }
    await chat.page.evaluate(() => (document.querySelector('.log')!.scrollTop = 0));
    const before = await offsetOf(chat.page, 's500');
    await chat.send({ kind: 'page', id: asked.id, entries: messages(400, 499, varied) });
    assert.ok(Math.abs((await offsetOf(chat.page, 's500')) - before) < 1.5);
  });

  it('says why older messages did not come, and tries again when asked to', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(500, 510), head: 510 }));
    await eventually(() => assert.ok(chat.said.some((message) => message.kind === 'history')));
    await chat.send({ kind: 'page', id: 1, reason: 'The server is not connected.' });
    await chat.page.getByText('The server is not connected.').waitFor();
    await chat.page.getByRole('button', { name: 'Try again' }).click();
    await eventually(() => assert.equal(chat.said.filter((message) => message.kind === 'history').length, 2));
    await chat.send({ kind: 'page', id: 2, entries: messages(400, 499) });
    await eventually(async () => assert.equal(await chat.page.getByText('message 450').count(), 1));
  });

  it('shows the start of the history', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(1, 5) }));
    await chat.page.getByText('This is the start of general.').waitFor();
  });

  it('scrolls 50 pages up and down again through 100,000 messages within 400 rows, and keeps the place', async () => {
    const room = await openRoom(100_000);
    let most = 0;
    const walk = async (pixels: number, pagesAsked: number) => {
      while (room.asked() < pagesAsked) {
        const step = await walkOn(chat.page, pixels);
        assert.ok(Math.abs(step.moved + pixels) < 2, `moved by ${step.moved} instead of ${-pixels}`);
        assert.ok(step.top > 0, 'the edge is never reached');
        most = Math.max(most, step.rows);
      }
    };
    await walk(-500, 50);
    const there = Number((await place(chat.page)).first?.slice(1));
    assert.ok(there < 95_300 && there > 94_500, `at ${there}`);
    await walk(500, 60);
    const megabytes = await heap(chat.page);
    console.log(`      ${most} rows at most, ${megabytes.toFixed(1)} MB of heap after 60 pages`);
    assert.ok(most <= 400 && megabytes <= 40);
    await jump().click();
    await chat.page.getByText('100000:').waitFor();
    await eventually(async () => assert.equal(Math.round((await place(chat.page)).toEnd), 0));
  });

  it('comes back to its place after a reload', async () => {
    await openRoom(10_000);
    await scrollBy(chat.page, -3_000);
    await chat.page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
    await eventually(() => chat.page.evaluate(() => sessionStorage.getItem('state')?.includes('"anchor"') === true));
    const before = await place(chat.page);
    await chat.page.reload();
    await eventually(async () => assert.equal((await place(chat.page)).first, before.first));
    assert.ok(Math.abs((await place(chat.page)).offset - before.offset) <= 2);
  });

  it('keeps the rows bounded while messages pour in', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(1, 100) }));
    for (let batch = 0; batch < 20; batch += 1) {
      const from = 101 + batch * 50;
      await chat.send({ kind: 'arrived', rev: batch + 2, entries: messages(from, from + 49, varied) });
    }
    const { rows, toEnd } = await place(chat.page);
    assert.ok(rows <= 400);
    assert.equal(Math.round(toEnd), 0);
  });

  it('draws what comes in one burst together, and not one by one', async () => {
    await open();
    await renderState(chat, aSnapshot({ entries: messages(1, 50) }));
    await chat.page.evaluate(() => {
      const counts = { inserts: 0, callbacks: 0 };
      Object.assign(globalThis, { counts });
      new MutationObserver((records) => {
        const inserts = records
          .flatMap((record) => [...record.addedNodes])
          .flatMap((node) => (node instanceof Element ? [node, ...node.querySelectorAll('.row')] : []))
          .filter((node) => node.matches('.row')).length;
        counts.inserts += inserts;
        counts.callbacks += inserts > 0 ? 1 : 0;
      }).observe(document.querySelector('.day')!, { childList: true, subtree: true });
    });
    const burst = messages(51, 90).map((entry, i) => ({ kind: 'arrived' as const, rev: i + 2, entries: [entry] }));
    await chat.send(...burst);
    const { inserts, callbacks } = await chat.page.evaluate(
      () => (globalThis as unknown as { counts: { inserts: number; callbacks: number } }).counts,
    );
    // A frame may end in the middle of it.
    assert.ok(inserts === 40 && callbacks <= 3, `${inserts} in ${callbacks}`);
  });
});

/** In megabytes, after garbage collection. */
const heap = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const engine = globalThis as unknown as { gc(): void; performance: { memory: { usedJSHeapSize: number } } };
    engine.gc();
    return engine.performance.memory.usedJSHeapSize / 1024 / 1024;
  });
