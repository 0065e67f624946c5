import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import type { Attached } from '../../webview/protocol/files';
import type { PageToHost } from '../../webview/protocol/messages';
import { fileable, isLong } from '../../webview/state/longText';
import { type Action, type PageState, initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { eventually } from '../helpers/eventually';
import { aSnapshot, cidOf, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';
import { pasteText } from './opened';

const LOG = Array.from({ length: 60 }, (_, i) => `step ${i + 1} is done`).join('\n');
const after = (...actions: readonly Action[]): PageState => actions.reduce(reduce, reduce(initial, aSnapshot()));
const typed = (text: string): Action => ({ kind: 'typed', text });
const pasted = (text: string, put = text, language = ''): Action => ({
  kind: 'pasted',
  pasted: { put, text, language },
});

describe('what may go as a file', () => {
  it('is a pasted text that is long, without the block that was put around it', () => {
    assert.deepEqual([isLong('x'.repeat(3_999)), isLong('x'.repeat(4_000)), isLong(LOG)], [false, true, true]);
    const put = `\`\`\`typescript\n${LOG}\n\`\`\`\n`;
    const s = after(pasted(LOG, put, 'typescript'), typed(`Look:\n${put}`));
    assert.deepEqual(fileable(s), { put, text: LOG, name: 'pasted.ts', isOver: false });
    assert.equal(fileable(reduce(s, typed(`Look: ${LOG}`))), undefined, 'it was changed since');
  });

  it('is all of a draft that is too long for a message, and no shorter one', () => {
    const long = 'x'.repeat(10_001);
    assert.deepEqual(fileable(after(typed(long))), { put: long, text: long, name: 'message.md', isOver: true });
    assert.equal(fileable(after(typed(long.slice(1)))), undefined);
  });

  it('has a name of its own among those that are attached', () => {
    const file = (name: string): Attached => ({ id: cidOf(1), name, type: 'text/plain', size: 1, have: 1, isReady: true }); // prettier-ignore
    const told: Action = { kind: 'attached', room: GENERAL, files: [file('pasted.txt'), file('pasted-2.txt')] };
    assert.equal(fileable(after(told, pasted(LOG), typed(LOG)))?.name, 'pasted-3.txt');
  });

  it('is nothing of a command or of a message that is edited', () => {
    assert.equal(fileable(after(typed(`/dm ben ${'x'.repeat(10_000)}`))), undefined);
  });
});

describe('a long text on the page', function () {
  this.timeout(30_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  beforeEach(async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 3) }));
    await box().click();
  });
  const box = () => chat.page.getByRole('textbox');
  const offer = () => chat.page.getByRole('button', { name: 'Attach as a file' });
  const isText = (text: string) => eventually(async () => assert.equal(await box().inputValue(), text));
  const said = <K extends PageToHost['kind']>(kind: K) =>
    chat.said.filter((one): one is Extract<PageToHost, { kind: K }> => one.kind === kind);
  const press = (key: string) => chat.page.keyboard.press(key);
  /** As the host takes it: whole, or with a reason. */
  const take = async (isReady: boolean) => {
    const file = await eventually(() => said('attach').at(-1) ?? assert.fail('nothing came'));
    const { id, name, type, size } = file;
    if (!isReady) return chat.send({ kind: 'notice', text: 'No.' }, { kind: 'taken', id });
    await chat.send({ kind: 'taken', id, upTo: 0 });
    await eventually(() => assert.equal(said('chunk').at(-1)?.id, id));
    const about = { id, name, type, size, have: size, isReady };
    const before = await box().inputValue();
    await chat.send({ kind: 'attached', room: GENERAL, files: [{ ...about, have: 0, isReady: false }] });
    assert.equal(await box().inputValue(), before, 'the host does not have all of it');
    await chat.send({ kind: 'attached', room: GENERAL, files: [about] }, { kind: 'taken', id });
    return file;
  };

  it('that was pasted is offered as a file, by key, and undoing brings it back', async () => {
    await chat.page.keyboard.type('The log: ');
    await pasteText(chat.page, LOG);
    await offer().waitFor();
    assert.match(await chat.page.locator('.long-text').innerText(), /A file is not searched, mentions nobody/);
    await press('Control+Enter');
    const attach = await eventually(() => said('attach')[0] ?? assert.fail('nothing came'));
    assert.deepEqual([attach.name, attach.size], ['pasted.txt', LOG.length]);
    await isText(`The log: ${LOG}`);
    await take(true);
    await isText('The log: ');
    const { bytes } = said('chunk')[0]!;
    assert.equal(Buffer.from(Object.values(bytes)).toString(), LOG);
    assert.equal(await offer().count(), 0);
    await press('Control+z');
    await isText(`The log: ${LOG}`);
    assert.deepEqual(said('post'), []);
  });

  it('stays where it is when it is sent as it is', async () => {
    await pasteText(chat.page, LOG);
    await offer().waitFor();
    await press('Enter');
    await eventually(() => assert.deepEqual(said('post').map(({ text }) => text), [LOG])); // prettier-ignore
    assert.equal(await offer().count(), 0);
  });

  it('that no message can hold is kept when the file is refused, and goes with the next try', async () => {
    const long = 'word '.repeat(2_100);
    await box().fill(long);
    await press('Enter');
    assert.match(await chat.page.getByRole('alert').innerText(), /^Too long by/);
    assert.match(await chat.page.locator('.long-text').innerText(), /^Too long for one message/);
    await offer().click();
    await take(false);
    await isText(long);
    assert.equal(await chat.page.getByRole('alert').innerText(), 'No.');
    await offer().click();
    await eventually(() => assert.equal(said('attach').length, 2));
    await take(true);
    await isText('');
    assert.equal(await chat.page.locator('.chip-name').innerText(), 'message.md');
    await press('Enter');
    await eventually(() => assert.equal(said('post')[0]?.files?.length, 1));
  });

  it('leaves the key to the editor where nothing is offered', async () => {
    await chat.page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      addEventListener('keydown', ({ key }) => seen.push(key));
    });
    await chat.page.keyboard.type('x');
    await press('Control+Enter');
    const seen = await chat.page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    assert.ok(seen.includes('Enter'));
  });
});
