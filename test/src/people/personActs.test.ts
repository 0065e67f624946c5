import assert from 'node:assert/strict';
import type { Person, Role } from '../../../server/protocol/model';
import { personActs } from '../../../src/people/personActs';
import { aPerson, memberId } from '../team';

const NOW = 1_000_000;
const me = (role: Role): Person => aPerson({ role });
const other = (over: Partial<Person> = {}): Person => aPerson({ id: memberId(2), name: 'ben', ...over });

describe('what is offered for a member', () => {
  it('is to message others, and to change one’s own status and name', () => {
    assert.deepEqual(personActs(other(), me('member'), NOW), ['message']);
    assert.deepEqual(personActs(me('member'), me('member'), NOW), ['status', 'name']);
  });

  it('is nothing for a guest', () => {
    assert.deepEqual(personActs(other(), me('guest'), NOW), []);
  });

  it('is to mute and ban who is less than a moderator', () => {
    for (const role of ['member', 'bot', 'guest'] as const)
      assert.deepEqual(personActs(other({ role }), me('moderator'), NOW), ['message', 'mute', 'ban']);
    for (const role of ['moderator', 'owner'] as const)
      assert.deepEqual(personActs(other({ role }), me('moderator'), NOW), ['message']);
  });

  it('is everything for an owner, also with other owners', () => {
    assert.deepEqual(personActs(other({ role: 'owner' }), me('owner'), NOW), ['message', 'role', 'mute', 'ban']);
  });

  it('is to hand over one’s own role', () => {
    assert.deepEqual(personActs(me('owner'), me('owner'), NOW), ['status', 'name', 'role']);
  });

  it('is the way back from each state, and only that for who is banned', () => {
    assert.deepEqual(personActs(other({ isBanned: true }), me('moderator'), NOW), ['unban']);
    assert.deepEqual(personActs(other({ mutedUntil: NOW + 1 }), me('moderator'), NOW), ['message', 'unmute', 'ban']);
    assert.deepEqual(personActs(other({ mutedUntil: NOW }), me('moderator'), NOW), ['message', 'mute', 'ban']);
  });

  it('is nothing as long as it is not known who the reader is', () => {
    assert.deepEqual(personActs(other(), undefined, NOW), []);
  });
});
