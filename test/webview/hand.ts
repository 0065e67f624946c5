import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { BEN, ME, NOON, aMessage, aSnapshot, cidOf } from './build';
import { LOG } from './buildFiles';
import { type ChatPage, renderState } from './harness';
import { nothingMissed } from './missedLists';
import { openMissed } from './opened';

const by = ({ id, name }: typeof BEN) => ({ id, name });
const CODE = `\`\`\`ts\n${Array.from({ length: 30 }, (_, i) => `const a${i} = ${i};`).join('\n')}\n\`\`\``;
const ENTRIES = [
  aMessage(1, { by: ME, cid: cidOf(1), text: 'Ship it?' }),
  {
    ...aMessage(2, { text: `See https://example.test/ \n${CODE}`, files: [LOG] }),
    replyTo: 1,
    reactions: [{ emoji: '👍', by: [by(BEN)] }],
  },
  aMessage(3, { by: ME, cid: cidOf(3), text: 'Oops' }),
];

/** A room with what can be done by key, and the cursor in its composer. */
export async function openWithKeys(chat: ChatPage): Promise<void> {
  await renderState(chat, aSnapshot({ entries: ENTRIES, room: { ...aSnapshot().room, mayModerate: true } }));
  await chat.send({ kind: 'mentionable', room: GENERAL, names: ['ben', 'Chloé'] });
  await chat.send({ kind: 'focus' });
}

/** What a person without a mouse does, and sees. */
export function hand(chat: () => ChatPage) {
  const press = async (...keys: string[]) => {
    for (const key of keys) await chat().page.keyboard.press(key);
  };
  const type = (text: string) => chat().page.keyboard.type(text);
  const focused = () =>
    chat().page.evaluate(() => {
      const at = document.activeElement as HTMLElement | null;
      return at?.dataset['seq'] ?? at?.getAttribute('aria-label') ?? at?.innerText ?? '';
    });
  const isOn = (name: string | RegExp) =>
    eventually(async () => {
      const at = await focused();
      assert.ok(typeof name === 'string' ? at === name : name.test(at), `${at} is not ${String(name)}`);
    });
  const box = () => chat().page.locator('.textarea');
  const isDraft = (text: string) =>
    eventually(async () => assert.equal(await box().evaluate((area) => (area as HTMLTextAreaElement).value), text));
  const said = <K extends PageToHost['kind']>(kind: K) =>
    chat().said.filter((one): one is Extract<PageToHost, { kind: K }> => one.kind === kind);
  const isSaid = <K extends PageToHost['kind']>(kind: K, part: Partial<Extract<PageToHost, { kind: K }>>) =>
    eventually(() => assert.partialDeepStrictEqual(said(kind).at(-1) ?? {}, part));
  const isSeen = (selector: string, count = 1) =>
    eventually(async () => assert.equal(await chat().page.locator(selector).count(), count));
  /** From where the focus is, as often as it takes to go round. */
  const reach = async (name: string | RegExp, key = 'Tab') => {
    for (let i = 0; i < 40; i += 1) {
      const at = await focused();
      if (typeof name === 'string' ? at === name : name.test(at)) return;
      await press(key);
    }
    assert.fail(`${String(name)} is not reached`);
  };
  const toMessage = async (seq: 1 | 2 | 3) => {
    await press('Control+ArrowUp', 'End', ...Array.from({ length: 3 - seq }, () => 'ArrowUp'));
    await isOn(String(seq));
  };
  const within = async (seq: 1 | 2 | 3, name: string | RegExp) => {
    await toMessage(seq);
    await press('Tab');
    await reach(name);
  };
  const formats = async (key: string, text: string) => {
    await type('word');
    await press('Control+a', key);
    await isDraft(text);
  };
  const inSearch = async () => {
    await toMessage(3);
    await press('/');
    await isOn('Search messages');
    await type('ship');
    await press('Enter');
    const { id } = await eventually(() => said('search').at(-1) ?? assert.fail('nothing is searched for'));
    const found = ENTRIES.slice(0, 2).map((entry) => ({ room: GENERAL, roomKind: 'public' as const, title: GENERAL, entry })); // prettier-ignore
    await chat().send({ kind: 'found', id, found });
    await isSeen('.found', 2);
  };
  const inMissed = async () => {
    const item = (seq: number) => ({ room: GENERAL, roomKind: 'public' as const, title: GENERAL, seq, at: NOON, name: BEN.name, text: '' }); // prettier-ignore
    const kinds = [{ kind: 'mention' as const, found: [item(1), item(2)], more: 0 }];
    await openMissed(chat(), { ...nothingMissed, kinds });
    await isOn(/^ben, general/);
  };
  const inEmoji = async () => {
    await reach('Emoji');
    await press('Enter');
    await chat().page.locator('.picker-cell').first().waitFor();
  };

  return {
    press,
    type,
    focused,
    isOn,
    isDraft,
    said,
    isSaid,
    isSeen,
    reach,
    toMessage,
    within,
    formats,
    inSearch,
    inEmoji,
    inMissed,
  };
}
