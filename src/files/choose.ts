import { copyFile } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { FileType, Uri, window, workspace } from 'vscode';
import { cleanFileName } from '../../server/protocol/fileNames';
import type { RoomId } from '../../server/protocol/ids';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import { newId } from './newId';
import { tooBig } from './tooBig';
import { LIMITS } from '../../server/protocol/limits';

const unread = (name: string): string => t('{0} cannot be read.', name);

/** `Team Chat: Share File…`: what is picked goes with the next message of the open room, after it was seen there. */
export async function shareFile(app: App): Promise<void> {
  const { chat } = app.session;
  if (!chat || !mayWrite(chat)) return;
  const picked = await window.showOpenDialog({ title: t('Share Files'), openLabel: t('Attach'), canSelectMany: true });
  if (picked) await attach(app, picked);
}

/** In the explorer: what was clicked, and all that is selected with it. */
export async function shareResource(app: App, clicked: unknown, selected: unknown): Promise<void> {
  const { chat } = app.session;
  if (!chat || !mayWrite(chat)) return;
  const all = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  const uris = all.filter((each) => each instanceof Uri);
  if (uris.length === 0) return shareFile(app);
  await attach(app, uris);
}

function mayWrite({ shownRoom: { closed } }: Chat): boolean {
  if (closed !== undefined) void window.showWarningMessage(closed);
  return closed === undefined;
}

async function attach({ session, views }: App, uris: readonly Uri[]): Promise<void> {
  const { chat } = session;
  if (!chat) return;
  await views.show();
  const refused = await attachUris(chat, chat.room, uris);
  if (refused !== undefined) void window.showWarningMessage(refused);
}

/** Copies them onto the shelf of a room. Answers what was refused, as sentences. */
export async function attachUris({ files }: Chat, room: RoomId, uris: readonly Uri[]): Promise<string | undefined> {
  const refused = [];
  for (const uri of uris) refused.push(await attachUri(files.shelf, room, uri));
  const sentences = new Set(refused.filter((why) => why !== undefined));
  return sentences.size > 0 ? [...sentences].join(' ') : undefined;
}

async function attachUri(shelf: Chat['files']['shelf'], room: RoomId, uri: Uri): Promise<string | undefined> {
  const name = uri.path.split('/').at(-1) ?? '';
  const shown = cleanFileName(name);
  const found = await Promise.resolve(workspace.fs.stat(uri)).catch(() => undefined);
  if (!found) return unread(shown);
  if ((found.type & FileType.Directory) !== 0) return t('{0} is a folder. Share its files instead.', shown);
  if ((found.type & FileType.File) === 0) return unread(shown);
  const { size } = found;
  if (size > LIMITS.fileBytes) return tooBig(name);
  // The editor copies what is on another computer, in pieces.
  const fill = async (target: string) =>
    uri.scheme === 'file'
      ? copyFile(uri.fsPath, target)
      : workspace.fs.copy(uri, Uri.file(target), { overwrite: true });
  return shelf.add({ id: newId(), room, name, type: '', size }, fill);
}
