import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { lasting, spokenLanguage } from '../../webview/protocol/language';
import type { Memory } from '../chat/memory';
import { timeIn } from '../wording';

const HOURS = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/;

/** Whether a time of day lies within `22:00-07:00`, which may go over midnight. What is not written so is never. */
export function isWithin(hours: string, at: Date): boolean {
  const [fromHour, fromMinute, toHour, toMinute] = (HOURS.exec(hours) ?? []).slice(1).map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined)
    return false;
  const [from, to] = [60 * fromHour + fromMinute, 60 * toHour + toMinute];
  const now = 60 * at.getHours() + at.getMinutes();
  return from <= to ? from <= now && now < to : from <= now || now < to;
}

const MINUTE_MS = 60_000;
const TOMORROW_HOUR = 8;

interface Snooze {
  readonly label: string;
  readonly until: number;
}

function tomorrow(now: number): number {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(TOMORROW_HOUR, 0, 0, 0);
  return morning.getTime();
}

/** For how long notifications can be put off. */
export function snoozes(now: number): readonly Snooze[] {
  return [
    { label: lasting(30, 'minute'), until: now + 30 * MINUTE_MS },
    { label: lasting(1, 'hour'), until: now + 60 * MINUTE_MS },
    { label: t('Until tomorrow'), until: tomorrow(now) },
  ];
}

const LONGEST_MS = 7 * 24 * 60 * MINUTE_MS;
const WRITTEN = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?$/;

/** When a time that is written as `30m`, `2h`, `1h30m` or `tomorrow` from now is over; undefined where it is none. */
export function snoozeFor(written: string, now: number): number | 'off' | undefined {
  const word = written.toLowerCase().replaceAll(/\s/g, '');
  if (word === 'off') return 'off';
  if (word === 'tomorrow') return tomorrow(now);
  const [, hours = '0', minutes = '0'] = WRITTEN.exec(word) ?? [];
  const ms = (60 * Number(hours) + Number(minutes)) * MINUTE_MS;
  return ms > 0 && ms <= LONGEST_MS ? now + ms : undefined;
}

/** When it is over, as a person says it. */
export function shownTime(until: number, now: number): string {
  const isToday = new Date(until).toDateString() === new Date(now).toDateString();
  return timeIn(spokenLanguage(), isToday ? undefined : 'long').format(until);
}

const KEY = 'snoozedUntil';

/** When it ends; undefined where nothing is snoozed. In all windows of this computer. */
export function snoozedUntil(memory: Memory, now: number): number | undefined {
  const saved = z.safeParse(z.number(), memory.get(KEY));
  return saved.success && saved.data > now ? saved.data : undefined;
}

export const saveSnooze = (memory: Memory, until: number | undefined): void => memory.set(KEY, until);
