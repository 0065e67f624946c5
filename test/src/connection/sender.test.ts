import assert from 'node:assert/strict';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { setImmediate as soon } from 'node:timers/promises';
import { type Cid, GENERAL, type MemberId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import { type Result, fail, ok } from '../../../server/protocol/result';
import type { Link } from '../../../src/connection/link';
import { Outbox } from '../../../src/connection/outbox';
import { Sender } from '../../../src/connection/sender';
import { eventually } from '../../helpers/eventually';
import { type TempDir, tempDir } from '../../helpers/tempDir';
import { fakeClock } from '../fakeClock';
import { aCid, silent } from '../fixtures';

const ana = `m-${'a'.repeat(32)}` as MemberId;

/** A link whose posts the test answers, in the order they come. */
function fakeLink() {
  const posts: { cid: string; text: string; answer: (result: Result<{ seq: number; at: number }>) => void }[] = [];
  const link = {
    call: (_name: string, params: { cid: string; text: string }) => {
      const { promise, resolve } = Promise.withResolvers<Result<{ seq: number; at: number }>>();
      posts.push({ cid: params.cid, text: params.text, answer: resolve });
      return promise;
    },
  } as unknown as Link;
  const next = async (count: number) => {
    await eventually(() => posts.length === count);
    return posts[count - 1]!;
  };
  return { link, posts, next };
}

describe('sender', () => {
  let dir: TempDir;
  let senders: Sender[];
  beforeEach(() => {
    dir = tempDir();
    senders = [];
  });
  afterEach(() => {
    for (const sender of senders) sender.dispose();
    dir[Symbol.dispose]();
  });
  const aSender = (clock = fakeClock(), folder = dir.path) => {
    const sender = new Sender({ member: ana, outbox: new Outbox(folder, silent), clock, log: silent });
    senders.push(sender);
    return { sender, clock, states: () => sender.pending.map(({ text, state }) => `${text}: ${state}`) };
  };

  it('sends one at a time, in the order of typing', async () => {
    const { sender } = aSender();
    const { link, posts, next } = fakeLink();
    sender.online(link);
    await Promise.all(['a', 'b', 'c'].map((text) => sender.post(GENERAL, aCid(), text)));
    (await next(1)).answer(ok({ seq: 1, at: 1 }));
    (await next(2)).answer(ok({ seq: 2, at: 1 }));
    (await next(3)).answer(ok({ seq: 3, at: 1 }));
    assert.deepEqual(posts.map(({ text }) => text), ['a', 'b', 'c']); // prettier-ignore
  });

  it('keeps a message on the screen until its entry has arrived, and its file until it is confirmed', async () => {
    const { sender, states } = aSender();
    const { link, next } = fakeLink();
    const cid = aCid();
    await sender.post(GENERAL, cid, 'hi');
    assert.deepEqual(states(), ['hi: waiting']);
    assert.equal((await readdir(dir.path)).length, 1);
    sender.online(link);
    assert.deepEqual(states(), ['hi: sending']);
    (await next(1)).answer(ok({ seq: 7, at: 1 }));
    await eventually(async () => (await readdir(dir.path)).length === 0);
    assert.deepEqual(states(), ['hi: sending']);
    await sender.arrived(GENERAL, new Set([cid]), 7);
    assert.deepEqual(states(), []);
  });

  it('ends a message whose entry had arrived before', async () => {
    const { sender, states } = aSender();
    const { link, next } = fakeLink();
    await sender.arrived(GENERAL, new Set([]), 9);
    sender.online(link);
    await sender.post(GENERAL, aCid(), 'again');
    (await next(1)).answer(ok({ seq: 7, at: 1 }));
    await eventually(() => states().length === 0);
  });

  it('sends the same cid again over the next link when the first one was lost without an answer', async () => {
    const { sender, states } = aSender();
    const [first, second] = [fakeLink(), fakeLink()];
    const cid = aCid();
    sender.online(first.link);
    await sender.post(GENERAL, cid, 'hi');
    const lost = await first.next(1);
    lost.answer(fail('E_UNAVAILABLE', 'link lost'));
    sender.offline();
    assert.deepEqual(states(), ['hi: waiting']);
    sender.online(second.link);
    assert.equal((await second.next(1)).cid, cid);
  });

  it('sends what an earlier window left behind', async () => {
    const before = aSender();
    await before.sender.post(GENERAL, aCid(), 'one');
    await before.sender.post(GENERAL, aCid(), 'two');
    before.sender.dispose();
    const { sender } = aSender();
    const { link, next } = fakeLink();
    await sender.adopt();
    sender.online(link);
    const one = await next(1);
    assert.equal(one.text, 'one');
    one.answer(ok({ seq: 1, at: 1 }));
    assert.equal((await next(2)).text, 'two');
  });

  it('sends what is typed while it takes over an earlier window’s messages behind all of these', async () => {
    const before = aSender();
    const early = Array.from({ length: 40 }, (_, i) => `offline ${i}`);
    for (const text of early) await before.sender.post(GENERAL, aCid(), text);
    before.sender.dispose();
    const { sender } = aSender();
    const { link, posts, next } = fakeLink();
    void sender.adopt();
    const last = sender.post(GENERAL, aCid(), 'last');
    sender.online(link);
    await last;
    const order = [...early, 'last'];
    assert.deepEqual(sender.pending.map(({ text }) => text), order); // prettier-ignore
    for (const [i] of order.entries()) (await next(i + 1)).answer(ok({ seq: i + 1, at: 1 }));
    assert.deepEqual(posts.map(({ text }) => text), order); // prettier-ignore
  });

  it('does not send what another window has sent or deleted meanwhile', async () => {
    const { sender, states } = aSender();
    const cid = aCid();
    await sender.post(GENERAL, cid, 'gone');
    await sender.post(GENERAL, aCid(), 'mine');
    await new Outbox(dir.path, silent).remove(cid);
    const { link, next } = fakeLink();
    sender.online(link);
    assert.equal((await next(1)).text, 'mine');
    assert.deepEqual(states(), ['mine: sending']);
  });

  it('sends what it cannot find because the folder cannot be read', async () => {
    const { sender, states } = aSender(fakeClock(), dir.file('outbox'));
    await sender.post(GENERAL, aCid(), 'important');
    await rename(dir.file('outbox'), dir.file('away'));
    await writeFile(dir.file('outbox'), '');
    const { link, next } = fakeLink();
    sender.online(link);
    assert.equal((await next(1)).text, 'important');
    assert.deepEqual(states(), ['important: sending']);
  });

  it('shows a refused message as failed, goes on with the next, and still knows it after a restart', async () => {
    const { sender, states } = aSender();
    const { link, next } = fakeLink();
    sender.online(link);
    await sender.post(GENERAL, aCid(), 'bad');
    await sender.post(GENERAL, aCid(), 'good');
    (await next(1)).answer(fail('E_CID_CONFLICT'));
    (await next(2)).answer(ok({ seq: 1, at: 1 }));
    await eventually(() => states()[0] === 'bad: failed');
    const later = aSender();
    await later.sender.adopt();
    await eventually(() => later.states().includes('bad: failed'));
  });

  it('sends a failed message again on Retry and never after Delete', async () => {
    const { sender, states } = aSender();
    const { link, posts, next } = fakeLink();
    sender.online(link);
    const [retried, deleted] = [aCid(), aCid()];
    await sender.post(GENERAL, retried, 'retried');
    (await next(1)).answer(fail('E_NOT_FOUND'));
    await sender.post(GENERAL, deleted, 'deleted');
    (await next(2)).answer(fail('E_NOT_FOUND'));
    await eventually(() => states().every((state) => state.endsWith('failed')));
    await sender.discard(deleted);
    await sender.retry(retried);
    assert.equal((await next(3)).cid, retried);
    posts[2]!.answer(ok({ seq: 1, at: 1 }));
    await sender.arrived(GENERAL, new Set([retried]), 1);
    assert.deepEqual(states(), []);
    await eventually(async () => (await readdir(dir.path)).length === 0);
  });

  it('waits as long as the server says and then sends the same one', async () => {
    const { sender, clock, states } = aSender();
    const { link, posts, next } = fakeLink();
    sender.online(link);
    const cid = aCid();
    await sender.post(GENERAL, cid, 'slow down');
    (await next(1)).answer({ ok: false, error: { code: 'E_RATE', retryAfterMs: 3_000 } });
    await eventually(() => states()[0] === 'slow down: waiting');
    clock.advance(2_999);
    assert.deepEqual([posts.length, clock.timers], [1, 1]);
    clock.advance(1);
    assert.equal((await next(2)).cid, cid);
  });

  it('tells what the server says while it takes no message, and until it takes one', async () => {
    const { sender, clock } = aSender();
    const { link, next } = fakeLink();
    const stalls = () => sender.pending.map(({ state, stalled }) => [state, stalled]);
    sender.online(link);
    await sender.post(GENERAL, aCid(), 'first');
    (await next(1)).answer(fail('E_STORAGE_FULL'));
    await eventually(() => assert.deepEqual(stalls(), [['waiting', 'E_STORAGE_FULL']]));
    await sender.post(GENERAL, aCid(), 'second');
    assert.deepEqual(stalls()[1], ['waiting', 'E_STORAGE_FULL']);
    clock.advance(500);
    (await next(2)).answer(ok({ seq: 1, at: 1 }));
    await next(3);
    assert.deepEqual(stalls(), [['sending', undefined], ['sending', undefined]]); // prettier-ignore
  });

  it('drains a burst of 1,000 by itself, in order, at the rate the server asks for', async () => {
    const { sender, clock } = aSender();
    const stored: string[] = [];
    let [tokens, refilledAt, attempts, refusals] = [10, clock.now(), 0, 0];
    const answer = (cid: Cid, text: string): Result<{ seq: number; at: number }> => {
      tokens = Math.min(10, tokens + (clock.now() - refilledAt) / 500);
      refilledAt = clock.now();
      attempts += 1;
      if (tokens < 1) {
        refusals += 1;
        return { ok: false, error: { code: 'E_RATE', retryAfterMs: Math.ceil((1 - tokens) * 500) } };
      }
      tokens -= 1;
      const seq = stored.push(text);
      void sender.arrived(GENERAL, new Set([cid]), seq);
      return ok({ seq, at: 1 });
    };
    const call = (_name: string, { cid, text }: { cid: Cid; text: string }) => Promise.resolve(answer(cid, text));
    sender.online({ call } as unknown as Link);
    const texts = Array.from({ length: 1_000 }, (_, i) => `message ${i}`);
    await Promise.all(texts.map((text) => sender.post(GENERAL, aCid(), text)));
    for (let seen = 0; stored.length < texts.length; seen = attempts) {
      // Once one was refused and what was taken is settled, all wait: the only timer is that of the next attempt.
      const areWaiting = () => sender.pending.every(({ stalled }) => stalled === 'E_RATE');
      const isWaiting = () => attempts > seen && clock.timers === 1 && areWaiting();
      while (stored.length < texts.length && !isWaiting()) await soon();
      clock.advance(499);
      if (stored.length < texts.length) assert.equal(clock.timers, 1, 'it waits as long as it was told');
      clock.advance(1);
    }
    assert.deepEqual(stored, texts);
    assert.equal(refusals, 1);
  }).timeout(60_000);

  it('calls no message sending for 30 s, whatever happens', async () => {
    const { sender, clock, states } = aSender();
    const { link } = fakeLink();
    sender.online(link);
    await sender.post(GENERAL, aCid(), 'silence');
    clock.advance(20_000);
    await sender.post(GENERAL, aCid(), 'later');
    const told: string[][] = [];
    sender.changed.on(() => told.push(states()));
    clock.advance(9_999);
    assert.deepEqual(told.at(-1), ['silence: waiting', 'later: sending']);
  });

  it('takes a cid once, also while its entry has not arrived', async () => {
    const { sender, states } = aSender();
    const { link, posts, next } = fakeLink();
    const cid = aCid();
    await Promise.all([sender.post(GENERAL, cid, 'once'), sender.post(GENERAL, cid, 'once')]);
    assert.deepEqual(states(), ['once: waiting']);
    sender.online(link);
    (await next(1)).answer(ok({ seq: 5, at: 1 }));
    await eventually(async () => (await readdir(dir.path)).length === 0);
    await sender.post(GENERAL, cid, 'once');
    await sender.post(GENERAL, aCid(), 'next');
    assert.equal((await next(2)).text, 'next');
    assert.equal(posts.length, 2);
  });

  it('keeps a text that cannot be sent, and says why', async () => {
    const { sender } = aSender();
    await sender.post(GENERAL, aCid(), 'x'.repeat(LIMITS.textCodePoints + 1));
    assert.deepEqual(sender.pending.map(({ state, failed }) => [state, failed]), [['failed', 'E_TEXT_TOO_LONG']]); // prettier-ignore
  });

  it('keeps the 1,001st text too, as not sent', async () => {
    const { sender } = aSender();
    for (let i = 0; i < LIMITS.outboxMessages; i++) await sender.post(GENERAL, aCid(), 'm');
    await sender.post(GENERAL, aCid(), 'one too many');
    const shown = sender.pending.map(({ failed, disk }) => [failed, disk]);
    assert.deepEqual(shown.slice(-2), [[undefined, 'kept'], ['full', 'refused']]); // prettier-ignore
    assert.equal((await readdir(dir.path)).length, LIMITS.outboxMessages);
  }).timeout(20_000);

  it('still sends when the disk takes nothing, and tells that until the server has it', async () => {
    const { sender } = aSender(fakeClock(), '/dev/null/outbox');
    const disks = () => sender.pending.map(({ disk }) => disk);
    const { link, next } = fakeLink();
    await sender.post(GENERAL, aCid(), 'no disk');
    assert.deepEqual(disks(), ['refused']);
    sender.online(link);
    const post = await next(1);
    assert.equal(post.text, 'no disk');
    post.answer(ok({ seq: 1, at: 1 }));
    await eventually(() => assert.deepEqual(disks(), ['kept']));
  });
});
