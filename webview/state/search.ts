import { t } from '@vscode/l10n';
import { plural } from '../protocol/language';
import type { PageState } from './model';
import type { FoundMessage, HostToPage } from '../protocol/messages';
import { showMessage } from './show';
import { type Trip, type TripAct, goneTo, homeFrom, setOut } from './trip';

/** What is looked for, and what was found so far. */
export interface SearchState extends Trip {
  readonly typed: string;
  /** Newest first. */
  readonly found: readonly FoundMessage[];
  /** What they were found by; undefined before the first answer. */
  readonly answered: string | undefined;
  /** Where the server goes on. */
  readonly next: string | undefined;
  readonly load: { readonly id: number; readonly typed: string; readonly next: string | undefined } | undefined;
  /** Why nothing can be told. */
  readonly reason: string | undefined;
}

export type SearchAct = TripAct | { readonly do: 'ask' | 'more' } | { readonly do: 'type'; readonly text: string };

type Answer = Extract<HostToPage, { kind: 'found' }>;

export function onSearch(s: PageState, act: SearchAct): PageState {
  const search = s.search ?? (act.do === 'open' ? opened(s) : undefined);
  if (!search) return s;
  switch (act.do) {
    case 'type':
      return { ...s, search: { ...search, typed: act.text, reason: undefined } };
    case 'ask':
      return asked(s, search);
    case 'more':
      return search.next === undefined || search.load ? s : load(s, search, search.next);
    case 'move':
      return { ...s, search: { ...search, at: Math.max(-1, Math.min(act.at, search.found.length - 1)) } };
    case 'choose':
      return choose(s, search, act.at);
    case 'open':
    case 'back':
      return { ...s, missed: undefined, search: { ...search, isOpen: true } };
    case 'stay':
      return { ...s, search: undefined };
    case 'shut':
      return homeFrom({ ...s, search: undefined }, search);
    default:
      return act satisfies never;
  }
}

const opened = (s: PageState): SearchState => ({
  ...setOut(s),
  typed: '',
  found: [],
  answered: undefined,
  next: undefined,
  load: undefined,
  reason: undefined,
});

/** Nothing typed is no search; what is on its way already is not asked for again. */
function asked(s: PageState, search: SearchState): PageState {
  if (search.typed.trim() === '')
    return { ...s, search: { ...search, found: [], answered: undefined, next: undefined, load: undefined, at: -1 } };
  return search.load?.typed === search.typed && search.load.next === undefined ? s : load(s, search, undefined);
}

function load(s: PageState, search: SearchState, next: string | undefined): PageState {
  const id = s.lastLoad + 1;
  return { ...s, lastLoad: id, search: { ...search, load: { id, typed: search.typed, next }, reason: undefined } };
}

export function onFound(s: PageState, a: Answer): PageState {
  const { search } = s;
  if (!search?.load || search.load.id !== a.id) return s;
  const isMore = search.load.next !== undefined;
  const done = { ...search, load: undefined };
  if (a.found === undefined)
    return { ...s, search: { ...done, reason: a.reason, ...(isMore ? {} : { found: [], at: -1, next: undefined }) } };
  const found = isMore ? [...search.found, ...a.found] : a.found;
  const at = isMore ? search.at : -1;
  return { ...s, search: { ...done, found, at, next: a.next, answered: search.load.typed } };
}

function choose(s: PageState, search: SearchState, at: number): PageState {
  const found = search.found[at];
  if (!found) return s;
  const left = { ...s, search: goneTo(search, at) };
  return showMessage(left, { room: found.room, seq: found.entry.seq });
}

/** What the search has to say of itself: a sentence, or nothing. */
export function searchStatus({ reason, load, answered, found, next }: SearchState): string {
  if (reason !== undefined) return reason;
  if (load && load.next === undefined) return t('Searching…');
  if (answered === undefined) return '';
  if (found.length === 0)
    return next === undefined ? t('No messages found.') : t('No messages found yet: there are older ones.');
  const count = found.length;
  return next === undefined
    ? plural(count, t('1 message found'), t('{0} messages found', count))
    : plural(
        count,
        t('1 message found, and there may be older ones'),
        t('{0} messages found, and there may be older ones', count),
      );
}
