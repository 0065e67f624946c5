import type { Page } from 'playwright-core';

const openPicker = async (page: Page): Promise<void> => {
  await page.locator('.emoji-button').click();
  await page.locator('.picker-cell').first().waitFor();
};

/** What opens over the page, for pictures and for axe. */
export const OPENED: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'emoji-picker': async (page) => {
    await openPicker(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
  },
  'emoji-people': async (page) => {
    await openPicker(page);
    await page.getByRole('radio', { name: 'Medium dark' }).check();
    await page.getByRole('tab', { name: 'People and body' }).click();
  },
  'emoji-search': async (page) => {
    await openPicker(page);
    await page.keyboard.type('party');
  },
  'emoji-nothing-found': async (page) => {
    await openPicker(page);
    await page.keyboard.type('no such emoji');
  },
  'emoji-nothing-recent': async (page) => {
    await openPicker(page);
    await page.getByRole('tab', { name: 'Recent' }).click();
  },
};
