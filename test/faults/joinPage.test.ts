import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page, Request } from 'playwright-core';
import type { Log } from '../../server/core/ports';
import { parseInviteLink } from '../../src/invites/inviteLink';
import { startBrowser } from '../editor/host/browser';
import { screenshot } from '../editor/installed/actions';
import { eventually } from '../helpers/eventually';
import { sendRaw } from '../helpers/rawSocket';
import { type TestServer, testServer } from '../helpers/testServer';

const SECRET = 'AbCdEfGhIjKlMnOpQrSt_-';

describe('the page of an invite link, in a real browser', function () {
  this.timeout(60_000);
  let server: TestServer;
  let logged: string;
  let browser: Browser;
  let page: Page;
  let requests: Request[];
  let answered: string[];
  let said: string[];
  before(async () => {
    const note = (event: string, data?: object) => void (logged += JSON.stringify([event, data]));
    const log: Log = { info: note, warn: note, error: note };
    logged = '';
    server = await testServer({ log });
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    [requests, answered, said] = [[], [], []];
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request));
    page.on('response', (response) => answered.push(response.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', ({ message }) => said.push(message));
  });
  afterEach(() => page.close());

  const address = (end = '') => `http://127.0.0.1:${server.port}/join${end}`;
  const opened = (end: string) => page.goto(address(end));
  const hrefs = () => page.locator('a.open').evaluateAll((all) => all.map((link) => link.getAttribute('href')));

  it('hands over to each editor what the link said', async () => {
    await opened(`#${SECRET}`);
    await page.getByRole('heading', { name: 'You are invited' }).waitFor();
    const links = await hrefs();
    assert.deepEqual(
      links.map((href) => new URL(href ?? '').protocol),
      ['vscode:', 'vscode-insiders:', 'vscodium:', 'cursor:', 'windsurf:'],
    );
    for (const href of links) {
      const parsed = parseInviteLink(href ?? '');
      assert.ok(parsed.ok);
      assert.equal(parsed.value.secret, SECRET);
      assert.equal(parsed.value.address.url, server.url);
    }
    assert.deepEqual(said, []);
  });

  it('says which server it is, that it does not encrypt, and shows the link to be pasted', async () => {
    await opened(`#${SECRET}`);
    assert.equal(await page.locator('#server').innerText(), `127.0.0.1:${server.port}`);
    await page.getByText('This server does not encrypt').waitFor();
    assert.equal(await page.getByLabel('Chat: Join').inputValue(), address(`#${SECRET}`));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, `join-page-${colorScheme}`);
    }
  });

  it('sends the secret nowhere: one request, and that without it', async () => {
    await opened(`#${SECRET}`);
    await page.getByRole('link', { name: 'Open in VS Code', exact: true }).waitFor();
    assert.deepEqual(
      requests.map((request) => new URL(request.url()).pathname),
      ['/join'],
    );
    assert.ok(!(await requests[0]!.allHeaders())['referer']);
    assert.ok(!logged.includes(SECRET) && !logged.includes('/join'));
  });

  it('leaves no secret in the history of the browser', async () => {
    await opened(`#${SECRET}`);
    await eventually(() => assert.equal(page.url(), address()));
    await page.goto('about:blank');
    await page.goBack();
    await page.getByText('The invite is missing').waitFor();
    assert.equal(page.url(), address());
  });

  for (const end of [
    '',
    '#',
    `#${SECRET}x`,
    `#${SECRET.slice(1)}`,
    '#<img src=x onerror=alert(1)>',
    '?server=wss://evil.example',
  ]) {
    it(`says that the invite is missing: /join${end}`, async () => {
      await opened(end);
      await page.getByText('The invite is missing').waitFor();
      assert.deepEqual(await hrefs(), [null, null, null, null, null]);
    });
  }

  it('runs no script but its own, loads nothing, and can tell nobody', async () => {
    await opened(`#${SECRET}`);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "a script of others ran"';
      document.body.append(script);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'document.title = "a handler ran"');
      document.body.append(button);
      button.click();
    });
    assert.equal(await page.title(), 'Invite to a team chat');
    const told = await page.evaluate(() => fetch(location.origin + '/health').then(String, () => 'refused'));
    await page.evaluate(() => {
      new Image().src = location.origin + '/health';
    });
    assert.equal(told, 'refused');
    await eventually(() => assert.match(said.join('\n'), /img-src/));
    assert.deepEqual(answered, [address()]);
  });

  it('stands in no frame', async () => {
    const evil = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(`<iframe src="${address(`#${SECRET}`)}"></iframe>`);
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`);
    await eventually(() => assert.match(said.join('\n'), /frame-ancestors|X-Frame-Options/i));
    assert.equal(await page.frames()[1]?.locator('a.open').count(), 0);
    evil.closeAllConnections();
    evil.close();
  });

  it('is not there under a name that was pointed at this machine', async () => {
    const { status } = await sendRaw(
      server.port,
      'GET /join HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    assert.equal(status, 403);
  });

  it('is the same whatever was asked, and takes no other method', async () => {
    const plain = await (await fetch(address())).text();
    assert.equal(await (await fetch(address('?name=<script>alert(1)</script>'))).text(), plain);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      assert.equal((await fetch(address(), { method })).status, 405, method);
    }
    for (const more of ['/', 's', '/../join/']) assert.equal((await fetch(address(more))).status, 404, more);
  });
});
