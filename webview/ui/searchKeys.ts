import type { PageState } from '../state/model';
import type { SearchAct, SearchState } from '../state/search';
import { tripOf } from '../state/trip';
import type { Context } from './context';
import { isPlain, take } from './keys';

export const focusSearch = (): void => {
  const input = document.querySelector<HTMLInputElement>('.search-input');
  input?.focus();
  input?.select();
};

/** In the list as far as it is seen. */
export const revealFound = (): void => document.querySelector('.found.is-at')?.scrollIntoView({ block: 'nearest' });

/** The focus stays in the box: what is chosen is told by it. */
export function searchKey(event: KeyboardEvent, search: SearchState, { dispatch }: Context): void {
  const act = (what: SearchAct) => {
    take(event);
    dispatch({ kind: 'search', act: what });
  };
  if (!isPlain(event)) return;
  const isTyping = (event.target as Element).matches('.search-input');
  if (event.key === 'Escape') act({ do: 'shut' });
  else if (!isTyping) return;
  else if (event.key === 'ArrowUp') act({ do: 'move', at: search.at - 1 });
  else if (event.key === 'ArrowDown') act(isAtLast(search) ? { do: 'more' } : { do: 'move', at: search.at + 1 });
  else if (event.key === 'Enter')
    act(isAnswered(search) ? { do: 'choose', at: Math.max(0, search.at) } : { do: 'ask' });
}

const isAtLast = ({ at, found, next }: SearchState): boolean =>
  next !== undefined && found.length > 0 && at === found.length - 1;

const isAnswered = ({ typed, answered, found }: SearchState): boolean => typed === answered && found.length > 0;

/** In the log: Escape goes back to the list that one came from, and a slash opens the search. */
export function logSearchKey(event: KeyboardEvent, s: PageState, { dispatch }: Context): void {
  if (!isPlain(event)) return;
  if (event.key === 'Escape' && tripOf(s)) {
    take(event);
    dispatch({ kind: s.search ? 'search' : 'missing', act: { do: 'back' } });
  } else if (event.key === '/') {
    take(event);
    dispatch({ kind: 'search', act: { do: 'open' } });
  }
}
