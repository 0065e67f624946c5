import { window } from 'vscode';
import type { App } from '../app';
import { type Choice, pick } from '../steps';
import { saveSnooze, snoozedUntil, snoozes } from './quiet';

const STATUS_MS = 5_000;
const OFF = 0;

export async function snoozeNotifications({ memory }: App): Promise<void> {
  const now = Date.now();
  const until = snoozedUntil(memory, now);
  const end: readonly Choice<number>[] =
    until === undefined ? [] : [{ label: 'Off', description: 'tell me again', value: OFF }];
  const choices = snoozes(now).map((snooze) => ({
    label: snooze.label,
    description: shownTime(snooze.until, now),
    value: snooze.until,
  }));
  const placeholder = until === undefined ? 'For how long shall nothing be told?' : `Snoozed ${shownTime(until, now)}`;
  const step = await pick<number>({ title: 'Snooze Notifications', placeholder }, [...end, ...choices]);
  if (typeof step === 'string') return;
  const { picked } = step;
  saveSnooze(memory, picked === OFF ? undefined : picked);
  const said = picked === OFF ? 'are on again' : `are snoozed ${shownTime(picked, now)}`;
  void window.setStatusBarMessage(`Notifications of Team Chat ${said}.`, STATUS_MS);
}

function shownTime(until: number, now: number): string {
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
  const isToday = new Date(until).toDateString() === new Date(now).toDateString();
  return `until ${new Date(until).toLocaleString(undefined, isToday ? time : { ...time, weekday: 'long' })}`;
}
