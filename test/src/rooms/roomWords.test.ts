import assert from 'node:assert/strict';
import {
  roomDescription,
  roomIcon,
  roomTooltip,
  shownCount,
  spokenCounts,
  spokenRoom,
} from '../../../src/rooms/roomWords';
import { aMine, aRoom, anOtherRoom, memberId } from '../team';

describe('what is said of a room', () => {
  it('counts up to a hundred, and says nothing of none', () => {
    assert.deepEqual([0, 1, 99, 100].map(shownCount), ['', '1', '99', '100+']);
  });

  it('has mentions in words, one or many', () => {
    assert.equal(spokenCounts({ unread: 0, mentions: 0 }), '');
    assert.equal(spokenCounts({ unread: 3, mentions: 0 }), '3 unread');
    assert.equal(spokenCounts({ unread: 3, mentions: 1 }), '3 unread, 1 mention');
    assert.equal(spokenCounts({ unread: 100, mentions: 2 }), '100+ unread, 2 mentions');
  });

  it('is short beside its name', () => {
    assert.equal(roomDescription(aRoom()), '');
    const mine = aMine({ unread: 3, mentions: 1, isFavourite: true, isMuted: true });
    assert.equal(roomDescription(aRoom({ mine, isLocked: true })), '3 · @1 · ★ · muted · locked');
    assert.equal(roomDescription(aRoom({ isArchived: true, isLocked: true })), '');
  });

  it('is whole for who cannot see it', () => {
    const mine = aMine({ unread: 3, mentions: 1, isFavourite: true });
    assert.equal(spokenRoom('design', aRoom({ mine }), false), 'design, room, 3 unread, 1 mention, favourite');
    assert.equal(
      spokenRoom('plans', aRoom({ kind: 'private', isLocked: true }), true),
      'plans, private room, open, locked',
    );
    assert.equal(spokenRoom('ben', aRoom({ kind: 'direct' }), false), 'ben, direct message');
    assert.equal(spokenRoom('lunch', anOtherRoom(), false), 'lunch, room, not joined');
  });

  it('says in the tooltip who can read it, and what is special', () => {
    assert.deepEqual(roomTooltip('ben', aRoom({ kind: 'direct' })), [
      'ben',
      'Only you who are in it can read this conversation.',
    ]);
    const told = roomTooltip('design', aRoom({ topic: 'Colours', isLocked: true, mine: aMine({ isMuted: true }) }));
    assert.deepEqual(told.slice(0, 2), ['design', 'Colours']);
    assert.ok(told.some((line) => /locked: only moderators/.test(line)));
    assert.ok(told.some((line) => /muted it/.test(line)));
    assert.ok(roomTooltip('lunch', anOtherRoom()).includes('You have not joined it.'));
  });

  it('has an icon of its own for each kind', () => {
    const [me, ben, chloe] = [memberId(1), memberId(2), memberId(3)];
    const rooms = [
      aRoom(),
      aRoom({ kind: 'private' }),
      aRoom({ kind: 'direct', members: [me, ben] }),
      aRoom({ kind: 'direct', members: [me, ben, chloe] }),
      aRoom({ isArchived: true }),
    ];
    assert.equal(new Set(rooms.map(roomIcon)).size, rooms.length);
  });
});
