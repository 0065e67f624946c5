import { existsSync, readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type BrowserContext, type BrowserContextOptions, type Page, chromium, type Browser } from 'playwright-core';
import { build } from 'esbuild';
import type { HostToPage, PageToHost, Snapshot } from '../../webview/protocol/messages';
import { pageHtml } from '../../src/views/html';
import { emojiScript } from '../../webview/emojiData.mjs';
import { provideChromium } from '../helpers/chromium';
import { root } from '../helpers/node';
import { type Theme, dress } from './themes';

/** The control kit tries out an empty style sheet when it starts; that it is refused does no harm. This is its hash. */
const EMPTY_STYLE = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const NONCE = 'bm9uY2Utb2YtdGhlLXRlc3Rz';

/** Builds the page as the release does: its files by their names. */
async function buildPage(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: { webview: path.join(root, 'webview/main.ts') },
    outdir: 'page',
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    tsconfig: path.join(root, 'webview/tsconfig.json'),
    logLevel: 'error',
  });
  const files = outputFiles.map((file): [string, Uint8Array] => [path.basename(file.path), file.contents]);
  return new Map([...files, ['emoji.js', Buffer.from(emojiScript())]]);
}

let built: ReturnType<typeof buildPage> | undefined;

/** Between two files the browser is kept. */
const IDLE_MS = 1_000;
let shared: Promise<Browser> | undefined;
let users = 0;

function borrowBrowser(): Promise<Browser> {
  users += 1;
  shared ??= launch();
  shared.catch(() => (shared = undefined));
  return shared;
}

function giveBack(): void {
  users -= 1;
  setTimeout(() => {
    if (users > 0 || !shared) return;
    const idle = shared;
    shared = undefined;
    void idle.then((browser) => browser.close());
  }, IDLE_MS);
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: provideChromium(console.error),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--enable-precise-memory-info',
      '--js-flags=--expose-gc',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });

/** What the editor puts before the page's own head; the state outlives a reload, as in the editor. */
const apiStub = `
  globalThis.acquireVsCodeApi = () => Object.freeze({
    postMessage: (message) => { globalThis.toHost(message); },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => { sessionStorage.setItem('state', JSON.stringify(state)); },
  });
  new MutationObserver((_, observer) => {
    if (document.querySelector('.row') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => performance.mark('drawn'));
  }).observe(document, { childList: true, subtree: true });
`;

const editorStyles = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
    margin: 0; padding: 0 20px; }
  img, video { max-width: 100%; max-height: 100%; }
  a, a code { color: var(--vscode-textLink-foreground); }
  a:hover { color: var(--vscode-textLink-activeForeground); }
  :is(a, input, select, textarea):focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  pre code { padding: 0; }
  blockquote { background: var(--vscode-textBlockQuote-background);
    border-color: var(--vscode-textBlockQuote-border); }
  kbd { padding: 1px 3px; border: 1px solid var(--vscode-keybindingLabel-border); border-radius: 3px;
    border-bottom-color: var(--vscode-keybindingLabel-bottomBorder); vertical-align: middle;
    background-color: var(--vscode-keybindingLabel-background); color: var(--vscode-keybindingLabel-foreground);
    box-shadow: inset 0 -1px 0 var(--vscode-widget-shadow); }
  ::-webkit-scrollbar { width: 10px; height: 10px; }
}
html { background: var(--vscode-editor-background); }`;

/** The texts of a language that there are; none of others. */
export function textsIn(language: string): Record<string, string> | undefined {
  const file = path.join(root, `media/l10n/bundle.l10n.${language}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : undefined;
}

/** As src/views/html.ts writes it. */
function languageOf(language: string): { readonly attributes: string; readonly meta: string } {
  const html = pageHtml({ cspSource: '', script: '', style: '', language, texts: textsIn(language) });
  const attributes = /<html ([^>]*)>/.exec(html)?.[1] ?? '';
  return { attributes, meta: /<meta name="texts"[^>]*>/.exec(html)?.[0] ?? '' };
}

function document(theme: Theme, origin: string, language: string): string {
  const { attributes, meta } = languageOf(language);
  const { classes, kind, id, variables } = dress(theme);
  const style = Object.entries(variables)
    .map(([name, value]) => `${name.replaceAll('.', '\\.')}:${value}`)
    .join(';')
    .replaceAll('"', '&quot;');
  const policy = `default-src 'none'; script-src 'nonce-${NONCE}'; style-src ${origin}; font-src ${origin}; img-src ${origin} data:`;
  return `<!DOCTYPE html><html ${attributes} style="${style}"><head>${meta}<style id="_defaultStyles">${editorStyles}</style>
    <script id="_vscodeApiScript">${apiStub}</script><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}"><title>Team Chat</title>
    <link rel="stylesheet" href="${origin}/webview.css"></head>
    <body role="document" class="${classes}" data-vscode-theme-kind="${kind}" data-vscode-theme-id="${id}">
    <script nonce="${NONCE}" src="${origin}/webview.js"></script></body></html>`;
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

async function serve(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly server: Server; readonly origin: string }> {
  let origin = '';
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/') {
      const theme = (url.searchParams.get('theme') ?? 'dark') as Theme;
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(document(theme, origin, url.searchParams.get('language') ?? 'en'));
      return;
    }
    const type = TYPES[path.extname(url.pathname)];
    if (type === undefined) return void response.writeHead(204).end();
    response
      .setHeader('content-type', type)
      .setHeader('cache-control', 'max-age=600')
      .end(files.get(path.basename(url.pathname)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, origin };
}

export interface OpenOptions {
  readonly theme?: Theme;
  /** The display language of the editor. */
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  readonly context?: BrowserContextOptions;
  /** Answers what the page says, from the first `ready` on. */
  readonly answer?: (message: PageToHost) => HostToPage | undefined;
}

/** A chat page in a browser tab, and its host. */
export interface ChatPage {
  readonly page: Page;
  /** Everything the page has said. */
  readonly said: PageToHost[];
  /** Errors of the page, among them violations of its content security policy. */
  readonly errors: string[];
  send(...sent: readonly HostToPage[]): Promise<void>;
  close(): Promise<void>;
}

export interface Pages {
  open(options?: OpenOptions): Promise<ChatPage>;
  close(): Promise<void>;
}

/** Pages of one test file. The browser is shared by all files, and the page is built once. */
export async function startPages(): Promise<Pages> {
  const files = await (built ??= buildPage());
  const [{ server, origin }, browser] = await Promise.all([serve(files), borrowBrowser()]);
  /** By what they are made with: a page that is loaded again in one is there sooner. */
  const contexts = new Map<string, Promise<BrowserContext>>();
  const contextOf = (options: BrowserContextOptions = {}) => {
    const key = JSON.stringify(options);
    const context = contexts.get(key) ?? browser.newContext({ locale: 'en-US', ...options });
    contexts.set(key, context);
    return context;
  };
  return {
    open: async (options = {}) => openPage(await contextOf(options.context), origin, options),
    async close() {
      giveBack();
      for (const context of contexts.values()) await (await context).close();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function openPage(context: BrowserContext, origin: string, options: OpenOptions): Promise<ChatPage> {
  const { theme = 'dark', language = 'en', width = 480, height = 720, answer } = options;
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  page.setDefaultTimeout(5_000);
  const said: PageToHost[] = [];
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(EMPTY_STYLE)) errors.push(message.text());
  });
  const chat: ChatPage = {
    page,
    said,
    errors,
    send: (...sent) => send(page, sent),
    close: () => page.close(),
  };
  await page.exposeFunction('toHost', async (message: PageToHost) => {
    said.push(message);
    const reply = answer?.(message);
    if (reply !== undefined) await send(page, [reply]);
  });
  await page.goto(`${origin}/?theme=${theme}&language=${language}`);
  return chat;
}

const send = (page: Page, sent: readonly HostToPage[]): Promise<void> =>
  page.evaluate((list) => {
    for (const message of list) window.postMessage(message, '*');
    // Drawn in the next frame; after two it is on the screen.
    return new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())));
  }, sent);

/** Another theme in an open page, as the editor changes it. */
export async function wear({ page }: ChatPage, theme: Theme): Promise<void> {
  await page.evaluate(({ classes, kind, id, variables }) => {
    const { documentElement, body } = globalThis.document;
    documentElement.removeAttribute('style');
    for (const [name, value] of Object.entries(variables)) documentElement.style.setProperty(name, value);
    body.className = classes;
    Object.assign(body.dataset, { vscodeThemeKind: kind, vscodeThemeId: id });
    return new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())));
  }, dress(theme));
}

/** Shows a state, for tests and pictures. */
export const renderState = (chat: ChatPage, snapshot: Snapshot): Promise<void> => chat.send(snapshot);
