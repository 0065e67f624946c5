import type { Meter } from '../core/ports';
import type { Epoch, RoomId } from '../protocol/ids';
import type { FrameEncoder } from './connection';
import { type Listener, RoomFeed } from './roomFeed';

interface FeedsOptions {
  readonly epoch: Epoch;
  readonly encode: FrameEncoder;
  readonly meter?: Meter | undefined;
}

/** A feed for each room that anybody listens to or that grows, and where each listens. */
export class Feeds {
  readonly #feeds = new Map<RoomId, RoomFeed>();
  /** Most listen in few rooms: a set for each would cost memory. */
  readonly #rooms = new Map<Listener, readonly RoomId[]>();

  constructor(private readonly options: FeedsOptions) {}

  of(room: RoomId): RoomFeed {
    const known = this.#feeds.get(room);
    if (known) return known;
    const { epoch, encode, meter } = this.options;
    const feed = new RoomFeed(room, epoch, encode, meter);
    this.#feeds.set(room, feed);
    return feed;
  }

  roomsOf(listener: Listener): readonly RoomId[] {
    return this.#rooms.get(listener) ?? [];
  }

  listensTo(room: RoomId, listener: Listener): boolean {
    return this.#feeds.get(room)?.has(listener) ?? false;
  }

  /** See RoomFeed. Who listens already goes on. */
  listen(room: RoomId, listener: Listener): void {
    if (this.listensTo(room, listener)) return;
    this.#rooms.set(listener, this.roomsOf(listener).concat(room));
    this.of(room).listen(listener);
  }

  unlisten(room: RoomId, listener: Listener): void {
    if (!this.listensTo(room, listener)) return;
    this.of(room).unlisten(listener);
    this.#rooms.set(
      listener,
      this.roomsOf(listener).filter((each) => each !== room),
    );
  }

  /** It is gone, wherever it listened. */
  forget(listener: Listener): void {
    for (const room of this.roomsOf(listener)) this.of(room).unlisten(listener);
    this.#rooms.delete(listener);
  }

  [Symbol.dispose](): void {
    for (const feed of this.#feeds.values()) feed[Symbol.dispose]();
  }
}
