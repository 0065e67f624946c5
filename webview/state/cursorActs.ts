import { t } from '@vscode/l10n';
import type { Message } from '../../server/protocol/model';
import type { CursorAct } from '../protocol/messages';
import { isAllowed } from './allowed';
import type { PageState } from './model';

/** The message at which the reader is, or else the newest one. */
export const atCursor = ({ entries, cursor }: Pick<PageState, 'entries' | 'cursor'>): Message | undefined => {
  const messages = entries.filter((entry): entry is Message => entry.kind === 'message');
  return messages.find(({ seq, cid }) => cursor === `s${seq}` || cursor === cid) ?? messages.at(-1);
};

/** Why a command of the editor does nothing to it. */
export function whyNotAtCursor(s: PageState, act: CursorAct): string | undefined {
  const message = atCursor(s);
  if (message === undefined) return t('There is no message.');
  if (act === 'copyLink' || isAllowed(s, message).markUnread) return undefined;
  return t('Go to a message of somebody else first: what one wrote is never unread.');
}
