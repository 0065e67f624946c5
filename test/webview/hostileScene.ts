import assert from 'node:assert/strict';
import { eachPage } from './eachPage';
import type { ChatPage } from './harness';

export interface HostileScene {
  readonly chat: ChatPage;
  /** No script has run, nothing was asked of any server, nothing stands there that a page would load. */
  readonly harmless: () => Promise<void>;
  /** All that can be read, in the order of the elements: their text, and their titles. */
  readonly readable: (selector: string) => Promise<readonly string[]>;
}

/** A page of its own for each test. What its policy refused is an error of it: eachPage knows of none in the end. */
export function hostileScene(): HostileScene {
  let chat: ChatPage;
  let requests: string[];
  eachPage((opened) => {
    chat = opened;
    requests = [];
    const { origin } = new URL(chat.page.url());
    chat.page.on('request', (request) => {
      // The page's own, which it loads when it looks for an emoji.
      if (request.url() !== `${origin}/emoji.js`) requests.push(request.url());
    });
    chat.page.on('dialog', () => requests.push('a dialog'));
  });
  return {
    get chat() {
      return chat;
    },
    harmless: async () => {
      assert.equal(await chat.page.evaluate(() => 'ran' in globalThis), false);
      assert.deepEqual(requests, []);
      assert.equal(
        await chat.page
          .locator('script:not([src$="/emoji.js"]), style:not(#_defaultStyles), img, iframe, form')
          .count(),
        1 + 1,
      );
      const odd = chat.page.locator('[href]:not(link), [srcdoc], [onerror], [onload], [style]:not(html, body)');
      assert.deepEqual(await odd.evaluateAll((all) => all.map((each) => each.outerHTML.slice(0, 200))), []);
    },
    readable: (selector) =>
      chat.page.evaluate(
        (wanted) =>
          [...document.querySelectorAll(wanted)].map(
            (each) =>
            [each.textContent, ...[each, ...each.querySelectorAll('[title]')].map((one) => one.getAttribute('title'))].join(' '), // prettier-ignore
          ),
        selector,
      ),
  };
}

/** The title of a link is not shown: it could name another place than where the link leads. */
const wordsOf = (text: string): readonly string[] =>
  text.replaceAll(/ "(?:[^"\\]|\\.)*"\)/g, ')').match(/[\p{L}\p{N}]+/gu) ?? [];

/** Every word of each text. */
export function assertReadable(shown: readonly string[], texts: readonly string[]): void {
  assert.equal(shown.length, texts.length);
  texts.forEach((text, i) => {
    for (const word of wordsOf(text)) assert.ok(shown[i]?.includes(word), `${word} of ${text} in ${shown[i] ?? ''}`);
  });
}
