import { standingOf } from '../../core/access';
import { missedIn, toldOf } from '../../core/missed';
import { permitted, seqAt } from '../../core/search';
import type { Journal } from '../../journal/journal';
import type { Answer, Params } from '../../protocol/calls';
import type { MemberId } from '../../protocol/ids';
import { type Result, fail, ok } from '../../protocol/result';
import { SealedNumbers } from '../sealedNumbers';
import type { Sends } from '../sends';
import type { MemberHandlers } from './handlers';

interface Find {
  readonly journal: Journal;
  /** How fast one may search: nobody else is served while the server does. */
  readonly searches: Sends;
}

/** What was said: by its words, by its day, and what one has missed of it. */
export function findHandlers({ journal, searches }: Find): MemberHandlers<'search' | 'find' | 'seqAt' | 'missed'> {
  const places = new SealedNumbers();
  const found = (member: MemberId, asked: Params<'find'>): Result<Answer<'find'>> => {
    const { state } = journal;
    const before = asked.next === undefined ? undefined : places.open(asked.next);
    const query = permitted(state, member, asked);
    if (!query || (asked.next !== undefined && before === undefined)) return fail('E_NOT_FOUND');
    const page = state.find({ ...query, before });
    return ok({ found: [...page.found], ...(page.reached === undefined ? {} : { next: places.seal(page.reached) }) });
  };
  return {
    search: ({ member }, query) =>
      searches.paced(member, () => {
        const { state } = journal;
        return standingOf(state, query.room, member) ? ok(state.search(query)) : fail('E_NOT_FOUND');
      }),
    find: ({ member }, asked) => searches.paced(member, () => found(member, asked)),
    missed: ({ member }, { since }) =>
      searches.paced(member, () => {
        const { rooms, more } = missedIn(journal.state, member, since);
        return ok(toldOf(journal.state.missed({ member, rooms }), more));
      }),
    seqAt({ member }, { room, at }) {
      const { state } = journal;
      return standingOf(state, room, member) ? ok({ seq: seqAt(state, room, at) }) : fail('E_NOT_FOUND');
    },
  };
}
