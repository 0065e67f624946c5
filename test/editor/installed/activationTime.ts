import type { Page } from 'playwright-core';
import { palette } from './actions';

/** What the activation of the extension took in this window, as VS Code measured it. */
export async function activationMs(page: Page): Promise<number> {
  await palette(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'Alongside' });
  const text = await row.getByText(/Activation: \d+ms/).innerText();
  return Number(/(\d+)ms/.exec(text)?.[1]);
}
