import assert from 'node:assert/strict';
import type { MemberId } from '../../../server/protocol/ids';
import type { Person } from '../../../server/protocol/model';
import { type Result, fail, ok } from '../../../server/protocol/result';
import { People } from '../../../src/chat/people';
import type { Link } from '../../../src/connection/link';
import { fakeClock } from '../fakeClock';

const [me, ben] = ['a', 'b'].map((letter) => `m-${letter.repeat(32)}` as MemberId) as [MemberId, MemberId];
const person = (id: MemberId, name: string): Person => ({
  ...{ id, name, role: 'member', joinedAt: 1, presence: 'here', status: '', isBanned: false },
});

describe('people', () => {
  const asking = (people: People) => {
    const { promise, resolve } = Promise.withResolvers<Result<{ people: Person[] }>>();
    const asked = people.ask({ call: () => promise } as unknown as Link, fakeClock());
    return async (answer: Result<{ people: Person[] }>) => {
      resolve(answer);
      await asked;
    };
  };

  it('are all that the server names, and as it tells later', async () => {
    const people = new People(me);
    await asking(people)(ok({ people: [person(me, 'zoe'), person(ben, 'ben')] }));
    people.heard([person(me, 'ana')]);
    assert.deepEqual(people.all.map(({ name }) => name), ['ana', 'ben']); // prettier-ignore
    assert.deepEqual([people.me?.name, people.get(ben)?.name], ['ana', 'ben']);
  });

  it('are as they were told while the list was under way', async () => {
    const people = new People(me);
    const answer = asking(people);
    people.heard([person(ben, 'bert')]);
    await answer(ok({ people: [person(ben, 'ben')] }));
    assert.equal(people.get(ben)?.name, 'bert');
  });

  it('stay as they were where the list cannot be had', async () => {
    const people = new People(me);
    await asking(people)(ok({ people: [person(ben, 'ben')] }));
    const answer = asking(people);
    people.heard([person(me, 'ana')]);
    await answer(fail('E_UNAVAILABLE', 'link lost'));
    assert.deepEqual(people.all.map(({ name }) => name), ['ana', 'ben']); // prettier-ignore
  });

  it('are not those of a list that comes after another one was asked for', async () => {
    const people = new People(me);
    const [late, now] = [asking(people), asking(people)];
    await now(ok({ people: [person(ben, 'new')] }));
    await late(ok({ people: [person(ben, 'old')] }));
    assert.equal(people.get(ben)?.name, 'new');
  });
});
