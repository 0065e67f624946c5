import type { HostToPage, NamedRoom } from '../../webview/protocol/messages';
import type { Chat } from '../chat/chat';
import type { Session, SessionEvent } from '../chat/session';
import { type Disposable, type Emitter } from '../lifecycle';

/** Where the numbers of issues lead, with `{id}` in place of the number. */
export interface IssuePlace {
  readonly template: string | undefined;
  readonly changed: Pick<Emitter<undefined>, 'on'>;
}

/** Rooms change with every message: what they are called does not. */
const LOOK_MS = 200;

/** Tells a page what `#` leads to: with each snapshot, and when it changes. */
export class LinkTeller implements Disposable {
  readonly #session: Session;
  readonly #send: (message: HostToPage) => void;
  readonly #issues: IssuePlace;
  readonly #following: Disposable;
  #told: string | undefined;
  #later: NodeJS.Timeout | undefined;
  #isLive = false;

  constructor(session: Session, send: (message: HostToPage) => void, issues: IssuePlace) {
    this.#session = session;
    this.#send = send;
    this.#issues = issues;
    this.#following = issues.changed.on(() => this.#look());
  }

  /** The page may know nothing. */
  shown(): void {
    this.#isLive = true;
    this.#told = undefined;
    this.#look();
  }

  hidden(): void {
    this.#isLive = false;
    clearTimeout(this.#later);
    this.#later = undefined;
  }

  follow({ kind }: SessionEvent): void {
    if (kind === 'rooms' && this.#isLive) this.#later ??= setTimeout(() => this.#look(), LOOK_MS);
  }

  dispose(): void {
    this.hidden();
    this.#following.dispose();
  }

  #look(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    const { chat } = this.#session;
    if (!chat || !this.#isLive) return;
    const { template: issues } = this.#issues;
    const linkable = { server: chat.identity.server, rooms: [...namedRooms(chat)], ...(issues && { issues }) };
    const now = JSON.stringify(linkable);
    if (now === this.#told) return;
    this.#told = now;
    this.#send({ kind: 'linkable', ...linkable });
  }
}

/** Always in the same order. */
const namedRooms = ({ rooms }: Pick<Chat, 'rooms'>): readonly NamedRoom[] =>
  rooms.all
    .flatMap(({ id, kind, name }) => (kind === 'direct' ? [] : [{ id, kind, name }]))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
