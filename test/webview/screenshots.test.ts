import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/node';
import type { Page } from 'playwright-core';
import { aMessage, aSnapshot } from './build';
import { type ChatPage, type Pages, renderState, startPages } from './harness';
import { states, talk } from './states';
import { THEMES } from './themes';

const folder = path.join(root, 'out/screenshots/page');
async function picture(chat: ChatPage, name: string): Promise<void> {
  await chat.page.evaluate(() => document.fonts.ready);
  await chat.page.screenshot({ path: path.join(folder, `${name}.png`) });
  await chat.close();
}

const VIEWS = [
  ...THEMES.map((theme) => ({ name: theme, theme, width: 480 })),
  { name: 'narrow', theme: 'dark', width: 250 } as const,
];

/** States that a snapshot alone does not make. */
const MOMENTS: Readonly<Record<string, (page: Page, chat: ChatPage) => Promise<void>>> = {
  'new-messages': async (page, chat) => {
    await page.locator('.log').evaluate((log) => (log.scrollTop -= 300));
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(13), aMessage(14)] });
  },
  'jump-to-latest': async (page) => {
    await page.locator('.log').evaluate((log) => (log.scrollTop = 0));
    await page.locator('.jump').waitFor();
  },
  'exit-question': async (page) => {
    await page.getByRole('textbox').fill('not sent yet');
    await page.locator('.exit').click();
  },
  refused: async (page) => {
    await page.getByRole('textbox').fill('x'.repeat(10_120));
    await page.keyboard.press('Enter');
  },
  'focus-in-log': async (page) => {
    await page.getByRole('textbox').click();
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('ArrowUp');
  },
  'focus-in-composer': async (page) => {
    await page.getByRole('textbox').click();
  },
  'focus-on-exit': async (page) => {
    await page.keyboard.press('Tab');
    await page.locator('.follows').last().hover();
  },
};

describe('pictures of the page', function () {
  this.timeout(120_000);
  let pages: Pages;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    pages = await startPages();
  });
  after(() => pages.close());

  for (const { name, theme, width } of VIEWS) {
    it(`shows every state in ${name}`, async () => {
      for (const state of Object.keys(states(0))) {
        const snapshot = states(Date.now())[state]!;
        const chat = await pages.open({ theme, width, height: 640 });
        await renderState(chat, snapshot);
        await picture(chat, `${state}-${name}`);
      }
      for (const [moment, make] of Object.entries(MOMENTS)) {
        const chat = await pages.open({ theme, width, height: 640 });
        await renderState(chat, aSnapshot({ entries: talk(Date.now()) }));
        await make(chat.page, chat);
        await picture(chat, `${moment}-${name}`);
      }
    });
  }
});
