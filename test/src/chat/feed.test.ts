import assert from 'node:assert/strict';
import type { Answer } from '../../../server/protocol/calls';
import { type Epoch, GENERAL } from '../../../server/protocol/ids';
import type { Entry } from '../../../server/protocol/model';
import type { Push } from '../../../server/protocol/frames';
import { Feed, type FeedEvent } from '../../../src/chat/feed';
import type { Ending } from '../../../src/connection/ending';
import type { Link } from '../../../src/connection/link';
import { Emitter } from '../../../src/lifecycle';
import { eventually } from '../../helpers/eventually';
import { fakeClock } from '../fakeClock';
import { silent } from '../fixtures';

type Page = Partial<Answer<'resume'>> & { readonly from?: number; readonly to: number };

const epoch = `e-${'0'.repeat(32)}` as Epoch;
const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ kind: 'message', seq: from + i, at: 1, name: 'x', text: 'x' }));

/** A link whose `resume` calls the test answers. */
function fakeLink() {
  const asked: { after: number | undefined; answer: (page: Page) => void }[] = [];
  const pushed = new Emitter<readonly Push[]>();
  const end = Promise.withResolvers<Ending>();
  const link = {
    pushed,
    closed: end.promise,
    close: (why: Ending) => end.resolve(why),
    call: (_name: string, params: { after?: { seq: number } }) => {
      const { promise, resolve } = Promise.withResolvers();
      const answer = ({ from, to, ...over }: Page) =>
        resolve({
          ok: true,
          value: { status: 'complete', epoch, head: to, people: 1, entries: from ? entries(from, to) : [], ...over },
        });
      asked.push({ after: params.after?.seq, answer });
      return promise;
    },
  } as unknown as Link;
  const next = async (count: number) => {
    await eventually(() => asked.length === count);
    return asked[count - 1]!;
  };
  const push = (from: number, to: number) =>
    pushed.fire([{ kind: 'entries', room: GENERAL, epoch, entries: entries(from, to) }]);
  return { link, asked, next, push };
}

describe('feed', () => {
  const aFeed = () => {
    const feed = new Feed(GENERAL, fakeClock(), silent);
    const events: FeedEvent['kind'][] = [];
    feed.changed.on(({ kind }) => events.push(kind));
    return { feed, events };
  };
  /** A feed that knows the entries 1 to 5. */
  const following = async () => {
    const { feed, events } = aFeed();
    const { link, next, ...rest } = fakeLink();
    const attached = feed.attach(link);
    (await next(1)).answer({ status: 'reset', from: 1, to: 5 });
    assert.ok((await attached).ok);
    events.length = 0;
    return { feed, events, link, next, ...rest };
  };

  it('puts what is pushed during a page behind that page', async () => {
    const { feed, events } = aFeed();
    const { link, next, push, asked } = fakeLink();
    const attached = feed.attach(link);
    const first = await next(1);
    push(6, 7);
    first.answer({ status: 'reset', from: 1, to: 5 });
    assert.ok((await attached).ok);
    assert.equal(feed.window?.head, 7);
    assert.equal(asked.length, 1);
    assert.deepEqual(events, ['reset', 'people', 'arrived']);
  });

  it('does not keep more and more of what is pushed before an answer', async () => {
    const { feed } = aFeed();
    const { link, next, push } = fakeLink();
    const attached = feed.attach(link);
    const first = await next(1);
    let closed: string | undefined;
    void link.closed.then((ending) => (closed = ending));
    for (let seq = 1; seq <= 128; seq++) push(seq, seq);
    await Promise.resolve();
    assert.equal(closed, undefined);
    push(129, 129);
    assert.equal(await link.closed, 'lost');
    first.answer({ status: 'reset', from: 1, to: 5 });
    await attached;
  });

  it('asks for what comes after the last one it has, page by page', async () => {
    const { feed, events } = await following();
    const { link, next, asked } = fakeLink();
    const attached = feed.attach(link);
    (await next(1)).answer({ status: 'more', from: 6, to: 8, head: 10 });
    (await next(2)).answer({ from: 9, to: 10 });
    assert.ok((await attached).ok);
    assert.deepEqual(asked.map(({ after }) => after), [5, 8]); // prettier-ignore
    assert.deepEqual(events, ['arrived']);
  });

  it('loads the end of the room where it would have to go through thousands', async () => {
    const { feed, events } = await following();
    const { link, next, asked } = fakeLink();
    const attached = feed.attach(link);
    (await next(1)).answer({ status: 'more', from: 6, to: 305, head: 100_000 });
    (await next(2)).answer({ status: 'reset', from: 99_901, to: 100_000 });
    assert.ok((await attached).ok);
    assert.deepEqual(asked.map(({ after }) => after), [5, undefined]); // prettier-ignore
    assert.deepEqual([feed.window?.head, events], [100_000, ['reset']]);
  });

  it('does not believe a server that goes on page by page where the end was asked for', async () => {
    const { feed } = await following();
    const { link, next } = fakeLink();
    const attached = feed.attach(link);
    (await next(1)).answer({ status: 'more', from: 6, to: 305, head: 100_000 });
    (await next(2)).answer({ status: 'more', from: 306, to: 605, head: 100_000 });
    assert.deepEqual(await attached, { ok: false, ending: 'misbehaving' });
  });

  it('tells a long way page by page as a new beginning', async () => {
    const { feed, events } = await following();
    const { link, next } = fakeLink();
    const attached = feed.attach(link);
    (await next(1)).answer({ status: 'more', from: 6, to: 305, head: 606 });
    (await next(2)).answer({ status: 'more', from: 306, to: 605, head: 606 });
    (await next(3)).answer({ from: 606, to: 606 });
    assert.ok((await attached).ok);
    assert.deepEqual([feed.window?.entries.length, events], [300, ['reset']]);
  });

  it('asks once for a gap, and keeps what comes meanwhile', async () => {
    const { feed, next, push, asked } = await following();
    push(8, 8);
    push(9, 9);
    (await next(2)).answer({ from: 6, to: 8 });
    await eventually(() => feed.window?.head === 9);
    assert.equal(asked.length, 2);
  });

  it('asks once more where it was told to ask anew while a page is under way', async () => {
    const { feed, events } = await following();
    const { link, next, push, asked } = fakeLink();
    const attached = feed.attach(link);
    const first = await next(1);
    void feed.resync(link);
    push(6, 6);
    first.answer({ from: 6, to: 7 });
    (await next(2)).answer({ from: 8, to: 8 });
    assert.ok((await attached).ok);
    push(9, 9);
    assert.deepEqual([feed.window?.head, asked.map(({ after }) => after)], [9, [5, 7]]);
    assert.deepEqual(events, ['arrived', 'arrived', 'arrived']);
  });

  it('waits for a page over an earlier link that does not know yet that it is lost', async () => {
    const { feed } = await following();
    const [lost, now] = [fakeLink(), fakeLink()];
    void feed.attach(lost.link);
    const late = await lost.next(1);
    const attached = feed.attach(now.link);
    now.push(8, 8);
    late.answer({ from: 6, to: 7 });
    (await now.next(1)).answer({ from: 8, to: 8 });
    assert.ok((await attached).ok);
    assert.deepEqual([feed.window?.head, now.asked.map(({ after }) => after)], [8, [8]]);
  });

  const wrong: readonly (readonly [string, Page])[] = [
    ['pages that do not begin where they should', { from: 7, to: 9 }],
    ['pages that end before the head', { from: 6, to: 7, head: 9 }],
    ['pages without entries that promise more', { status: 'more', to: 9, entries: [] }],
    ['pages of more entries than a page has', { status: 'more', from: 6, to: 306, head: 400 }],
    ['a room’s end with a gap', { status: 'reset', to: 9, entries: [...entries(1, 2), ...entries(4, 9)] }],
    ['a room’s end that is not its end', { status: 'reset', from: 1, to: 8, head: 9 }],
  ];
  for (const [what, page] of wrong) {
    it(`does not believe a server that gives ${what}`, async () => {
      const { feed } = await following();
      const { link, next } = fakeLink();
      const attached = feed.attach(link);
      (await next(1)).answer(page);
      assert.deepEqual(await attached, { ok: false, ending: 'misbehaving' });
      assert.equal(feed.window?.head, 5);
    });
  }
});
