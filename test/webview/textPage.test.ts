import assert from 'node:assert/strict';
import { eventually } from '../helpers/eventually';
import { eachPage } from './eachPage';
import { aMessage, aSnapshot, messages } from './build';
import { type ChatPage, renderState } from './harness';

describe('a formatted message', function () {
  this.timeout(60_000);
  let chat: ChatPage;
  eachPage((opened) => (chat = opened));
  const show = (...texts: string[]) =>
    renderState(chat, aSnapshot({ entries: texts.map((text, i) => aMessage(i + 1, { text })) }));
  const row = (at = 0) => chat.page.locator('.message').nth(at);
  const said = (kind: 'openLink' | 'useCode') => chat.said.filter((message) => message.kind === kind);
  const labelOf = (at = 0) => row(at).getAttribute('aria-label');

  it('has the elements of what was meant', async () => {
    await show('# a\n\n> *b* **c** ~~d~~ `e`\n\n1. f\n2. g\n\n- [x] h\n\n|i|j|\n|:-|-:|\n|1|2|\n\n---\nk\nl');
    const page = chat.page;
    await page.getByRole('heading', { name: 'a', level: 3 }).waitFor();
    assert.equal(await page.locator('blockquote em').textContent(), 'b');
    assert.equal(await page.locator('blockquote :is(strong, del, code)').count(), 3);
    assert.equal(await page.locator('ol > li').count(), 2);
    await page.getByRole('img', { name: 'Done' }).waitFor();
    assert.deepEqual(await page.locator('td').allTextContents(), ['1', '2']);
    assert.equal(await page.locator('.text > p').innerText(), 'k\nl');
  });

  it('is heard in full without marks, and of its code what it is', async () => {
    await show('**Look**:\n```ts\na\nb\n```');
    assert.match((await labelOf()) ?? '', /^ben, .*, Look:\ncode block, TypeScript, 2 lines$/);
    await chat.page.getByRole('group', { name: 'code block, TypeScript, 2 lines' }).waitFor();
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(2, { text: '*new* [one](https://example.test)' })] });
    await eventually(async () => assert.equal(await chat.page.locator('.announcer').textContent(), 'ben: new one'));
  });

  it('opens a link through the host alone, by mouse and by key, and asks for nothing itself', async () => {
    const requests: string[] = [];
    chat.page.on('request', (request) => requests.push(request.url()));
    await show('see [the plan](https://example.test/plan "a title")');
    const link = chat.page.getByRole('link', { name: 'the plan' });
    assert.equal(await link.getAttribute('title'), 'https://example.test/plan');
    await link.click();
    await link.press('Enter');
    await link.click({ button: 'middle' });
    await eventually(() => assert.equal(said('openLink').length, 2));
    assert.deepEqual(said('openLink')[0], { kind: 'openLink', url: 'https://example.test/plan' });
    assert.deepEqual([requests, chat.page.url().includes('example.test')], [[], false]);
    assert.equal(chat.page.context().pages().length, 1);
  });

  it('hands the code of a block to the host, as it is and not as it is shown', async () => {
    await show('```ts\nconst a = 1;\u202e\n```');
    for (const name of ['Copy', 'Insert at Cursor', 'Open in Editor'])
      await chat.page.getByRole('button', { name }).click();
    await eventually(() => assert.equal(said('useCode').length, 3));
    const code = { kind: 'useCode', code: 'const a = 1;\u202e', language: 'typescript' };
    assert.deepEqual(said('useCode'), [
      { ...code, act: 'copy' },
      { ...code, act: 'insert' },
      { ...code, act: 'open' },
    ]);
  });

  it('is reached by Tab with its links and buttons, where the cursor is and nowhere else', async () => {
    await show('[a](https://example.test/a)', '[b](https://example.test/b)\n```\nx\n```');
    const stops = () =>
      chat.page.locator('.text :is(a, button)').evaluateAll((all) => all.map((each) => (each as HTMLElement).tabIndex));
    assert.deepEqual(await stops(), [-1, 0, 0, 0, 0]);
    await row(1).focus();
    await chat.page.keyboard.press('Tab');
    assert.equal(await chat.page.evaluate(() => document.activeElement?.textContent), 'b');
    await chat.page.keyboard.press('Tab');
    await chat.page.keyboard.press('Enter');
    await eventually(() => assert.equal(said('useCode').length, 1));
    await row(0).focus();
    await eventually(async () => assert.deepEqual(await stops(), [0, -1, -1, -1, -1]));
  });

  it('shows what is hidden in code, with a warning, and keeps what turns the direction to itself in text', async () => {
    await show('```\na\u202eb\n```', 'x `c\u200bd`', 'left \u202egnp.exe', '```\nplain\n```');
    assert.equal(await row(0).locator('pre').textContent(), 'a[U+202E]b');
    assert.equal(await chat.page.getByText('This code has hidden characters').count(), 1);
    assert.equal(await row(1).locator('code').textContent(), 'c[U+200B]d');
    assert.equal(await row(2).locator('bdi').textContent(), 'left \u202egnp.exe');
  });

  it('folds a long block, and shows all of it on request', async () => {
    const code = Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n');
    await show(`\`\`\`\n${code}\n\`\`\``, '```\nshort\n```');
    const height = async () => (await row(0).boundingBox())!.height;
    const folded = await height();
    const button = chat.page.locator('.code-fold');
    assert.deepEqual([await button.textContent(), await button.getAttribute('aria-expanded')], ['Show all 60 lines', 'false']); // prettier-ignore
    await button.click();
    assert.ok((await height()) > 2 * folded);
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    await button.click();
    assert.equal(await height(), folded);
  });

  it('is drawn once, and not again for what comes after it', async () => {
    await renderState(chat, aSnapshot({ entries: messages(1, 40, (seq) => aMessage(seq, { text: `**${seq}** \`code\`` })) })); // prettier-ignore
    await chat.page.evaluate(() => {
      document.querySelectorAll('.text').forEach((each) => each.setAttribute('data-old', ''));
    });
    await chat.send({ kind: 'arrived', rev: 2, entries: [aMessage(41, { text: '*new*' })] });
    assert.equal(await chat.page.locator('.text').count(), 41);
    assert.equal(await chat.page.locator('.text[data-old]').count(), 40);
  });

  it('marks a mention of the reader, also within emphasis, and not in code', async () => {
    await show('**hey @ana** `@ana`');
    assert.deepEqual(await chat.page.locator('.mention').allTextContents(), ['@ana']);
  });
});
