import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { extname, join } from 'node:path';
import { t } from '@vscode/l10n';
import { TabInputWebview, Uri, ViewColumn, commands, window, workspace } from 'vscode';
import { cleanFileName } from '../../server/protocol/fileNames';
import type { RoomId } from '../../server/protocol/ids';
import type { FileRef } from '../../server/protocol/model';
import { asLabel } from '../asking';
import type { Chat } from '../chat/chat';
import type { Bring, FileActs } from '../views/fileBridge';
import { headOf } from './bytes';
import { attachUris } from './choose';
import { isText, pictureIn } from './picture';

/** So many files that were opened stay to be looked at. */
const KEPT = 20;
const SAID_MS = 5_000;
/** Where files of the editor lie: on this computer, or on the one that it works on. */
const DROPPED = new Set(['file', 'vscode-remote']);

/** What a person does with a file that has come: it is theirs by then, and checked. */
export class FileUser implements FileActs {
  readonly #folder: string;
  #last: Uri | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Asks where to, before anything is fetched. */
  async save(file: FileRef, bring: Bring): Promise<void> {
    const target = await this.#askTarget(file);
    const cached = target && (await bring());
    if (!cached) return;
    await workspace.fs.copy(Uri.file(cached.path), target, { overwrite: true });
    void window.setStatusBarMessage(asLabel(t('Saved {0}.', target.path.split('/').at(-1) ?? '')), SAID_MS);
  }

  /** A copy of it, in the editor; answers why not. Whatever it is called, it is opened as what it is. */
  async open({ name, sha256 }: FileRef, bring: Bring): Promise<string | undefined> {
    const path = (await bring())?.path;
    if (path === undefined) return undefined;
    const head = await headOf(path);
    const picture = pictureIn(head);
    if (!picture && !isText(head))
      return t('This file is neither text nor a picture. Download it to use it elsewhere.');
    const clean = cleanFileName(name);
    const shown = picture && !isCalled(clean, picture.extension) ? `${clean}${picture.extension}` : clean;
    const folder = join(this.#folder, sha256.slice(0, 16));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const copy = join(folder, shown);
    await copyFile(path, copy);
    await this.#prune();
    if (picture) await commands.executeCommand('vscode.open', Uri.file(copy), besideChat());
    else await commands.executeCommand('vscode.openWith', Uri.file(copy), 'default', besideChat());
    return undefined;
  }

  attachUris(chat: Chat, room: RoomId, uris: readonly string[]): Promise<string | undefined> {
    const files = uris.map((uri) => Uri.parse(uri)).filter(({ scheme }) => DROPPED.has(scheme));
    return attachUris(chat, room, files);
  }

  async #askTarget({ name }: FileRef): Promise<Uri | undefined> {
    const folder = this.#last ?? workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
    const defaultUri = Uri.joinPath(folder, cleanFileName(name));
    const target = await window.showSaveDialog({ title: t('Save File'), saveLabel: t('Save'), defaultUri });
    if (target) this.#last = Uri.joinPath(target, '..');
    return target;
  }

  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    const all = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
    );
    for (const { name } of all.sort((a, b) => b.at - a.at).slice(KEPT))
      await rm(join(this.#folder, name), { recursive: true, force: true });
  }
}

/** Not over the chat, where that is a tab. */
function besideChat(): ViewColumn {
  const { activeTabGroup: active, all } = window.tabGroups;
  if (!(active.activeTab?.input instanceof TabInputWebview)) return ViewColumn.Active;
  return all.find((group) => group !== active)?.viewColumn ?? ViewColumn.Beside;
}

const isCalled = (name: string, extension: string): boolean =>
  extname(name).toLowerCase().replace('.jpeg', '.jpg') === extension;
