import assert from 'node:assert/strict';
import { setImmediate as soon } from 'node:timers/promises';
import { GENERAL, RoomId } from '../../../server/protocol/ids';
import type { ListedRoom, Mine } from '../../../server/protocol/model';
import { type Result, fail, ok } from '../../../server/protocol/result';
import { Reads } from '../../../src/chat/reads';
import type { Link } from '../../../src/connection/link';
import { eventually } from '../../helpers/eventually';
import { fakeClock } from '../fakeClock';

const design = RoomId.parse('design');
const mine = (readUpTo: number): Mine => ({
  ...{ readUpTo, head: 9, unread: 0, mentions: 0, isMuted: false, isFavourite: false },
});

describe('what is read', () => {
  const scene = () => {
    const clock = fakeClock();
    const readUpTo = new Map([[GENERAL, 3], [design, 4]]); // prettier-ignore
    const counted: unknown[] = [];
    const reads = new Reads(clock, {
      get: (id) => ({ mine: mine(readUpTo.get(id) ?? 0) }) as ListedRoom,
      counted: (id, told) => counted.push([id, told?.readUpTo]),
    });
    const asked: { room: RoomId; upTo: number; answer: (result: Result<{ mine: Mine }>) => void }[] = [];
    const link = {
      call: (_name: string, params: { room: RoomId; upTo: number }) => {
        const { promise, resolve } = Promise.withResolvers<Result<{ mine: Mine }>>();
        asked.push({ ...params, answer: resolve });
        return promise;
      },
    } as unknown as Link;
    const next = async (count: number) => {
      await eventually(() => assert.equal(asked.length, count));
      return asked[count - 1]!;
    };
    return { clock, readUpTo, counted, reads, asked, link, next };
  };

  it('is told to the server one room after the other, as far as it is by then', async () => {
    const { reads, link, next, readUpTo, counted } = scene();
    reads.ask(GENERAL);
    reads.online(link);
    const first = await next(1);
    for (const room of [GENERAL, design, GENERAL]) reads.ask(room);
    readUpTo.set(GENERAL, 8);
    first.answer(ok({ mine: mine(3) }));
    const second = await next(2);
    second.answer(ok({ mine: mine(8) }));
    const third = await next(3);
    third.answer(ok({ mine: mine(4) }));
    await eventually(() => assert.equal(counted.length, 3));
    assert.deepEqual([second.upTo, third.room], [8, design]);
    assert.deepEqual(counted, [[GENERAL, 3], [GENERAL, 8], [design, 4]]); // prettier-ignore
  });

  it('is told again later to a server that cannot take it now, and over the next connection', async () => {
    const { reads, link, next, asked, clock, counted } = scene();
    reads.online(link);
    reads.ask(GENERAL);
    (await next(1)).answer(fail('E_STORAGE_FULL'));
    await eventually(() => assert.ok(clock.timers > 0));
    assert.equal(asked.length, 1);
    clock.advance(500);
    (await next(2)).answer(fail('E_UNAVAILABLE', 'link lost'));
    reads.offline();
    await soon();
    reads.online(link);
    (await next(3)).answer(ok({ mine: mine(3) }));
    await eventually(() => assert.deepEqual(counted, [[GENERAL, 3]]));
  });

  it('is given up where the server has no such room for the reader', async () => {
    const { reads, link, next, counted } = scene();
    reads.online(link);
    reads.ask(GENERAL);
    (await next(1)).answer(fail('E_NOT_FOUND'));
    await eventually(() => assert.deepEqual(counted, [[GENERAL, undefined]]));
  });
});
