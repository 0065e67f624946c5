import type { Page } from 'playwright-core';
import { mixed } from '../../webview/mixed';
import { aSnapshot, messages } from '../../webview/build';
import type { ChatPage } from '../../webview/harness';

/** A room of messages with code, tables, pictures and reactions, of which the page draws as many as it holds. */
export const MIXED = 400;

/** From the snapshot to its rows on the screen, in ms: the first drawing of a page that was just loaded. */
export async function renderMixed({ page }: ChatPage): Promise<number> {
  const snapshot = aSnapshot({ entries: messages(1, MIXED, mixed) });
  await page.reload();
  await page.locator('.page').waitFor();
  return page.evaluate(async (message) => {
    const start = performance.now();
    const drawn = new Promise<void>((done) => {
      const seen = new MutationObserver(() => {
        if (document.querySelector('.row') === null) return;
        seen.disconnect();
        // What is sent in a frame arrives when the frame is done.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done();
          port2.postMessage(0);
        });
      });
      seen.observe(document.body, { childList: true, subtree: true });
    });
    window.postMessage(message, '*');
    await drawn;
    return performance.now() - start;
  }, snapshot);
}

/** In ms, each: all that the page does to have one more message on the screen, in a full window. After `renderMixed`. */
export async function appendMixed({ page }: ChatPage, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 1; i <= count; i += 1) {
    const message = { kind: 'arrived', rev: 1 + i, entries: [mixed(MIXED + i)] };
    times.push(await work(page, message));
    await page.locator(`.row[data-seq="${MIXED + i}"]`).waitFor({ state: 'attached' });
  }
  return times;
}

/** From when the page is handed the message until it has taken it, and from the begin of its frame until that is painted. */
const work = (page: Page, message: object): Promise<number> =>
  page.evaluate(
    (message) =>
      new Promise<number>((done) => {
        let [taken, drawn] = [0, 0];
        // The page's own listener, and its own part of the frame, come between these two.
        window.addEventListener(
          'message',
          () => {
            taken -= performance.now();
            requestAnimationFrame(() => (drawn -= performance.now()));
          },
          { capture: true, once: true },
        );
        window.addEventListener(
          'message',
          () => {
            taken += performance.now();
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => done(taken + drawn + performance.now());
              port2.postMessage(0);
            });
          },
          { once: true },
        );
        window.postMessage(message, '*');
      }),
    message,
  );

export interface Flood {
  readonly messages: number;
  readonly overMs: number;
}

export interface Typed {
  /** From the key to the page's own code, in ms, each. */
  readonly heardMs: readonly number[];
  /** From the key to the text on the screen. */
  readonly shownMs: readonly number[];
}

const KEY_EVERY_MS = 100;
const TEXT = 'what is typed while so much comes in ';

/** Types as a person does while messages come in, one by one. On a page that was just rendered. */
export async function typeInFlood({ page }: ChatPage, flood: Flood): Promise<Typed> {
  await page.locator('.textarea').click();
  await watchKeys(page);
  const entries = messages(MIXED + 1, MIXED + flood.messages, mixed);
  const pouring = pour(page, entries, flood.overMs);
  for (let typed = 0; typed * KEY_EVERY_MS < flood.overMs; typed += 1) {
    await page.keyboard.press(TEXT[typed % TEXT.length]!.replace(' ', 'Space'), { delay: 0 });
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  await pouring;
  return page.evaluate(() => globalThis.keysTyped ?? { heardMs: [], shownMs: [] });
}

declare global {
  var keysTyped: { heardMs: number[]; shownMs: number[] } | undefined;
}

const watchKeys = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const typed = (globalThis.keysTyped = { heardMs: [], shownMs: [] } as { heardMs: number[]; shownMs: number[] });
    window.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        typed.heardMs.push(performance.now() - timeStamp);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => typed.shownMs.push(performance.now() - timeStamp);
          port2.postMessage(0);
        });
      },
      true,
    );
  });

/** Each message at its time, by its own post. Resolves when the last one stands in the page. */
const pour = (page: Page, entries: readonly object[], overMs: number): Promise<void> =>
  page.evaluate(
    ({ entries, overMs }) =>
      new Promise<void>((done) => {
        const start = performance.now();
        let sent = 0;
        const timer = setInterval(() => {
          const due = Math.min(entries.length, Math.ceil(((performance.now() - start) / overMs) * entries.length));
          for (; sent < due; sent += 1)
            window.postMessage({ kind: 'arrived', rev: 2 + sent, entries: [entries[sent]] }, '*');
          if (sent < entries.length) return;
          clearInterval(timer);
          requestAnimationFrame(() => requestAnimationFrame(() => done()));
        }, 5);
      }),
    { entries: entries as object[], overMs },
  );
