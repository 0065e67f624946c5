import type { CloseReason } from '../protocol/codes';

/** One client's socket, as the hub sees it. */
export interface Connection {
  /** Bytes accepted by `send` that the network has not taken yet. */
  readonly queuedBytes: number;
  /** A whole frame. A Buffer is sent as it is and may be shared between connections. */
  send(frame: string | Buffer): void;
  /** `text` goes to the client and may be shown to a person. */
  close(reason: CloseReason, text?: string): void;
}

/** What the edge tells the hub of a connection. */
export interface ConnectionEvents {
  /** A text frame, or undefined for a binary one. */
  received(frame: string | undefined): void;
  closed(): void;
}
