import type { Millis } from '../protocol/model';

interface LocalMinute {
  readonly at: Millis;
  /** The clocks here were put forward over this time: `at` is as much later. */
  readonly skipped: boolean;
}

const HOUR = 3_600_000;

/**
 * The start of a minute as `%Y-%m-%d` and `%I:%M %p` write it, in local time; undefined where there is no such minute. Of a
 * minute that the clocks here showed twice it is the second one, where the first would be before `previous`.
 */
export function startOfMinute(date: string, time: string, previous: Millis = 0): LocalMinute | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = time.slice(0, -3).split(':').map(Number);
  if (!isDay(year, month, day) || hour < 1 || hour > 12 || minute > 59) return undefined;
  const hours = (hour % 12) + (time.endsWith('PM') ? 12 : 0);
  const local = new Date(year, month - 1, day, hours, minute);
  const at = local.getTime();
  if (at < 0) return undefined;
  const skipped = local.getHours() !== hours || local.getMinutes() !== minute;
  return { at: at < previous ? secondOf(at, previous) : at, skipped };
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1970 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function secondOf(at: Millis, previous: Millis): Millis {
  const shown = (time: Millis) => new Date(time).toString().slice(0, 21);
  const second = [at + HOUR / 2, at + HOUR].find((later) => later >= previous && shown(later) === shown(at));
  return second ?? at;
}
