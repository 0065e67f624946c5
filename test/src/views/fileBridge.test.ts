import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Cid, GENERAL } from '../../../server/protocol/ids';
import type { Message } from '../../../server/protocol/model';
import type { FileAt } from '../../../webview/protocol/files';
import type { HostToPage, PageToHost } from '../../../webview/protocol/messages';
import { type FileActs, type Bring } from '../../../src/views/fileBridge';
import { eventually } from '../../helpers/eventually';
import { sha256 } from '../../helpers/files';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { aPng } from '../files/pictures';
import { type TestWindow, aCid, aComputer, aWindow } from '../fixtures';
import { type TestPage, aPage } from './aPage';

describe('files between a page and the chat', () => {
  let dir: TempDir;
  let server: TestServer;
  let window: TestWindow;
  let sent: HostToPage[];
  let saved: Buffer[];
  let page: TestPage;
  let bridge: TestPage['bridge'];
  beforeEach(async () => {
    dir = tempDir();
    server = await testServer();
    window = aWindow(aComputer(dir.path));
    saved = [];
    const save = async (_: unknown, bring: Bring) => {
      const cached = await bring();
      if (cached) saved.push(readFileSync(cached.path));
    };
    const files: FileActs = {
      save,
      open: () => Promise.resolve('It cannot be opened.'),
      attachUris: (_chat, room, uris) => Promise.resolve(`${room}: ${uris.join()}`),
    };
    page = aPage(window.session, { files, urlOf: (file) => `page:${path.basename(file)}` });
    ({ bridge, sent } = page);
    await window.joined(server.url, 'ana');
    say({ kind: 'ready' });
    await eventually(() => last('attached') !== undefined);
  });
  afterEach(async () => {
    page[Symbol.dispose]();
    window[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });
  const say = (message: PageToHost) => page.say(message);
  const last = <K extends HostToPage['kind']>(kind: K) => page.last(kind);
  const taken = (id: Cid, upTo: number | undefined) =>
    eventually(() => {
      const told = last('taken');
      assert.deepEqual([told?.id, told?.upTo], [id, upTo]);
    });
  /** Attached as a page does it. */
  const attach = async (bytes: Buffer, name: string) => {
    const id = aCid();
    say({ kind: 'attach', room: GENERAL, id, name, type: '', size: bytes.length });
    await taken(id, 0);
    say({ kind: 'chunk', id, bytes: Uint8Array.from(bytes) });
    await taken(id, undefined);
    return id;
  };
  const share = async (bytes: Buffer, name: string) => {
    const id = await attach(bytes, name);
    say({ kind: 'post', room: GENERAL, cid: aCid(), text: name, files: [id] });
    return eventually(() => {
      const entry = last('arrived')?.entries.at(-1);
      assert.ok(entry?.kind === 'message' && entry.files && entry.text === name);
      return entry;
    });
  };
  const use = (act: 'show' | 'save' | 'open' | 'cancel', { seq, files }: Message) =>
    say({ kind: 'file', act, room: GENERAL, seq, file: files![0]! });
  const states = () => sent.flatMap((one): FileAt[] => (one.kind === 'file' ? [one.state] : []));
  const shelf = () => window.session.chat!.files.shelf;

  it('shows what is attached, with a preview of what was looked at, and sends it', async () => {
    const picture = aPng(30, 20);
    const id = await attach(picture, 'a.png');
    const url = `page:${sha256(picture)}.png`;
    await eventually(() => assert.deepEqual(last('attached')?.files[0]?.picture, { url, width: 30, height: 20 }));
    say({ kind: 'post', room: GENERAL, cid: aCid(), text: '', files: [id] });
    await eventually(() => assert.deepEqual(last('attached')?.files, []));
  });

  it('gives a page pictures that are pictures, and of all others only that they are here', async () => {
    const [picture, other] = [await share(aPng(30, 20), 'a.png'), await share(randomBytes(100), 'b.png')];
    use('show', picture);
    await eventually(() => assert.equal(states().length, 1));
    use('show', other);
    await eventually(() => assert.equal(states().length, 2));
    const url = `page:${picture.files![0]!.sha256}.png`;
    assert.deepEqual(states(), [{ at: 'here', picture: { url, width: 30, height: 20 } }, { at: 'here' }]);
  });

  it('fetches what is saved, tells how far it is, and why it did not come or open', async () => {
    const bytes = randomBytes(100_000);
    const message = await share(bytes, 'a.bin');
    use('save', message);
    await eventually(() => assert.ok(saved[0]?.equals(bytes)));
    assert.deepEqual([states()[0], states().at(-1)], [{ at: 'coming', have: 0 }, { at: 'here' }]);
    use('open', message);
    await eventually(() => assert.equal(last('notice')?.text, 'It cannot be opened.'));
    const file = message.files![0]!;
    const gone = { ...file, id: `f-${'0'.repeat(32)}` as typeof file.id, sha256: '0'.repeat(64) };
    use('save', { ...message, files: [gone] });
    await eventually(() =>
      assert.deepEqual(states().at(-1), {
        at: 'failed',
        reason: 'The file is not there any more, or not for you.',
      }),
    );
    assert.equal(saved.length, 1);
  });

  it('saves nothing that is not what was sent', async () => {
    const message = await share(randomBytes(1_000), 'a.bin');
    const stored = path.join(server.dataDir, 'files', message.files![0]!.sha256);
    const bytes = readFileSync(stored);
    bytes[500]! ^= 1;
    writeFileSync(stored, bytes);
    use('save', message);
    await eventually(() =>
      assert.deepEqual(states().at(-1), {
        at: 'failed',
        reason: 'What came is not the file that was sent. It was not kept.',
      }),
    );
    assert.deepEqual(saved, []);
  });

  it('brings what was attached back to a page that was hidden, but not what that had not read to its end', async () => {
    const whole = await attach(Buffer.from('whole'), 'whole.txt');
    const half = aCid();
    say({ kind: 'attach', room: GENERAL, id: half, name: 'half.txt', type: '', size: 10 });
    await taken(half, 0);
    bridge.hidden();
    await eventually(() => assert.ok(!existsSync(shelf().pathOf(half))));
    sent.length = 0;
    say({ kind: 'ready' });
    await eventually(() =>
      assert.deepEqual(
        last('attached')?.files.map(({ id }) => id),
        [whole],
      ),
    );
    say({ kind: 'detach', id: whole });
    await eventually(() => assert.ok(!existsSync(shelf().pathOf(whole))));
  });

  it('takes no more of a file than was announced, and no file that is too big', async () => {
    const id = aCid();
    say({ kind: 'attach', room: GENERAL, id, name: 'a', type: '', size: 3 });
    await taken(id, 0);
    say({ kind: 'chunk', id, bytes: Uint8Array.from([1, 2, 3, 4]) });
    await taken(id, undefined);
    assert.match(last('notice')?.text ?? '', /^The file cannot be kept/);
    say({ kind: 'attach', room: GENERAL, id: aCid(), name: 'b', type: '', size: 2 ** 40 });
    await eventually(() => assert.match(last('notice')?.text ?? '', /^b is bigger than 25 MB/));
    assert.deepEqual(shelf().in(GENERAL), []);
    say({ kind: 'attachUris', room: GENERAL, uris: ['file:///a'] });
    await eventually(() => assert.equal(last('notice')?.text, 'general: file:///a'));
  });
});
