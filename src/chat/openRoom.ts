import type { Epoch, MemberId, RoomId, Seq } from '../../server/protocol/ids';
import type { Role } from '../../server/protocol/model';
import type { ShownRoom } from '../../webview/protocol/messages';
import type { Clock } from '../clock';
import type { Attempt } from '../connection/ending';
import type { Link } from '../connection/link';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import type { Log } from '../log';
import { Feed, type FeedEvent } from './feed';
import type { People } from './people';
import type { RoomList } from './roomList';
import { type RoomWindow, countUnread } from './roomWindow';
import { ShownHead } from './shownRoom';
import { Typing } from './typing';

/** `reset`: another room is open, or the open one begins anew. `room`: it is called otherwise, or closed. */
export type OpenRoomEvent = FeedEvent | { readonly kind: 'room' | 'typing' };

/** Of as many rooms that were open before the newest entries are kept: to be shown at once, also without the server. */
const KEPT_WINDOWS = 8;

export interface WindowOf {
  readonly room: RoomId;
  readonly window: RoomWindow;
}

interface OpenRoomOptions {
  readonly room: RoomId;
  readonly me: MemberId;
  readonly rooms: RoomList;
  readonly people: People;
  readonly clock: Clock;
  readonly log: Log;
}

/** The room that is open. Only one is at a time: of the others it is only counted what comes. */
export class OpenRoom implements Disposable {
  readonly changed = new Emitter<OpenRoomEvent>();
  /** What the server gave of a room, also where another one is wanted by then. */
  readonly loaded = new Emitter<WindowOf>();
  readonly #options: OpenRoomOptions;
  readonly #owned = new Owned();
  readonly #kept = new Map<RoomId, RoomWindow>();
  readonly #head: ShownHead;
  readonly #typing: Typing;
  #feed: Feed;
  #following: Disposable;
  /** The last one that was asked for. */
  #wanted: RoomId;
  #opening: { readonly room: RoomId; readonly link: Link; readonly opened: Promise<Attempt<undefined>> } | undefined;

  constructor(options: OpenRoomOptions) {
    const { room, rooms, people, clock, log } = options;
    this.#options = options;
    this.#wanted = room;
    this.#feed = new Feed(room, clock, log);
    this.#following = this.#follow(this.#feed);
    this.#typing = this.#owned.own(new Typing(clock));
    this.#head = this.#owned.own(new ShownHead({ rooms, people, clock, open: () => this.id }));
    this.#owned.own(this.#typing.changed.on(() => this.changed.fire({ kind: 'typing' })));
    this.#owned.own(this.#head.changed.on(() => this.changed.fire({ kind: 'room' })));
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

  get shown(): ShownRoom {
    return this.#head.value;
  }

  /** Who is writing in it, by name. */
  get typing(): readonly string[] {
    return this.#typing.all.flatMap((id) => this.#options.people.get(id)?.name ?? []);
  }

  set role(role: Role) {
    this.#head.role = role;
  }

  /** Messages of others behind a place in it, as far as it is here; undefined where not all of them are. */
  countBehind(seq: Seq): { readonly head: Seq; readonly unread: number } | undefined {
    const unread = this.window && countUnread(this.window, seq, this.#options.me);
    return this.window && unread !== undefined ? { head: this.window.head, unread } : undefined;
  }

  types(room: RoomId, member: MemberId): void {
    if (room === this.id && member !== this.#options.me) this.#typing.writes(member);
  }

  /** Nobody is heard any more. */
  offline(): void {
    this.#typing.clear();
  }

  /** Follows it over another link. */
  attach(link: Link): Promise<Attempt<undefined>> {
    return this.#feed.attach(link);
  }

  /** The server may have stopped telling of it. */
  followAnew(link: Link): Promise<Attempt<undefined>> {
    return this.#feed.resync(link);
  }

  /** When it is loaded, if it can be, and unless yet another one is wanted meanwhile. */
  open(room: RoomId, link: Link): Promise<Attempt<undefined>> {
    this.#wanted = room;
    if (this.#opening?.room === room && this.#opening.link === link) return this.#opening.opened;
    const opened = this.#load(room, link);
    this.#opening = { room, link, opened };
    const done = () => {
      if (this.#opening?.opened === opened) this.#opening = undefined;
    };
    void opened.then(done, done);
    return opened;
  }

  /** With what is kept of it, until there is a link. */
  openKept(room: RoomId): void {
    this.#wanted = room;
    if (room !== this.id) this.#swap(this.#feedOf(room));
  }

  /** Forgets what a server had in another life, and gives it back. */
  takeOutdated(epoch: Epoch): readonly WindowOf[] {
    if (this.#feed.window) this.#kept.set(this.id, this.#feed.window);
    const outdated = [...this.#kept].filter(([, window]) => window.epoch !== epoch);
    for (const [room] of outdated) this.#kept.delete(room);
    return outdated.map(([room, window]) => ({ room, window }));
  }

  dispose(): void {
    this.#owned.dispose();
    this.#following.dispose();
    this.#feed.dispose();
  }

  async #load(room: RoomId, link: Link): Promise<Attempt<undefined>> {
    if (room === this.id) return { ok: true, value: undefined };
    const feed = this.#feedOf(room);
    const attached = await feed.attach(link);
    if (attached.ok && feed.window) this.loaded.fire({ room, window: feed.window });
    if (attached.ok && this.#wanted === room) this.#swap(feed);
    else feed.dispose();
    return attached;
  }

  #feedOf(room: RoomId): Feed {
    const { clock, log } = this.#options;
    return new Feed(room, clock, log, this.#kept.get(room));
  }

  #swap(feed: Feed): void {
    this.#keep();
    this.#following.dispose();
    this.#feed.dispose();
    this.#feed = feed;
    this.#following = this.#follow(feed);
    this.#typing.clear();
    this.changed.fire({ kind: 'reset' });
    this.#head.look();
  }

  #follow(feed: Feed): Disposable {
    return feed.changed.on((event) => {
      for (const entry of event.kind === 'arrived' ? event.entries : [])
        if (entry.kind === 'message' && entry.author) this.#typing.wrote(entry.author);
      this.changed.fire(event);
    });
  }

  #keep(): void {
    const { id, window } = this;
    this.#kept.delete(id);
    if (window) this.#kept.set(id, window);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > KEPT_WINDOWS) this.#kept.delete(oldest);
  }
}
