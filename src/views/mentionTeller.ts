import type { RoomId } from '../../server/protocol/ids';
import type { HostToPage } from '../../webview/protocol/messages';
import { mentionableIn } from '../chat/mentionable';
import type { Session, SessionEvent } from '../chat/session';
import type { Disposable } from '../lifecycle';

/** A burst of comings and goings is looked at once. */
const LOOK_MS = 200;

/** Tells a page who may be mentioned in the open room: with each snapshot, and when it changes. */
export class MentionTeller implements Disposable {
  readonly #session: Session;
  readonly #send: (message: HostToPage) => void;
  #told: { readonly room: RoomId; readonly names: string } | undefined;
  #later: NodeJS.Timeout | undefined;
  #isLive = false;

  constructor(session: Session, send: (message: HostToPage) => void) {
    this.#session = session;
    this.#send = send;
  }

  /** The page shows a room, and may know nothing of it. */
  shown(): void {
    this.#isLive = true;
    this.#told = undefined;
    void this.#look();
  }

  hidden(): void {
    this.#isLive = false;
    clearTimeout(this.#later);
    this.#later = undefined;
  }

  follow(event: SessionEvent): void {
    const isNews =
      event.kind === 'persons' ||
      (event.kind === 'link' && this.#session.isOnline) ||
      (event.kind === 'arrived' && event.entries.some(({ kind }) => kind === 'notice'));
    if (isNews && this.#isLive) this.#later ??= setTimeout(() => void this.#look(), LOOK_MS);
  }

  dispose(): void {
    this.hidden();
  }

  async #look(): Promise<void> {
    clearTimeout(this.#later);
    this.#later = undefined;
    const { chat } = this.#session;
    if (!chat) return;
    const { room } = chat;
    const found = await mentionableIn(chat, room);
    if (!found || !this.#isLive || chat !== this.#session.chat || chat.room !== room) return;
    const names = JSON.stringify(found);
    if (this.#told?.room === room && this.#told.names === names) return;
    this.#told = { room, names };
    this.#send({ kind: 'mentionable', room, names: [...found] });
  }
}
