import * as z from 'zod/mini';
import { MemberId, type RoomId, ServerId } from '../../server/protocol/ids';
import { type Address, addressOf } from '../connection/address';
import type { Identity } from '../connection/handshake';
import { type Disposable, Emitter } from '../lifecycle';
import type * as Chats from './chat';
import type { Chat } from './chat';
import type { Drafts } from './drafts';
import type { Memory } from './memory';
import type { ChatEvent, ChatPorts } from './ports';

/** What a reload needs to join again. */
const Joined = z.object({ address: z.string(), server: ServerId, member: MemberId });
type Joined = z.infer<typeof Joined>;
const JOINED = 'joined';

export type SessionEvent = ChatEvent | { readonly kind: 'swapped' };

export interface SessionPorts {
  /** Of this window: whether it has joined. */
  readonly windowMemory: Memory;
  readonly drafts: Drafts;
  readonly chatPorts: (identity: Identity) => Omit<ChatPorts, 'windowMemory'>;
  readonly identityOf: (server: ServerId, member: MemberId) => Promise<Identity | undefined>;
}

/** The one chat of this window, or none. */
export class Session implements Disposable {
  readonly changed = new Emitter<SessionEvent>();
  readonly #ports: SessionPorts;
  #chat: Chat | undefined;
  #following: Disposable | undefined;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  get chat(): Chat | undefined {
    return this.#chat;
  }

  get isOnline(): boolean {
    return this.#chat?.link.at === 'online';
  }

  /** A chat of this window's making. It is not joined before `adopt`. */
  make(address: Address, identity: Identity): Chat {
    const { chatPorts, windowMemory } = this.#ports;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- not before somebody joins: it would be a tenth of the start
    const { Chat } = require('./chat') as typeof Chats;
    return new Chat(address, identity, { ...chatPorts(identity), windowMemory });
  }

  /** Joins in place of whatever was joined. */
  adopt(chat: Chat): void {
    const { server, member } = chat.identity;
    this.#ports.windowMemory.set(JOINED, { address: chat.address.url, server, member } satisfies Joined);
    this.#swap(chat);
  }

  /** After a reload: joins again if this window had joined. */
  async resume(): Promise<void> {
    const joined = z.safeParse(Joined, this.#ports.windowMemory.get(JOINED));
    if (!joined.success) return;
    const identity = await this.#ports.identityOf(joined.data.server, joined.data.member);
    const address = addressOf(joined.data.address, identity?.pin);
    if (!address || !identity || this.chat) return;
    const chat = this.make(address, identity);
    this.adopt(chat);
    chat.start();
  }

  /** The same chat at another address of its server. */
  moveTo(address: Address): void {
    const identity = this.#chat?.identity;
    if (!identity) return;
    const chat = this.make(address, identity);
    this.adopt(chat);
    chat.start();
  }

  async leave(): Promise<void> {
    const chat = this.#chat;
    this.#ports.windowMemory.set(JOINED, undefined);
    this.#swap(undefined);
    await chat?.leave();
  }

  /** Of the open room. */
  get draft(): string {
    return this.#chat ? this.#ports.drafts.get(this.#chat.identity.server, this.#chat.room) : '';
  }

  setDraft(room: RoomId, text: string): void {
    if (this.#chat) this.#ports.drafts.set(this.#chat.identity.server, room, text);
  }

  dispose(): void {
    this.#following?.dispose();
    this.#chat?.dispose();
  }

  #swap(chat: Chat | undefined): void {
    const before = this.#chat;
    this.#following?.dispose();
    this.#chat = chat;
    this.#following = chat?.changed.on((event) => this.changed.fire(event));
    this.changed.fire({ kind: 'swapped' });
    if (chat) before?.dispose();
  }
}
