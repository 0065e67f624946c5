import assert from 'node:assert/strict';
import { GENERAL, type RoomId } from '../../../server/protocol/ids';
import type { HostToPage, PageToHost } from '../../../webview/protocol/messages';
import type { Chat } from '../../../src/chat/chat';
import { Emitter } from '../../../src/lifecycle';
import { eventually } from '../../helpers/eventually';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { type TestServer, testServer } from '../../helpers/testServer';
import { type TestWindow, aCid, aComputer, aWindow } from '../fixtures';
import { type TestPage, aPage } from './aPage';

describe('page bridge, of places', () => {
  let dir: TempDir;
  let server: TestServer;
  let window: TestWindow;
  let sent: HostToPage[];
  let copied: unknown[];
  let page: TestPage;
  let bridge: TestPage['bridge'];
  let issues: { template: string | undefined; changed: Emitter<undefined> };
  let ana: Chat;
  let design: RoomId;
  const say = (message: PageToHost) => page.say(message);
  const last = <K extends HostToPage['kind']>(kind: K) => page.last(kind);
  const ready = async () => {
    sent.length = 0;
    say({ kind: 'ready' });
    await eventually(() => assert.ok(last('snapshot')));
  };

  beforeEach(async () => {
    dir = tempDir();
    server = await testServer();
    window = aWindow(aComputer(dir.path));
    copied = [];
    issues = { template: undefined, changed: new Emitter() };
    page = aPage(window.session, {
      issues,
      copyLink(message) {
        copied.push(message);
        return Promise.resolve();
      },
    });
    ({ bridge, sent } = page);
    ana = await window.joined(server.url, 'ana');
    const made = await ana.call('createRoom', { cid: aCid(), name: 'design', kind: 'public' });
    assert.ok(made.ok);
    design = made.value.room.id;
    await ready();
  });
  afterEach(async () => {
    page[Symbol.dispose]();
    window[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  });

  it('marks as unread what the page says, tells it so, and says when it comes back', async () => {
    await ana.open(design);
    await eventually(() => assert.equal(last('snapshot')?.room.id, design));
    assert.deepEqual([last('snapshot')?.turn, last('snapshot')?.isBack], [0, false]);
    const { head } = last('snapshot')!;
    say({ kind: 'markUnread', room: design, seq: head });
    await eventually(() => assert.ok(last('setBack')));
    const { readUpTo, turn } = last('setBack')!;
    assert.equal(readUpTo, head - 1);
    say({ kind: 'read', room: design, seq: head, turn: 0 });
    assert.equal(ana.cursor.readUpTo, head - 1, 'it was read before that');
    say({ kind: 'read', room: design, seq: head, turn });
    assert.equal(ana.cursor.readUpTo, head);
    bridge.hidden();
    sent.length = 0;
    await ready();
    assert.deepEqual([last('snapshot')?.turn, last('snapshot')?.isBack], [turn, true]);
    say({ kind: 'markUnread', room: 'nowhere' as RoomId, seq: 1 });
    await eventually(() => assert.match(last('notice')?.text ?? '', /not in/));
  });

  it('tells what a # leads to: rooms that the reader may see and direct conversations not, and where issues lead', async () => {
    using elsewhere = tempDir();
    using other = aWindow(aComputer(elsewhere.path));
    const ben = await other.joined(server.url, 'ben');
    await ana.call('openDirect', { members: [ben.identity.member] });
    const made = await ana.call('createRoom', { cid: aCid(), name: 'ours', kind: 'private' });
    await ben.call('createRoom', { cid: aCid(), name: 'theirs', kind: 'private' });
    const names = () => last('linkable')?.rooms.map(({ name }) => name);
    await eventually(() => assert.deepEqual(names()?.sort(), ['design', 'general', 'ours']));
    assert.equal(last('linkable')?.server, ana.identity.server);
    const told = sent.filter(({ kind }) => kind === 'linkable').length;
    await ana.call('post', { cid: aCid(), room: GENERAL, text: 'hello' });
    assert.ok(made.ok);
    await ana.call('changeRoom', { room: made.value.room.id, name: 'yours' });
    await eventually(() => assert.deepEqual(names()?.sort(), ['design', 'general', 'yours']));
    assert.equal(sent.filter(({ kind }) => kind === 'linkable').length, told + 1, 'a message changes no name');
    assert.equal(last('linkable')?.issues, undefined);
    issues.template = 'https://example.test/{id}';
    issues.changed.fire(undefined);
    assert.equal(last('linkable')?.issues, 'https://example.test/{id}');
  });

  it('hands over the message of which a link is wanted, and what is to be done to one', async () => {
    const message = { room: design, seq: 2 };
    say({ kind: 'copyLink', ...message });
    await eventually(() => assert.deepEqual(copied, [message]));
    bridge.show('markUnread');
    assert.equal(last('actAtCursor')?.act, 'markUnread');
  });

  it('opens a room that is not listed where the reader may see it, and says the same of one that is not there', async () => {
    using elsewhere = tempDir();
    using other = aWindow(aComputer(elsewhere.path));
    const ben = await other.joined(server.url, 'ben');
    const theirs = await ben.call('createRoom', { cid: aCid(), name: 'theirs', kind: 'private' });
    assert.ok(theirs.ok);
    const whyNot = async (room: RoomId) => {
      sent.length = 0;
      say({ kind: 'openRoom', room });
      await eventually(() => assert.ok(last('notice')));
      return last('notice')?.text;
    };
    assert.equal(await whyNot(theirs.value.room.id), await whyNot('nowhere' as RoomId));
    const open = await ben.call('createRoom', { cid: aCid(), name: 'open', kind: 'public' });
    assert.ok(open.ok);
    say({ kind: 'openRoom', room: open.value.room.id });
    await eventually(() => assert.equal(last('snapshot')?.room.title, 'open'));
  });
});
