import type { WebSocket } from 'ws';
import type { ServerLimits } from '../protocol/limits';

interface Watched {
  readonly onSilence: () => void;
  /** When it is pinged, or given up if it was. */
  dueAt: number;
  isAsked: boolean;
}

/** Pings sockets and tells of those that do not answer. One timer for all: a timer each would cost memory. */
export class Heartbeat {
  readonly #limits: ServerLimits;
  readonly #watched = new Map<WebSocket, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  watch(socket: WebSocket, onSilence: () => void): void {
    const { pingMs, pongMs } = this.#limits;
    // The first time at random, so that a thousand who came at once spread out.
    const watched: Watched = { onSilence, dueAt: performance.now() + Math.random() * pingMs, isAsked: false };
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
      if (watched.isAsked) {
        watched.onSilence();
        continue;
      }
      socket.ping();
      watched.isAsked = true;
      watched.dueAt = now + this.#limits.pongMs;
    }
  }
}
