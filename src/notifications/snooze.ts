import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { App } from '../app';
import { type Choice, pick } from '../steps';
import { saveSnooze, shownTime, snoozedUntil, snoozes } from './quiet';

const STATUS_MS = 5_000;
const OFF = 0;

export async function snoozeNotifications({ memory }: App): Promise<void> {
  const now = Date.now();
  const until = snoozedUntil(memory, now);
  const end: readonly Choice<number>[] =
    until === undefined ? [] : [{ label: t('Off'), description: t('tell me again'), value: OFF }];
  const choices = snoozes(now).map((snooze) => ({
    label: snooze.label,
    description: t('until {0}', shownTime(snooze.until, now)),
    value: snooze.until,
  }));
  const placeholder =
    until === undefined ? t('For how long shall nothing be told?') : t('Snoozed until {0}', shownTime(until, now));
  const step = await pick<number>({ title: t('Snooze Notifications'), placeholder }, [...end, ...choices]);
  if (typeof step === 'string') return;
  const { picked } = step;
  saveSnooze(memory, picked === OFF ? undefined : picked);
  const said =
    picked === OFF
      ? t('Notifications of Team Chat are on again.')
      : t('Notifications of Team Chat are snoozed until {0}.', shownTime(picked, now));
  void window.setStatusBarMessage(said, STATUS_MS);
}
