import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { parseDay } from '../../server/protocol/query';
import type { App } from '../app';
import { dayOf, startOf } from '../chat/find';

/** The first message of a day in the open room, or of the next day on which something was said. */
export async function goToDate({ session, views }: App): Promise<void> {
  const { chat } = session;
  if (!chat) return;
  const { room } = chat;
  const today = dayOf(Date.now());
  const typed = await window.showInputBox({
    title: t('Go to Date'),
    prompt: t('Which day?'),
    placeHolder: t('2026-03-31, today or yesterday'),
    validateInput: (text) => (parseDay(text, today) ? undefined : t('A day, such as 2026-03-31, today or yesterday.')),
  });
  const day = typed === undefined ? undefined : parseDay(typed, today);
  if (!day) return;
  const answer = await chat.call('seqAt', { room, at: startOf(day) });
  if (!answer.ok) void window.showErrorMessage(t('The server could not tell what was said on that day.'));
  else if (answer.value.seq === undefined)
    void window.showInformationMessage(t('Nothing was said on that day or later.'));
  else await views.show({ room, seq: answer.value.seq });
}
