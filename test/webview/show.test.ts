import assert from 'node:assert/strict';
import { GENERAL } from '../../server/protocol/ids';
import { type PageState, initial } from '../../webview/state/model';
import { reduce } from '../../webview/state/reduce';
import { eventually } from '../helpers/eventually';
import { PARSER, aRoom, aSnapshot, messages } from './build';
import { type ChatPage, type Pages, startPages } from './harness';
import { createRoom, varied } from './room';

describe('a message that is to be shown', () => {
  const shown = (over: Parameters<typeof aSnapshot>[0] = {}): PageState =>
    reduce(initial, aSnapshot({ entries: messages(201, 300), head: 300, ...over }));
  const show = (s: PageState, seq: number, room = GENERAL) => reduce(s, { kind: 'showMessage', room, seq });
  const toldWhy = ({ target, notice }: PageState) => [target, notice !== undefined];

  it('is scrolled to where it is here, without leaving anything behind', () => {
    const s = show(shown(), 250);
    assert.deepEqual([s.marked?.seq, s.scroll.to, s.pinned, s.awaiting], [250, s.anchor, false, 'none']);
    assert.equal(s.target, undefined);
  });

  it('is asked for once where it is further up, and told of where it could not be had', () => {
    const asked = show(shown(), 20);
    assert.deepEqual([asked.awaiting, asked.anchor?.seq], ['place', 20]);
    const there = reduce(asked, aSnapshot({ rev: 2, entries: messages(1, 100), head: 300 }));
    assert.deepEqual([there.marked?.seq, there.awaiting], [20, 'none']);
    const notThere = reduce(asked, aSnapshot({ rev: 2, entries: messages(201, 300), head: 300 }));
    assert.deepEqual(toldWhy(notThere), [undefined, true]);
  });

  it('waits for its room, and for no other', () => {
    const asked = show(shown(), 20, PARSER);
    assert.deepEqual(asked.target?.room, PARSER);
    const parser = aRoom({ id: PARSER });
    const there = reduce(asked, aSnapshot({ rev: 2, room: parser, entries: messages(1, 100), head: 100 }));
    assert.deepEqual([there.marked?.seq, there.target], [20, undefined]);
    const elsewhere = reduce(asked, aSnapshot({ rev: 2, room: aRoom({ id: 'design' as never }) }));
    assert.equal(elsewhere.target, undefined);
    assert.deepEqual(toldWhy(reduce(asked, { kind: 'notice', text: 'no such room' })), [undefined, true]);
  });

  it('is not asked for without a connection', () => {
    const s = show(shown({ link: { at: 'offline', reason: 'x' } }), 20);
    assert.deepEqual([s.awaiting, ...toldWhy(s)], ['none', undefined, true]);
  });
});

describe('the page that is to show a message', function () {
  this.timeout(30_000);
  let pages: Pages;
  let chat: ChatPage;
  before(async () => (pages = await startPages()));
  after(() => pages.close());
  afterEach(() => chat.close());

  const focused = () =>
    chat.page.evaluate(
      () => (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('.row')?.dataset['seq'],
    );
  const isInSight = (seq: number) =>
    chat.page.evaluate((wanted) => {
      const log = document.querySelector('.log')!.getBoundingClientRect();
      const row = document.querySelector(`.log [data-seq="${wanted}"]`)!.getBoundingClientRect();
      return row.top >= log.top && row.bottom <= log.bottom;
    }, seq);

  it('loads what stands around it, gives it the focus and shows which one it is', async () => {
    const room = createRoom(5_000);
    chat = await pages.open({ answer: room.answer });
    await chat.page.locator('.row').first().waitFor();
    await chat.send({ kind: 'showMessage', room: GENERAL, seq: 1_234 });
    await eventually(async () => assert.equal(await focused(), '1234'));
    assert.ok(await isInSight(1_234));
    assert.equal(await chat.page.locator('.row.is-shown').getAttribute('data-seq'), '1234');
    await chat.page.keyboard.press('ArrowUp');
    await eventually(async () => assert.equal(await focused(), '1233'));
    assert.deepEqual(chat.errors, []);
  });

  it('has its room opened first where that is another one', async () => {
    const room = createRoom(50);
    const parser = { room: aRoom({ id: PARSER, title: 'parser' }), entries: messages(1, 90, varied) };
    chat = await pages.open({
      answer: (message) => (message.kind === 'openRoom' ? aSnapshot({ rev: 2, ...parser }) : room.answer(message)),
    });
    await chat.page.locator('.row').first().waitFor();
    await chat.send({ kind: 'showMessage', room: PARSER, seq: 30 });
    await eventually(async () => assert.equal(await focused(), '30'));
    assert.ok(await isInSight(30));
    assert.deepEqual(
      chat.said.filter(({ kind }) => kind === 'openRoom'),
      [{ kind: 'openRoom', room: PARSER }],
    );
  });
});
