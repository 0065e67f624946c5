import { format } from 'node:util';
import path from 'node:path';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { provideChromium } from '../../helpers/chromium';

const workbenchLimitMs = 60_000;

export function startBrowser(say: (line: string) => void = console.error): Promise<Browser> {
  return chromium.launch({
    executablePath: provideChromium(say),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Any other name fails at once instead of after a while.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** VS Code's own list of options in the address of a window. */
export type WindowOption = readonly [key: string, value: string];

/** Opens a window of the editor on a folder, and waits until it can be used. */
export async function openWindow(context: BrowserContext, server: string, folder: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(windowAddress(server, folder));
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: workbenchLimitMs });
  return page;
}

export function windowAddress(server: string, folder: string, options: readonly WindowOption[] = []): string {
  const payload = [['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...options];
  const query = new URLSearchParams({ folder: path.resolve(folder), payload: JSON.stringify(payload) });
  return `${server}/?${query.toString()}`;
}

export interface LogFile {
  readonly relativePath: string;
  readonly contents: string;
}

export interface TestRun {
  onLog(level: string, text: string): void;
  onExit(code: number, logs: readonly LogFile[]): void;
}

/** Opens a window whose extension host runs tests. The editor reports through two functions it finds in its page. */
export async function openTestWindow(context: BrowserContext, address: string, run: TestRun): Promise<void> {
  const page = await context.newPage();
  await page.exposeFunction('codeAutomationLog', (level: string, args: unknown[]) => run.onLog(level, format(...args)));
  await page.exposeFunction('codeAutomationExit', (code: number, logs?: LogFile[]) => run.onExit(code, logs ?? []));
  page.on('crash', () => run.onExit(1, [{ relativePath: 'page.log', contents: 'the page crashed' }]));
  await page.goto(address);
}
