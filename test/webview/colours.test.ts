import assert from 'node:assert/strict';
import type { Colouring, Ink } from '../../webview/protocol/colouring';
import type { PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { aMessage, aSnapshot, messages } from './build';
import { eachPage } from './eachPage';
import { type ChatPage, renderState } from './harness';

type Asked = Extract<PageToHost, { kind: 'colour' }>;

const BLUE: Ink = { colour: '#0000FF', font: 2 };
const PLAIN: Ink = { font: 0 };

describe('code in the colours of the editor', function () {
  this.timeout(60_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  const asked = () => chat.said.filter((message): message is Asked => message.kind === 'colour');
  const show = async (...texts: string[]) => {
    await renderState(chat, aSnapshot({ entries: texts.map((text, i) => aMessage(i + 1, { text })) }));
  };
  const asks = (count: number) => eventually(() => assert.equal(asked().length, count));
  const answer = (colouring?: Colouring, at = -1) => chat.send({ kind: 'coloured', id: asked().at(at)!.id, colouring });
  const code = () => chat.page.locator('pre > code');
  /** Every piece with a look of its own: its text, colour and font. */
  const pieces = () =>
    code().evaluate((element) =>
      [...element.querySelectorAll('span')].map((span) => {
        const { color, fontWeight, fontStyle, textDecorationLine } = getComputedStyle(span);
        return [span.textContent, color, fontWeight, fontStyle, textDecorationLine].join(' ');
      }),
    );
  const setTheme = (id: string) =>
    chat.page.evaluate((theme) => document.body.setAttribute('data-vscode-theme-id', theme), id);

  it('is asked for by language and theme, and plain in the same place until then', async () => {
    await show('```ts\nlet a = "b"\n```');
    await asks(1);
    const { id, ...rest } = asked()[0]!;
    assert.deepEqual(rest, { kind: 'colour', theme: 'Default Dark Modern', language: 'typescript', code: 'let a = "b"' }); // prettier-ignore
    const place = async () => Object.values((await code().boundingBox())!).map(Math.round);
    const [box, text] = [await place(), await code().textContent()];
    assert.deepEqual(await pieces(), []);
    const lined: Ink = { font: 5, colour: '#FF000080' };
    await answer({ inks: [BLUE, PLAIN, lined, { font: 8 }], runs: [3, 0, 5, 1, 2, 2, 1, 3] });
    assert.deepEqual(await pieces(), [
      'let rgb(0, 0, 255) 700 normal none',
      '"b rgba(255, 0, 0, 0.5) 400 italic underline',
      '" rgb(204, 204, 204) 400 normal line-through',
    ]);
    assert.deepEqual([await place(), await code().textContent()], [box, text]);
    assert.ok(id > 0);
  });

  it('has the colours of the theme for brackets, those that can be seen in turn', async () => {
    await show('```ts\n(((((\n```');
    await asks(1);
    const inks = [0, 1, 2, 3, -1].map((bracket) => ({ ...BLUE, bracket }));
    await answer({ inks, runs: [1, 0, 1, 1, 1, 2, 1, 3, 1, 4] });
    assert.deepEqual(
      (await pieces()).map((piece) => /rgb[^)]*\)/.exec(piece)?.[0]),
      ['rgb(255, 215, 0)', 'rgb(218, 112, 214)', 'rgb(23, 159, 255)', 'rgb(255, 215, 0)', 'rgba(255, 18, 18, 0.8)'],
    );
  });

  it('names what is hidden, whatever colour it would have, and is handed over as it is', async () => {
    await show('```ts\nab\u202ec\u{e0041}d👩‍🚀\n```');
    await asks(1);
    await answer({ inks: [BLUE, PLAIN], runs: [1, 1, 3, 0, 4, 1, 3, 0] });
    assert.equal(await code().textContent(), 'ab[U+202E]c[U+E0041]d👩‍🚀');
    assert.deepEqual(await chat.page.locator('.code-hidden').allTextContents(), ['[U+202E]', '[U+E0041]']);
    assert.equal(await code().locator('.ink-0000FF').first().textContent(), 'b');
    await chat.page.getByRole('button', { name: 'Copy' }).click();
    await eventually(() => assert.ok(chat.said.some((said) => said.kind === 'useCode' && said.code === 'ab\u202ec\u{e0041}d👩‍🚀'))); // prettier-ignore
  });

  it('keeps what is selected when the colours come', async () => {
    await show('```ts\nlet a = 1\nlet b = 2\n```');
    await asks(1);
    await code().evaluate((element) =>
      getSelection()?.setBaseAndExtent(element.firstChild!, 12, element.firstChild!, 4),
    );
    await answer({ inks: [BLUE, PLAIN], runs: [3, 0, 7, 1, 3, 0] });
    const selected = () =>
      chat.page.evaluate(() => {
        const { anchorNode, anchorOffset } = getSelection()!;
        return [String(getSelection()), `${anchorNode?.nodeValue ?? ''} ${anchorOffset}`];
      });
    assert.deepEqual(await selected(), ['a = 1\nle', 'let 2']);
  });

  it('is asked for anew with another theme, and for another reason; what comes too late does not count', async () => {
    await show('```ts\nlet\n```');
    await asks(1);
    await answer({ inks: [BLUE], runs: [3, 0] });
    await setTheme('Dawn');
    await asks(2);
    assert.equal(asked()[1]?.theme, 'Dawn');
    assert.match((await pieces())[0] ?? '', /^let rgb\(0, 0, 255\)/);
    await chat.send({ kind: 'recolour' });
    await asks(3);
    await answer({ inks: [{ ...BLUE, colour: '#00FF00' }], runs: [3, 0] }, 1);
    assert.match((await pieces())[0] ?? '', /^let rgb\(0, 0, 255\)/);
    await answer({ inks: [{ ...BLUE, colour: '#FF0000' }], runs: [3, 0] });
    assert.match((await pieces())[0] ?? '', /^let rgb\(255, 0, 0\)/);
    await setTheme('Dusk');
    await asks(4);
    await answer();
    assert.deepEqual(await pieces(), []);
  });

  it('is asked for once, and only where it is in view or near', async () => {
    const entries = messages(1, 60, (seq) => aMessage(seq, { text: `\`\`\`ts\nlet a = ${seq >> 1}\n\`\`\`` }));
    await renderState(chat, aSnapshot({ entries }));
    await eventually(() => assert.ok(asked().length > 3));
    assert.ok(asked().length < 20, `${asked().length} blocks`);
    for (const { id } of asked()) await chat.send({ kind: 'coloured', id, colouring: { inks: [BLUE], runs: [3, 0] } });
    assert.equal(await chat.page.locator('.message').last().locator('.ink-bold').textContent(), 'let');
    assert.equal(await chat.page.locator('.message').nth(-2).locator('.ink-bold').textContent(), 'let');
    await chat.page.locator('.log').evaluate((log) => (log.scrollTop = 0));
    await eventually(() => assert.ok(asked().some((each) => each.code === 'let a = 1')));
    assert.equal(new Set(asked().map((each) => each.code)).size, asked().length);
  });

  it('is not asked for without a language, and not for more than a thousand lines', async () => {
    await show('```\na\n```', `\`\`\`ts\n${'\n'.repeat(1_001)}\n\`\`\``, '`b`', '```ts\nlast\n```');
    await asks(1);
    assert.equal(asked()[0]?.code, 'last');
  });

  it('takes no colours that are none', async () => {
    await show('```ts\nlet\n```');
    await asks(1);
    const colour = '#0000FF} * { display: none';
    await answer({ inks: [{ colour, font: 0 }], runs: [3, 0] });
    await answer({ inks: [], runs: [9, 7, 0, 0, 5] });
    assert.deepEqual([await pieces(), await code().textContent()], [[], 'let']);
  });
});
