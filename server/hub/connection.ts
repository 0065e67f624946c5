import type { CloseReason } from '../protocol/codes';

/** One client's socket, as the hub sees it. */
export interface Connection {
  /** What tells one computer from others; undefined where many come from the same. */
  readonly address: string | undefined;
  /** Bytes accepted by `send` that the network has not taken yet. */
  readonly queuedBytes: number;
  /** One frame: its text, or what the edge's `FrameEncoder` made of it. */
  send(frame: string | SharedFrame): void;
  /** `text` goes to the client and may be shown to a person. */
  close(reason: CloseReason, text?: string): void;
}

/** An answer to who wants to connect and must not now. */
export interface Refusal {
  readonly status: 429 | 503;
  readonly retryAfterMs: number;
}

/** A frame that many connections get: encoded once, sent as it is. */
export type SharedFrame = Uint8Array;
export type FrameEncoder = (text: string) => SharedFrame;

/** What the edge tells the hub of a connection. */
export interface ConnectionEvents {
  /** A text frame, or undefined for a binary one. */
  received(frame: string | undefined): void;
  /** The edge wants it closed. */
  close(reason: CloseReason): void;
  closed(): void;
}
