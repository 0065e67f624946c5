import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import type { FoundMessage, HostToPage, PageToHost } from '../../webview/protocol/messages';
import { marked } from '../../webview/state/marks';
import { eventually } from '../helpers/eventually';
import { PARSER, aMessage, aRoom, aSnapshot, messages } from './build';
import { type ChatPage, type Pages, startPages } from './harness';
import { varied } from './room';

const general = aRoom();
const parser = aRoom({ id: PARSER, kind: 'private', title: 'parser' });
const found = (room: typeof general, seq: number, text: string): FoundMessage => ({
  room: room.id,
  roomKind: room.kind,
  title: room.title,
  entry: aMessage(seq, { text }),
});

describe('what was looked for, in a text', () => {
  const matches = (text: string, typed: string) =>
    marked(text, typed).flatMap((piece) => (piece.isMatch ? [piece.text] : []));

  it('is marked as the server finds it: whole words in any case and with any accents, the last one begun', () => {
    assert.deepEqual(matches('Naïve lines in the CAFÉ, inline', 'cafe naive from:ana lin'), ['Naïve', 'lin', 'CAFÉ']);
    assert.deepEqual(matches('会議は明日です', '明日'), ['明日']);
    assert.deepEqual(matches('a line', 'has:cat line'), []);
    assert.equal(
      marked('x <b> & "y"', 'b')
        .map((piece) => piece.text)
        .join(''),
      'x <b> & "y"',
    );
  });

  it('is seen in a long text, wherever it stands there', () => {
    const pieces = marked(`${'word '.repeat(500)}needle ${'word '.repeat(500)}`, 'needle');
    assert.ok(pieces.some((piece) => piece.isMatch && piece.text === 'needle'));
    assert.ok(pieces.map((piece) => piece.text).join('').length < 300);
  });
});

describe('the search', function () {
  this.timeout(60_000);
  let pages: Pages;
  let chat: ChatPage;
  let answer: (message: Extract<PageToHost, { kind: 'search' }>) => HostToPage;
  const here = { entries: messages(1, 90, varied), head: 90 };
  const host = (message: PageToHost): HostToPage | undefined => {
    if (message.kind === 'search') return answer(message);
    if (message.kind === 'ready') return aSnapshot({ rev: 2, ...here, room: general });
    if (message.kind !== 'openRoom') return undefined;
    return message.room === PARSER ? aSnapshot({ rev: 3, ...here, room: parser }) : aSnapshot({ rev: 4, ...here });
  };
  before(async () => (pages = await startPages()));
  after(() => pages.close());
  beforeEach(async () => {
    answer = ({ id }) => ({ kind: 'found', id, found: [] });
    chat = await pages.open({ answer: host });
    await chat.page.locator('.row').first().waitFor();
  });
  afterEach(() => chat.close());

  const input = () => chat.page.getByRole('combobox', { name: 'Search messages' });
  const status = () => chat.page.locator('.search-status').innerText();
  const asked = () => chat.said.filter((message) => message.kind === 'search');
  const focusedSeq = () =>
    chat.page.evaluate(
      () => (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('.row')?.dataset['seq'],
    );
  const shownRoom = () => chat.page.locator('.title-text').innerText();

  it('finds, jumps into another room, comes back to what was found, and back to where one was', async () => {
    answer = ({ id }) => ({
      kind: 'found',
      id,
      found: [found(general, 88, 'the parser <b>line</b>'), found(parser, 40, 'another line')],
    });
    await chat.page.getByRole('button', { name: 'Search messages' }).click();
    await chat.page.keyboard.type('lin');
    await eventually(async () => assert.equal(await status(), '2 messages found'));
    assert.deepEqual(await chat.page.locator('.found mark').allInnerTexts(), ['lin', 'lin']);
    await chat.page.keyboard.press('ArrowDown');
    await chat.page.keyboard.press('ArrowDown');
    assert.match((await chat.page.locator('.found.is-at').textContent()) ?? '', /parser, private room/);
    await chat.page.keyboard.press('Enter');
    await eventually(async () => assert.deepEqual([await shownRoom(), await focusedSeq()], ['parser', '40']));
    await chat.page.getByRole('button', { name: 'Back to results' }).waitFor();
    await chat.page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await input().inputValue(), 'lin'));
    assert.equal(await chat.page.locator('.found.is-at').getAttribute('id'), 'found-1');
    await chat.page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await shownRoom(), GENERAL));
    assert.equal(await chat.page.locator('.search, .search-back').count(), 0);
    assert.deepEqual(chat.errors, []);
  });

  it('lists no text that was taken back since, what is said now, and nothing of a room that is gone', async () => {
    const all = [
      found(general, 88, 'one line'),
      found(parser, 40, 'a line elsewhere'),
      found(general, 40, 'two lines'),
    ];
    answer = ({ id }) => ({ kind: 'found', id, found: all });
    await chat.send({ kind: 'openSearch' });
    await chat.page.keyboard.type('line');
    await eventually(async () => assert.equal(await status(), '3 messages found'));
    const texts = async () => (await chat.page.locator('.found-text').allInnerTexts()).map((text) => text.trim());
    const done = { at: 1, name: 'ben' };
    await chat.send(
      { kind: 'touched', room: GENERAL, entries: [{ kind: 'deleted', seq: 91, target: 88, ...done }] },
      { kind: 'touched', room: PARSER, entries: [{ kind: 'edited', seq: 91, target: 40, text: 'a word', ...done }] },
    );
    assert.deepEqual(await texts(), ['This message was deleted.', 'a word', 'two lines']);
    await chat.page.keyboard.press('ArrowUp');
    for (let i = 0; i < 3; i += 1) await chat.page.keyboard.press('ArrowDown');
    await chat.send({ kind: 'roomGone', room: PARSER });
    assert.deepEqual(await texts(), ['This message was deleted.', 'two lines']);
    await chat.page.keyboard.press('Enter');
    await eventually(async () => assert.equal(await focusedSeq(), '40'));
  });

  it('asks once for what is typed, and for older ones where the server goes on', async () => {
    answer = ({ id, next }) => ({
      kind: 'found',
      id,
      found: [found(general, next === undefined ? 60 : 20, 'a line')],
      ...(next === undefined ? { next: 'further' } : {}),
    });
    await chat.send({ kind: 'openSearch' });
    await chat.page.keyboard.type('line');
    await chat.page.keyboard.press('Enter');
    await eventually(async () => assert.match(await status(), /1 message found, and there may be older/));
    await chat.page.getByRole('button', { name: 'Search older messages' }).click();
    await eventually(async () => assert.equal(await status(), '2 messages found'));
    assert.deepEqual(
      asked().map(({ typed, next }) => [typed, next]),
      [
        ['line', undefined],
        ['line', 'further'],
      ],
    );
  });

  it('says that nothing was found, or why nothing could be', async () => {
    await chat.page.locator('.log [tabindex="0"]').first().focus();
    await chat.page.keyboard.press('/');
    await input().waitFor();
    await chat.page.getByRole('button', { name: 'from:', exact: true }).click();
    assert.equal(await input().inputValue(), 'from:');
    await chat.page.keyboard.type('ana');
    await eventually(async () => assert.equal(await status(), 'No messages found.'));
    answer = ({ id }) => ({ kind: 'found', id, reason: 'Messages can be searched when the server is reached again.' });
    await chat.page.keyboard.type(' x');
    await chat.page.keyboard.press('Enter');
    await eventually(async () => assert.match(await status(), /reached again/));
    await chat.page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await chat.page.locator('.search').count(), 0));
  });
});
