import { t } from '@vscode/l10n';
import type { Params } from '../../server/protocol/calls';
import type { ErrorCode } from '../../server/protocol/codes';
import { LIMITS } from '../../server/protocol/limits';
import type { Entry } from '../../server/protocol/model';
import type { Chat } from './chat';

type Page =
  | { readonly root: Entry; readonly entries: Entry[]; readonly complete: boolean }
  | { readonly reason: string; readonly isGone?: boolean };

/** A page of a thread, or why there is none. */
export async function threadOf(chat: Pick<Chat, 'call'>, wanted: Omit<Params<'thread'>, 'limit'>): Promise<Page> {
  const answer = await chat.call('thread', { ...wanted, limit: LIMITS.threadEntries });
  return answer.ok ? answer.value : whyNot(answer.error.code);
}

function whyNot(code: ErrorCode): Page {
  if (code === 'E_NOT_FOUND') return { reason: t('This thread is not there, or not for you.'), isGone: true };
  if (code === 'E_UNKNOWN_TYPE') return { reason: t('This server is too old to show threads.'), isGone: true };
  if (code === 'E_UNAVAILABLE') return { reason: t('All of the thread comes with the connection.') };
  return { reason: t('The thread could not be loaded.') };
}
