import type { Cid, FileId, RoomId } from '../../server/protocol/ids';
import type { FileRef } from '../../server/protocol/model';
import type { Attached, FileAt, Picture } from '../../webview/protocol/files';
import type { HostToPage, PageToHost } from '../../webview/protocol/messages';
import type { Chat } from '../chat/chat';
import type { Session } from '../chat/session';
import type { Cached } from '../files/cache';
import type { OnShelf } from '../files/shelf';
import type { Disposable } from '../lifecycle';
import { tellFile } from '../sentences';

/** Undefined where it did not come; the page knows why. */
export type Bring = () => Promise<Cached | undefined>;

/** What the editor does with files. */
export interface FileActs {
  /** Asks where to before it fetches. */
  readonly save: (file: FileRef, bring: Bring) => Promise<void>;
  /** Answers why not. */
  readonly open: (file: FileRef, bring: Bring) => Promise<string | undefined>;
  /** What was dropped from the editor. Answers what was refused. */
  readonly attachUris: (chat: Chat, room: RoomId, uris: readonly string[]) => Promise<string | undefined>;
}

interface FileBridgeOptions {
  readonly session: Session;
  readonly send: (message: HostToPage) => void;
  readonly acts: FileActs;
  /** How the page finds a picture of the cache. */
  readonly urlOf: (path: string) => string;
}

type Of<K extends PageToHost['kind']> = Extract<PageToHost, { kind: K }>;
export type FileMessage = Of<'attach' | 'chunk' | 'detach' | 'attachUris' | 'file'>;

/** Progress is told no more often than this. */
const TOLD_MS = 100;

/** The files of one page: what is chosen to be sent, and what comes with messages. */
export class FileBridge implements Disposable {
  readonly #options: FileBridgeOptions;
  /** What the page reads; it cannot go on where it was when it is hidden. */
  readonly #reading = new Set<Cid>();
  readonly #pictures = new Map<Cid, Picture>();
  readonly #busy = new Map<FileId, AbortController>();
  #shelf: Disposable | undefined;
  #isLive = false;

  constructor(options: FileBridgeOptions) {
    this.#options = options;
    this.followChat();
  }

  /** Another one may have been joined. */
  followChat(): void {
    this.#shelf?.dispose();
    this.#shelf = this.#chat?.files.shelf.changed.on((room) => this.#changed(room));
  }

  /** The page shows the open room, and knows nothing of it. */
  async shown(): Promise<void> {
    this.#isLive = true;
    const chat = this.#chat;
    await chat?.files.shelf.load();
    if (chat && chat === this.#chat) this.#changed(chat.room);
  }

  hidden(): void {
    this.#isLive = false;
    for (const id of this.#reading) void this.#chat?.files.shelf.remove(id);
    this.#reading.clear();
  }

  dispose(): void {
    this.hidden();
    this.#shelf?.dispose();
    for (const stop of this.#busy.values()) stop.abort();
  }

  async handle(message: FileMessage): Promise<void> {
    const chat = this.#chat;
    if (!chat) return;
    switch (message.kind) {
      case 'attach':
        return this.#attach(chat, message);
      case 'chunk':
        return this.#append(chat, message);
      case 'detach':
        this.#reading.delete(message.id);
        return chat.files.shelf.remove(message.id);
      case 'attachUris':
        return this.#notice(await this.#options.acts.attachUris(chat, message.room, message.uris));
      case 'file':
        return this.#use(chat, message);
      default:
        return message satisfies never;
    }
  }

  get #chat(): Chat | undefined {
    return this.#options.session.chat;
  }

  async #attach(chat: Chat, { id, room, name, type, size }: Of<'attach'>): Promise<void> {
    this.#reading.add(id);
    const refused = await chat.files.shelf.begin({ id, room, name, type, size });
    this.#taken(id, refused, size === 0 ? undefined : 0);
  }

  async #append(chat: Chat, { id, bytes }: Of<'chunk'>): Promise<void> {
    const taken = await chat.files.shelf.append(id, bytes);
    if (taken && 'have' in taken) this.#taken(id, undefined, taken.have);
    else this.#taken(id, taken?.reason, undefined);
  }

  #taken(id: Cid, refused: string | undefined, upTo: number | undefined): void {
    this.#notice(refused);
    const isDone = refused !== undefined || upTo === undefined || this.#chat?.files.shelf.get(id)?.ready !== undefined;
    if (isDone) this.#reading.delete(id);
    this.#options.send({ kind: 'taken', id, ...(!isDone && { upTo }) });
  }

  #notice(text: string | undefined): void {
    if (text !== undefined) this.#options.send({ kind: 'notice', text });
  }

  #changed(room: RoomId): void {
    const chat = this.#chat;
    if (!this.#isLive || room !== chat?.room) return;
    const files = chat.files.shelf.in(room);
    this.#options.send({ kind: 'attached', room, files: files.map((file) => this.#shown(file)) });
    for (const file of files) if (file.picture && !this.#pictures.has(file.id)) void this.#preview(chat, file);
  }

  #shown({ id, name, type, size, have, ready, picture: kind }: OnShelf): Attached {
    const picture = this.#pictures.get(id);
    const shown = { id, name, type, size, have, isReady: ready !== undefined };
    return { ...shown, ...(kind && { width: kind.width, height: kind.height }), ...(picture && { picture }) };
  }

  async #preview(chat: Chat, { id, room, ready }: OnShelf): Promise<void> {
    const cached = ready && (await chat.files.cache.copyIn(chat.files.shelf.pathOf(id), ready));
    const picture = cached && this.#pictureOf(cached);
    if (!picture) return;
    this.#pictures.set(id, picture);
    this.#changed(room);
  }

  #pictureOf({ path, picture }: Cached): Picture | undefined {
    return picture && { url: this.#options.urlOf(path), width: picture.width, height: picture.height };
  }

  async #use(chat: Chat, { act, room, seq, file }: Of<'file'>): Promise<void> {
    if (act === 'cancel') return this.#busy.get(file.id)?.abort();
    if (this.#busy.has(file.id)) return;
    const stop = new AbortController();
    this.#busy.set(file.id, stop);
    const { acts } = this.#options;
    const bring = () => this.#bring(chat, { room, seq, file }, { stop, isShown: act !== 'show' });
    try {
      if (act === 'show') await bring();
      else if (act === 'save') await acts.save(file, bring);
      else this.#notice(await acts.open(file, bring));
    } finally {
      this.#busy.delete(file.id);
    }
  }

  async #bring(
    chat: Chat,
    place: Pick<Of<'file'>, 'room' | 'seq' | 'file'>,
    { stop, isShown }: { readonly stop: AbortController; readonly isShown: boolean },
  ): Promise<Cached | undefined> {
    let toldAt = -Infinity;
    const coming = (have: number) => {
      if (!isShown || performance.now() < toldAt + TOLD_MS) return;
      toldAt = performance.now();
      this.#tell(place.file, { at: 'coming', have });
    };
    coming(0);
    const fetched = await chat.files.downloads.bring(place, stop.signal, coming);
    if (fetched.ok) {
      const picture = this.#pictureOf(fetched.value);
      this.#tell(place.file, { at: 'here', ...(picture && { picture }) });
      return fetched.value;
    }
    const { code } = fetched.error;
    this.#tell(place.file, stop.signal.aborted ? { at: 'here' } : { at: 'failed', reason: tellFile(code) });
    return undefined;
  }

  #tell({ id: file }: FileRef, state: FileAt): void {
    if (this.#isLive) this.#options.send({ kind: 'file', file, state });
  }
}
