/** With a client that is told to wait. It ends when calls keep coming too soon for a long while, not for a burst. */
export class Patience {
  #waitUntil = 0;
  #ignoredSince = 0;
  #lastIgnored = -Infinity;

  constructor(private readonly ms: number) {}

  /** A call came that must wait for so long. */
  isOver(now: number, retryAfterMs: number): boolean {
    const wasTold = now < this.#waitUntil;
    this.#waitUntil = now + retryAfterMs;
    if (!wasTold) return false;
    if (now - this.#lastIgnored > this.ms / 4) this.#ignoredSince = now;
    this.#lastIgnored = now;
    return now - this.#ignoredSince >= this.ms;
  }
}
