import type { Page } from 'playwright-core';
import { GENERAL } from '../../server/protocol/ids';
import { BEN, CHLOE } from './build';
import { CHIPS } from './buildFiles';
import { MISSED, nothingMissed } from './missedLists';
import type { MissedList } from '../../webview/protocol/messages';
import type { ChatPage } from './harness';

const openPicker = async (page: Page): Promise<void> => {
  await page.locator('.emoji-button').click();
  await page.locator('.picker-cell').first().waitFor();
};

/** What was missed, as the host tells it. */
export async function openMissed(chat: ChatPage, list: MissedList): Promise<void> {
  await chat.send({ kind: 'openMissed' });
  const { id } = chat.said.findLast(({ kind }) => kind === 'missed') as { readonly id: number };
  await chat.send({ kind: 'missed', id, list });
}

/** A real key: the page only sees what the browser hands over. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

/** What opens over the page, for pictures and for axe. */
export const OPENED: Readonly<Record<string, (page: Page, chat: ChatPage) => Promise<void>>> = {
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
  'emoji-completion': async (page) => {
    await page.getByRole('textbox').click();
    await page.keyboard.type('Thanks :he');
    await page.locator('.offer').first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  'people-completion': async (page, chat) => {
    const names = [BEN.name, 'Ben Ali', CHLOE.name, 'somebody with a name of 32 chars'];
    await chat.send({ kind: 'mentionable', room: GENERAL, names });
    await page.getByRole('textbox').click();
    await page.keyboard.type('Thanks @');
    await page.locator('.offer').first().waitFor();
  },
  'command-completion': async (page) => {
    await page.getByRole('textbox').click();
    await page.keyboard.type('/');
    await page.locator('.offer').first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  'command-unclear': async (page) => {
    await page.getByRole('textbox').fill('/etc');
    await page.keyboard.press('Enter');
    await page.locator('.notice').waitFor();
  },
  help: async (page, chat) => {
    await chat.send({ kind: 'openHelp' });
    await page.getByRole('dialog').waitFor();
  },
  'long-text': async (page) => {
    await page.getByRole('textbox').click();
    await pasteText(page, Array.from({ length: 60 }, (_, i) => `step ${i + 1}: ok`).join('\n'));
    await page.getByRole('button', { name: 'Attach as a file' }).waitFor();
  },
  preview: async (page) => {
    await page
      .getByRole('textbox')
      .fill('**Two things**, and `one` more:\n- [x] a list\n- [ ] :tada:\n```ts\nconst a = 1;\n```');
    await page.getByRole('button', { name: 'Preview' }).click();
  },
  'files-attached': async (page, chat) => {
    await chat.send({ kind: 'attached', room: GENERAL, files: CHIPS });
    await page.locator('.chip').first().waitFor();
  },
  'missed-loading': async (_, chat) => chat.send({ kind: 'openMissed' }),
  missed: async (page, chat) => {
    await openMissed(chat, MISSED(Date.now()));
    await page.keyboard.press('ArrowDown');
  },
  'missed-nothing': async (_, chat) => openMissed(chat, nothingMissed),
  'missed-offline': async (_, chat) => {
    await chat.send({ kind: 'openMissed' });
    const { id } = chat.said.findLast(({ kind }) => kind === 'missed') as { readonly id: number };
    await chat.send({ kind: 'missed', id, reason: 'What happened can be told when the server is reached again.' });
  },
  'missed-back': async (page, chat) => {
    await openMissed(chat, MISSED(Date.now()));
    await page.keyboard.press('Enter');
    await page.locator('.way-back').waitFor();
  },
  'message-acts': async (page) => {
    await page.locator('.mine').last().hover();
    await page.locator('.acts').last().waitFor();
  },
  editing: async (page) => {
    await page.getByRole('textbox').click();
    await page.keyboard.press('ArrowUp');
  },
  answering: async (page) => {
    await page.getByRole('textbox').click();
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('r');
  },
  'emoji-nothing-recent': async (page) => {
    await openPicker(page);
    await page.getByRole('tab', { name: 'Recent' }).click();
  },
};
