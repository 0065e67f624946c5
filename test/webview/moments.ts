import type { Page } from 'playwright-core';
import { eventually } from '../helpers/eventually';
import { PARSER, aMessage, aRoom, cidOf } from './build';
import { FILES_HERE } from './buildFiles';
import type { ChatPage } from './harness';
import type { FoundMessage } from '../../webview/protocol/messages';
import { states, talk } from './states';

type Moment = (page: Page, chat: ChatPage) => Promise<void>;

const found = (now: number): FoundMessage[] => {
  const rooms = [aRoom(), aRoom({ id: PARSER, kind: 'private', title: 'parser' })];
  return talk(now)
    .filter((entry) => entry.kind === 'message')
    .toReversed()
    .map((entry, i) => {
      const { id, kind, title } = rooms[i % 2]!;
      return { room: id, roomKind: kind, title, entry };
    });
};

/** Types a search, and answers it as the host does. */
async function searched(page: Page, chat: ChatPage, text: string, answer: object): Promise<void> {
  await page.getByRole('button', { name: 'Search messages' }).click();
  await page.getByRole('combobox').fill(text);
  const asked = await eventually(() => {
    const searches = chat.said.flatMap((said) => (said.kind === 'search' && said.typed === text ? [said] : []));
    return searches.at(-1) ?? Promise.reject(new Error(`${text} was not asked for`));
  });
  await chat.send({ kind: 'found', id: asked.id, ...answer });
}

const SEARCHED: Readonly<Record<string, Moment>> = {
  'search-open': async (page) => page.getByRole('button', { name: 'Search messages' }).click(),
  'search-results': async (page, chat) => {
    await searched(page, chat, 'the test', { found: found(Date.now()), next: 'more' });
    await page.keyboard.press('ArrowDown');
    await page.locator('.found.is-at').waitFor();
  },
  'search-nothing': async (page, chat) => {
    await searched(page, chat, 'unicorn', { found: [] });
    await page.getByText('No messages found.').waitFor();
  },
  'search-problem': async (page, chat) => {
    await searched(page, chat, 'in:nowhere', { reason: 'There is no room “nowhere” that you may read.' });
    await page.locator('.search-status.is-problem').waitFor();
  },
  'search-context': async (page, chat) => {
    await searched(page, chat, 'sure', { found: found(Date.now()).filter(({ room }) => room === aRoom().id) });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Back to results' }).waitFor();
  },
};

/** What is done to a page that shows a talk, and what it looks like then. What opens above the composer is in opened.ts. */
export const MOMENTS: Readonly<Record<string, (page: Page, chat: ChatPage) => Promise<void>>> = {
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
  'delete-question': async (page, chat) => {
    const { room } = states(Date.now())['room-moderated']!;
    await chat.send({ kind: 'room', rev: 2, room });
    await page.getByRole('textbox').click();
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog').waitFor();
  },
  'about-to-be-deleted': async (page, chat) => {
    await chat.send({ kind: 'undoable', rev: 2, cids: [cidOf(900)] });
    await page.getByRole('button', { name: 'Undo' }).waitFor();
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
  ...SEARCHED,
};
