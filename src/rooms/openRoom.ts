import { window } from 'vscode';
import type { RoomId } from '../../server/protocol/ids';
import type { App } from '../app';
import { roomTarget } from './target';

/** Shows a room in the chat, wherever that stands. */
export async function goTo(app: App, room: RoomId): Promise<void> {
  const why = await app.session.chat?.open(room);
  if (why !== undefined) void window.showErrorMessage(why);
  else await app.views.show();
}

export async function openRoom(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (target) await goTo(app, target.room.id);
}
