import type { Action, PageState } from './state/model';

/** A pause in typing: then it is looked for. */
const PAUSE_MS = 300;
const LEAST_CHARS = 2;

/** Searches while one types, a moment after the last key. Enter does not wait for it. */
export function createSearching(dispatch: (action: Action) => void): (before: PageState, after: PageState) => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return (before, after) => {
    const { search } = after;
    // Enter has asked already: the answer may be there before the pause is over.
    if (search?.load && search.load !== before.search?.load) clearTimeout(waiting);
    if (search?.typed === before.search?.typed) return;
    clearTimeout(waiting);
    if (!search || (search.typed.trim() !== '' && Array.from(search.typed.trim()).length < LEAST_CHARS)) return;
    waiting = setTimeout(() => dispatch({ kind: 'search', act: { do: 'ask' } }), PAUSE_MS);
  };
}
