import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eventually } from '../../helpers/eventually';
import { WireClient } from '../../helpers/wireClient';
import { escapeQuickInput, inputBox, palette, quickInput, quickPick, screenshot, toast, toastAction } from './actions';
import { addressStep, chatPage, nameStep } from './chatPage';
import { type Editors, openEditors, picturesOfFailures } from './editors';
import { storedFiles } from './storage';

/** Every line of what the Python chat could do, in the packaged extension. The tests are one conversation, in order. */
describe('what the Python chat could do, in VS Code', function () {
  this.timeout(60_000);
  let editors: Editors<'ana' | 'ben'>;
  const page = (who: 'ana' | 'ben') => editors.of[who].page;
  const chat = (who: 'ana' | 'ben') => chatPage(editors.of[who]).frame;
  const message = (who: 'ana' | 'ben', text: string) => chatPage(editors.of[who]).message(text);
  const composer = (who: 'ana' | 'ben') => chatPage(editors.of[who]).composer;
  const say = (who: 'ana' | 'ben', text: string) => chatPage(editors.of[who]).say(text);
  /** Where an element stands in its log: the share of the free width that is left of it. */
  const placeOf = (who: 'ana' | 'ben', text: string) =>
    chat(who)
      .locator('.bubble, .arrival-text')
      .filter({ hasText: text })
      .first()
      .evaluate((element) => {
        const log = element.closest('[role=log]')!.getBoundingClientRect();
        const box = element.getBoundingClientRect();
        return (box.left - log.left) / (log.width - box.width);
      });
  before(async function () {
    this.timeout(180_000);
    editors = await openEditors({ users: ['ana', 'ben'] });
  });
  after(() => editors.close());
  picturesOfFailures(() => editors);

  it('one starts the server from the palette, and is offered to join it', async () => {
    await palette(page('ana'), 'Chat: Start Server');
    await toast(page('ana'), String(editors.chatPort)).waitFor();
    await screenshot(page('ana'), 'server-started');
    await toastAction(page('ana'), String(editors.chatPort), 'Join');
    await nameStep(page('ana')).waitFor();
    await escapeQuickInput(page('ana'));
  });

  it('asks for a username, suggests one, and says at once which one will not do', async () => {
    await palette(page('ana'), 'Chat: Join');
    await quickPick(page('ana'), /running on this computer/);
    await nameStep(page('ana')).waitFor();
    const box = quickInput(page('ana')).locator('input[type=text]').first();
    await eventually(async () => assert.equal(await box.inputValue(), 'ana'));
    await inputBox(page('ana'), '<b>', { accept: false });
    await quickInput(page('ana')).getByText('A name begins and ends with a letter or digit').waitFor();
    await screenshot(page('ana'), 'join-name');
    await inputBox(page('ana'), 'ana');
    await composer('ana').waitFor();
  });

  it('joins at 127.0.0.1 and another port by its address', async () => {
    await palette(page('ben'), 'Chat: Join');
    await quickPick(page('ben'), /Enter Address/);
    await addressStep(page('ben')).waitFor();
    await inputBox(page('ben'), `127.0.0.1:${editors.chatPort}`);
    await nameStep(page('ben')).waitFor();
    await inputBox(page('ben'), 'ben');
    await composer('ben').waitFor();
  });

  it('has a header with the title and an exit button', async () => {
    const header = chat('ana').getByRole('banner');
    await header.getByRole('heading', { name: 'general' }).waitFor();
    await header.getByText(`127.0.0.1:${editors.chatPort}`).waitFor();
    await header.getByRole('button', { name: '2 people here' }).waitFor();
    await header.getByRole('button', { name: 'Exit' }).waitFor();
  });

  it('has a text entry and a send button with an icon', async () => {
    const send = chat('ana').getByRole('button', { name: 'Send' });
    const icon = chat('ana').locator('.send .codicon-send');
    assert.match(await icon.evaluate((element) => getComputedStyle(element).fontFamily), /codicon/);
    assert.ok(((await icon.boundingBox())?.width ?? 0) >= 16);
    await composer('ana').fill('Sent by the button');
    await send.click();
    await message('ben', 'Sent by the button').waitFor();
    assert.equal(await composer('ana').inputValue(), '');
  });

  it('broadcasts messages to everyone in real time, many clients at once', async () => {
    const url = `ws://127.0.0.1:${editors.chatPort}/chat`;
    const others = Array.from({ length: 8 }, (_, i) => new WireClient(`client ${i}`, () => url));
    await eventually(() => assert.ok(others.every((client) => client.isFollowing)));
    await Promise.all([say('ana', 'Hello from ana'), say('ben', 'Hello from ben')]);
    for (const client of others) client.post(`Hello from ${client.name}`);
    const expected = ['ana', 'ben', ...others.map(({ name }) => name)].map((name) => `Hello from ${name}`).sort();
    for (const client of others) {
      const got = () => client.entries.flatMap((e) => (e.kind === 'message' && /^Hello/.test(e.text) ? [e.text] : []));
      await eventually(() => assert.deepEqual(got().sort(), expected));
    }
    for (const who of ['ana', 'ben'] as const) for (const text of expected) await message(who, text).first().waitFor();
    for (const client of others) await client[Symbol.asyncDispose]();
  });

  it('shows each message with its sender and time', async () => {
    const now = new Date().toLocaleTimeString('en', { hour: 'numeric', minute: '2-digit' }).replace(/:.*/, ':');
    const spoken = await message('ana', 'Hello from ben').first().getAttribute('aria-label');
    assert.match(spoken ?? '', new RegExp(`^ben, ${now}.*Hello from ben`));
    await chat('ana').locator('.name').getByText('ben', { exact: true }).first().waitFor();
    assert.match(await chat('ana').locator('time').first().innerText(), /^\d{1,2}:\d{2} [AP]M$/);
  });

  it('shows my messages on the right and others’ on the left', async () => {
    assert.ok((await placeOf('ana', 'Hello from ana')) > 0.8);
    assert.ok((await placeOf('ana', 'Hello from ben')) < 0.2);
    assert.ok((await placeOf('ben', 'Hello from ana')) < 0.2);
    assert.ok((await placeOf('ben', 'Hello from ben')) > 0.8);
  });

  it('shows “ben has joined the chat.” in the centre', async () => {
    const place = await placeOf('ana', 'ben has joined the chat.');
    assert.ok(Math.abs(place - 0.5) < 0.1, `${place}`);
  });

  it('shows date labels', async () => {
    await chat('ana').getByRole('heading', { name: 'Today' }).waitFor();
  });

  it('confirms a message that is stored with a ✓', async () => {
    await message('ana', 'Hello from ana').first().getByTitle('Stored on the server').waitFor();
    await screenshot(page('ana'), 'conversation');
  });

  it('shows HTML and links to commands as the text that they are', async () => {
    const hostile = '<img src=x onerror=alert(1)> [link](command:workbench.action.quit)';
    await say('ben', hostile);
    await message('ana', hostile).waitFor();
    assert.equal(await chat('ana').locator('img').count(), 0);
  });

  it('logs every message with its time in a plain chat_history.txt', async () => {
    await say('ana', 'a | bar and\\backslash');
    await message('ben', 'a | bar').waitFor();
    await eventually(() => {
      const lines = readFileSync(storedFiles(editors.of.ana, 'chat_history.txt')[0]!, 'utf8').split('\n');
      const time = String.raw`\|\d{4}-\d{2}-\d{2}\|\d{2}:\d{2} [AP]M\|`;
      for (const line of [
        `ana${time}Hello from ana`,
        `ben${time}Hello from ben`,
        `SERVER${time}ben has joined the chat\\.`,
      ]) {
        assert.ok(
          lines.some((text) => new RegExp(`^${line}$`).test(text)),
          line,
        );
      }
      assert.ok(lines.some((text) => text.endsWith(String.raw`|a \| bar and\\backslash`)));
    });
  });

  it('scrolls: stays where the reader is, and says how many new messages there are', async () => {
    await say('ben', 'line\n'.repeat(120));
    await message('ana', 'line').last().waitFor();
    const log = chat('ana').getByRole('log');
    await eventually(async () =>
      assert.ok(await log.evaluate((l) => l.scrollHeight - l.clientHeight - l.scrollTop < 80)),
    );
    await log.evaluate((element) => (element.scrollTop -= 1_000));
    await say('ben', 'Down here');
    await chat('ana').getByRole('button', { name: '1 new message' }).click();
    await eventually(async () =>
      assert.ok(await log.evaluate((l) => l.scrollHeight - l.clientHeight - l.scrollTop < 80)),
    );
    await message('ana', 'Down here').waitFor();
  });

  it('says that someone has left', async () => {
    await chat('ben').getByRole('button', { name: 'Exit' }).click();
    await chat('ana').getByText('ben has left the chat.').waitFor();
    await chat('ben').getByRole('button', { name: 'Join' }).waitFor();
    await screenshot(page('ben'), 'after-exit');
  });

  it('loads the history on joining', async () => {
    await chat('ben').getByRole('button', { name: 'Join' }).click();
    await quickPick(page('ben'), new RegExp(`127.0.0.1:${editors.chatPort}`));
    await nameStep(page('ben')).waitFor();
    await page('ben').keyboard.press('Enter');
    for (const text of ['Sent by the button', 'Hello from ana', 'Down here'])
      await message('ben', text).first().waitFor();
  });

  it('handles errors gracefully: a name that is taken, an address where nobody is', async () => {
    await palette(page('ben'), 'Chat: Exit');
    await palette(page('ben'), 'Chat: Join');
    await quickPick(page('ben'), new RegExp(`127.0.0.1:${editors.chatPort}`));
    await nameStep(page('ben')).waitFor();
    await inputBox(page('ben'), 'ANA');
    await quickInput(page('ben')).getByText('which is taken').waitFor();
    await screenshot(page('ben'), 'name-taken');
    await escapeQuickInput(page('ben'));
    await palette(page('ben'), 'Chat: Join');
    await quickPick(page('ben'), /Enter Address/);
    await addressStep(page('ben')).waitFor();
    await inputBox(page('ben'), '127.0.0.1:1');
    await nameStep(page('ben')).waitFor();
    await inputBox(page('ben'), 'ben');
    await toast(page('ben'), 'Nothing answers at 127.0.0.1:1').waitFor();
    await screenshot(page('ben'), 'nobody-there');
  });
});
