import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { aSnapshot, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { pasteText } from './opened';

describe('commands in the composer, on the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  beforeEach(async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 5) }));
    await chat.send({ kind: 'mentionable', room: GENERAL, names: ['ben', 'Ben Ali'] });
    await box().click();
  });

  const box = () => chat.page.getByRole('textbox', { name: 'Message to general' });
  const isText = (text: string) => eventually(async () => assert.equal(await box().inputValue(), text));
  const type = (keys: string) => chat.page.keyboard.type(keys);
  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const offers = () => chat.page.getByRole('option');
  const said = (kind: string) => chat.said.filter((message) => message.kind === kind);
  const posts = () => chat.said.flatMap((message) => (message.kind === 'post' ? [message.text] : []));
  const focused = () => chat.page.evaluate(() => document.activeElement?.className ?? '');

  it('are offered with what they do, chosen with the arrows, and run with the second Enter', async () => {
    await chat.page.setViewportSize({ width: 480, height: 320 });
    await type('/');
    await offers().first().waitFor();
    assert.equal(await chat.page.getByRole('listbox', { name: 'Commands' }).count(), 1);
    assert.match((await offers().first().getAttribute('class')) ?? '', /is-command/);
    assert.match(await offers().first().innerText(), /^\/dm\s+NAME TEXT\s+Write to one person alone$/);
    await press('ArrowUp');
    assert.match(await chat.page.locator('.offer.is-at').innerText(), /^\/exit/);
    const list = chat.page.locator('.offers');
    const isSeen = await chat.page.locator('.offer.is-at').evaluate((row) => {
      const [a, b] = [row.getBoundingClientRect(), row.parentElement!.getBoundingClientRect()];
      return a.top >= b.top && a.bottom <= b.bottom;
    });
    assert.ok(isSeen, 'the list scrolls along');
    await type('mu');
    await press('Tab');
    await isText('/mute ');
    assert.equal(await list.count(), 0);
    await press('Enter');
    await eventually(() => assert.deepEqual(said('slash'), [{ kind: 'slash', id: 1, room: GENERAL, name: 'mute', rest: '' }])); // prettier-ignore
    await isText('/mute ');
    await chat.send({ kind: 'slashed', id: 1, said: 'This room is muted.' });
    await isText('');
    await eventually(async () => assert.match(await chat.page.locator('.announcer').innerText(), /This room is muted/));
    assert.deepEqual([posts(), said('typing')], [[], []]);
  });

  it('that stand there whole are run with one Enter, and what could not be done keeps its text', async () => {
    await type('/dm ');
    await offers().first().waitFor();
    await press('ArrowDown', 'Enter');
    await isText('/dm Ben Ali ');
    await type('hello');
    await press('Enter');
    await eventually(() => assert.equal(said('slash').length, 1));
    await chat.send({ kind: 'slashed', id: 1, reason: 'Ben Ali cannot be written to.' });
    assert.equal(await chat.page.getByRole('alert').innerText(), 'Ben Ali cannot be written to.');
    await isText('/dm Ben Ali hello');
    await press('Control+a');
    await type('/who');
    await offers().first().waitFor();
    await press('Enter');
    await eventually(() => assert.equal(said('slash').length, 2));
  });

  it('are asked back about where they may be a text, which is kept', async () => {
    await type('/etc');
    await press('Enter');
    assert.match(await chat.page.getByRole('alert').innerText(), /^There is no command \/etc\. Press Enter again/);
    await isText('/etc');
    assert.deepEqual(posts(), []);
    await press('Enter');
    await eventually(() => assert.deepEqual(posts(), ['/etc']));
    await type('/usr/bin/node');
    await press('Enter');
    await type('//exit');
    await press('Enter');
    await eventually(() => assert.deepEqual(posts(), ['/etc', '/usr/bin/node', '/exit']));
    assert.deepEqual(said('run'), []);
  });

  it('are never what is pasted over several lines', async () => {
    await pasteText(chat.page, '/exit\n/leave\n');
    await press('Enter');
    assert.match(await chat.page.getByRole('alert').innerText(), /takes one line\. Press Enter again/);
    await press('Enter');
    await eventually(() => assert.equal(posts().length, 1));
    assert.deepEqual([said('run'), said('slash')], [[], []]);
  });

  it('of the page alone: search, a block of code, files and exit', async () => {
    await type('/search lexer');
    await press('Enter');
    await eventually(async () => assert.match(await focused(), /search-input/));
    assert.equal(await chat.page.locator('.search-input').inputValue(), 'lexer');
    await press('Escape');
    await isText('');
    await type('/code ts');
    await press('Enter');
    await type('a();');
    await isText('```ts\na();\n```');
    await press('Control+a', 'Delete');
    await type('/file');
    await press('Enter');
    await type('/exit');
    await press('Enter');
    await eventually(() =>
      assert.deepEqual(said('run'), [
        { kind: 'run', command: 'shareFile' },
        { kind: 'run', command: 'exit' },
      ]),
    );
  });

  it('stand whole in a narrow page', async () => {
    await chat.page.setViewportSize({ width: 250, height: 420 });
    await type('/');
    await offers().first().waitFor();
    const { x, y, width } = (await chat.page.locator('.offers').boundingBox())!;
    assert.ok(x >= 0 && y >= 0 && x + width <= 250);
    assert.equal(await chat.page.locator('.offers').evaluate((list) => list.scrollWidth > list.clientWidth), false);
  });
});
