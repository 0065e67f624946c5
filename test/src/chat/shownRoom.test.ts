import assert from 'node:assert/strict';
import { AUDIT, GENERAL } from '../../../server/protocol/ids';
import type { Role, Room } from '../../../server/protocol/model';
import { shownRoom } from '../../../src/chat/shownRoom';

const room = (over: Partial<Room> = {}): Room => ({
  ...{ id: GENERAL, kind: 'public', name: 'general', topic: '', head: 0, lastAt: 0, isArchived: false },
  isLocked: false,
  ...over,
});

describe('what is shown of a room', () => {
  const closed = (over: Partial<Room>, role: Role, mutedUntil = 0) =>
    shownRoom(room(over), 'x', { role, mutedUntil, now: 1_000 }).closed;

  it('says to whom it is closed, and why', () => {
    const locked = (role: Role) => closed({ isLocked: true }, role);
    assert.deepEqual([closed({}, 'member'), locked('moderator'), locked('owner')], [undefined, undefined, undefined]);
    assert.match(locked('member') ?? '', /locked/);
    assert.match(closed({ isArchived: true }, 'owner') ?? '', /archived/);
    assert.match(closed({}, 'guest') ?? '', /guest/);
    assert.match(closed({ id: AUDIT, kind: 'private' }, 'owner') ?? '', /Nobody writes/);
    assert.match(closed({}, 'member', 2_000) ?? '', /moderator does not let you write until .+\./);
    assert.equal(closed({}, 'member', 1_000), undefined);
  });

  it('lets moderators and owners delete what others wrote, but not in a direct conversation', () => {
    const may = (role: Role, kind: Room['kind'] = 'public') =>
      shownRoom(room({ kind }), 'x', { role, mutedUntil: 0, now: 0 }).mayModerate;
    assert.deepEqual((['owner', 'moderator', 'member', 'bot', 'guest'] as const).map((role) => may(role)), [true, true, false, false, false]); // prettier-ignore
    assert.equal(may('owner', 'direct'), false);
  });
});
