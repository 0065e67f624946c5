import assert from 'node:assert/strict';
import { inOrder, personDescription, personIcon, personTooltip, spokenPerson } from '../../../src/people/personWords';
import { aPerson, memberId } from '../team';

const NOW = Date.UTC(2026, 0, 3);

describe('what is said of a member', () => {
  it('has the presence in words, with role and status', () => {
    assert.equal(personDescription(aPerson(), NOW), 'here');
    assert.equal(
      personDescription(aPerson({ presence: 'away', role: 'moderator', status: 'at lunch' }), NOW),
      'away · moderator · at lunch',
    );
    assert.equal(personDescription(aPerson({ presence: 'gone', role: 'bot' }), NOW), 'not connected · bot');
    assert.equal(personDescription(aPerson({ mutedUntil: NOW + 1 }), NOW), 'here · muted');
    assert.equal(personDescription(aPerson({ mutedUntil: NOW }), NOW), 'here');
    assert.equal(personDescription(aPerson({ isBanned: true, presence: 'gone' }), NOW), 'banned');
  });

  it('has no presence where that is not known', () => {
    assert.equal(personDescription({ ...aPerson({ role: 'owner' }), presence: 'unknown' }, NOW), 'owner');
    assert.deepEqual(personIcon({ ...aPerson(), presence: 'unknown' }), personIcon(aPerson({ presence: 'gone' })));
  });

  it('is spoken in the same words', () => {
    assert.equal(spokenPerson(aPerson({ role: 'owner' }), true, NOW), 'ana, you, here, owner');
  });

  it('has a shape for each presence, not a colour alone', () => {
    const icons = (['here', 'away', 'gone'] as const).map((presence) => personIcon(aPerson({ presence }))[0]);
    assert.equal(new Set([...icons, personIcon(aPerson({ isBanned: true }))[0]]).size, 4);
  });

  it('says since when somebody is a member, and when who is muted may write again', () => {
    const wording = { locale: 'en', nowMs: NOW };
    assert.deepEqual(personTooltip(aPerson(), wording), ['ana', 'here', 'Joined on January 2, 2026']);
    assert.match(personTooltip(aPerson({ mutedUntil: NOW + 1 }), wording)[3] ?? '', /^May write again .*2026/);
  });

  it('is sorted: the reader, who is here, who is away, the others, each by name', () => {
    const person = (digit: number, name: string, presence: 'here' | 'away' | 'gone') =>
      aPerson({ id: memberId(digit), name, presence });
    const me = person(1, 'zoe', 'gone');
    const all = [
      person(2, 'dan', 'gone'),
      person(3, 'carl', 'away'),
      person(4, 'ben', 'here'),
      me,
      person(5, 'ana', 'here'),
    ];
    assert.deepEqual(inOrder(all, me).map(({ name }) => name), ['zoe', 'ana', 'ben', 'carl', 'dan']); // prettier-ignore
  });
});
