import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { eventually } from '../helpers/eventually';
import { BEN, CHLOE, ME, aMessage, aPending, aSnapshot, messages } from './build';
import { ARCHIVE, LOG, PLAN } from './buildFiles';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { mixed } from './mixed';

interface Heard {
  readonly role: string;
  readonly name: string;
  readonly text: string;
  readonly isLive: boolean;
}

/** What the browser hands to a screen reader, which knows nothing of the page but this. */
describe('the page, as a screen reader has it from the browser', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  let session: CDPSession;
  eachPage((opened) => (chat = opened));
  beforeEach(async () => (session = await chat.page.context().newCDPSession(chat.page)));

  const tree = async (): Promise<readonly Heard[]> => {
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const known = new Map(nodes.map((node) => [node.nodeId, node]));
    const textOf = (id: string): string => {
      const node = known.get(id);
      if (!node) return '';
      if (node.role?.value === 'StaticText') return String(node.name?.value ?? '');
      return (node.childIds ?? []).map(textOf).join('');
    };
    return nodes
      .filter(({ ignored }) => !ignored)
      .map((node) => ({
        role: String(node.role?.value),
        name: String(node.name?.value ?? ''),
        text: textOf(node.nodeId),
        isLive: node.properties?.some(({ name, value }) => name === 'live' && value.value === 'polite') === true,
      }));
  };
  const announced = async (): Promise<string> =>
    (await tree()).find(({ name, isLive }) => name === 'New messages' && isLive)?.text ?? 'there is no such region';
  const says = (text: string) => eventually(async () => assert.equal(await announced(), text));
  const rowsSay = async () => (await tree()).filter(({ role }) => role === 'article').map(({ name }) => name);
  const arrive = (rev: number, ...entries: ReturnType<typeof aMessage>[]) =>
    chat.send({ kind: 'arrived', rev, entries });

  it('says one new message of somebody else in full, and nothing of the history or of one’s own', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 30) }));
    assert.equal(await announced(), '');
    await arrive(
      2,
      aMessage(31, { by: ME, text: 'my own' }),
      aMessage(32, { by: CHLOE, text: 'It is **green** again' }),
    );
    await says(`${CHLOE.name}: It is green again`);
  });

  it('says many that come at once in one sentence, of how many and from whom', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 3) }));
    for (let i = 0; i < 100; i += 1)
      await chat.send({ kind: 'arrived', rev: 2 + i, entries: [aMessage(4 + i, { by: i % 2 === 0 ? BEN : CHLOE })] });
    await eventually(async () => assert.match(await announced(), /^\d+ new messages from ben, Chloé$/));
  });

  it('says of code what it is, and of files their names', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 3) }));
    await arrive(2, { ...aMessage(4, { text: 'Like this:\n```ts\nlet a = 1;\nlet b = 2;\n```' }), files: [PLAN, LOG] });
    await eventually(async () => {
      const said = await announced();
      assert.match(said, /^ben: Like this:\s+code block, TypeScript, 2 lines/);
      assert.match(said, /plan\.png.*build-4711\.log/);
      assert.doesNotMatch(said, /let a/);
    });
  });

  it('says that a message of one’s own could not be sent, at once and once', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 3), pending: [aPending(1)] }));
    const failed = aPending(1, { state: 'failed', reason: 'the disk is full' });
    await chat.send({ kind: 'pending', rev: 2, pending: [failed] });
    await says('Message not sent: the disk is full');
  });

  it('names a message by who, when and what, with what was done to it and what it carries', async () => {
    const people = [BEN, CHLOE, ME].map(({ id, name }) => ({ id, name }));
    const entries = [
      {
        ...aMessage(1, { text: 'Look:\n```python\nprint(1)\n```' }),
        reactions: [{ emoji: '🎉', by: people }],
        pinned: true as const,
        editedAt: 1,
      },
      aMessage(2, { by: CHLOE, text: '', files: [ARCHIVE] }),
    ];
    await renderState(chat, aSnapshot({ entries }));
    const [first, second] = await rowsSay();
    assert.match(first ?? '', /^ben, 12:00 PM, Look:\s+code block, Python, 1 line, edited, 🎉, 3: .*you, pinned$/s);
    assert.match(second ?? '', /^Chloé, 12:00 PM, .*tar\.gz/);
    const buttons = (await tree()).filter(({ role }) => role === 'button').map(({ name }) => name);
    assert.ok(buttons.some((name) => /^🎉, 3: /.test(name)));
  });

  it('has every message of a full window, also those that are out of sight', async () => {
    await chat.page.evaluate(() => document.body.classList.add('vscode-using-screen-reader'));
    await renderState(chat, aSnapshot({ entries: messages(1, 300, mixed) }));
    const rows = await rowsSay();
    assert.equal(rows.length, 300);
    assert.ok(rows.every((name) => /\d{1,2}:\d\d [AP]M/.test(name)));
  });
});
