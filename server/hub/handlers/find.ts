import { standingOf } from '../../core/access';
import { missedIn, toldOf } from '../../core/missed';
import { permitted, seqAt } from '../../core/search';
import type { Journal } from '../../journal/journal';
import { fail, ok } from '../../protocol/result';
import { SealedNumbers } from '../sealedNumbers';
import type { MemberHandlers } from './handlers';

/** What was said: by its words, by its day, and what one has missed of it. */
export function findHandlers({
  journal,
}: {
  readonly journal: Journal;
}): MemberHandlers<'search' | 'find' | 'seqAt' | 'missed'> {
  const places = new SealedNumbers();
  return {
    search({ member }, query) {
      const { state } = journal;
      return standingOf(state, query.room, member) ? ok(state.search(query)) : fail('E_NOT_FOUND');
    },
    find({ member }, asked) {
      const { state } = journal;
      const before = asked.next === undefined ? undefined : places.open(asked.next);
      const query = permitted(state, member, asked);
      if (!query || (asked.next !== undefined && before === undefined)) return fail('E_NOT_FOUND');
      const { found, reached } = state.find({ ...query, before });
      return ok({ found: [...found], ...(reached === undefined ? {} : { next: places.seal(reached) }) });
    },
    missed({ member }, { since }) {
      const { state } = journal;
      const { rooms, more } = missedIn(state, member, since);
      return ok(toldOf(state.missed({ member, rooms }), more));
    },
    seqAt({ member }, { room, at }) {
      const { state } = journal;
      return standingOf(state, room, member) ? ok({ seq: seqAt(state, room, at) }) : fail('E_NOT_FOUND');
    },
  };
}
