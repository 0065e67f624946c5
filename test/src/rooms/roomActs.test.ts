import assert from 'node:assert/strict';
import { AUDIT, GENERAL } from '../../../server/protocol/ids';
import type { ListedRoom, Role } from '../../../server/protocol/model';
import { type RoomAct, roomActs } from '../../../src/rooms/roomActs';
import { aMine, aPerson, aRoom, anOtherRoom, memberId } from '../team';

const actsOf = (role: Role, room: ListedRoom): readonly RoomAct[] => roomActs(room, aPerson({ role }));
const every = (acts: readonly RoomAct[], ...expected: RoomAct[]) => {
  for (const act of expected) assert.ok(acts.includes(act), act);
};
const none = (acts: readonly RoomAct[], ...expected: RoomAct[]) => {
  for (const act of expected) assert.ok(!acts.includes(act), act);
};

describe('what is offered in a room', () => {
  it('is to write, rename, add and leave for a member, and nothing that is a moderator’s', () => {
    const acts = actsOf('member', aRoom());
    every(acts, 'write', 'rename', 'add', 'leave', 'favourite', 'mute');
    none(acts, 'join', 'archive', 'remove', 'lock', 'unlock');
  });

  it('is to archive it and remove others for who made it', () => {
    every(actsOf('member', aRoom({ creator: memberId(1) })), 'archive', 'remove');
    none(actsOf('member', aRoom({ creator: memberId(2) })), 'archive', 'remove');
  });

  it('is to archive, remove and lock for a moderator', () => {
    every(actsOf('moderator', aRoom()), 'archive', 'remove', 'lock');
  });

  it('is nothing but its own list for a guest', () => {
    assert.deepEqual(actsOf('guest', aRoom()), ['leave', 'favourite', 'mute']);
    assert.deepEqual(actsOf('guest', anOtherRoom()), []);
  });

  it('is to join a public room that one is not in', () => {
    every(actsOf('member', anOtherRoom()), 'join', 'write');
    none(actsOf('member', anOtherRoom()), 'leave', 'add', 'mute', 'favourite');
  });

  it('is never to leave, archive or empty the room everybody is in', () => {
    for (const role of ['owner', 'moderator', 'member'] as const)
      none(actsOf(role, aRoom({ id: GENERAL, creator: memberId(1) })), 'leave', 'archive', 'add', 'remove');
  });

  it('is to lock the room everybody is in for owners alone', () => {
    every(actsOf('owner', aRoom({ id: GENERAL })), 'lock');
    none(actsOf('moderator', aRoom({ id: GENERAL })), 'lock');
  });

  it('is to read the audit room, and no more', () => {
    assert.deepEqual(actsOf('owner', aRoom({ id: AUDIT, kind: 'private' })), ['favourite', 'mute']);
  });

  it('is to write in a direct conversation, and not to change who or what it is, even for an owner', () => {
    assert.deepEqual(actsOf('owner', aRoom({ kind: 'direct', name: '' })), ['write', 'favourite', 'mute']);
  });

  it('is the way back from each state', () => {
    every(actsOf('moderator', aRoom({ isArchived: true })), 'unarchive');
    every(actsOf('moderator', aRoom({ isLocked: true })), 'unlock', 'write');
    const mine = aMine({ isMuted: true, isFavourite: true });
    every(actsOf('member', aRoom({ mine })), 'unmute', 'unfavourite');
    none(actsOf('member', aRoom({ mine })), 'mute', 'favourite');
  });

  it('is not to write where it is archived, or locked for a member', () => {
    none(actsOf('owner', aRoom({ isArchived: true })), 'write', 'rename', 'lock', 'add');
    none(actsOf('member', aRoom({ isLocked: true })), 'write', 'rename');
  });

  it('is little as long as it is not known who the reader is', () => {
    assert.deepEqual(roomActs(aRoom(), undefined), ['leave', 'favourite', 'mute']);
  });
});
