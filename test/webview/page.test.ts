import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { BEN, ME, aMessage, aPending, aSnapshot, anArrival, cidOf, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { states } from './states';

type Said<K extends PageToHost['kind']> = Extract<PageToHost, { kind: K }>;
const saidBy = <K extends PageToHost['kind']>(chat: ChatPage, kind: K): Said<K>[] =>
  chat.said.filter((message): message is Said<K> => message.kind === kind);

const heard = async (chat: ChatPage, expected: PageToHost): Promise<void> => {
  await eventually(() =>
    assert.deepEqual(chat.said.filter((message) => message.kind === expected.kind).at(-1), expected),
  );
};

describe('the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));

  const button = (name: string) => chat.page.getByRole('button', { name, exact: true });
  const composer = () => chat.page.getByRole('textbox', { name: 'Message to general' });
  const rows = () => chat.page.locator('.log [role=article]');

  it('asks for a snapshot when it starts', async () => {
    await heard(chat, { kind: 'ready' });
  });

  it('breaks no content security policy in any state', async () => {
    for (const snapshot of Object.values(states(Date.now()))) await renderState(chat, snapshot);
    await chat.page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body { color: red }';
      document.head.append(style);
    });
    await eventually(() => assert.notEqual(chat.errors.length, 0));
    const refused = chat.errors.splice(0);
    assert.deepEqual(
      refused.filter((error) => !error.startsWith('Applying inline style violates')),
      [],
    );
    assert.equal(refused.length, 1, 'the policy is in force, and only the style of this test broke it');
  });

  it('offers to join and to start a server at the first run', async () => {
    await renderState(chat, states(0)['first-run']!);
    await button('Start Server').click();
    await heard(chat, { kind: 'run', command: 'startServer' });
    await button('Join').click();
    await heard(chat, { kind: 'run', command: 'join' });
    assert.equal(await chat.page.locator('vscode-text-area').count(), 0);
  });

  it('shows where it is connecting to', async () => {
    await renderState(chat, states(0)['connecting']!);
    await chat.page.getByText('Connecting to 127.0.0.1:12345').waitFor();
  });

  it('shows room, server, connection and people in the header', async () => {
    await renderState(chat, aSnapshot({ people: 3 }));
    const header = chat.page.locator('header');
    assert.match(await header.innerText(), /general[\s\S]*Connected[\s\S]*127\.0\.0\.1:12345[\s\S]*3/);
    await chat.send({ kind: 'people', rev: 2, count: 4 });
    await header.getByRole('button', { name: '4 people here' }).waitFor();
  });

  it('invites to say hello in an empty room', async () => {
    await renderState(chat, aSnapshot());
    await chat.page.getByText('Say hello').waitFor();
  });

  it('shows the reason, the countdown and the history while it is offline', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 5) }));
    const retryAt = Date.now() + 60_000;
    await chat.send({ kind: 'link', rev: 2, link: { at: 'offline', reason: 'The connection was lost.', retryAt } });
    await chat.page.getByText('The connection was lost.').waitFor();
    await chat.page.getByText(/Reconnecting in (59|60) s/).waitFor();
    await chat.page.getByText(/Reconnecting in 58 s/).waitFor();
    await chat.page.getByText('message 5', { exact: true }).waitFor();
    await button('Retry now').click();
    await heard(chat, { kind: 'run', command: 'reconnect' });
  });

  it('does not call it the start of the room, nor count people, while the history is not known', async () => {
    const reason = 'Nothing answers.';
    await renderState(
      chat,
      aSnapshot({ link: { at: 'offline', reason }, pending: [aPending(1, { state: 'waiting' })] }),
    );
    await chat.page.getByText('The history comes with the connection.').waitFor();
    assert.equal(await chat.page.getByText('This is the start of').count(), 0);
    assert.equal(await chat.page.locator('.people').count(), 0);
    await chat.send({ kind: 'link', rev: 2, link: { at: 'online' } });
    await chat.page.getByText('This is the start of general.').waitFor();
  });

  it('shows why it has stopped, the one thing to do, and the log', async () => {
    await renderState(chat, states(0)['stopped-empty']!);
    await chat.page.getByText('Nothing answers').waitFor();
    await button('Start Server').click();
    await heard(chat, { kind: 'run', command: 'startServer' });
    await button('Show Log').click();
    await heard(chat, { kind: 'run', command: 'showLog' });
  });

  it('puts own messages right, those of others left and system lines in the middle', async () => {
    await renderState(
      chat,
      aSnapshot({ entries: [anArrival(1), aMessage(2), aMessage(3, { by: ME }), anArrival(4, { kind: 'left' })] }),
    );
    const log = (await chat.page.locator('.log').boundingBox())!;
    const middle = log.x + log.width / 2;
    const mine = (await chat.page.locator('.mine .bubble').boundingBox())!;
    const theirs = (await chat.page.locator('.theirs .bubble').boundingBox())!;
    assert.ok(mine.x > middle && theirs.x + theirs.width < middle);
    assert.deepEqual(await chat.page.locator('.arrival').allInnerTexts(), [
      'ben has joined the chat.',
      'ben has left the chat.',
    ]);
    const arrival = await chat.page
      .locator('.arrival')
      .first()
      .evaluate((row) => getComputedStyle(row).textAlign);
    assert.equal(arrival, 'center');
  });

  it('shows sender and time once for a group, and the date before a day', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 4) }));
    assert.deepEqual(await chat.page.locator('.name').allInnerTexts(), ['ben']);
    assert.equal(await chat.page.locator('.meta time').count(), 1);
    assert.deepEqual(await chat.page.locator('h2.date').allInnerTexts(), ['Wednesday, October 14']);
  });

  it('sends with Enter, breaks the line with Shift+Enter, and empties the composer', async () => {
    await renderState(chat, aSnapshot());
    await composer().click();
    await chat.page.keyboard.type('one');
    await chat.page.keyboard.press('Shift+Enter');
    await chat.page.keyboard.type('two');
    await chat.page.keyboard.press('Enter');
    await eventually(() =>
      assert.deepEqual(
        saidBy(chat, 'post').map((post) => post.text),
        ['one\ntwo'],
      ),
    );
    assert.equal(await composer().inputValue(), '');
    assert.equal(await rows().locator('.bubble').innerText(), 'one\ntwo');
  });

  it('does not send with the Enter of an input method', async () => {
    await renderState(chat, aSnapshot());
    await composer().fill('にほん');
    await composer().dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    assert.deepEqual(saidBy(chat, 'post'), []);
    assert.equal(await composer().inputValue(), 'にほん');
    await button('Send').click();
    await eventually(() => assert.equal(saidBy(chat, 'post').length, 1));
  });

  it('sends with the button, and not what is blank', async () => {
    await renderState(chat, aSnapshot());
    await button('Send').click();
    await composer().fill('  \n ');
    await composer().press('Enter');
    await composer().fill('hello');
    await button('Send').click();
    await eventually(() =>
      assert.deepEqual(
        saidBy(chat, 'post').map((post) => post.text),
        ['hello'],
      ),
    );
  });

  it('refuses a text that is too long, says why, and loses none of it', async () => {
    await renderState(chat, aSnapshot());
    await composer().fill('x'.repeat(10_001));
    await chat.page.getByText('10,001 / 10,000').waitFor();
    await composer().press('Enter');
    await chat.page.getByRole('alert').getByText('Too long by 1').waitFor();
    assert.equal((await composer().inputValue()).length, 10_001);
    assert.deepEqual(saidBy(chat, 'post'), []);
  });

  it('grows with the text up to two fifths of the page', async () => {
    await renderState(chat, aSnapshot());
    const height = async () => (await composer().boundingBox())!.height;
    const one = await height();
    await composer().fill('1\n2\n3');
    const three = await height();
    await composer().fill('line\n'.repeat(100));
    assert.ok(one < 40 && three > one + 30 && (await height()) <= 720 * 0.4 + 1);
  });

  it('shows how each own message stands', async () => {
    const pending = [
      aPending(1, { state: 'sending' }),
      aPending(2, { state: 'waiting' }),
      aPending(3, { state: 'failed', reason: 'the disk is full.' }),
      aPending(4, { state: 'waiting', reason: 'Its disk is full.' }),
    ];
    await renderState(chat, aSnapshot({ entries: [aMessage(1, { by: ME })], pending }));
    const titles = await chat.page
      .locator('.mark')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('title')));
    assert.deepEqual(titles, ['Stored on the server', 'Sending…', 'Waiting for connection', 'Not sent', 'Waiting']);
    await chat.page.getByText('Not sent: the disk is full.').waitFor();
    await chat.page.getByText('Waiting: Its disk is full.').waitFor();
    await button('Retry').click();
    await heard(chat, { kind: 'retry', cid: cidOf(3) });
    await button('Delete').click();
    await heard(chat, { kind: 'discard', cid: cidOf(3) });
  });

  it('keeps the row of an own message when it is stored', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 2) }));
    await composer().fill('hello');
    await composer().press('Enter');
    await eventually(() => assert.equal(saidBy(chat, 'post').length, 1));
    const { cid } = saidBy(chat, 'post')[0]!;
    const row = await chat.page.locator('.is-sending').elementHandle();
    const entry = aMessage(3, { by: ME, cid, text: 'hello', at: Date.now() });
    await chat.send({ kind: 'pending', rev: 2, pending: [aPending(1, { cid, text: 'hello', at: Date.now() })] });
    await chat.send({ kind: 'arrived', rev: 3, entries: [entry] }, { kind: 'pending', rev: 4, pending: [] });
    assert.match((await row.getAttribute('class')) ?? '', /is-stored/);
    assert.equal(await row.evaluate((element) => element.isConnected), true);
    assert.equal(await chat.page.locator('.mine').count(), 1);
  });

  it('keeps the draft and what is on its way over a reload, and posts it again', async () => {
    await renderState(chat, aSnapshot());
    await composer().fill('first');
    await composer().press('Enter');
    await composer().fill('second');
    await heard(chat, { kind: 'draft', room: GENERAL, text: 'second' });
    const [post] = saidBy(chat, 'post');
    await chat.page.reload();
    await renderState(chat, aSnapshot({ draft: 'second' }));
    await eventually(() => assert.deepEqual(saidBy(chat, 'post'), [post, post]));
    assert.equal(await composer().inputValue(), 'second');
    await chat.page.getByText('first').waitFor();
  });

  it('asks before it leaves text behind, and only then', async () => {
    await renderState(chat, aSnapshot());
    await composer().fill('unsent');
    await button('Exit').click();
    await chat.page.getByRole('alertdialog').waitFor();
    await chat.page.keyboard.press('Escape');
    assert.equal(await chat.page.getByRole('alertdialog').count(), 0);
    await button('Exit').click();
    await button('Stay').click();
    assert.deepEqual(saidBy(chat, 'run'), []);
    await composer().fill('');
    await button('Exit').click();
    await heard(chat, { kind: 'run', command: 'exit' });
  });

  it('asks for a snapshot when a delta was missed', async () => {
    await renderState(chat, aSnapshot({ rev: 5 }));
    await chat.send({ kind: 'people', rev: 7, count: 1 });
    await eventually(() => assert.equal(saidBy(chat, 'ready').length, 2));
  });

  it('ignores what is not a message of its host', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 3) }));
    await chat.page.evaluate(() => {
      for (const odd of [null, 'x', { kind: 'arrived', rev: 2, entries: [{}] }, { kind: 'nonsense' }]) {
        window.postMessage(odd, '*');
      }
    });
    await chat.send({ kind: 'people', rev: 2, count: 7 });
    await button('7 people here').waitFor();
    assert.equal(await rows().count(), 3);
  });

  it('reports what is read when it is at the end and looked at', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 5), readUpTo: 2 }));
    await heard(chat, { kind: 'read', room: GENERAL, seq: 5, turn: 0 });
    await chat.page.locator('.divider').waitFor();
  });

  it('shows text as text, in its own box, however hostile', async () => {
    const texts = [
      '<img src=x onerror="document.title=1"><script>document.title=2</script>',
      '&lt;b&gt; ${1} {{2}} <b>',
      'a' + '\u0300'.repeat(10_000),
      'W'.repeat(3_000),
      '\u202Eevil\u202C مرحبا',
      'tab\there\n\n  two spaces',
    ];
    const entries = texts.map((text, i) => aMessage(i + 1, { text, by: { ...BEN, name: '<b>ben</b>' } }));
    await renderState(chat, aSnapshot({ entries }));
    const shown = await chat.page.locator('.bubble').evaluateAll((all) => all.map((bubble) => bubble.textContent));
    assert.deepEqual(shown, texts.with(-1, 'tab\there  two spaces'));
    assert.equal(await chat.page.title(), 'Team Chat');
    const over = await chat.page.locator('.log').evaluate((log) => log.scrollWidth - log.clientWidth);
    assert.equal(over, 0);
    const tall = await chat.page
      .locator('.bubble')
      .nth(2)
      .evaluate((bubble) => bubble.clientHeight);
    assert.ok(tall < 60, `the box is ${tall} px high`);
    assert.deepEqual(
      await chat.page
        .locator('.bubble')
        .nth(2)
        .evaluate((b) => getComputedStyle(b).overflow),
      'clip',
    );
  });

  it('uses the whole width that the editor gives it', async () => {
    await renderState(chat, aSnapshot());
    assert.equal((await chat.page.locator('header').boundingBox())?.x, 0);
  });

  for (const [width, height] of [
    [250, 500],
    [240, 360],
    [1600, 900],
  ] as const) {
    it(`fits into ${width} × ${height}`, async () => {
      await chat.page.setViewportSize({ width, height });
      for (const [name, snapshot] of Object.entries(states(Date.now()))) {
        await renderState(chat, snapshot);
        const over = await chat.page.evaluate(() => {
          const outside = [...document.querySelectorAll('body *:not(.spoken)')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5);
          });
          return outside.map((element) => element.className);
        });
        assert.deepEqual(over, [], name);
      }
    });
  }

  it('says new messages of others once, in one sentence, and no history', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 30) }));
    const region = chat.page.locator('.announcer');
    assert.equal(await region.textContent(), '');
    assert.equal(await chat.page.locator('.log').getAttribute('aria-live'), 'off');
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(31), aMessage(32, { by: ME })] });
    await chat.send({ kind: 'arrived', rev: 3, entries: [aMessage(33)] });
    await eventually(async () => assert.equal(await region.textContent(), '2 new messages from ben'));
  });

  it('has targets of at least 24 px', async () => {
    await renderState(chat, states(Date.now())['pending']!);
    const buttons = await chat.page.locator('.button').all();
    const sizes = await Promise.all(buttons.map((each) => each.boundingBox()));
    assert.ok(sizes.length >= 4);
    for (const size of sizes) assert.ok(size !== null && size.width >= 24 && size.height >= 24);
  });
});
