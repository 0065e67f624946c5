import type { Millis } from '../../server/protocol/model';
import { type Looks, hoursOf } from '../protocol/looks';

const HOUR = 3_600_000;
const days = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
const known = new Map<Millis, string>();

/** The local day of a time, for comparing. Remembered: one window asks for the same few hundred times again and again. */
export function dayKey(at: Millis): string {
  const hit = known.get(at);
  if (hit !== undefined) return hit;
  if (known.size > 2_000) known.clear();
  const key = days.format(at);
  known.set(at, key);
  return key;
}

/** By the hour, because a local day may have 23 or 25 of them. */
export function dayBefore(now: Millis): string {
  const today = dayKey(now);
  let at = now;
  while (dayKey(at) === today) at -= HOUR;
  return dayKey(at);
}

export interface Calendar {
  readonly locale: string;
  /** "Today", "Yesterday", or the date as the locale writes it. */
  day(at: Millis, now: Millis): string;
  time(at: Millis): string;
  full(at: Millis): string;
}

const usable = (locale: string): string => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0 ? locale : 'en';
  } catch {
    return 'en';
  }
};

export function createCalendar(tag: string, format: Looks['timeFormat'] = 'auto'): Calendar {
  const locale = usable(tag);
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', ...hoursOf(format) });
  const near = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric' });
  const far = new Intl.DateTimeFormat(locale, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', ...hoursOf(format) });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const named = (offset: number): string => {
    const word = relative.format(offset, 'day');
    return word.slice(0, 1).toLocaleUpperCase(locale) + word.slice(1);
  };
  return {
    locale,
    day(at, now) {
      const key = dayKey(at);
      if (key === dayKey(now)) return named(0);
      if (key === dayBefore(now)) return named(-1);
      return (key.slice(0, 4) === dayKey(now).slice(0, 4) ? near : far).format(at);
    },
    time: (at) => time.format(at),
    full: (at) => full.format(at),
  };
}
