import { window } from 'vscode';
import * as z from 'zod/mini';
import { RoomId, Seq } from '../../server/protocol/ids';
import type { App } from '../app';
import { markUnread } from '../chat/acts';
import { copyLink } from './copyLink';

/** As the editor hands it to the commands of the menu of a message. */
const Given = z.object({ room: RoomId, seq: Seq });

/** Of the message that was given, or else of that at which the reader is, which the page knows. */
export async function copyMessageLink(app: App, given: unknown): Promise<void> {
  const message = z.safeParse(Given, given);
  if (message.success) await copyLink(app, message.data);
  else if (app.session.chat) await app.views.show('copyLink');
}

export async function markMessageUnread({ session: { chat }, views }: App, given: unknown): Promise<void> {
  const message = z.safeParse(Given, given);
  if (!chat) return;
  if (!message.success) return views.show('markUnread');
  const why = await markUnread(chat, message.data);
  if (why !== undefined) void window.showErrorMessage(why);
}
