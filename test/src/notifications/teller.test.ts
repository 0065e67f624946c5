import assert from 'node:assert/strict';
import { GENERAL } from '../../../server/protocol/ids';
import { eventually } from '../../helpers/eventually';
import { testServer } from '../../helpers/testServer';
import { aWindow, connect } from '../fixtures';
import { type ToldWindow, tellingScene } from './tellingScene';

const SETTLE_MS = 1_000;
const ROOM_MS = 5_000;
const STAYS_MS = 12_000;

describe('being told', () => {
  const { team, told, sayIn, create, direct } = tellingScene();
  const { joined, computer } = team;
  const shown = (window: ToldWindow, ...texts: string[]) => eventually(() => assert.deepEqual(window.texts, texts));
  const anaAndBen = async () => {
    const [ana, ben] = [await joined('ana'), await joined('ben')];
    return { ana, ben, window: told(ana) };
  };

  it('is of mentions and of direct messages, in words, and of nothing else', async () => {
    const { ana, ben, window } = await anaAndBen();
    const talk = await direct(ben, ana);
    await sayIn(ben, GENERAL, 'for everybody', 'for @anabel');
    assert.equal(window.clock.timers, 0);
    await sayIn(ben, GENERAL, 'look, @Ana!');
    window.clock.advance(SETTLE_MS);
    await shown(window, 'ben mentioned you in general: look, @Ana!');
    window.close();
    await sayIn(ben, talk, 'just you');
    await eventually(() => {
      window.clock.advance(SETTLE_MS);
      assert.deepEqual(window.texts.slice(1), ['ben: just you']);
    });
    assert.deepEqual(window.toasts.map(({ room }) => room), [GENERAL, talk]); // prettier-ignore
  });

  it('is of the one of two names that is meant', async () => {
    const { ben, window } = await anaAndBen();
    await joined('ana maria');
    await eventually(() => assert.equal(window.chat.people.all.length, 3));
    await sayIn(ben, GENERAL, 'ask @ana maria');
    assert.equal(window.clock.timers, 0);
  });

  it('is of everything, or of nothing, where the reader wants it so', async () => {
    const { ana, ben, window } = await anaAndBen();
    window.wanted = 'none';
    await sayIn(ben, await direct(ben, ana), 'for @ana');
    assert.equal(window.clock.timers, 0);
    window.wanted = 'all';
    await sayIn(ana, GENERAL, 'said by oneself');
    assert.equal(window.clock.timers, 0);
    await sayIn(ben, GENERAL, 'for everybody');
    window.clock.advance(SETTLE_MS);
    await shown(window, 'ben in general: for everybody');
  });

  it('is not of a room in view, nor of a muted one', async () => {
    const { ana, ben, window } = await anaAndBen();
    const design = await create(ben, 'design', ana);
    window.inView = GENERAL;
    await sayIn(ben, GENERAL, 'one for @ana');
    assert.ok((await ana.call('preferRoom', { room: design, isMuted: true })).ok);
    await eventually(() => assert.ok(ana.rooms.get(design)?.mine?.isMuted));
    await sayIn(ben, design, 'two for @ana');
    assert.equal(window.clock.timers, 0);
    window.inView = design;
    await sayIn(ben, GENERAL, 'three for @ana');
    window.clock.advance(SETTLE_MS);
    await shown(window, 'ben mentioned you in general: three for @ana');
  });

  it('is not of what was read elsewhere, opened here or deleted meanwhile', async () => {
    const anas = computer('ana');
    const [one, two, ben] = [await joined('ana', anas), await joined('ana', anas), await joined('ben')];
    const window = told(one);
    const [design, plans] = [await create(ben, 'design', one), await create(ben, 'plans', one)];
    const seq = await sayIn(ben, GENERAL, 'read by @ana');
    await eventually(() => assert.ok((two.window?.head ?? 0) >= seq));
    two.read(GENERAL, seq);
    await eventually(() => assert.equal(one.rooms.get(GENERAL)?.mine?.unread, 0));
    await sayIn(ben, design, 'opened by @ana');
    const target = await sayIn(ben, plans, 'deleted for @ana');
    assert.ok((await ben.call('delete', { room: plans, seq: target })).ok);
    await eventually(() => assert.ok((one.rooms.get(plans)?.head ?? 0) > target));
    window.inView = design;
    await sayIn(ben, plans, 'still there for @ana');
    window.clock.advance(SETTLE_MS);
    await shown(window, 'ben mentioned you in plans: still there for @ana');
  });

  it('is told together where much comes at once, and of one room every five seconds at most', async () => {
    const [{ ana, ben, window }, cem] = [await anaAndBen(), await joined('cem')];
    const design = await create(ben, 'design', ana, cem);
    await sayIn(ben, GENERAL, '@ana 1', '@ana 2');
    await sayIn(cem, GENERAL, '@ana 3');
    window.clock.advance(SETTLE_MS);
    await shown(window, '3 messages from ben, cem in general');
    window.close();
    await sayIn(ben, GENERAL, '@ana 4');
    await sayIn(cem, design, '@ana 5');
    await eventually(() => assert.equal(window.clock.timers, 1));
    window.clock.advance(SETTLE_MS);
    await eventually(() => assert.equal(window.texts[1], 'cem mentioned you in design: @ana 5'));
    window.close();
    await eventually(() => assert.equal(window.clock.timers, 1));
    window.clock.advance(ROOM_MS - 2 * SETTLE_MS - 1);
    assert.equal(window.texts.length, 2);
    window.clock.advance(SETTLE_MS + 1);
    await eventually(() => assert.equal(window.texts[2], 'ben mentioned you in general: @ana 4'));
  });

  it('is one notification for a thousand mentions, and none for a name behind the first twenty', async () => {
    const { ben, window } = await anaAndBen();
    await sayIn(ben, GENERAL, '@x '.repeat(20) + '@ana');
    assert.equal(window.clock.timers, 0);
    await sayIn(ben, GENERAL, ...Array.from({ length: 1_000 }, (_, i) => `@ana ${i}`));
    window.clock.advance(SETTLE_MS);
    await shown(window, '100+ messages from ben in general');
    window.close();
    await sayIn(ben, GENERAL, '@ana at last');
    await eventually(() => assert.equal(window.clock.timers, 1));
    window.clock.advance(ROOM_MS);
    await eventually(() => assert.equal(window.texts[1], 'ben mentioned you in general: @ana at last'));
  }).timeout(30_000);

  it('is one notification at a time: the next when that one is closed, or the editor has taken it away', async () => {
    const { ben, window } = await anaAndBen();
    const { clock, teller } = window;
    await sayIn(ben, GENERAL, '@ana 1');
    clock.advance(SETTLE_MS);
    await shown(window, 'ben mentioned you in general: @ana 1');
    clock.advance(10 * STAYS_MS);
    await sayIn(ben, GENERAL, '@ana 2', '@ana 3');
    assert.equal(clock.timers, 0);
    teller.follow(true);
    clock.advance(STAYS_MS - 1);
    teller.follow(false);
    clock.advance(STAYS_MS);
    teller.follow(true);
    assert.equal(window.texts.length, 1);
    clock.advance(STAYS_MS);
    await eventually(() => assert.equal(clock.timers, 1));
    clock.advance(SETTLE_MS);
    await shown(window, 'ben mentioned you in general: @ana 1', '2 messages from ben in general');
  });

  for (const [busy, said] of [
    ['debugging', 'While you were debugging'],
    ['zen', 'While you were in Zen mode'],
  ] as const) {
    it(`waits while one is busy, and comes as one afterwards: ${said}`, async () => {
      const { ana, ben, window } = await anaAndBen();
      const talk = await direct(ben, ana);
      window.busy = busy;
      await sayIn(ben, GENERAL, '@ana 1');
      window.clock.advance(SETTLE_MS);
      await sayIn(ben, talk, '2');
      window.clock.advance(10 * ROOM_MS);
      assert.deepEqual([window.texts, window.clock.timers], [[], 0]);
      window.busy = undefined;
      window.teller.look();
      window.clock.advance(SETTLE_MS);
      await shown(window, `${said}: 2 messages from ben`);
      window.close();
      await sayIn(ben, talk, '3');
      await eventually(() => {
        window.clock.advance(ROOM_MS);
        assert.equal(window.texts[1], 'ben: 3');
      });
    });
  }

  it('is not, and not later, of what comes while it is snoozed or in quiet hours', async () => {
    const { ben, window } = await anaAndBen();
    await sayIn(ben, GENERAL, '@ana 1');
    window.isQuiet = true;
    await sayIn(ben, GENERAL, '@ana 2');
    window.clock.advance(ROOM_MS);
    window.isQuiet = false;
    await sayIn(ben, GENERAL, '@ana 3');
    window.clock.advance(SETTLE_MS);
    await shown(window, 'ben mentioned you in general: @ana 3');
  });

  it('is one digest for what came while there was no connection, less what was read elsewhere', async () => {
    let isReachable: Promise<unknown> = Promise.resolve();
    const own = aWindow(computer('ana'), { connect: (...where) => isReachable.then(() => connect(...where)) });
    team.windows.push(own);
    const [home, ben] = [await own.joined(team.server.url, 'ana'), await joined('ben')];
    const [design, plans] = [await create(ben, 'design', home), await create(ben, 'plans', home)];
    const talk = await direct(ben, home);
    await sayIn(ben, GENERAL, '@ana before');
    const window = told(home);
    await eventually(() => assert.equal(home.rooms.get(GENERAL)?.mine?.mentions, 1));
    const { port } = team.server;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    isReachable = promise;
    await team.server.stop();
    await eventually(() => assert.equal(home.link.at, 'offline'));
    team.server = await testServer({ dataDir: team.dir.file('data'), port });
    await eventually(() => {
      ben.retryNow();
      assert.equal(ben.link.at, 'online');
    });
    await sayIn(ben, design, '@ana 1', '@ana 2', 'not for you');
    await sayIn(ben, talk, '3');
    await sayIn(ben, plans, '@ana 4');
    resolve(undefined);
    home.retryNow();
    await eventually(() => assert.equal(home.rooms.get(plans)?.mine?.mentions, 1));
    window.inView = plans;
    window.clock.advance(SETTLE_MS);
    await shown(window, 'While you were not connected: 2 mentions, 1 direct message');
    assert.equal(window.toasts[0]?.room, talk);
  });

  it('is done by one window of a computer: that which was used last', async () => {
    const anas = computer('ana');
    const [one, two, ben] = [await joined('ana', anas), await joined('ana', anas), await joined('ben')];
    const windows = [told(one), told(two)];
    const tellBoth = async (text: string) => {
      await sayIn(ben, GENERAL, text);
      for (const { clock } of windows) clock.advance(ROOM_MS);
    };
    const tellers = () => windows.map(({ texts }) => texts.length);
    const first = windows[0]!;
    await sayIn(ben, GENERAL, '@ana 1');
    first.clock.advance(SETTLE_MS);
    await eventually(() => assert.deepEqual(tellers(), [1, 0]));
    first.close();
    windows[1]!.clock.advance(SETTLE_MS);
    await tellBoth('@ana 2');
    await eventually(() => assert.deepEqual(tellers(), [2, 0]));
    first.close();
    windows[1]!.teller.follow(true);
    await eventually(async () => {
      await tellBoth('@ana 3');
      assert.equal(tellers()[1], 1);
    });
    const before = tellers()[0];
    windows[1]!.close();
    await tellBoth('@ana 4');
    await eventually(() => assert.equal(tellers()[1], 2));
    assert.equal(tellers()[0], before);
  });

  it('ends with the window', async () => {
    const { ben, window } = await anaAndBen();
    await sayIn(ben, GENERAL, '@ana 1');
    window.teller.dispose();
    await sayIn(ben, GENERAL, '@ana 2');
    assert.equal(window.clock.timers, 0);
  });
});
