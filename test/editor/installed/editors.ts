/**
 * The extension as people get it: the packaged .vsix, installed into a real VS Code each for ana and ben.
 *
 *     describe('two people', () => {
 *       let editors: Editors<'ana' | 'ben'>;
 *       before(async () => (editors = await openEditors({ users: ['ana', 'ben'] })));
 *       after(() => editors.close());
 *       picturesOfFailures(() => editors);
 *
 *       it('see each other', async () => {
 *         const { page } = editors.of.ana;
 *         await palette(page, 'Chat: Start Server');
 *         await palette(page, 'Chat: Join');
 *         await quickPick(page, `127.0.0.1:${editors.chatPort}`);
 *         await inputBox(page, 'ana');
 *         await webview(page, 'panel').getByRole('log').waitFor();
 *         await setTheme(editors.of.ana, 'light');
 *         await screenshot(page, 'joined-light');
 *       });
 *     });
 *
 * What a person does in a window is in actions.ts and theme.ts. Every editor has its own folder, user settings, secrets
 * and stored state, so it is like a computer of its own; they share 127.0.0.1 and `editors.chatPort`, which is set as
 * `alongside.server.port` for all of them. `git config user.name` gives the user's name. The smallest run is about 15 s.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openWindow, startBrowser } from '../host/browser';
import { type EditorServer, startEditorServer } from '../host/editorServer';
import { vsixFile } from '../host/places';
import { steadySettings } from '../host/quiet';
import { screenshot } from './actions';
import { stopChatServers } from '../host/chatServers';
import { freePort } from '../../helpers/freePort';

export interface EditorsOptions<User extends string> {
  readonly users: readonly User[];
  /** User settings of all of them, besides the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The port of the chat; a free one when missing. */
  readonly chatPort?: number;
  /** In the folder of each before it opens: a window may miss what comes while it starts. */
  readonly files?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Of the extension hosts. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Editor {
  readonly user: string;
  readonly page: Page;
  /** The folder that is open. */
  readonly folder: string;
  readonly server: EditorServer;
  /** Where this editor keeps settings (`data/User/settings.json`) and what extensions store (`data/User/globalStorage`). */
  readonly dataDir: string;
}

export interface Editors<User extends string> {
  readonly of: Readonly<Record<User, Editor>>;
  readonly all: readonly Editor[];
  readonly browser: Browser;
  readonly chatPort: number;
  /** Closes the windows, and ends every server that was started from one. */
  close(): Promise<void>;
}

/** Opens a VS Code for each user, with the .vsix installed. `npm run package` has made it before. */
export async function openEditors<const User extends string>(options: EditorsOptions<User>): Promise<Editors<User>> {
  if (!existsSync(vsixFile)) throw new Error(`There is no ${vsixFile}. Make it with: npm run package`);
  const chatPort = options.chatPort ?? (await freePort());
  const settings = { ...steadySettings, 'alongside.server.port': chatPort, ...options.settings };
  const browser = await startBrowser();
  const all: Editor[] = [];
  const close = async () => {
    await browser.close();
    await Promise.all(all.map(closeEditor));
  };
  try {
    for (const user of options.users) all.push(await openEditor(browser, user, { ...options, settings }));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    of: Object.fromEntries(all.map((editor) => [editor.user, editor])) as Record<User, Editor>,
    all,
    browser,
    chatPort,
    close,
  };
}

/** To be called in a `describe`: keeps a picture of every window when a test fails. */
export function picturesOfFailures(editors: () => Editors<string> | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replace(/\W+/g, '-');
    for (const { user, page } of editors()?.all ?? []) await screenshot(page, `failed-${name}-${user}`);
  });
}

async function openEditor(browser: Browser, user: string, options: EditorsOptions<string>): Promise<Editor> {
  const home = mkdtempSync(path.join(os.tmpdir(), `alongside-${user}-`));
  try {
    return await openIn(home, browser, user, options);
  } catch (error) {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

async function openIn(home: string, browser: Browser, user: string, options: EditorsOptions<string>): Promise<Editor> {
  const dataDir = path.join(home, 'editor');
  const folder = path.join(home, 'project');
  mkdirSync(folder);
  const files = options.files ?? { 'hello.ts': "export const hello = 'world';\n" };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const server = await startEditorServer({
    dataDir,
    install: [vsixFile],
    settings: options.settings ?? {},
    env: { GIT_CONFIG_GLOBAL: writeGitConfig(home, user), ...options.env },
  });
  try {
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 800 } });
    const page = await openWindow(context, server.url, folder);
    return { user, page, folder, server, dataDir };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function closeEditor(editor: Editor): Promise<void> {
  await editor.server.stop();
  await stopChatServers(path.join(editor.dataDir, 'data/User'));
  rmSync(path.dirname(editor.dataDir), { recursive: true, force: true, maxRetries: 5 });
}

function writeGitConfig(home: string, user: string): string {
  const file = path.join(home, 'gitconfig');
  writeFileSync(file, `[user]\n\tname = ${user}\n\temail = ${user}@example.invalid\n`);
  return file;
}
