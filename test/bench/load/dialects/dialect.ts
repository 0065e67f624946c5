import type { UnitSink } from '../frameReader';

/** What a member says and hears until it gets every message. */
export interface Conversation {
  /** Member 0 is the first. */
  readonly member: number;
  readonly say: (payload: string) => void;
  /** The next frame for which `wanted` holds; others are dropped. */
  readonly hear: (wanted: (payload: string) => boolean) => Promise<string>;
  readonly upgrade: (path: string, subprotocol?: string) => Promise<void>;
  /** Goes on without an upgrade. */
  readonly start: () => void;
}

/** How one kind of server is spoken to. */
export interface Dialect {
  /** Other than WebSocket frames. */
  readonly reader?: (sink: UnitSink) => { read(chunk: Buffer, length: number): void };
  readonly frame?: (payload: string) => Buffer;
  /** Without one, a sender does not learn that its message was taken. */
  readonly acks: boolean;
  /** Whether all members get one and the same order, or only each sender's messages in order. */
  readonly order: 'total' | 'perSender';
  join(talk: Conversation): Promise<void>;
  /** `id` is unique to the sender's connection. */
  post(member: number, id: number, text: string): string;
  /** The id of the post which this frame acknowledges. Throws when it refuses one. */
  ackOf(payload: Buffer): number | undefined;
  /** What must be answered to this frame so that the connection stays. */
  replyTo?(payload: Buffer): string | undefined;
}
