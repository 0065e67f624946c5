// Pictures of the page in every state and theme, to be looked at: npm run pictures
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../helpers/node';
import type { Page } from 'playwright-core';
import { aMessage, aSnapshot } from './build';
import { FILES_HERE } from './buildFiles';
import { OPENED } from './opened';
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
  ...OPENED,
  'files-with-pictures': async (page, chat) => {
    await chat.send({ ...states(Date.now())['files']!, rev: 3 }, ...FILES_HERE);
    await page.locator('.picture').first().waitFor();
  },
  'files-focus': async (page, chat) => {
    await chat.send({ ...states(Date.now())['files']!, pending: [], rev: 3 }, ...FILES_HERE);
    await page.getByRole('textbox').click();
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Tab');
  },
  'files-dropping': async (page) => {
    await page.evaluate(() => document.body.classList.add('is-dropping'));
  },
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
  'delete-question': async (page) => {
    await page.getByRole('textbox').click();
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Delete');
  },
  'delete-button': async (page) => {
    await page.locator('.mine.follows').last().hover();
  },
  'delete-of-others': async (page, chat) => {
    const { room } = states(Date.now())['room-moderated']!;
    await chat.send({ kind: 'room', rev: 2, room });
    await page.locator('.theirs.follows').last().hover();
  },
  'name-under-pointer': async (page) => {
    await page.locator('.name-button').last().hover();
  },
  'switcher-under-pointer': async (page) => {
    await page.locator('.switcher').hover();
  },
  'focus-on-switcher': async (page) => {
    await page.keyboard.press('Tab');
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

async function pictureView(pages: Pages, { name, theme, width }: (typeof VIEWS)[number]): Promise<void> {
  for (const state of Object.keys(states(0))) {
    const chat = await pages.open({ theme, width, height: 640 });
    await renderState(chat, states(Date.now())[state]!);
    await picture(chat, `${state}-${name}`);
  }
  for (const [moment, make] of Object.entries(MOMENTS)) {
    const chat = await pages.open({ theme, width, height: 640 });
    await renderState(chat, aSnapshot({ entries: talk(Date.now()) }));
    await make(chat.page, chat);
    await picture(chat, `${moment}-${name}`);
  }
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const pages = await startPages();
  try {
    for (const view of VIEWS) {
      await pictureView(pages, view);
      console.log(`${view.name}: done`);
    }
  } finally {
    await pages.close();
  }
  console.log(`The pictures are in ${path.relative(root, folder)}.`);
}

void main();
