import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import type { HostToPage, PageToHost } from '../../webview/protocol/messages';
import { eventually } from '../helpers/eventually';
import { ME, PARSER, aRoom, aSnapshot, messages } from './build';
import { type ChatPage, type Pages, startPages } from './harness';
import { MISSED, nothingMissed } from './missedLists';
import { varied } from './room';

const parser = aRoom({ id: PARSER, kind: 'private', title: 'parser' });

describe('what happened since the reader left', function () {
  this.timeout(60_000);
  let pages: Pages;
  let chat: ChatPage;
  let answer: (asked: Extract<PageToHost, { kind: 'missed' }>) => HostToPage | undefined;
  const here = { entries: messages(1, 90, varied), head: 90, readUpTo: 90 };
  const host = (message: PageToHost): HostToPage | undefined => {
    if (message.kind === 'missed') return answer(message);
    if (message.kind === 'ready')
      return aSnapshot({ rev: 2, ...here, missedCount: { messages: '42', rooms: 5 }, me: ME });
    if (message.kind !== 'openRoom') return undefined;
    return message.room === PARSER ? aSnapshot({ rev: 3, ...here, room: parser }) : aSnapshot({ rev: 4, ...here });
  };
  before(async () => (pages = await startPages()));
  after(() => pages.close());
  beforeEach(async () => {
    answer = ({ id }) => ({ kind: 'missed', id, list: MISSED(Date.now()) });
    chat = await pages.open({ answer: host });
    await chat.page.locator('.row').first().waitFor();
  });
  afterEach(async () => {
    assert.deepEqual(chat.errors, []);
    await chat.close();
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const focused = () => chat.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const isOn = (name: RegExp) => eventually(async () => assert.match(await focused(), name));
  const items = () => chat.page.locator('.missed-item');
  const status = () => chat.page.locator('.missed-status [role=status]').innerText();
  const asked = () => chat.said.filter(({ kind }) => kind === 'missed').length;
  const shownRoom = () => chat.page.locator('.title-text').innerText();

  it('is offered in one line, and opens only when that is asked for', async () => {
    assert.match(await chat.page.locator('.missed-offer').innerText(), /^42 new in 5 rooms/);
    assert.equal(asked(), 0);
    await chat.page.getByRole('button', { name: 'What happened?' }).click();
    await isOn(/^Chloé, general, .*: @ana can somebody have a look at my branch before lunch\?, public room$/);
    assert.deepEqual(await chat.page.getByRole('heading', { level: 3 }).allInnerTexts(), [
      'Questions to you',
      'Mentions of you',
      'Replies to you',
      'Pinned',
      'Threads resolved',
      'Files',
      'In rooms',
    ]);
    const said = await chat.page.locator('.missed').innerText();
    for (const part of [
      /132\+ new messages in 3 rooms\. The oldest: /,
      /and 12 more/,
      /and 3 more rooms/,
      /by Chloé/,
      /trace\.json/,
    ])
      assert.match(said, part);
    assert.equal(asked(), 1);
  });

  it('is not offered any more where the reader does not want it, or has read all', async () => {
    await chat.page.getByRole('button', { name: 'Not now' }).click();
    await eventually(() => assert.ok(chat.said.some(({ kind }) => kind === 'declineMissed')));
    assert.equal(await chat.page.locator('.missed-offer').count(), 0);
    await chat.send({ kind: 'missedCount', rev: 3, count: { messages: '3', rooms: 2 } });
    await chat.page.locator('.missed-offer').waitFor();
    await chat.send({ kind: 'missedCount', rev: 4 });
    assert.equal(await chat.page.locator('.missed-offer').count(), 0);
  });

  it('leads by arrows and Enter to a message in any room, by Escape back to the list, and then to where one was', async () => {
    await chat.send({ kind: 'openMissed' });
    await isOn(/^Chloé, general/);
    await press('ArrowDown', 'Enter');
    await eventually(async () => assert.equal(await shownRoom(), 'parser'));
    const focusedSeq = () =>
      chat.page.evaluate(() => document.activeElement?.closest<HTMLElement>('.row')?.dataset['seq']);
    await eventually(async () => assert.equal(await focusedSeq(), '31'));
    assert.match(await chat.page.locator('.way-back').innerText(), /2 of 10/);
    await press('Escape');
    await isOn(/^ben, parser, .*, private room$/);
    assert.equal(asked(), 1, 'it stays as it was when it was opened');
    await press('End');
    await isOn(/^Chloé, 1 message, .*, direct /);
    await press('ArrowDown', 'Home', 'ArrowUp');
    await isOn(/^Chloé, general/);
    await press('Escape');
    await eventually(async () => assert.equal(await shownRoom(), GENERAL));
    await eventually(async () => assert.equal(await focused(), 'Message to general'));
    assert.equal(await chat.page.locator('.missed, .way-back').count(), 0);
  });

  it('is one stop for Tab in the list, which comes before nothing that lies under it', async () => {
    await chat.send({ kind: 'openMissed' });
    await isOn(/^Chloé, general/);
    await press('ArrowDown', 'Tab');
    await isOn(/^Message to general/);
    await press('Shift+Tab');
    await isOn(/^ben, parser/);
    await press('Shift+Tab');
    await isOn(/^Close what happened$/);
    await press('Enter');
    await eventually(async () => assert.equal(await chat.page.locator('.missed').count(), 0));
  });

  it('says that there is nothing, that it is being looked for, or why it cannot be told, and tries again', async () => {
    answer = () => undefined;
    await chat.send({ kind: 'openMissed' });
    assert.equal(await status(), 'Looking what happened…');
    await isOn(/^What happened since you left$/);
    const id = chat.said.findLast(({ kind }) => kind === 'missed');
    assert.ok(id?.kind === 'missed');
    await chat.send({
      kind: 'missed',
      id: id.id,
      reason: 'What happened can be told when the server is reached again.',
    });
    assert.match(await status(), /reached again/);
    answer = (again) => ({ kind: 'missed', id: again.id, list: nothingMissed });
    await chat.page.getByRole('button', { name: 'Try again' }).click();
    await eventually(async () => assert.equal(await status(), 'Nothing for you, and nothing new in any room.'));
    await press('Escape');
    await eventually(async () => assert.equal(await chat.page.locator('.missed').count(), 0));
  });

  it('makes way for the search, and the search for it', async () => {
    await chat.send({ kind: 'openMissed' });
    await items().first().waitFor();
    await chat.send({ kind: 'openSearch' });
    await chat.page.getByRole('combobox', { name: 'Search messages' }).waitFor();
    assert.equal(await chat.page.locator('.missed, .missed-offer').count(), 0);
    await chat.send({ kind: 'openMissed' });
    await items().first().waitFor();
    assert.equal(await chat.page.locator('.search').count(), 0);
  });

  it('does not show what was taken back since, shows what is said now, and nothing of a room that is gone', async () => {
    await chat.send({ kind: 'openMissed' });
    await items().first().waitFor();
    const done = { at: 1, name: 'ben' };
    await chat.send(
      { kind: 'touched', room: GENERAL, entries: [{ kind: 'deleted', seq: 91, target: 7, ...done }] },
      { kind: 'touched', room: PARSER, entries: [{ kind: 'edited', seq: 92, target: 7, text: 'elsewhere', ...done }] },
      {
        kind: 'touched',
        room: GENERAL,
        entries: [{ kind: 'edited', seq: 92, target: 10, text: 'It is red', ...done }],
      },
    );
    const texts = () => chat.page.locator('.missed-text').allInnerTexts();
    assert.deepEqual((await texts()).slice(0, 1), ['This message was deleted.']);
    assert.ok((await texts()).includes('It is red'));
    assert.ok(!(await chat.page.locator('.missed').innerText()).includes('before lunch'));
    await chat.send({ kind: 'roomGone', room: PARSER });
    assert.equal(await items().filter({ hasText: 'parser' }).count(), 0);
    assert.ok(await items().first().isVisible());
  });
});
