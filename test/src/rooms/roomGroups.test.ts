import assert from 'node:assert/strict';
import type { RoomId } from '../../../server/protocol/ids';
import type { ListedRoom } from '../../../server/protocol/model';
import { roomGroups } from '../../../src/rooms/roomGroups';
import { aMine, aRoom, anOtherRoom } from '../team';

const id = (name: string) => name as RoomId;
const ids = (rooms: readonly ListedRoom[]) => rooms.map((room) => room.id);

describe('the groups of rooms', () => {
  const favourite = { mine: aMine({ isFavourite: true }) };
  const groups = roomGroups([
    aRoom({ id: id('ben'), kind: 'direct', ...favourite }),
    aRoom({ id: id('design') }),
    aRoom({ id: id('chloe'), kind: 'direct' }),
    aRoom({ id: id('plans'), kind: 'private' }),
    aRoom({ id: id('old'), isArchived: true, ...favourite }),
    anOtherRoom({ id: id('lunch') }),
  ]);

  it('have the favourites with the rooms, whatever they are, and each in the order of the list', () => {
    assert.deepEqual(ids(groups.rooms), ['ben', 'design', 'plans']);
  });

  it('have direct messages and archived rooms apart', () => {
    assert.deepEqual(ids(groups.direct), ['chloe']);
    assert.deepEqual(ids(groups.archived), ['old']);
  });

  it('have no room that the reader is not in', () => {
    assert.ok(!Object.values(groups).flatMap(ids).includes(id('lunch')));
  });
});
