import type { Meter } from '../core/ports';
import type { Epoch, RoomId } from '../protocol/ids';
import type { FrameEncoder } from './connection';
import { type Listener, RoomFeed } from './roomFeed';

interface FeedsOptions {
  readonly epoch: Epoch;
  readonly encode: FrameEncoder;
  readonly meter?: Meter | undefined;
}

/** A feed for each room that anybody listens to or that grows. */
export class Feeds {
  readonly #feeds = new Map<RoomId, RoomFeed>();

  constructor(private readonly options: FeedsOptions) {}

  of(room: RoomId): RoomFeed {
    const known = this.#feeds.get(room);
    if (known) return known;
    const { epoch, encode, meter } = this.options;
    const feed = new RoomFeed(room, epoch, encode, meter);
    this.#feeds.set(room, feed);
    return feed;
  }

  /** It is gone, wherever it listened. */
  forget(listener: Listener): void {
    for (const feed of this.#feeds.values()) feed.unlisten(listener);
  }

  [Symbol.dispose](): void {
    for (const feed of this.#feeds.values()) feed[Symbol.dispose]();
  }
}
