import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { BEN, aMessage, aSnapshot, messages } from './build';
import { CHIPS } from './buildFiles';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { hand, openWithKeys } from './hand';

/** What keyboard.test.ts, actsPage.test.ts and the keys of the help leave: reached and done without a mouse. */
describe('every feature by keyboard alone', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  beforeEach(() => openWithKeys(chat));
  const { press, type, isOn, isDraft, said, isSaid, isSeen, reach, toMessage, within, inEmoji } = hand(() => chat);

  const runs = async (name: string | RegExp, command: string) => {
    await reach(name, 'Shift+Tab');
    await press('Enter');
    await isSaid('run', { command } as never);
  };
  const FEATURES: Readonly<Record<string, () => Promise<void>>> = {
    'going to another room': () => runs('general, public room', 'goToRoom'),
    'seeing who is here': () => runs('3 people here', 'showPeople'),
    'exiting, after a question where something is not sent': async () => {
      await type('half a thought');
      await reach('Exit', 'Shift+Tab');
      await press('Enter');
      await isOn('Stay');
      await press('Tab', 'Enter');
      await isSaid('run', { command: 'exit' });
    },
    'searching from the header': async () => {
      await reach('Search messages', 'Shift+Tab');
      await press('Enter');
      await isSeen('.search-input:focus');
      await reach('from:');
      await press('Enter');
      await isSeen('.search-input:focus');
      assert.equal(await chat.page.locator('.search-input').inputValue(), 'from:');
    },
    'picking files, and taking one away again': async () => {
      await chat.send({ kind: 'attached', room: GENERAL, files: CHIPS });
      await reach('Attach files');
      await press('Enter');
      await isSaid('run', { command: 'shareFile' });
      await reach(/^Remove /, 'Shift+Tab');
      await press('Enter');
      await eventually(() => assert.equal(said('detach').length, 1));
    },
    'sending with the button': async () => {
      await type('hello');
      await reach('Send');
      await press('Enter');
      await isSaid('post', { text: 'hello' });
    },
    'seeing what a text will look like': async () => {
      await type('**bold**');
      await reach('Preview', 'Shift+Tab');
      await press('Enter');
      await isSeen('.preview strong');
    },
    'changing the group and the skin tone of emoji': async () => {
      await inEmoji();
      await reach('Smileys and emotion');
      await press('ArrowRight');
      await isOn('People and body');
      await reach('None');
      await press('ArrowRight');
      await isOn('Light');
    },
    'writing to a sender': async () => {
      await within(2, BEN.name);
      await press('Enter');
      await isSaid('openDirect', { member: BEN.id });
    },
    'going to what a message answers': async () => {
      await within(2, /^Show the message that this answers/);
      await press('Enter');
      await isOn('1');
    },
    'opening a link': async () => {
      await within(2, 'https://example.test/');
      await press('Enter');
      await isSaid('openLink', { url: 'https://example.test/' });
    },
    'copying code, inserting it and opening it': async () => {
      for (const [name, act] of [
        ['Copy', 'copy'],
        ['Insert at Cursor', 'insert'],
        ['Open in Editor', 'open'],
      ] as const) {
        // prettier-ignore
        await within(2, name);
        await press('Enter');
        await isSaid('useCode', { act });
      }
    },
    'unfolding long code': async () => {
      await within(2, 'Show all 30 lines');
      await press('Enter');
      await isOn('Show less');
    },
    'saving and opening a file': async () => {
      for (const [name, act] of [
        [/^Download /, 'save'],
        [/^Open build/, 'open'],
      ] as const) {
        // prettier-ignore
        await within(2, name);
        await press('Enter');
        await isSaid('file', { act });
      }
    },
    'joining a reaction': async () => {
      await within(2, /^👍, 1/);
      await press('Enter');
      await isSaid('react', { seq: 2, emoji: '👍', isOn: true });
    },
    'reconnecting now': async () => {
      await chat.send({ kind: 'link', rev: 2, link: { at: 'offline', reason: 'Lost.', retryAt: Date.now() + 60_000 } });
      await runs('Retry now', 'reconnect');
    },
    'loading older messages again after a failure': async () => {
      await renderState(chat, aSnapshot({ rev: 2, entries: messages(500, 504) }));
      const { id } = await eventually(() => said('history').at(-1) ?? assert.fail('nothing is asked for'));
      await chat.send({ kind: 'page', id, reason: 'No.' });
      await reach('Try again', 'Shift+Tab');
      await press('Enter');
      await eventually(() => assert.equal(said('history').length, 2));
    },
    'opening a setting from the help, and back to where one was': async () => {
      await toMessage(2);
      // As the editor does before it runs a command.
      await chat.page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await chat.send({ kind: 'openHelp' });
      await isSeen('.help-body:focus');
      await reach('When no notification is shown');
      await press('Enter');
      await isSaid('openSetting', { setting: 'alongside.quietHours' });
      await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(4)] });
      await press('Escape');
      await isOn('2');
      await press('Control+ArrowDown');
      await type('/help');
      await press('Enter');
      await isSeen('.help-body:focus');
      await reach('Close help', 'Shift+Tab');
      await press('Enter');
      await isOn('Message to general');
      await isDraft('');
    },
  };

  for (const [name, story] of Object.entries(FEATURES)) it(name, story);

  it('says under the help what is new, and lets nothing beneath it be reached', async () => {
    await chat.send({ kind: 'openHelp' });
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(4, { text: 'heard' })] });
    await eventually(async () => assert.match(await chat.page.locator('.announcer').innerText(), /heard/));
    const session = await chat.page.context().newCDPSession(chat.page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const seen = (role: string) => nodes.filter((node) => !node.ignored && node.role?.value === role);
    assert.equal(seen('dialog').length, 1);
    assert.equal(seen('status').some(({ name }) => name?.value === 'New messages'), true); // prettier-ignore
    assert.equal(seen('textbox').length, 0);
  });

  it('tells who uses a screen reader of the help, in the name of the composer', async () => {
    assert.equal(await chat.page.getByRole('textbox', { name: 'Message to general', exact: true }).count(), 1);
    await chat.page.evaluate(() => document.body.classList.add('vscode-using-screen-reader'));
    await type('x');
    await chat.page.getByRole('textbox', { name: 'Message to general. Press Alt+F1 for help.' }).waitFor();
  });
});
