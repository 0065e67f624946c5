import { t } from '@vscode/l10n';
import { env } from 'vscode';
import type { Message } from '../../server/protocol/model';
import { textOf } from '../../server/protocol/transcript';
import type { App } from '../app';
import { asLabel } from '../asking';
import type { Chat } from '../chat/chat';
import { pinnedIn } from '../chat/pinned';
import { whyRefused } from '../sentences';
import { type Choice, pick } from '../steps';
import { dateTimeIn, inBrief } from '../wording';

/** Lists what is pinned in the open room, and goes to the message that is picked. */
export async function showPinned({ session, views }: App): Promise<void> {
  const { chat } = session;
  if (!chat) return;
  const { room } = chat;
  const step = await pick(
    { title: t('Team Chat: Pinned Messages'), placeholder: t('Pick one to go to it'), matchesAll: true },
    choices(chat),
  );
  if (typeof step === 'object') await views.show({ room, seq: step.picked.seq });
}

async function choices(chat: Chat): Promise<readonly Choice<Message>[]> {
  const pinned = await pinnedIn(chat, chat.room);
  if (!pinned.ok) return [{ label: `$(warning) ${whyRefused(pinned.error.code)}` }];
  if (pinned.value.length === 0) return [{ label: t('Nothing is pinned in this room.') }];
  const dateTime = dateTimeIn(env.language);
  return pinned.value.map((message) => ({
    label: `$(pinned) ${asLabel(inBrief(textOf(message)))}`,
    description: asLabel(`${message.name}, ${dateTime.format(message.at)}`),
    value: message,
  }));
}
