import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Download, Page, Request } from 'playwright-core';
import { startBrowser } from '../editor/host/browser';
import { fetchFile, share } from '../helpers/files';
import { type TestServer, testServer } from '../helpers/testServer';
import { WireConnection, aNewcomer } from '../helpers/wireConnection';

const SCRIPT = 'document.title = "ran"; fetch("/health")';
const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001080600000', 'hex');

const HOSTILE: Readonly<Record<string, { readonly type: string; readonly bytes: Buffer }>> = {
  'a.svg': {
    type: 'image/svg+xml',
    bytes: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload='${SCRIPT}'><script>${SCRIPT}</script></svg>`),
  },
  'a.html': { type: 'text/html', bytes: Buffer.from(`<!doctype html><script>${SCRIPT}</script><img src="/health">`) },
  'a.xml': {
    type: 'application/xml',
    bytes: Buffer.from(`<html xmlns="http://www.w3.org/1999/xhtml"><script>${SCRIPT}</script></html>`),
  },
  'a.png': {
    type: 'image/png',
    bytes: Buffer.concat([PNG, Buffer.from(`<html><script>${SCRIPT}</script></html>`)]),
  },
  'b\u202Egpj.html\'; filename="c.txt': { type: 'text/html', bytes: Buffer.from(`<script>${SCRIPT}</script>`) },
};

describe('a hostile file, in a real browser', function () {
  this.timeout(60_000);
  let server: TestServer;
  let ana: WireConnection;
  let browser: Browser;
  let page: Page;
  before(async () => {
    server = await testServer();
    ana = await WireConnection.open(server.url);
    await ana.signIn(aNewcomer('ana'));
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    ana[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => (page = await browser.newPage()));
  afterEach(() => page.close());

  for (const [name, { type, bytes }] of Object.entries(HOSTILE)) {
    it(`is saved and not shown: ${JSON.stringify(name)}`, async () => {
      const shared = await share(server, ana, bytes, { name, type });
      const { headers } = await fetchFile(server, ana, shared);
      assert.equal(headers['content-type'], 'application/octet-stream');
      assert.match(headers['content-disposition'] ?? '', /^attachment; filename="file"; filename\*=UTF-8''[\w.%~!-]+$/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.match(String(headers['content-security-policy']), /^sandbox; default-src 'none'$/);

      const { ticket } = await ana.value('createDownload', { ...shared, file: shared.file.id });
      const asked: Request[] = [];
      page.on('request', (request) => asked.push(request));
      const download = new Promise<Download>((resolve) => page.once('download', resolve));
      await page.setExtraHTTPHeaders({ authorization: `Bearer ${ticket}` });
      await page.goto(`http://127.0.0.1:${server.port}/files`).catch((error: unknown) => {
        assert.match(String(error), /Download is starting/);
      });
      const saved = await download;
      assert.equal(saved.suggestedFilename(), shared.file.name);
      assert.deepEqual(readFileSync(await saved.path()), bytes);
      assert.equal(await page.title(), '');
      assert.deepEqual([asked.length, page.url()], [1, 'about:blank']);
    });
  }
});
