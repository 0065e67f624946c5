import type { Socket } from 'node:net';
import type { ServerLimits } from '../protocol/limits';

/** A connection, and where it stands with its heartbeat: an object of its own for that would cost memory. */
export interface Watched {
  readonly wire: Socket;
  ping(): void;
  onSilence(): void;
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
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  watch(watched: Watched): void {
    const { pingMs, pongMs } = this.#limits;
    // The first time at random, so that a thousand who came at once spread out.
    watched.dueAt = performance.now() + Math.random() * pingMs;
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#look(), Math.min(pingMs, pongMs) / 10);
  }

  answered(watched: Watched): void {
    watched.isAsked = false;
    watched.dueAt = performance.now() + this.#limits.pingMs;
  }

  forget(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const now = performance.now();
    for (const watched of this.#watched) {
      if (now < watched.dueAt) continue;
      const isFlowing = flows(watched);
      if (watched.isAsked && !isFlowing) {
        watched.onSilence();
        continue;
      }
      watched.ping();
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
