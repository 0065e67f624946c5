import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { eventually } from '../helpers/eventually';
import { BEN, HERE, PARSER, THERE, aMessage, aPlace, aRoom, aSnapshot, linkable, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

const NAMES = [
  { id: GENERAL, kind: 'public' as const, name: 'general' },
  { id: PARSER, kind: 'private' as const, name: 'parser' },
];

describe('links within the team, in the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));

  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const said = (kind: string) => chat.said.filter((message) => message.kind === kind);
  const focused = () => chat.page.evaluate(() => (document.activeElement as HTMLElement).dataset['seq']);
  const links = () => chat.page.locator('.text-link').allInnerTexts();
  const text = [
    `#parser, #secret and #12: ${aPlace(HERE, GENERAL, 2)} ${aPlace(HERE, PARSER, 9)}`,
    `${aPlace(THERE, PARSER, 9)} \`#parser #12\` https://example.test/#parser`,
  ].join('\n');
  const entries = [aMessage(1), aMessage(2, { by: BEN, text: 'The one' }), ...messages(3, 40), aMessage(41, { text })];

  beforeEach(async () => {
    await renderState(chat, aSnapshot({ entries }));
    await chat.send(linkable(NAMES, 'https://issues.test/{id}'));
    await eventually(async () => assert.equal((await links()).length, 6));
  });

  it('are called what is known of them, and nothing that is not known is a link', async () => {
    const [room, issue, here, there, foreign, web] = await links();
    assert.deepEqual([room, issue, there, foreign, web], ['#parser', '#12', '#parser', 'message', 'https://example.test/#parser']); // prettier-ignore
    assert.match(here ?? '', /^#general · ben, 12:00/);
    assert.equal(await chat.page.locator('.text-link').nth(4).getAttribute('title'), aPlace(THERE, PARSER, 9));
    const row = await chat.page.locator('[data-seq="41"]').getAttribute('aria-label');
    assert.match(row ?? '', /link to a message/);
  });

  it('lead to a message here and back, by keyboard alone', async () => {
    await chat.page.getByRole('textbox').click();
    await press('Control+ArrowUp', 'Tab');
    // The name of who wrote it, the room, the issue.
    await eventually(async () => {
      if ((await chat.page.evaluate(() => document.activeElement?.textContent))?.startsWith('#general')) return;
      await press('Tab');
      assert.fail('not there yet');
    });
    await press('Enter');
    await eventually(async () => assert.equal(await focused(), '2'));
    assert.ok(await chat.page.getByRole('button', { name: 'Back', exact: true }).isVisible());
    await press('Escape');
    await eventually(async () => assert.equal(await chat.page.locator('.way-back').count(), 0));
    assert.equal(await chat.page.evaluate(() => document.activeElement?.classList.contains('textarea')), true);
    const end = await chat.page.locator('.log').evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
    assert.ok(end < 5, `${end}`);
  });

  it('open a room of this team, and ask the host about what leads out of it', async () => {
    const follow = (i: number) => chat.page.locator('.text-link').nth(i).click();
    await follow(1);
    await follow(4);
    assert.deepEqual(said('openLink'), [
      { kind: 'openLink', url: 'https://issues.test/12' },
      { kind: 'openLink', url: aPlace(THERE, PARSER, 9) },
    ]);
    await follow(0);
    assert.deepEqual(said('openRoom'), [{ kind: 'openRoom', room: PARSER }]);
    await chat.send(aSnapshot({ rev: 2, room: aRoom({ id: PARSER, title: 'parser' }), entries: messages(1, 3) }));
    await chat.page.locator('.way-back button').first().click();
    await eventually(() => assert.deepEqual(said('openRoom').at(-1), { kind: 'openRoom', room: GENERAL }));
  });

  it('are taken by key of the message that has the focus, which may be marked as unread as well', async () => {
    await chat.page.locator('[data-seq="40"]').focus();
    await press('l', 'u');
    assert.deepEqual(said('copyLink'), [{ kind: 'copyLink', room: GENERAL, seq: 40 }]);
    assert.deepEqual(said('markUnread'), [{ kind: 'markUnread', room: GENERAL, seq: 40 }]);
    await chat.send({ kind: 'setBack', rev: 2, readUpTo: 39, turn: 1 });
    await chat.page.locator('.divider').waitFor();
    const inOrder = await chat.page
      .locator('.divider, [data-seq]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-seq')));
    assert.equal(inOrder[inOrder.indexOf(null) + 1], '40');
    const before = said('read').length;
    await chat.send({ kind: 'arrived', rev: 3, entries: [aMessage(42)] });
    await chat.page.locator('[data-seq="42"]').waitFor();
    assert.equal(said('read').length, before);
    await press('Escape');
    await eventually(() => assert.deepEqual(said('read').at(-1), { kind: 'read', room: GENERAL, seq: 42, turn: 1 }));
  });

  it('tell the menu of the editor what it was opened for', async () => {
    const contextOf = async (selector: string) =>
      JSON.parse((await chat.page.locator(selector).first().getAttribute('data-vscode-context')) ?? '') as unknown;
    assert.deepEqual(await contextOf('[data-seq="2"]'), { webviewSection: 'othersMessage', seq: 2 });
    assert.deepEqual(await contextOf('.log'), { room: GENERAL });
    assert.deepEqual(await contextOf('.header'), { webviewSection: 'room', room: GENERAL });
  });

  it('are offered by name behind a #, and taken with Enter', async () => {
    await chat.page.getByRole('textbox').click();
    await chat.page.keyboard.type('see #pa');
    await chat.page.getByRole('listbox', { name: 'Rooms' }).waitFor();
    assert.deepEqual(await chat.page.getByRole('option').allInnerTexts(), ['#\nparser']);
    await press('Enter');
    assert.equal(await chat.page.getByRole('textbox').inputValue(), 'see #parser ');
  });
});
