import type { Push } from '../../server/protocol/frames';
import type { Link } from '../connection/link';

/** No server says so much before it has answered who is there. */
const HELD_FRAMES = 128;

/** Holds back what a link is told until the answer that comes before it is taken in. */
export class PushGate {
  readonly #pass: (pushes: readonly Push[]) => void;
  #held: (readonly Push[])[] | undefined = [];

  constructor(link: Link, pass: (pushes: readonly Push[]) => void) {
    this.#pass = pass;
    link.pushed.on((pushes) => {
      if (!this.#held) pass(pushes);
      else if (this.#held.push(pushes) > HELD_FRAMES) link.close('lost');
    });
  }

  open(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const pushes of held) this.#pass(pushes);
  }
}
