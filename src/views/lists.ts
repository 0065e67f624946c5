import { t } from '@vscode/l10n';
import type { HostToPage, PageToHost } from '../../webview/protocol/messages';
import type { Chat } from '../chat/chat';
import { find } from '../chat/find';
import { missed } from '../chat/missed';

type Asked = Extract<PageToHost, { kind: 'search' | 'missed' }>;

/** The messages that a page asks for to list them: those that were searched for, or missed. */
export async function answerList(chat: Chat | undefined, asked: Asked): Promise<HostToPage> {
  const { id } = asked;
  if (asked.kind === 'missed')
    return { kind: 'missed', id, ...(chat ? await missed(chat) : { reason: t('There is no chat.') }) };
  const page = chat ? await find(chat, asked.typed, Date.now(), asked.next) : { reason: t('There is no chat.') };
  return 'reason' in page ? { kind: 'found', id, ...page } : { kind: 'found', id, ...page, found: [...page.found] };
}
