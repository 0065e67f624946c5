import type { Page } from 'playwright-core';

declare global {
  /** When the newest message stood in the page, in ms since its load began. Set by `watchForEnd`. */
  var endDrawnAt: number | undefined;
}

/** Runs before the page's own scripts, at every load: forgets the last load's place, and waits for the newest message. */
export function watchForEnd(text: string): void {
  sessionStorage.clear();
  // No function here may have a name: the compiler would mark it with a helper that the page does not have.
  new MutationObserver((_, watch) => {
    if (document.querySelector('.log')?.textContent.includes(text) !== true) return;
    watch.disconnect();
    // Drawn by the next frame, which has begun when this runs the second time.
    requestAnimationFrame(() => requestAnimationFrame((at) => (globalThis.endDrawnAt = at)));
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

export interface Opened {
  readonly firstPaintMs: number;
  readonly endMs: number;
}

export async function opened(page: Page): Promise<Opened> {
  await page.waitForFunction(() => globalThis.endDrawnAt !== undefined);
  return page.evaluate(() => ({
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    endMs: globalThis.endDrawnAt ?? NaN,
  }));
}

export interface Weight {
  readonly heapMiB: number;
  readonly rows: number;
  readonly elements: number;
}

/** After the garbage is gone. */
export const weigh = (page: Page): Promise<Weight> =>
  page.evaluate(() => {
    globalThis.gc?.();
    const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
    return {
      heapMiB: (memory?.usedJSHeapSize ?? NaN) / 2 ** 20,
      rows: document.querySelectorAll('.row').length,
      elements: document.querySelectorAll('*').length,
    };
  });

/** Hands the page a message and waits until it is laid out. In ms: the page's own work, without waiting for a frame. */
export const append = (page: Page, message: object, text: string): Promise<number> =>
  page.evaluate(
    async ({ message, text }) => {
      const log = document.querySelector('.log')!;
      const start = performance.now();
      const added = new Promise<number>((done) => {
        const seen = new MutationObserver(() => {
          if (!log.textContent.includes(text)) return;
          seen.disconnect();
          log.getBoundingClientRect();
          done(performance.now() - start);
        });
        seen.observe(log, { childList: true, subtree: true, characterData: true });
      });
      window.postMessage(message, '*');
      return added;
    },
    { message, text },
  );

export interface Scrolled {
  /** One frame and all that was done in it, each. */
  readonly frameMs: readonly number[];
  readonly mostRows: number;
}

/** Scrolls up by `pixels` a frame until `done` says so. */
export async function scrollUp(page: Page, pixels: number, done: () => boolean): Promise<Scrolled> {
  const frameMs: number[] = [];
  let mostRows = 0;
  while (!done()) {
    const part = await page.evaluate(async (by) => {
      const log = document.querySelector('.log')!;
      const frames: number[] = [];
      let last = await new Promise(requestAnimationFrame);
      for (let i = 0; i < 20; i++) {
        log.scrollTop -= by;
        const now = await new Promise<number>(requestAnimationFrame);
        frames.push(now - last);
        last = now;
      }
      return { frames, rows: document.querySelectorAll('.row').length };
    }, pixels);
    frameMs.push(...part.frames);
    mostRows = Math.max(mostRows, part.rows);
  }
  return { frameMs, mostRows };
}
