import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { CallName } from '../../../server/protocol/calls';
import { type Push, decodeAnswer, decodeServerFrame } from '../../../server/protocol/frames';
import { type Epoch, GENERAL, type MemberId, type RoomId } from '../../../server/protocol/ids';
import { LIMITS } from '../../../server/protocol/limits';
import type { Entry, Message } from '../../../server/protocol/model';
import { type Result, fail, ok } from '../../../server/protocol/result';
import type { Chat } from '../../../src/chat/chat';
import { Feed } from '../../../src/chat/feed';
import { find } from '../../../src/chat/find';
import { hear } from '../../../src/chat/hearing';
import { everythingOf, historyOf } from '../../../src/chat/history';
import { People } from '../../../src/chat/people';
import { missed } from '../../../src/chat/missed';
import { pinnedIn } from '../../../src/chat/pinned';
import { RoomList } from '../../../src/chat/roomList';
import type { Link } from '../../../src/connection/link';
import { Emitter } from '../../../src/lifecycle';
import { HostToPage } from '../../../webview/protocol/messages';
import { initial } from '../../../webview/state/model';
import { reduce } from '../../../webview/state/reduce';
import { toDays } from '../../../webview/state/rows';
import { mutateValues } from '../../faults/mutator';
import { root } from '../../helpers/node';
import { howMany } from '../../helpers/longForm';
import { pick, seededRandom } from '../../helpers/random';
import { BEN, ME, aMessage, aSnapshot, cidOf } from '../../webview/build';
import { aFile } from '../../webview/buildFiles';
import { fakeClock } from '../fakeClock';
import { silent } from '../fixtures';
import { aRoom } from '../team';

const epoch = `e-${'0'.repeat(32)}` as Epoch;
const golden = path.join(root, 'test/protocol/golden/v1');
const shipped = (kind: string): readonly string[] =>
  readdirSync(golden)
    .filter((name) => name.startsWith(`${kind}.`))
    .sort()
    .map((name) => readFileSync(path.join(golden, name), 'utf8').trim());

/** Entries of every kind, as they were shipped. */
const ENTRIES = shipped('answer.history').flatMap(
  (frame) => (JSON.parse(frame) as { readonly result: { readonly entries: readonly Entry[] } }).result.entries,
);
const PUSHES = shipped('push');
const CYCLES = 150;
const FRAMES = 20;

/** What a page makes of what a room holds. */
function shownOf(entries: readonly Entry[]): readonly string[] {
  const snapshot = HostToPage.parse(structuredClone(aSnapshot({ entries: [...entries] })));
  const days = toDays(reduce(initial, snapshot));
  return days.flatMap(({ rows }) => rows.map(({ key }) => key));
}

describe('a server that tells what no server should', () => {
  it('breaks neither what the extension holds nor what the page shows, whatever it is', async function () {
    this.timeout(60_000);
    const seed = howMany('SEED', Math.floor(Math.random() * 2 ** 31));
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      await tell(seededRandom(seed * 1_000_003 + cycle)).catch((cause: unknown) => {
        throw new Error(`seed ${seed}, cycle ${cycle}`, { cause });
      });
    }
  });

  async function tell(random: () => number): Promise<void> {
    const people = new People(ME.id);
    const rooms = new RoomList({ me: ME.id, people, rooms: [], ask: () => {}, meet: () => {} });
    rooms.begin([aRoom({ id: GENERAL })], epoch);
    const pushed = new Emitter<readonly Push[]>();
    const answers = (call: CallName): Result<unknown> => {
      const frame = pick(random, shipped(`answer.${call}`));
      const decoded = decodeServerFrame(random() < 0.3 ? frame : mutateValues(random, frame, [...PUSHES, frame]));
      return decoded.ok && 'result' in decoded.value ? decodeAnswer(call, decoded.value.result) : fail('E_INTERNAL');
    };
    const link = { pushed, close: () => {}, call: (call: CallName) => Promise.resolve(answers(call)) };
    const feed = new Feed(GENERAL, fakeClock(), silent);
    await feed.attach(link as unknown as Link);
    const quiet = { left: () => {}, health: { heard: () => {} }, sender: { arrived: () => {} } };
    const open = { id: GENERAL, types: () => {} };
    const hearing = { me: ME.id, rooms, people, open, ...quiet } as unknown as Parameters<typeof hear>[0];
    for (let i = 0; i < FRAMES; i += 1) {
      const head = feed.window?.head ?? 0;
      const entries = [1, 2, 3].map((next) => ({ ...pick(random, ENTRIES), seq: head + next }));
      const next = JSON.stringify({ push: [{ kind: 'entries', room: GENERAL, epoch, entries }] });
      const frame = random() < 0.5 ? next : pick(random, PUSHES);
      const decoded = decodeServerFrame(random() < 0.3 ? frame : mutateValues(random, frame, [next, ...PUSHES]));
      if (!decoded.ok || !('push' in decoded.value)) continue;
      pushed.fire(decoded.value.push);
      for (const push of decoded.value.push) hear(hearing, link as unknown as Link, push);
      await Promise.resolve();
      const held = feed.window?.entries ?? [];
      held.forEach(({ seq }, at) => assert.equal(seq, (held[0]?.seq ?? 0) + at));
      assert.ok(held.length === 0 || held.at(-1)?.seq === feed.window?.head);
      const keys = shownOf(held);
      assert.equal(new Set(keys).size, keys.length);
      assert.ok(rooms.all.length > 0 && rooms.shownUnread.length < 30);
    }
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
    feed.dispose();
  }

  describe('of what it was asked for', () => {
    const chatThat = (answer: (call: string, params: { after?: number }) => object) => {
      let calls = 0;
      const chat = {
        room: 'other' as RoomId,
        window: undefined,
        identity: { member: ME.id, name: ME.name },
        people: new People(ME.id),
        call: (name: string, params: object) => {
          calls += 1;
          assert.ok(calls < 100, 'asks for ever');
          return Promise.resolve(ok(answer(name, params)));
        },
        history: (room: RoomId, place: { after: number }, limit: number) =>
          historyOf(chat as unknown as Chat, room, place, limit),
      };
      return chat as unknown as Chat;
    };
    const all = async (chat: Chat) => {
      const read: Entry[] = [];
      const pages = everythingOf(chat, GENERAL);
      for (;;) {
        const page = await pages.next();
        if (page.done) return page.value ? read : 'lost';
        read.push(...page.value);
      }
    };

    it('gives pages that lead nowhere, or back, is not asked for ever', async () => {
      const same = [aMessage(1), aMessage(2)];
      for (const entries of [same, [aMessage(3), aMessage(2)], [aMessage(1), aMessage(3)], [aMessage(0)]])
        assert.equal(await all(chatThat((_, { after = 0 }) => ({ entries: after < 1 && entries === same ? same : entries }))), 'lost'); // prettier-ignore
      const tooMany = Array.from({ length: LIMITS.pageEntries + 1 }, (_, i) => aMessage(i + 1));
      assert.equal(await all(chatThat(() => ({ entries: tooMany }))), 'lost');
      const page = [aMessage(1), aMessage(2)];
      assert.deepEqual(await all(chatThat((_, { after = 0 }) => ({ entries: after === 0 ? page : [] }))), page);
    });

    it('pins without end, is not asked for ever', async () => {
      const endless = await pinnedIn(
        chatThat((_, { after = 0 }) => ({ entries: [aMessage(after + 1)], next: after + 1 })),
        GENERAL,
      );
      assert.equal(endless.ok && endless.value.length, LIMITS.pinnedPerRoom);
      const again = await pinnedIn(
        chatThat(() => ({ entries: [aMessage(1)], next: 1 })),
        GENERAL,
      );
      assert.deepEqual(again.ok && again.value.map(({ seq }) => seq), [1]);
    });

    it('finds more than was asked for, is listened to no further', async () => {
      const found = Array.from({ length: 5_000 }, (_, i) => ({ room: GENERAL, entry: aMessage(i + 1) }));
      const rooms = new RoomList({ me: ME.id, people: new People(ME.id), rooms: [], ask: () => {}, meet: () => {} });
      const chat = Object.assign(
        chatThat(() => ({ found })),
        { rooms },
      );
      const page = await find(chat, 'word', Date.now());
      assert.equal('found' in page && page.found.length, LIMITS.searchEntries);
    });
  });

  it('tells more of what was missed than could be shown, is listened to no further', async () => {
    const glimpse = { room: GENERAL, seq: 1, at: 1, name: 'x', text: 'x', files: Array.from({ length: 500 }, () => '../\u202egpj.exe') }; // prettier-ignore
    const many = <T>(one: T): T[] => Array.from({ length: 3_000 }, () => one);
    const told = {
      kinds: many({ kind: 'file', found: many(glimpse), more: 0 }),
      rooms: many({ room: GENERAL, first: 1, at: 1, unread: 1 }),
      ...{ moreRooms: 0, isCut: false },
    };
    const rooms = new RoomList({ me: ME.id, people: new People(ME.id), rooms: [], ask: () => {}, meet: () => {} });
    const chat = { rooms, absence: { since: [], decline: () => {} }, call: () => Promise.resolve(ok(told)) };
    const answer = await missed(chat as unknown as Chat);
    assert.ok('list' in answer);
    const [{ found } = { found: [] }, ...more] = answer.list.kinds;
    assert.deepEqual(
      [found.length, more.length, answer.list.rooms.length],
      [LIMITS.missedOfKind, 0, LIMITS.missedRooms],
    );
    assert.deepEqual([found[0]?.files?.length, found[0]?.files?.[0]], [LIMITS.filesPerMessage, 'gpj.exe']);
  });

  it('is refused where it tells more of a message than could be shown', () => {
    const by = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...BEN, id: `m-${i.toString(16).padStart(32, '0')}` as MemberId }));
    const told = (over: Partial<Message>) => {
      const push = [{ kind: 'entries', room: GENERAL, epoch, entries: [{ ...aMessage(1), ...over }] }];
      return decodeServerFrame(JSON.stringify({ push })).ok;
    };
    assert.ok(told({ reactions: [{ emoji: '👍', by: by(LIMITS.reactionsPerMessage) }] }));
    assert.ok(!told({ reactions: [{ emoji: '👍', by: by(5_000) }] }));
    assert.ok(!told({ reactions: Array.from({ length: 5_000 }, () => ({ emoji: '👍', by: by(1) })) }));
    assert.ok(!told({ reactions: [{ emoji: 'x'.repeat(5_000), by: by(1) }] }));
    assert.ok(!told({ files: Array.from({ length: 5_000 }, (_, i) => aFile(i, 'x')) }));
    assert.ok(!told({ name: 'x'.repeat(5_000) }));
    assert.ok(!told({ text: 'x'.repeat(500_000) }));
    assert.ok(told({ text: '𝄞'.repeat(LIMITS.textCodePoints) }));
  });

  it('gives two messages one id, and both are there', () => {
    const mine = (seq: number) => aMessage(seq, { by: ME, cid: cidOf(1) });
    assert.equal(new Set(shownOf([mine(1), mine(2), mine(3)])).size, 3);
  });
});
