import type { Framing } from '../unitReader';

/** What a member says and hears until it gets every message. Payloads are in latin1. */
export interface Conversation {
  /** Member 0 is the first. */
  readonly member: number;
  /** Where it wants to get every message; undefined is the one room that every server has. */
  readonly rooms: readonly (string | undefined)[];
  /** What it keeps from one connection to the next. */
  readonly memory: Map<string, unknown>;
  readonly say: (payload: string) => void;
  /** The next frame for which `wanted` holds; others are dropped. */
  readonly hear: (wanted: (payload: string) => boolean) => Promise<string>;
  readonly upgrade: (path: string, subprotocol?: string) => Promise<void>;
  /** Goes on without an upgrade. */
  readonly start: () => void;
}

export interface Post {
  readonly member: number;
  /** Unique to the sender's connection. */
  readonly id: number;
  readonly text: string;
  readonly room: string | undefined;
}

/** How one kind of server is spoken to. */
export interface Dialect {
  /** Other than WebSocket's. */
  readonly framing?: () => Framing;
  readonly frame?: (payload: string) => Buffer;
  /** Without one, a sender does not learn that its message was taken. */
  readonly acks: boolean;
  /** Whether all members get one and the same order, or only each sender's messages in order. */
  readonly order: 'total' | 'perSender';
  /** Senders do not get their own messages. */
  readonly silentToSender?: true;
  join(talk: Conversation): Promise<void>;
  /** Asks what is new since it last asked. */
  catchUp?(talk: Conversation): Promise<void>;
  post(post: Post): string;
  /** The id of the post which this frame acknowledges. Throws when it refuses one. */
  ackOf(payload: Buffer): number | undefined;
  /** What must be answered to this frame so that the connection stays. */
  replyTo?(payload: Buffer): string | undefined;
}
