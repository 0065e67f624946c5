import { LIMITS } from './limits';
import { type Result, fail, ok } from './result';

export const HAS = ['code', 'file', 'link'] as const;
export type Has = (typeof HAS)[number];

/** A day of the calendar, wherever that is. The one after the last of a month is the first of the next. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** What a person asks for. What is not said is asked of no message. */
export interface Query {
  /** Words and phrases as they were typed, without the filters. */
  readonly text: string;
  /** Names: by one of these. */
  readonly from: readonly string[];
  /** Names of rooms: in one of these. */
  readonly in: readonly string[];
  /** All of these. */
  readonly has: readonly Has[];
  /** From the beginning of this day on. */
  readonly since?: Day;
  /** Up to the beginning of this day. */
  readonly until?: Day;
  readonly isUnread: boolean;
}

type Parsed = { -readonly [K in keyof Query]: Query[K] };

/** A phrase, a filter with what it takes, a word, or what stands between. */
const PART = /"[^"]*(?:"|$)|(from|in|has|is|before|after|on):("[^"]*(?:"|$)|[^\s"]*)|[^\s"]+|\s+/giu;

/**
 * What a person typed. What it says of other words with a colon in them, such as addresses, are words. `detail` of
 * E_BAD_REQUEST is a sentence for the person: what cannot be understood.
 */
export function parseQuery(typed: string, today: Day): Result<Query> {
  if (typed.length > LIMITS.searchChars) return fail('E_BAD_REQUEST', `This is too long to be searched for.`);
  let query: Parsed = { text: '', from: [], in: [], has: [], isUnread: false };
  for (const [whole, key, given] of typed.matchAll(PART)) {
    if (key === undefined || given === undefined) {
      query.text += whole;
      continue;
    }
    const filtered = FILTERS[key.toLowerCase() as keyof typeof FILTERS](given.replaceAll('"', '').trim(), today);
    if (typeof filtered === 'string') return fail('E_BAD_REQUEST', filtered);
    query = { ...query, ...merged(query, filtered) };
  }
  const names = query.from.length + query.in.length;
  return names > LIMITS.searchNames
    ? fail('E_BAD_REQUEST', `A search takes up to ${LIMITS.searchNames} names.`)
    : ok(query);
}

/** Whether anything is asked for. */
export const isEmptyQuery = ({ text, from, in: rooms, has, since, until, isUnread }: Query): boolean =>
  text.trim() === '' && from.length + rooms.length + has.length === 0 && !since && !until && !isUnread;

/** Several of a kind: names are alternatives, the rest is all asked for. */
function merged(query: Query, more: Partial<Query>): Partial<Query> {
  return {
    ...more,
    ...(more.from && { from: [...query.from, ...more.from] }),
    ...(more.in && { in: [...query.in, ...more.in] }),
    ...(more.has && { has: [...new Set([...query.has, ...more.has])] }),
  };
}

/** What each filter asks for, or a sentence why not. */
const FILTERS = {
  from: (name: string) => (name === '' ? 'from: needs a name, as in from:ana.' : { from: [name.replace(/^@/, '')] }),
  in: (room: string) =>
    room === '' ? 'in: needs the name of a room, as in in:general.' : { in: [room.replace(/^[#@]/, '')] },
  has(what: string) {
    const has = HAS.find((each) => what.toLowerCase().replace(/s$/, '') === each);
    return has ? { has: [has] } : `has: takes code, file or link, not “${what}”.`;
  },
  is: (what: string) => (what.toLowerCase() === 'unread' ? { isUnread: true } : `is: takes unread, not “${what}”.`),
  before: (typed: string, today: Day) => dated('before', typed, today, (day) => ({ until: day })),
  after: (typed: string, today: Day) => dated('after', typed, today, (day) => ({ since: nextDay(day) })),
  on: (typed: string, today: Day) => dated('on', typed, today, (day) => ({ since: day, until: nextDay(day) })),
} satisfies Record<string, (given: string, today: Day) => Partial<Query> | string>;

function dated(key: string, typed: string, today: Day, ask: (day: Day) => Partial<Query>): Partial<Query> | string {
  const day = parseDay(typed, today);
  return day ? ask(day) : `${key}: takes a day, such as 2026-03-31, today or yesterday, not “${typed}”.`;
}

const nextDay = (day: Day): Day => ({ ...day, day: day.day + 1 });

/** A day as it is written in a search, or undefined where it is none. */
export function parseDay(typed: string, today: Day): Day | undefined {
  const word = typed.trim().toLowerCase();
  if (word === 'today') return today;
  if (word === 'yesterday') return { ...today, day: today.day - 1 };
  const [, year, month, day] = (/^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const isDay = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return isDay ? { year, month, day } : undefined;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
