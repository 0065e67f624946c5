import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from '../../helpers/eventually';

/** Reloads the window, once VS Code has saved that the chat's tab is open (or is not). It saves a few seconds late. */
export async function reloadWindow(page: Page, hasPanel: boolean): Promise<void> {
  await eventually(async () => assert.equal(await isPanelSaved(page), hasPanel), 30_000);
  await page.reload();
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
}

/** VS Code's web build keeps the open editors of a folder in IndexedDB. */
const isPanelSaved = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('vscode-web-state-db')) continue;
      const opening = indexedDB.open(name);
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const database = opening.result;
      const reading = database.transaction('ItemTable').objectStore('ItemTable').get('memento/workbench.parts.editor');
      await new Promise((resolve) => (reading.onsuccess = resolve));
      database.close();
      if (String(reading.result).includes('alongside.panel')) return true;
    }
    return false;
  });
