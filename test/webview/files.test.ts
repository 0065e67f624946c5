import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { CHUNK_BYTES } from '../../webview/protocol/files';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { aPng } from '../src/files/pictures';
import { BEN, ME, aMessage, aPending, aSnapshot, cidOf, messages } from './build';
import { ARCHIVE, CHIPS, LOG, PLAN, aFile, urlOf } from './buildFiles';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { HOSTILE_NAMES } from './hostile';

describe('files on the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  const said = <K extends PageToHost['kind']>(kind: K) =>
    chat.said.filter((one): one is Extract<PageToHost, { kind: K }> => one.kind === kind);
  const told = <K extends PageToHost['kind']>(kind: K, count = 1) =>
    eventually(() => {
      const all = said(kind);
      assert.equal(all.length, count);
      return all.at(-1)!;
    });
  const focused = () => chat.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  const attached = (...files: typeof CHIPS) => chat.send({ kind: 'attached', room: GENERAL, files });
  const isNoticed = (text: string) =>
    eventually(async () => assert.equal(await chat.page.locator('.composer .notice').innerText(), text));
  /** Files as the browser hands them over, by paste or drop. */
  const bring = (how: 'paste' | 'drop', files: readonly { name: string; type: string; size: number }[], text = '') =>
    chat.page.evaluate(
      ([kind, list, plain]) => {
        const data = new DataTransfer();
        for (const { name, type, size } of list)
          data.items.add(new File([new Uint8Array(size).fill(7)], name, { type }));
        if (plain !== '') data.setData('text/plain', plain);
        const target = document.querySelector('.textarea')!;
        const init = { bubbles: true, cancelable: true, composed: true };
        const event =
          kind === 'paste'
            ? new ClipboardEvent('paste', { ...init, clipboardData: data })
            : new DragEvent('drop', { ...init, dataTransfer: data });
        return target.dispatchEvent(event);
      },
      [how, files, text] as const,
    );

  describe('that are to be sent', () => {
    beforeEach(() => renderState(chat, aSnapshot({ entries: messages(1, 3) })));

    it('stand above the composer with name, size and preview, and can be removed by keyboard', async () => {
      await attached(...CHIPS.slice(0, 2));
      const list = chat.page.getByRole('list', { name: 'Files of the next message' });
      assert.deepEqual(await list.getByRole('listitem').allInnerTexts(), ['plan.png\n34 KB', 'notes.md\n1.1 KB']);
      assert.equal(await list.locator('img').count(), 1);
      assert.ok(await list.locator('img').evaluate((image: HTMLImageElement) => image.decode().then(() => true)));
      await list.getByRole('button', { name: 'Remove plan.png' }).focus();
      await chat.page.keyboard.press('Enter');
      assert.equal((await told('detach')).id, CHIPS[0]!.id);
      assert.deepEqual(await list.getByRole('listitem').allInnerTexts(), ['notes.md\n1.1 KB']);
      await eventually(async () => assert.equal(await focused(), 'Message to general'));
    });

    it('go with the message, also without a text, and stand in it while it is on its way', async () => {
      await attached(...CHIPS.slice(0, 2));
      await chat.page.locator('.textarea').click();
      await chat.page.keyboard.press('Enter');
      const post = await told('post');
      assert.deepEqual([post.text, post.files], ['', [CHIPS[0]!.id, CHIPS[1]!.id]]);
      assert.equal(await chat.page.locator('.chip').count(), 0);
      // Told late.
      await attached(...CHIPS.slice(0, 2));
      assert.equal(await chat.page.locator('.chip').count(), 0);
      const row = chat.page.locator('.mine').last();
      assert.deepEqual(await row.locator('.file-name').allInnerTexts(), ['plan.png', 'notes.md']);
      assert.equal(await row.locator('img').getAttribute('alt'), 'plan.png');
    });

    it('are waited for until they are copied', async () => {
      await attached(CHIPS[2]!);
      await chat.page.locator('.textarea').click();
      await chat.page.keyboard.type('look');
      await chat.page.keyboard.press('Enter');
      await isNoticed('Not sent. A file is still being copied.');
      assert.deepEqual(said('post'), []);
      const bar = chat.page.getByRole('progressbar', { name: /^Copying a-recording/ });
      assert.equal(await bar.evaluate((element: HTMLProgressElement) => element.value), 38);
    });

    it('are picked by a button', async () => {
      await chat.page.getByRole('button', { name: 'Attach files' }).click();
      assert.equal((await told('run')).command, 'shareFile');
    });

    for (const how of ['paste', 'drop'] as const) {
      it(`are taken by ${how}, and read in pieces, each when the one before is taken`, async () => {
        const size = CHUNK_BYTES + 100;
        assert.equal(await bring(how, [{ name: 'noise.bin', type: 'application/x-noise', size }]), false);
        const { id, ...about } = await told('attach');
        assert.deepEqual(about, {
          kind: 'attach',
          room: GENERAL,
          name: 'noise.bin',
          type: 'application/x-noise',
          size,
        });
        assert.deepEqual(said('chunk'), []);
        await chat.send({ kind: 'taken', id, upTo: 0 });
        assert.equal((await told('chunk')).bytes.length, CHUNK_BYTES);
        await chat.send({ kind: 'taken', id, upTo: CHUNK_BYTES });
        assert.equal((await told('chunk', 2)).bytes.length, 100);
        await chat.send({ kind: 'taken', id });
        await chat.send({ kind: 'taken', id, upTo: 0 });
        assert.equal(said('chunk').length, 2);
      });
    }

    it('are refused before they are read when one is too big, or they are too many', async () => {
      const name = '../big\u202Egpj.iso';
      // As long as the browser says; it is not made.
      await chat.page.evaluate((length) => {
        Object.defineProperty(Blob.prototype, 'size', { value: length });
      }, LIMITS.fileBytes + 1);
      await bring('drop', [{ name, type: '', size: 1 }]);
      await isNoticed('biggpj.iso is bigger than 25 MB, which is the most that a file may have.');
      await bring(
        'paste',
        Array.from({ length: 11 }, (_, i) => ({ name: `${i}`, type: '', size: 1 })),
      );
      await isNoticed('A message carries up to 10 files.');
      assert.deepEqual(said('attach'), []);
    });

    it('are no files when they are a picture of the text that is pasted', async () => {
      await bring('paste', [{ name: 'image.png', type: 'image/png', size: 10 }], 'a\tb');
      await bring('paste', [], 'plain');
      assert.deepEqual(said('attach'), []);
      await bring('paste', [{ name: 'image.png', type: 'image/png', size: 10 }]);
      assert.equal((await told('attach')).name, 'image.png');
    });

    it('are named by what is dropped from the editor; links to other places are not', async () => {
      const drop = (type: string, list: string) =>
        chat.page.evaluate(
          ([kind, text]) => {
            const data = new DataTransfer();
            data.setData(kind!, text!);
            const init = { bubbles: true, cancelable: true, composed: true, dataTransfer: data };
            document.querySelector('.log')!.dispatchEvent(new DragEvent('dragover', init));
            const isTarget = document.body.classList.contains('is-dropping');
            document.querySelector('.log')!.dispatchEvent(new DragEvent('drop', init));
            return isTarget && !document.body.classList.contains('is-dropping');
          },
          [type, list],
        );
      assert.ok(await drop('text/uri-list', 'https://example.test/a.png\r\ncommand:alongside.exit'));
      assert.ok(await drop('application/vnd.code.uri-list', 'file:///a/b.ts\r\nvscode-remote://ssh/c.ts'));
      assert.deepEqual((await told('attachUris')).uris, ['file:///a/b.ts', 'vscode-remote://ssh/c.ts']);
    });
  });

  it('show how far they are, and are taken back by a button', async () => {
    const files = [{ id: cidOf(40), name: 'recording.mp4', type: 'video/mp4', size: 1_000 }];
    const pending = aPending(1, { files, moved: 340 });
    await renderState(chat, aSnapshot({ entries: messages(1, 2), pending: [pending] }));
    const bar = chat.page.getByRole('progressbar', { name: 'Sending files' });
    assert.equal(await bar.evaluate((element: HTMLProgressElement) => element.value), 34);
    await chat.send({ kind: 'pending', rev: 2, pending: [{ ...pending, moved: 990 }] });
    assert.equal(await bar.evaluate((element: HTMLProgressElement) => element.value), 99);
    await chat.page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await told('discard')).cid, pending.cid);
  });

  it('can be saved and opened where they are in a message, by keyboard, and loading them cancelled', async () => {
    const entry = aMessage(1, { text: 'look', files: [LOG, ARCHIVE] });
    await renderState(chat, aSnapshot({ entries: [entry] }));
    await chat.page.locator('.textarea').click();
    await chat.page.keyboard.press('Control+ArrowUp');
    const row = chat.page.getByRole('article');
    assert.match(
      (await row.getAttribute('aria-label'))!,
      /look file build-4711\.log, 1\.2 MB file a-release.*, 12 MB$/,
    );
    const names: (string | null | undefined)[] = [];
    for (let i = 0; i < 4; i += 1) {
      await chat.page.keyboard.press('Tab');
      names.push(await focused());
    }
    const [first, second] = [LOG.name, ARCHIVE.name];
    assert.deepEqual(names.slice(1), [`Download ${first}`, `Open ${first}`, `Download ${second}`]);
    await chat.page.keyboard.press('Shift+Tab');
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await told('file'), { kind: 'file', act: 'open', room: GENERAL, seq: 1, file: LOG });
    await chat.send({ kind: 'file', file: LOG.id, state: { at: 'coming', have: 620_000 } });
    const bar = chat.page.getByRole('progressbar', { name: `Loading ${first}` });
    assert.equal(await bar.evaluate((element: HTMLProgressElement) => element.value), 50);
    await chat.page.getByRole('button', { name: `Cancel loading ${first}` }).click();
    assert.equal((await told('file', 2)).act, 'cancel');
    await chat.send({ kind: 'file', file: LOG.id, state: { at: 'failed', reason: 'The file did not come whole.' } });
    assert.equal(await chat.page.getByRole('alert').innerText(), 'The file did not come whole.');
    await chat.page.getByRole('button', { name: `Download ${first}` }).click();
    assert.equal((await told('file', 3)).act, 'save');
  });

  it('are drawn when they are pictures and come into view, in the place that was kept for them', async () => {
    const entries = [aMessage(1, { text: 'first', files: [PLAN] }), ...messages(2, 80), aMessage(81, { files: [{ ...PLAN, id: aFile(81, '').id }] })]; // prettier-ignore
    await renderState(chat, aSnapshot({ entries }));
    assert.equal((await told('file')).seq, 81);
    const log = chat.page.locator('.log');
    await log.evaluate((element) => (element.scrollTop = 0));
    assert.deepEqual(await told('file', 2), { kind: 'file', act: 'show', room: GENERAL, seq: 1, file: PLAN });
    const place = chat.page.locator('[data-seq="1"] .picture-place').first();
    const before = await place.boundingBox();
    const picture = { url: urlOf(aPng(640, 400)), width: 640, height: 400 };
    await chat.send({ kind: 'file', file: PLAN.id, state: { at: 'here', picture } });
    const image = chat.page.getByRole('img', { name: 'plan.png' });
    assert.ok(await image.evaluate((element: HTMLImageElement) => element.decode().then(() => true)));
    const after = await image.boundingBox();
    assert.deepEqual(
      [after?.width, after?.height].map((side) => Math.round(side!)),
      [before?.width, before?.height].map((side) => Math.round(side!)),
    );
    assert.ok(after!.width <= 360 && after!.height <= 240);
    await chat.page.getByRole('button', { name: 'Open picture plan.png, 34 KB' }).click();
    assert.equal((await told('file', 3)).act, 'open');
  });

  it('are no pictures when they are drawn by a program, too big, or not what they are called', async () => {
    const no = [
      aFile(1, 'a.svg', { type: 'image/svg+xml' }),
      aFile(2, 'bomb.png', { type: 'image/png', width: 50_000, height: 50_000 }),
      aFile(3, 'big.png', { type: 'image/png', size: LIMITS.fileBytes }),
      aFile(4, 'a.html', { type: 'text/html' }),
    ];
    const liar = aFile(5, 'liar.png', { type: 'image/png' });
    await renderState(chat, aSnapshot({ entries: [aMessage(1, { files: [...no, liar] })] }));
    assert.equal((await told('file')).file.id, liar.id);
    await chat.send({ kind: 'file', file: liar.id, state: { at: 'here' } });
    assert.equal(await chat.page.locator('.picture-place, .bubble img').count(), 0);
    assert.deepEqual(await chat.page.getByRole('group').count(), 5);
    assert.ok(await chat.page.getByRole('group', { name: 'file liar.png, 34 KB' }).isVisible());
  });

  it('are asked for again when a picture did not come', async () => {
    await renderState(chat, aSnapshot({ entries: [aMessage(1, { files: [PLAN] })] }));
    await told('file');
    await chat.send({ kind: 'file', file: PLAN.id, state: { at: 'failed', reason: 'The file did not come whole.' } });
    await chat.page.getByRole('button', { name: 'Try again to show plan.png' }).click();
    assert.equal((await told('file', 2)).act, 'show');
  });

  it('have names that are text and nothing else, whatever they are', async () => {
    const requests: string[] = [];
    chat.page.on('request', (request) => requests.push(request.url()));
    const names = [...HOSTILE_NAMES, 'CON', 'a.png\u202Egpj.exe', '../../etc/passwd', 'C:\\x.txt', 'x'.repeat(300)];
    for (let from = 0; from < names.length; from += 50) {
      const part = names.slice(from, from + 50);
      const entries = part.map((name, i) => aMessage(i + 1, { by: i % 2 ? BEN : ME, files: [aFile(from + i, name)] }));
      await renderState(chat, aSnapshot({ rev: from + 1, entries }));
      const shown = await chat.page
        .locator('.file-name')
        .evaluateAll((all) =>
          all.map((each) => ({ text: each.textContent, children: each.childElementCount, width: each.clientWidth })),
        );
      assert.equal(shown.length, part.length);
      for (const { text, children, width } of shown) {
        assert.ok(children === 0 && text !== '' && width < 480, text);
        assert.doesNotMatch(text, /[\\/<>:"|?*\p{Cc}\p{Bidi_C}]/u);
      }
      await attached(...CHIPS.slice(1, 2).map((file) => ({ ...file, name: part[0]! })));
      assert.equal(await chat.page.locator('.chip-name *').count(), 0);
    }
    assert.equal(await chat.page.evaluate(() => 'ran' in globalThis), false);
    assert.deepEqual(requests, []);
    assert.equal(await chat.page.evaluate(() => document.documentElement.scrollWidth), 480);
  });
});
