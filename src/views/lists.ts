import { t } from '@vscode/l10n';
import type { HostToPage, PageToHost } from '../../webview/protocol/messages';
import type { Chat } from '../chat/chat';
import { find } from '../chat/find';
import { missed } from '../chat/missed';
import { threadOf } from '../chat/thread';

type Asked = Extract<PageToHost, { kind: 'history' | 'search' | 'missed' | 'thread' }>;

const noChat = () => ({ reason: t('There is no chat.') });

/** The messages that a page asks for, or why there are none: a part of a room or a thread, those searched for or missed. */
export async function answerList(chat: Chat | undefined, asked: Asked): Promise<HostToPage> {
  const { id } = asked;
  switch (asked.kind) {
    case 'history': {
      const { room, before, after } = asked;
      const place = before !== undefined ? { before } : after !== undefined ? { after } : undefined;
      const page = chat && place ? await chat.history(room, place) : noChat();
      return { kind: 'page', id, ...('entries' in page ? { entries: [...page.entries] } : { reason: page.reason }) };
    }
    case 'thread': {
      const { kind: _, id: __, ...wanted } = asked;
      return { kind: 'thread', id, ...(chat ? await threadOf(chat, wanted) : noChat()) };
    }
    case 'missed':
      return { kind: 'missed', id, ...(chat ? await missed(chat) : noChat()) };
    case 'search': {
      const page = chat ? await find(chat, asked.typed, Date.now(), asked.next) : noChat();
      return { kind: 'found', id, ...('found' in page ? { ...page, found: [...page.found] } : page) };
    }
    default:
      return asked satisfies never;
  }
}
