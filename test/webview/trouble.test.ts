import assert from 'node:assert/strict';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { aSnapshot, cidOf, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { states } from './states';

describe('the page of a server in trouble', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));

  const button = (name: string) => chat.page.getByRole('button', { name, exact: true });
  const composer = () => chat.page.getByRole('textbox', { name: 'Message to general' });
  const posted = () => chat.said.flatMap((message) => (message.kind === 'post' ? [message.text] : []));
  const heard = (expected: PageToHost) =>
    eventually(() =>
      assert.deepEqual(
        chat.said.findLast(({ kind }) => kind === expected.kind),
        expected,
      ),
    );

  it('says what is wrong with the disk of the server until it is well, and hides what the reader knows', async () => {
    const storage = (state: 'low' | 'full', text: string) => ({ kind: 'storage', storage: { state, text } }) as const;
    await renderState(chat, aSnapshot({ entries: messages(1, 5) }));
    const banner = (text: string) => chat.page.getByRole('status').filter({ hasText: text });
    await chat.send({ ...storage('low', 'Almost full.'), rev: 2 });
    await banner('Almost full.').waitFor();
    await button('Dismiss').click();
    await banner('Almost full.').waitFor({ state: 'detached' });
    await chat.send({ ...storage('low', 'Almost full.'), rev: 3 });
    assert.equal(await banner('Almost full.').count(), 0);
    await chat.send({ ...storage('full', 'It is full.'), rev: 4 });
    await banner('It is full.').waitFor();
    assert.equal(await button('Dismiss').count(), 0);
    await chat.send({ kind: 'storage', rev: 5 });
    assert.equal(await banner('It is full.').count(), 0);
  });

  for (const state of ['readOnly', 'damaged'] as const) {
    it(`keeps the text in the composer and says why while the server is ${state}`, async () => {
      const { storage } = states(0)[`storage-${state}`]!;
      await renderState(chat, aSnapshot({ entries: messages(1, 5), storage }));
      await composer().fill('Not lost');
      await composer().press('Enter');
      assert.match(await chat.page.getByRole('alert').innerText(), /^Not sent\. .* nothing new is taken\./);
      assert.equal(await composer().inputValue(), 'Not lost');
      await chat.send({ kind: 'storage', rev: 2 });
      assert.equal(await chat.page.getByRole('alert').count(), 0);
      await composer().press('Enter');
      await eventually(() => assert.deepEqual(posted(), ['Not lost']));
    });
  }

  it('takes a message while the server moves, and leads to where that goes on only when asked to', async () => {
    await renderState(chat, states(Date.now())['storage-moving']!);
    await chat.page.getByRole('status').filter({ hasText: 'The server is moving to another computer.' }).waitFor();
    await composer().fill('Later');
    await composer().press('Enter');
    await eventually(() => assert.deepEqual(posted(), ['Later']));
    assert.equal(await button('Go There…').count(), 0);
    await chat.send({ kind: 'storage', rev: 2, storage: states(0)['storage-moved']!.storage });
    await chat.page.getByRole('status').filter({ hasText: 'wss://chat.example.org:12345' }).waitFor();
    await button('Go There…').click();
    await heard({ kind: 'run', command: 'followServer' });
  });

  it('takes a message that fills the disk of the server: it waits', async () => {
    await renderState(chat, states(Date.now())['storage-full']!);
    await composer().fill('Later');
    await composer().press('Enter');
    await eventually(() => assert.deepEqual(posted(), ['Later']));
  });

  it('offers to send again or to remove what a restored server has lost', async () => {
    await renderState(chat, states(Date.now())['gone']!);
    await chat.page.getByText('Not on the server any more: It was restored from an older backup.').waitFor();
    await button('Send again').click();
    await heard({ kind: 'retry', cid: cidOf(4) });
    await button('Remove').click();
    await heard({ kind: 'discard', cid: cidOf(4) });
  });

  it('says why something that was asked for did not work', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 5) }));
    await chat.send({ kind: 'notice', text: 'The message is not deleted.' });
    assert.equal(await chat.page.getByRole('alert').innerText(), 'The message is not deleted.');
  });
});
