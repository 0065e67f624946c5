import assert from 'node:assert/strict';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import type { Chat } from '../../../src/chat/chat';
import { find } from '../../../src/chat/find';
import { eventually } from '../../helpers/eventually';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type TestWindow, aCid, aComputer, aWindow } from '../fixtures';

describe('searching from the editor', () => {
  let dir: TempDir;
  let server: TestServer;
  let windows: TestWindow[];
  let ana: Chat;
  let ben: Chat;
  let parser: RoomId;
  const joined = async (name: string) => {
    const window = aWindow(aComputer(dir.file(name)));
    windows.push(window);
    return window.joined(server.url, name);
  };
  const say = async (chat: Chat, room: RoomId, text: string) =>
    assert.ok((await chat.call('post', { cid: aCid(), room, text })).ok);
  const look = async (chat: Chat, typed: string) => {
    const page = await find(chat, typed, Date.now());
    if ('reason' in page) return page.reason;
    return page.found.map(({ title, entry }) => `${title}: ${entry.kind === 'message' && entry.text}`);
  };
  beforeEach(async () => {
    dir = tempDir();
    server = await testServer();
    windows = [];
    [ana, ben] = [await joined('ana'), await joined('ben')];
    const made = await ana.call('createRoom', { cid: aCid(), name: 'Parser', kind: 'private' });
    assert.ok(made.ok);
    parser = made.value.room.id;
    await say(ana, GENERAL, 'a line');
    await say(ben, GENERAL, 'another line');
    await say(ana, parser, 'a hidden line');
  });
  afterEach(async () => {
    for (const window of windows) window[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  it('finds in all rooms of the reader, by whom and where a person says it', async () => {
    assert.deepEqual(await look(ana, 'line'), ['Parser: a hidden line', 'general: another line', 'general: a line']);
    assert.deepEqual(await look(ben, 'line'), ['general: another line', 'general: a line']);
    assert.deepEqual(await look(ana, 'line in:parser'), ['Parser: a hidden line']);
    assert.deepEqual(await look(ana, 'from:me in:here on:today'), ['general: a line']);
    assert.deepEqual(await look(ana, 'from:BEN before:today'), []);
    assert.deepEqual(await look(ana, '  '), []);
  });

  it('says what cannot be understood, and which room there is not', async () => {
    assert.match(String(await look(ben, 'line in:parser')), /no room called “parser”/);
    assert.match(String(await look(ben, 'on:someday')), /takes a day/);
  });

  it('says that it has to wait for the server', async () => {
    await server[Symbol.asyncDispose]();
    await eventually(() => assert.notEqual(ana.link.at, 'online'));
    assert.match(String(await look(ana, 'line')), /when the server is reached again/);
  });
});
