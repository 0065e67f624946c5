import type { Epoch, RoomId } from '../../server/protocol/ids';
import type { Clock } from '../clock';
import type { Attempt } from '../connection/ending';
import type { Link } from '../connection/link';
import { type Disposable, Emitter } from '../lifecycle';
import type { Log } from '../log';
import { Feed, type FeedEvent } from './feed';
import type { RoomWindow } from './roomWindow';

/** Of as many rooms that were open before the newest entries are kept: to be shown at once, also without the server. */
const KEPT_WINDOWS = 8;

export interface WindowOf {
  readonly room: RoomId;
  readonly window: RoomWindow;
}

/** The room that is open. Only one is at a time: of the others it is only counted what comes. */
export class OpenRoom implements Disposable {
  readonly changed = new Emitter<FeedEvent>();
  /** What the server gave of a room, also where another one is wanted by then. */
  readonly loaded = new Emitter<WindowOf>();
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #kept = new Map<RoomId, RoomWindow>();
  #feed: Feed;
  #following: Disposable;
  /** The last one that was asked for. */
  #wanted: RoomId;

  constructor(room: RoomId, clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
    this.#wanted = room;
    this.#feed = new Feed(room, clock, log);
    this.#following = this.#feed.changed.on((event) => this.changed.fire(event));
  }

  get id(): RoomId {
    return this.#feed.room;
  }

  get window(): RoomWindow | undefined {
    return this.#feed.window;
  }

  get people(): number {
    return this.#feed.people;
  }

  /** Follows it over another link. */
  attach(link: Link): Promise<Attempt<undefined>> {
    return this.#feed.attach(link);
  }

  /** When it is loaded, if it can be, and unless yet another one is wanted meanwhile. Without a link it is what is kept. */
  async open(room: RoomId, link: Link | undefined): Promise<Attempt<undefined>> {
    this.#wanted = room;
    if (room === this.id) return { ok: true, value: undefined };
    const feed = new Feed(room, this.#clock, this.#log, this.#kept.get(room));
    const attached = link ? await feed.attach(link) : ({ ok: true, value: undefined } as const);
    if (attached.ok && feed.window) this.loaded.fire({ room, window: feed.window });
    if (attached.ok && this.#wanted === room) this.#swap(feed);
    else feed.dispose();
    return attached;
  }

  /** Forgets what a server had in another life, and gives it back. */
  takeOutdated(epoch: Epoch): readonly WindowOf[] {
    if (this.#feed.window) this.#kept.set(this.id, this.#feed.window);
    const outdated = [...this.#kept].filter(([, window]) => window.epoch !== epoch);
    for (const [room] of outdated) this.#kept.delete(room);
    return outdated.map(([room, window]) => ({ room, window }));
  }

  dispose(): void {
    this.#following.dispose();
    this.#feed.dispose();
  }

  #swap(feed: Feed): void {
    this.#keep();
    this.dispose();
    this.#feed = feed;
    this.#following = feed.changed.on((event) => this.changed.fire(event));
    this.changed.fire({ kind: 'reset' });
  }

  #keep(): void {
    const { id, window } = this;
    this.#kept.delete(id);
    if (window) this.#kept.set(id, window);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > KEPT_WINDOWS) this.#kept.delete(oldest);
  }
}
