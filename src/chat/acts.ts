import { t } from '@vscode/l10n';
import type { MemberId, RoomId, Seq } from '../../server/protocol/ids';
import type { Params } from '../../server/protocol/calls';
import type { Entry } from '../../server/protocol/model';
import type { PageToHost } from '../../webview/protocol/messages';
import { tellRefused, tellUndeleted, tellUnedited } from '../sentences';
import type { Chat } from './chat';

/** Takes the text of a message away, for everybody: of an own one, whose cid is given, in a while. Why it could not be. */
export async function deleteMessage(
  chat: Pick<Chat, 'call' | 'deletions'>,
  { room, seq, cid }: Extract<PageToHost, { kind: 'delete' }>,
): Promise<string | undefined> {
  if (cid !== undefined) return chat.deletions.begin({ room, seq, cid });
  const answer = await chat.call('delete', { room, seq });
  return answer.ok ? undefined : tellUndeleted(answer.error.code);
}

/** Why the message has not this text now; undefined when it has. */
export async function editMessage(chat: Pick<Chat, 'call'>, wanted: Params<'edit'>): Promise<string | undefined> {
  const answer = await chat.call('edit', wanted);
  return answer.ok ? undefined : tellUnedited(answer.error.code);
}

/** An emoji or a flag of a message. Why it could not be. */
export async function act(
  chat: Pick<Chat, 'call'>,
  message: Extract<PageToHost, { kind: 'react' | 'flag' }>,
): Promise<string | undefined> {
  const { kind, ...wanted } = message;
  const answer = await chat.call(kind, wanted);
  if (answer.ok) return undefined;
  return tellRefused(kind === 'react' ? t('The reaction was not stored.') : t('That was not done.'), answer.error.code);
}

/** From that message on nothing is read any more, in no window of the reader. Why it could not be. */
export async function markUnread(
  chat: Pick<Chat, 'call' | 'rooms'>,
  { room, seq: from }: { readonly room: RoomId; readonly seq: Seq },
): Promise<string | undefined> {
  if (chat.rooms.get(room)?.mine === undefined) return t('Nothing is counted as unread in a room that you are not in.');
  const answer = await chat.call('markUnread', { room, from });
  if (!answer.ok) return tellRefused(t('Nothing was marked as unread.'), answer.error.code);
  chat.rooms.counted(room, answer.value.mine);
  return undefined;
}

/** Each is a call, of which one may make only so many: whoever answers a hundred old messages would stop everybody else. */
const LOOKED_UP = 60;

/** Those of a room that can be had; of too many the last ones, which are what the reader sees. */
export async function messagesAt(
  chat: Pick<Chat, 'history'>,
  room: RoomId,
  seqs: readonly Seq[],
): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for (const seq of seqs.slice(-LOOKED_UP)) {
    const page = await chat.history(room, { after: seq - 1 }, 1);
    if ('reason' in page) break;
    found.push(...page.entries.filter((entry) => entry.seq === seq));
  }
  return found;
}

/** Opens the conversation with these members, a new one if there is none. Why not, where it cannot be. */
export async function openDirect(
  chat: Pick<Chat, 'call' | 'open'>,
  members: readonly MemberId[],
): Promise<string | undefined> {
  const answer = await chat.call('openDirect', { members: [...members] });
  return answer.ok
    ? chat.open(answer.value.room.id)
    : tellRefused(t('The conversation was not opened.'), answer.error.code);
}
