import assert from 'node:assert/strict';
import type { PageKeyId } from '../../webview/state/help';
import { eventually } from '../helpers/eventually';
import { BEN, ME, aMessage, aSnapshot, cidOf, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { hand, openWithKeys } from './hand';
import { pasteText } from './opened';

/** Each key that the help tells of is pressed here, or this does not compile. */
describe('every key of the help, by keyboard alone', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  beforeEach(() => openWithKeys(chat));
  const { press, type, focused, isOn, isDraft, said, isSaid, isSeen, toMessage, formats, inSearch, inEmoji, inMissed } =
    hand(() => chat);

  const KEYS: Readonly<Record<PageKeyId, () => Promise<void>>> = {
    tab: async () => {
      await press('Tab');
      await isOn('Attach files');
      await press('Shift+Tab', 'Shift+Tab');
      await isOn('3');
    },
    toMessages: () => press('Control+ArrowUp').then(() => isOn('3')),
    toComposer: async () => {
      await toMessage(1);
      await press('Control+ArrowDown');
      await isOn('Message to general');
    },
    send: async () => {
      await type('hello');
      await press('Enter');
      await isSaid('post', { text: 'hello' });
    },
    newLine: async () => {
      await type('a');
      await press('Shift+Enter');
      await type('b');
      await isDraft('a\nb');
    },
    offers: async () => {
      for (const text of ['/', 'see @', 'done :tad']) {
        await press('Control+a', 'Delete');
        await type(text);
        await chat.page.locator('.offer').first().waitFor();
      }
    },
    takeOffer: async () => {
      await type('@');
      await press('ArrowDown', 'ArrowUp', 'ArrowDown', 'Enter');
      await isDraft('@Chloé ');
      await type('@be');
      await press('Tab');
      await isDraft('@Chloé @ben ');
      await type('@');
      await isSeen('.offer', 2);
      await press('Escape');
      await isSeen('.offer', 0);
    },
    editLast: async () => {
      await press('ArrowUp');
      await isDraft('Oops');
    },
    bold: () => formats('Control+b', '**word**'),
    italic: () => formats('Control+i', '_word_'),
    code: () => formats('Control+e', '`word`'),
    strike: () => formats('Control+Shift+X', '~~word~~'),
    numbers: () => formats('Control+Shift+Digit7', '1. word'),
    bullets: () => formats('Control+Shift+Digit8', '- word'),
    quote: () => formats('Control+Shift+Digit9', '> word'),
    asFile: async () => {
      await pasteText(chat.page, 'line\n'.repeat(60));
      await isSeen('.long-text-act');
      await press('Control+Enter');
      await isSaid('attach', { name: 'pasted.txt' });
    },
    leaveWriting: async () => {
      await press('ArrowUp');
      await isDraft('Oops');
      await press('Escape');
      await isDraft('');
      await isSeen('.writing', 0);
    },
    walk: async () => {
      await press('Control+ArrowUp', 'ArrowUp');
      await isOn('2');
      await press('ArrowDown', 'Home');
      await isOn('1');
      await press('End');
      await isOn('3');
    },
    newest: async () => {
      await renderState(chat, aSnapshot({ rev: 2, entries: messages(100, 260), readUpTo: 260 }));
      await press('Control+ArrowUp', 'Home', 'Control+End');
      await eventually(
        async () =>
        assert.ok(await chat.page.locator('.log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 5)), // prettier-ignore
      );
    },
    acts: async () => {
      await toMessage(3);
      await press('Enter');
      await isOn('React');
      await press('ArrowRight', 'ArrowRight', 'ArrowLeft');
      await isOn('Reply');
    },
    reply: async () => {
      await toMessage(2);
      await press('r');
      await isOn('Message to general');
      await isSeen('.writing');
    },
    thread: async () => {
      await toMessage(2);
      await press('t');
      await isOn('Reply in the thread');
      await isSeen('.thread');
    },
    edit: async () => {
      await toMessage(1);
      await press('e');
      await isDraft('Ship it?');
    },
    react: async () => {
      await toMessage(2);
      await press('+');
      await chat.page.locator('.picker-cell').first().waitFor();
      await type('tada');
      await press('Enter');
      await isSaid('react', { seq: 2, emoji: '🎉', isOn: true });
    },
    pin: async () => {
      await toMessage(2);
      await press('p');
      await isSaid('flag', { seq: 2, flag: 'pinned', isOn: true });
    },
    copy: async () => {
      await toMessage(1);
      await press('c');
      await isSaid('useCode', { act: 'copy', code: 'Ship it?' });
    },
    link: async () => {
      await toMessage(1);
      await press('l');
      await isSaid('copyLink', { seq: 1 });
    },
    unread: async () => {
      await toMessage(2);
      await press('u');
      await isSaid('markUnread', { seq: 2 });
    },
    resolve: async () => {
      await renderState(
        chat,
        aSnapshot({ rev: 2, entries: [{ ...aMessage(1, { by: ME, cid: cidOf(1) }), replies: { count: 2, last: 1 } }] }),
      );
      await press('Control+ArrowUp', 's');
      await isSaid('flag', { seq: 1, flag: 'resolved', isOn: true });
    },
    delete: async () => {
      await toMessage(3);
      await press('Delete');
      await isSaid('delete', { seq: 3, cid: cidOf(3) });
    },
    undo: async () => {
      await chat.send({ kind: 'undoable', rev: 2, cids: [cidOf(3)] });
      await toMessage(3);
      await press('z');
      await isSaid('undoDelete', { cid: cidOf(3) });
    },
    within: async () => {
      await toMessage(2);
      await press('Tab');
      await isOn(BEN.name);
    },
    find: async () => {
      await toMessage(3);
      await press('/');
      await isOn('Search messages');
    },
    leaveMessages: async () => {
      await toMessage(1);
      await press('Escape');
      await isOn('Message to general');
    },
    found: async () => {
      await inSearch();
      await press('ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter');
      await isOn('1');
    },
    leaveSearch: async () => {
      await inSearch();
      await press('ArrowDown', 'Enter');
      await isOn('1');
      await press('Escape');
      await isOn('Search messages');
      await press('Escape');
      await isSeen('.search', 0);
    },
    missed: async () => {
      await inMissed();
      await press('ArrowDown', 'ArrowUp', 'End', 'Home', 'Enter');
      await isOn('1');
    },
    leaveMissed: async () => {
      await inMissed();
      await press('End', 'Enter');
      await isOn('2');
      await press('Escape');
      await isOn(/^ben, general/);
      await press('Escape');
      await isSeen('.missed', 0);
    },
    emojiGrid: async () => {
      await inEmoji();
      await press('ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'End', 'Home');
      assert.match(await chat.page.evaluate(() => document.activeElement?.className ?? ''), /picker-cell/);
    },
    emojiEnds: async () => {
      await inEmoji();
      await press('ArrowDown', 'Control+End');
      const last = await focused();
      await press('Control+Home');
      assert.notEqual(await focused(), last);
    },
    emojiTake: async () => {
      await inEmoji();
      await type('tada');
      await press('Enter');
      await isDraft('🎉');
    },
    leaveEmoji: async () => {
      await inEmoji();
      await press('Escape');
      await isOn('Message to general');
    },
    decline: async () => {
      await toMessage(2);
      await press('Delete');
      await isOn('Keep');
      await press('Escape');
      await isSeen('[role=alertdialog]', 0);
      assert.deepEqual(said('delete'), []);
    },
  };

  for (const [id, story] of Object.entries(KEYS)) it(id, story);
});
