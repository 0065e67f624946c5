import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { BEN, ME, aMessage, aSnapshot, cidOf } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

describe('what can be done to messages, in the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));

  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const textbox = () => chat.page.getByRole('textbox');
  const draft = () => chat.page.locator('.textarea').evaluate((area) => (area as HTMLTextAreaElement).value);
  const said = (kind: string) => chat.said.filter((message) => message.kind === kind);
  const by = ({ id, name }: typeof BEN) => ({ id, name });
  const entries = [
    { ...aMessage(1, { by: BEN, text: 'Ship it?' }), reactions: [{ emoji: '👍', by: [by(BEN)] }] },
    { ...aMessage(2, { by: BEN, text: 'On Friday' }), replyTo: 1 },
    aMessage(3, { by: ME, cid: cidOf(3), text: 'Oops' }),
  ];
  const open = () => renderState(chat, aSnapshot({ entries: entries }));

  it('goes by keyboard alone: edit, answer, react, pin and copy', async () => {
    await open();
    await textbox().click();
    await chat.page.keyboard.type('half a draft');
    await press('Control+ArrowUp', 'e');
    await eventually(async () => assert.equal(await draft(), 'Oops'));
    assert.ok(await chat.page.getByText('You edit your message').isVisible());
    await press('Escape');
    await eventually(async () => assert.equal(await draft(), 'half a draft'));
    await press('Control+a', 'Delete', 'ArrowUp');
    await eventually(async () => assert.equal(await draft(), 'Oops'));
    await textbox().fill('Mended');
    await press('Enter');
    await eventually(() => assert.deepEqual(said('edit'), [{ kind: 'edit', room: GENERAL, seq: 3, text: 'Mended' }]));
    await chat.send({ kind: 'edited', room: GENERAL, seq: 3 });
    await eventually(async () => assert.equal(await draft(), ''));
    await press('Control+ArrowUp', 'Home', 'p', 'c', 'r');
    assert.deepEqual(said('flag'), [{ kind: 'flag', room: GENERAL, seq: 1, flag: 'pinned', isOn: true }]);
    assert.deepEqual(said('useCode'), [{ kind: 'useCode', act: 'copy', code: 'Ship it?', language: '' }]);
    assert.ok(await chat.page.locator('.writing', { hasText: 'Ship it?' }).isVisible());
    await chat.page.keyboard.type('Yes');
    await press('Enter', 'Control+ArrowUp', 'Home', '+');
    assert.deepEqual(
      said('post').map((message) => message.kind === 'post' && [message.text, message.replyTo]),
      [['Yes', 1]],
    );
    await chat.page.locator('.picker-cell').first().waitFor();
    await chat.page.keyboard.type('tada');
    await press('ArrowDown', 'Enter');
    await eventually(() =>
      assert.deepEqual(said('react'), [{ kind: 'react', room: GENERAL, seq: 1, emoji: '🎉', isOn: true }]),
    );
    await press('Enter', 'ArrowRight');
    assert.equal(await chat.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Reply');
  });

  it('says who reacted, and takes one’s own back', async () => {
    await open();
    const reaction = chat.page.getByRole('button', { name: `👍, 1: ${BEN.name}` });
    assert.equal(await reaction.getAttribute('aria-pressed'), 'false');
    await reaction.click();
    const news = { kind: 'reacted', seq: 4, at: 4, name: ME.name, author: ME.id, target: 1, emoji: '👍' } as const;
    await chat.send({ kind: 'arrived', rev: 2, entries: [{ ...news, isOn: true }] });
    const mine = chat.page.getByRole('button', { name: `👍, 2: ${BEN.name} and you` });
    assert.equal(await mine.getAttribute('aria-pressed'), 'true');
    await mine.click();
    assert.deepEqual(
      said('react').map((message) => message.kind === 'react' && message.isOn),
      [true, false],
    );
    const row = chat.page.locator('[data-seq="1"]');
    assert.match((await row.getAttribute('aria-label')) ?? '', /Ship it\?, 👍, 2: .* and you$/);
  });

  it('leads from an answer to what it answers', async () => {
    await open();
    await chat.page.locator('.quote').click();
    await eventually(async () =>
      assert.equal(await chat.page.evaluate(() => (document.activeElement as HTMLElement).dataset['seq']), '1'),
    );
  });

  it('shows its buttons at the message under the pointer, and no others', async () => {
    await open();
    await chat.page.locator('[data-seq="1"] .bubble').hover();
    await chat.page.locator('[data-seq="1"] .acts').waitFor();
    const names = () => chat.page.locator('.acts:visible .act').evaluateAll((all) => all.map((each) => each.ariaLabel));
    assert.deepEqual(await names(), [
      'React',
      'Reply',
      'Thread',
      'Pin',
      'Mark unread from here',
      'Copy link',
      'Copy text',
    ]);
    await chat.page.locator('[data-seq="3"] .bubble').hover();
    await chat.page.locator('[data-seq="3"] .acts').waitFor();
    assert.deepEqual(await names(), ['React', 'Reply', 'Thread', 'Edit', 'Pin', 'Copy link', 'Copy text']);
  });
});
