import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { lasting } from '../../webview/protocol/language';
import type { Memory } from '../chat/memory';

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

/** For how long notifications can be put off. */
export function snoozes(now: number): readonly Snooze[] {
  const tomorrow = new Date(now);
  tomorrow.setDate(tomorrow.getDate() + 1);
  tomorrow.setHours(TOMORROW_HOUR, 0, 0, 0);
  return [
    { label: lasting(30, 'minute'), until: now + 30 * MINUTE_MS },
    { label: lasting(1, 'hour'), until: now + 60 * MINUTE_MS },
    { label: t('Until tomorrow'), until: tomorrow.getTime() },
  ];
}

const KEY = 'snoozedUntil';

/** When it ends; undefined where nothing is snoozed. In all windows of this computer. */
export function snoozedUntil(memory: Memory, now: number): number | undefined {
  const saved = z.safeParse(z.number(), memory.get(KEY));
  return saved.success && saved.data > now ? saved.data : undefined;
}

export const saveSnooze = (memory: Memory, until: number | undefined): void => memory.set(KEY, until);
