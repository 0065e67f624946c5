import { t } from '@vscode/l10n';
import { env, window } from 'vscode';
import type { RoomId, Seq } from '../../server/protocol/ids';
import { placeLink } from '../../webview/protocol/placeLinks';
import type { App } from '../app';
import { reachOf } from '../invites/reach';
import { roomTarget } from '../rooms/target';

const STATUS_MS = 3_000;

/** Puts a link to a room, or to a message in it, into the clipboard. It names the server as others reach it. */
export async function copyLink(
  { session, server }: Pick<App, 'session' | 'server'>,
  { room, seq }: { readonly room: RoomId; readonly seq?: Seq },
): Promise<void> {
  const { chat } = session;
  if (!chat) return;
  const reach = reachOf(chat, await server.running());
  const { shown: address } = reach.kind === 'at' ? reach.addresses[0] : chat.address;
  await env.clipboard.writeText(placeLink(env.uriScheme, { address, server: chat.identity.server, room, seq }));
  const told = seq === undefined ? t('The link to the room is in the clipboard.') : t('The link to the message is in the clipboard.'); // prettier-ignore
  window.setStatusBarMessage(told, STATUS_MS);
}

export async function copyRoomLink(app: App, given: unknown): Promise<void> {
  const target = roomTarget(app, given);
  if (target) await copyLink(app, { room: target.room.id });
}
