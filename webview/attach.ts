import { t } from '@vscode/l10n';
import { type Cid, newCid } from '../server/protocol/ids';
import { LIMITS } from '../server/protocol/limits';
import { type Attached, CHUNK_BYTES } from './protocol/files';
import type { HostToPage } from './protocol/messages';
import type { Post } from './effects';
import { whyNotAttach } from './state/files';
import { fileable } from './state/longText';
import type { Action, PageState } from './state/model';
import type { Store } from './state/store';
import { deleteText, writing } from './ui/toolkit';

/** How the editor hands over what is dragged out of it. */
const DRAGGED = ['application/vnd.code.uri-list', 'text/uri-list'];

/** Takes what is pasted and dropped: the host is given it in pieces, each when it has the one before. */
export function attachWhatComes(store: Store<PageState, Action>, post: Post): (told: HostToPage) => void {
  const reading = new Map<Cid, File>();
  const canAttach = () => store.get().room.closed === undefined && document.querySelector('.textarea') !== null;

  const attach = (files: readonly File[]): readonly Cid[] => {
    const { attached, room } = store.get();
    const refused = whyNotAttach(attached, files);
    if (refused !== undefined) {
      store.dispatch({ kind: 'notice', text: refused });
      return [];
    }
    return files.map((file) => {
      const id = newCid(Date.now(), crypto.getRandomValues(new Uint8Array(16)));
      reading.set(id, file);
      const { name, type, size } = file;
      post({ kind: 'attach', room: room.id, id, name, type, size });
      return id;
    });
  };

  /** Its text stays in the draft until the host has all of the file. */
  const filing = new Map<Cid, string>();
  const fileDraft = (s: PageState) => {
    const found = fileable(s);
    const isUnderWay = [...filing].some(([id, put]) => reading.has(id) && put === found?.put);
    if (found === undefined || isUnderWay) return;
    const [id] = attach([new File([found.text], found.name, { type: 'text/plain' })]);
    if (id) filing.set(id, found.put);
  };
  const takeFiled = (files: readonly Attached[]) => {
    for (const [id, put] of filing) {
      if (!files.some((file) => file.id === id && file.isReady)) continue;
      filing.delete(id);
      const at = writing()?.text.indexOf(put) ?? -1;
      if (at >= 0) deleteText(at, at + put.length);
    }
  };
  store.subscribe((action, before) => {
    if (action.kind === 'filed') fileDraft(before);
  });

  const pasted = (event: ClipboardEvent) => {
    const { clipboardData: data } = event;
    const files = [...(data?.files ?? [])];
    // A table that is copied comes as text, and as a picture of it.
    const isText = data?.getData('text/plain') !== '' && files.every(({ type }) => type.startsWith('image/'));
    if (files.length === 0 || isText || !canAttach()) return;
    event.preventDefault();
    attach(files);
  };

  const isFile = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer !== null && ['Files', ...DRAGGED].some((type) => dataTransfer.types.includes(type));
  const target = (isThere: boolean) => document.body.classList.toggle('is-dropping', isThere);
  const over = (event: DragEvent) => {
    if (!isFile(event) || !canAttach()) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    target(true);
  };
  const left = ({ relatedTarget }: DragEvent) => {
    if (relatedTarget === null) target(false);
  };
  const dropped = (event: DragEvent) => {
    target(false);
    const { dataTransfer: data } = event;
    if (data === null || !isFile(event) || !canAttach()) return;
    const files = [...data.files];
    const uris = urisIn(data);
    if (files.length + uris.length === 0) return;
    event.preventDefault();
    if (files.length > 0) attach(files);
    else post({ kind: 'attachUris', room: store.get().room.id, uris });
  };

  document.addEventListener('paste', pasted);
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', left);
  document.addEventListener('drop', dropped);

  const send = async (id: Cid, upTo: number) => {
    const file = reading.get(id);
    if (!file) return;
    try {
      const bytes = new Uint8Array(await file.slice(upTo, upTo + CHUNK_BYTES).arrayBuffer());
      post({ kind: 'chunk', id, bytes });
    } catch {
      // It was removed since, or may not be read.
      reading.delete(id);
      post({ kind: 'detach', id });
      store.dispatch({ kind: 'notice', text: t('The file cannot be read.') });
    }
  };
  return (told) => {
    if (told.kind === 'attached' && told.room === store.get().room.id) takeFiled(told.files);
    if (told.kind !== 'taken') return;
    if (told.upTo === undefined) reading.delete(told.id);
    else void send(told.id, told.upTo);
  };
}

function urisIn(data: DataTransfer): string[] {
  const list = DRAGGED.map((type) => data.getData(type)).find((text) => text !== '') ?? '';
  const uris = list.split(/\r?\n/).filter((uri) => /^(file|vscode-remote):/.test(uri));
  return uris.slice(0, LIMITS.filesPerMessage);
}
