import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ServerLimits } from '../protocol/limits';

interface Watched {
  readonly wire: Socket;
  readonly onSilence: () => void;
  /** When it is pinged, or given up if it was. */
  dueAt: number;
  isAsked: boolean;
  /** Bytes that came and bytes that went, when it was looked at last. */
  came: number;
  went: number;
}

/** Pings sockets and tells of those that do not answer. One timer for all: a timer each would cost memory. */
export class Heartbeat {
  readonly #limits: ServerLimits;
  readonly #watched = new Map<WebSocket, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  watch(socket: WebSocket, wire: Socket, onSilence: () => void): void {
    const { pingMs, pongMs } = this.#limits;
    // The first time at random, so that a thousand who came at once spread out.
    const dueAt = performance.now() + Math.random() * pingMs;
    const watched: Watched = { wire, onSilence, dueAt, isAsked: false, came: 0, went: 0 };
    this.#watched.set(socket, watched);
    socket.on('pong', () => {
      watched.isAsked = false;
      watched.dueAt = performance.now() + pingMs;
    });
    this.#timer ??= setInterval(() => this.#look(), Math.min(pingMs, pongMs) / 10);
  }

  forget(socket: WebSocket): void {
    this.#watched.delete(socket);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const now = performance.now();
    for (const [socket, watched] of this.#watched) {
      if (now < watched.dueAt) continue;
      const isFlowing = flows(watched);
      if (watched.isAsked && !isFlowing) {
        watched.onSilence();
        continue;
      }
      socket.ping();
      watched.isAsked = true;
      watched.dueAt = now + this.#limits.pongMs;
    }
  }
}

/**
 * On a slow line a pong waits behind a long frame, of which bytes come. Who sends and does not take what waits for it is
 * no slow line.
 */
function flows(watched: Watched): boolean {
  const { wire, came, went } = watched;
  watched.came = wire.bytesRead;
  watched.went = wire.bytesWritten - wire.writableLength;
  return watched.came > came && (wire.writableLength === 0 || watched.went > went);
}
