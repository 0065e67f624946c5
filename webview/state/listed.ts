import { withChanges } from '../../server/protocol/changes';
import type { HostToPage } from '../protocol/messages';
import { missedTouched, missedWithout } from './missed';
import type { PageState } from './model';
import type { SearchState } from './search';

type Changed = Extract<HostToPage, { kind: 'touched' | 'roomGone' }>;

/** Messages that are listed change as those in the log do, and go with their room. */
export function onListed(s: PageState, changed: Changed): PageState {
  const { search, missed } = s;
  return {
    ...s,
    ...(search && { search: changedSearch(search, changed) }),
    ...(missed && {
      missed:
        changed.kind === 'roomGone'
          ? missedWithout(missed, changed.room)
          : missedTouched(missed, changed.room, changed.entries),
    }),
  };
}

function changedSearch(search: SearchState, changed: Changed): SearchState {
  const { room } = changed;
  if (changed.kind === 'roomGone') {
    const chosen = search.found[search.at];
    const found = search.found.filter((each) => each.room !== room);
    return { ...search, found, at: chosen ? found.indexOf(chosen) : -1 };
  }
  const found = search.found.map((each) => {
    const [entry] = each.room === room ? withChanges([each.entry], changed.entries) : [];
    return entry && entry !== each.entry ? { ...each, entry } : each;
  });
  return { ...search, found };
}
