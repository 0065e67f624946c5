import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type Page, chromium } from 'playwright-core';
import { provideChromium } from '../helpers/chromium';
import { type TestServer, testServer } from '../helpers/testServer';

const EVIL = 'evil.example';
const UNEXPECTED_403 = /Unexpected response code: 403/;

/** What a page hears of a socket it opens. */
const openSocket = (page: Page, url: string): Promise<string> =>
  page.evaluate(
    (to) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(to, 'alongside.v1');
        socket.onopen = () => resolve('open');
        socket.onclose = ({ code }) => resolve(`closed ${code}`);
      }),
    url,
  );

describe('a page in a real browser', function () {
  this.timeout(60_000);
  let server: TestServer;
  let evil: Server;
  let evilPort: number;
  let browser: Browser;
  let page: Page;
  let said: string[];

  before(async () => {
    server = await testServer();
    evil = createServer((request, response) => {
      // A sandboxed page is of no origin: its browser says "null".
      if (request.url === '/sandboxed') response.setHeader('content-security-policy', 'sandbox allow-scripts');
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title>');
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    evilPort = (evil.address() as AddressInfo).port;
    browser = await chromium.launch({
      executablePath: provideChromium(console.error),
      args: ['--no-sandbox', `--host-resolver-rules=MAP ${EVIL} 127.0.0.1`],
    });
  });
  after(async () => {
    await browser.close();
    evil.closeAllConnections();
    evil.close();
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    said = [];
    page = await browser.newPage();
    page.on('console', (message) => said.push(message.text()));
  });
  afterEach(() => page.close());

  for (const host of ['127.0.0.1', 'localhost', EVIL]) {
    it(`of ${host} opens no socket: 403`, async () => {
      await page.goto(`http://${host}:${evilPort}/`);
      assert.equal(await openSocket(page, `ws://127.0.0.1:${server.port}/chat`), 'closed 1006');
      assert.match(said.join('\n'), UNEXPECTED_403);
      assert.equal(server.connections(), 0);
    });

    it(`of ${host} cannot ask whether a server is here`, async () => {
      await page.goto(`http://${host}:${evilPort}/`);
      const asked = await page.evaluate(async (url) => {
        const visible = await fetch(url).then(String, () => 'refused');
        return [visible, (await fetch(url, { mode: 'no-cors' })).type];
      }, `http://127.0.0.1:${server.port}/health`);
      assert.deepEqual(asked, ['refused', 'opaque']);
    });
  }

  it('without an origin opens no socket: 403', async () => {
    await page.goto(`http://127.0.0.1:${evilPort}/sandboxed`);
    assert.equal(await page.evaluate(() => self.origin), 'null');
    assert.equal(await openSocket(page, `ws://127.0.0.1:${server.port}/chat`), 'closed 1006');
    assert.match(said.join('\n'), UNEXPECTED_403);
  });

  it('whose name was pointed at this machine hears nothing: 403', async () => {
    const url = `http://${EVIL}:${server.port}/health`;
    assert.equal((await page.goto(url))?.status(), 403);
    const asked = await page.evaluate(async (to) => {
      const response = await fetch(to);
      return [response.status, await response.text()];
    }, url);
    assert.deepEqual(asked, [403, '{"status":403}']);
    assert.equal(await openSocket(page, `ws://${EVIL}:${server.port}/chat`), 'closed 1006');
    assert.match(said.join('\n'), UNEXPECTED_403);
    assert.equal(server.connections(), 0);
  });

  it('is let in by address alone when it shows no origin: this test can fail', async () => {
    const response = await page.goto(`http://127.0.0.1:${server.port}/health`);
    assert.equal(response?.status(), 200);
  });
});
