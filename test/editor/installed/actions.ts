import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { eventually } from '../../helpers/eventually';
import { outDir } from '../host/places';

const extensionId = 'alongside.alongside';

/** Runs a command by the title that the palette shows, for example `Chat: Join`. Waits for it to be offered. */
export async function palette(page: Page, title: string): Promise<void> {
  const row = await paletteRow(page, title);
  await row.click();
  await row.waitFor({ state: 'hidden' });
}

/** Whether the palette offers a command now. */
export async function isOffered(page: Page, title: string): Promise<boolean> {
  await openPalette(page, title);
  const offered = await appears(quickRow(page, title));
  await page.keyboard.press('Escape');
  await quickInput(page).waitFor({ state: 'hidden' });
  return offered;
}

/** Picks a row of the quick pick that is open, by the whole of its label. */
export async function quickPick(page: Page, label: string | RegExp): Promise<void> {
  await quickRow(page, label).click();
}

/** The rows of an open quick pick. */
export function quickRows(page: Page): Locator {
  return page.locator('.quick-input-list .monaco-list-row');
}

/** Types into the input box that is open, and accepts it unless told not to. */
export async function inputBox(page: Page, text: string, { accept = true } = {}): Promise<void> {
  const box = quickInput(page).locator('input[type=text], input:not([type])').first();
  await box.fill(text);
  if (accept) await box.press('Enter');
}

/** Picks from the menu of something. A menu takes no click in its first moments, and stays as it was when its row changes. */
export async function contextMenu(page: Page, on: Locator, label: string): Promise<void> {
  const item = page.getByRole('menuitem', { name: label, exact: true });
  const anyMenu = page.locator('.monaco-menu-container');
  await eventually(async () => {
    if (!(await item.isVisible())) {
      if (await anyMenu.isVisible()) await page.keyboard.press('Escape');
      await on.click({ button: 'right', timeout: 2_000 });
    }
    await item.click({ timeout: 2_000 });
    await item.waitFor({ state: 'hidden', timeout: 1_000 });
  }, 20_000);
}

/** The quick pick or input box that is open; its title, message and rows are in there. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

/** Leaves the quick input that just opened. Escaped before it has the focus, it would stay, or give the focus to nobody. */
export async function escapeQuickInput(page: Page): Promise<void> {
  await quickInput(page).locator('input:focus').first().waitFor();
  await page.keyboard.press('Escape');
}

/** The file dialog of VS Code's web build is a quick input that takes a path. `button`: what it is called there. */
export async function chooseFile(page: Page, file: string, suggested: RegExp, button = 'OK'): Promise<void> {
  const box = quickInput(page).locator('input').first();
  // Typed before the folder is listed, the path would be replaced by what the dialog suggests.
  await quickRows(page).filter({ hasText: '..' }).first().waitFor();
  await eventually(async () => assert.match(await box.inputValue(), suggested));
  await box.fill(file);
  await quickInput(page).getByRole('button', { name: button }).click();
}

/** The document of the chat page: `panel` beside the code, `view` in the side bar. */
export function webview(page: Page, kind: 'panel' | 'view'): FrameLocator {
  const purpose = kind === 'view' ? '[src*="purpose=webviewView"]' : ':not([src*="purpose=webviewView"])';
  return page
    .frameLocator(`iframe.webview[src*="extensionId=${extensionId}"]${purpose}`)
    .frameLocator('iframe#active-frame');
}

/** A notification, by a part of its text. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast').filter({ hasText: text }).last();
}

/** Presses a button of a notification. */
export async function toastAction(page: Page, text: string | RegExp, button: string): Promise<void> {
  await toast(page, text).getByRole('button', { name: button, exact: true }).click();
}

/** An entry of the status bar, by the id it was made with. */
export function statusItem(page: Page, id: string): Locator {
  return page.locator(`[id="${extensionId}.${id}"]`);
}

/** A modal dialog of VS Code. */
export function dialog(page: Page): Locator {
  return page.locator('.monaco-dialog-box');
}

/** What is in the clipboard of the window's browser. */
export async function clipboard(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Has the editor open a link, as if it came from a mail or a page. The editor asks first whether it may. */
export async function openLink(page: Page, link: string): Promise<void> {
  await palette(page, 'Developer: Open URL');
  await inputBox(page, link);
  await dialog(page).getByRole('button', { name: 'Open', exact: true }).click();
}

/** Keeps a picture of the whole window in out/screenshots/editor/. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const file = path.join(outDir, 'screenshots/editor', `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  return file;
}

function quickRow(page: Page, label: string | RegExp): Locator {
  const exact = typeof label === 'string' ? page.getByText(label, { exact: true }) : page.getByText(label);
  return quickRows(page).filter({ has: exact }).first();
}

/** A window that is starting takes no key yet, and a chat that is just being shown takes the focus from the palette. */
async function openPalette(page: Page, title: string): Promise<void> {
  const box = quickInput(page).locator('input').first();
  await eventually(async () => {
    await page.keyboard.press('F1');
    await box.waitFor({ timeout: 1_000 });
    await box.fill(`>${title}`, { timeout: 1_000 });
  }, 30_000);
}

/** The palette lists what is offered when it opens: a command that comes later takes another look. */
async function paletteRow(page: Page, title: string): Promise<Locator> {
  const row = quickRow(page, title);
  await eventually(async () => {
    await openPalette(page, title);
    if (await appears(row)) return;
    await page.keyboard.press('Escape');
    throw new Error(`the palette does not offer "${title}"`);
  }, 30_000);
  return row;
}

function appears(row: Locator): Promise<boolean> {
  return row.waitFor({ timeout: 1_500 }).then(
    () => true,
    () => false,
  );
}
