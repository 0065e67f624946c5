import type { Cid } from '../../server/protocol/ids';
import { GENERAL } from '../../server/protocol/ids';
import type { Entry } from '../../server/protocol/model';
import type { Chat } from '../../src/chat/chat';
import type { ChatEvent, ChatPorts } from '../../src/chat/ports';
import { type Computer, type TestWindow, aCid, aWindow } from '../src/fixtures';
import type { HistoryEvent } from './historyChecker';
import { hashOf, seenOf } from './wireClient';

interface RecordedOptions {
  readonly url: string;
  readonly name: string;
  readonly record: (event: HistoryEvent) => void;
  readonly ports?: Partial<Pick<ChatPorts, 'clock' | 'random' | 'connect'>>;
}

/** The extension's own chat, which tells a history checker what it says, what it shows, and what it shows as sent. */
export class RecordedChat implements Disposable {
  readonly chat: Chat;
  readonly name: string;
  /** Milliseconds that it meant to wait before each further attempt to connect. */
  readonly retries: number[] = [];
  readonly #window: TestWindow;
  readonly #record: (event: HistoryEvent) => void;
  readonly #unconfirmed = new Set<string>();

  private constructor(window: TestWindow, chat: Chat, { name, record }: RecordedOptions) {
    this.#window = window;
    this.chat = chat;
    this.name = name;
    this.#record = record;
    this.#showAnew();
    chat.changed.on((event) => this.#changed(event));
  }

  static async join(computer: Computer, options: RecordedOptions): Promise<RecordedChat> {
    const window = aWindow(computer, options.ports);
    return new RecordedChat(window, await window.joined(options.url, options.name), options);
  }

  get texts(): readonly string[] {
    return this.#shown.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
  }

  get isOnline(): boolean {
    return this.chat.link.at === 'online';
  }

  /** Online, with nothing left to say. */
  get isQuiet(): boolean {
    return this.isOnline && this.chat.pending.length === 0;
  }

  /** Resolves when the text is safe on this computer. */
  post(text: string): Promise<void> {
    const cid: Cid = aCid();
    this.#unconfirmed.add(cid);
    this.#record({ event: 'send', cid, room: GENERAL, who: this.name, hash: hashOf(text) });
    return this.chat.post(GENERAL, cid, text);
  }

  /** Tells the checker what is shown in the end. */
  recordEnd(): void {
    this.#record({ event: 'end', client: this.name, room: GENERAL, list: this.#shown.map(seenOf) });
  }

  [Symbol.dispose](): void {
    this.#window[Symbol.dispose]();
  }

  get #shown(): readonly Entry[] {
    return this.chat.window?.entries ?? [];
  }

  #changed(event: ChatEvent): void {
    if (event.kind === 'reset') this.#showAnew();
    if (event.kind === 'arrived') this.#show(event.entries);
    const { link } = this.chat;
    if (event.kind === 'link' && link.at === 'offline' && link.retryAt !== undefined)
      this.retries.push(link.retryAt - Date.now());
  }

  #showAnew(): void {
    this.#record({ event: 'gap', client: this.name, room: GENERAL });
    this.#show(this.#shown);
  }

  #show(entries: readonly Entry[]): void {
    const epoch = this.chat.window?.epoch ?? '';
    for (const entry of entries) {
      const seen = seenOf(entry);
      this.#record({ event: 'see', client: this.name, room: GENERAL, epoch, ...seen });
      if (seen.cid === undefined || !this.#unconfirmed.delete(seen.cid)) continue;
      this.#record({ event: 'ack', cid: seen.cid, seq: seen.seq, epoch });
    }
  }
}
