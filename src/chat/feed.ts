import type { Push } from '../../server/protocol/frames';
import type { RoomId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Entry } from '../../server/protocol/model';
import type { Clock } from '../clock';
import { type Attempt, ended } from '../connection/ending';
import { endingOf } from '../connection/handshake';
import type { Link } from '../connection/link';
import { callPatiently } from '../connection/patient';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import type { Log } from '../log';
import { type RoomWindow, WINDOW_ENTRIES, append, cursorOf } from './roomWindow';

export type FeedEvent =
  | { readonly kind: 'reset' }
  | { readonly kind: 'arrived'; readonly entries: readonly Entry[] }
  | { readonly kind: 'people' };

/** Farther behind than this, the room's end is loaded anew. */
const FAR_BEHIND = 10 * WINDOW_ENTRIES;
/** More that arrive at once are told as a new beginning. */
const TOLD_ENTRIES = WINDOW_ENTRIES + 1;
/** No server says so much before it has answered: more is not kept, and the room is followed anew. */
const HELD_PUSHES = 128;
/** A server that makes its clients start over and over is left alone. */
const RESYNCS = 3;
const RESYNC_WINDOW_MS = 60_000;

interface Caught {
  readonly window: RoomWindow;
  readonly added: readonly Entry[];
  readonly isReset: boolean;
  readonly people: number;
}

/** One room as it arrives. Either it holds every entry up to the head, or it asks for what is missing. */
export class Feed implements Disposable {
  readonly changed = new Emitter<FeedEvent>();
  readonly room: RoomId;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #owned = new Owned();
  #window: RoomWindow | undefined;
  #people = 0;
  /** What is pushed while a page is under way: it may belong behind that page. */
  #held: Push[] | undefined;
  /** How often while a page was under way: the server may have stopped telling behind it. */
  #asked = 0;
  #resyncs: number[] = [];
  #syncing: Promise<Attempt<undefined>> | undefined;

  /** `window`: what is known of it already. */
  constructor(room: RoomId, clock: Clock, log: Log, window?: RoomWindow) {
    this.room = room;
    this.#clock = clock;
    this.#log = log;
    this.#window = window;
  }

  get window(): RoomWindow | undefined {
    return this.#window;
  }

  get people(): number {
    return this.#people;
  }

  /** Follows the room over a link that has authenticated. Resolves when nothing is missing. */
  attach(link: Link): Promise<Attempt<undefined>> {
    this.#owned.own(link.pushed.on((pushes) => this.#receive(link, pushes)));
    return this.#sync(link);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Behind one over an earlier link, which may not know yet that it is lost: they share what is held. */
  #sync(link: Link): Promise<Attempt<undefined>> {
    const synced = this.#syncing?.then(() => this.#syncNow(link)) ?? this.#syncNow(link);
    this.#syncing = synced;
    const done = () => {
      if (this.#syncing === synced) this.#syncing = undefined;
    };
    void synced.then(done, done);
    return synced;
  }

  async #syncNow(link: Link): Promise<Attempt<undefined>> {
    let [held, asked]: [Push[], number] = [[], 0];
    do {
      asked = this.#asked;
      held = this.#held = [];
      const caught = await this.#catchUp(link);
      this.#held = undefined;
      if (!caught.ok) return caught;
      this.#take(caught.value);
    } while (asked !== this.#asked);
    this.#receive(link, held);
    return { ok: true, value: undefined };
  }

  #receive(link: Link, pushes: readonly Push[]): void {
    for (const push of pushes) {
      if ((push.kind !== 'entries' && push.kind !== 'people') || push.room !== this.room) continue;
      if (this.#held) this.#hold(link, push);
      else if (push.kind === 'people') this.#counted(push.count);
      else this.#arrived(link, push);
    }
  }

  #hold(link: Link, push: Push): void {
    if (this.#held && this.#held.push(push) > HELD_PUSHES) {
      this.#log.warn('too many pushes before an answer');
      link.close('lost');
    }
  }

  #counted(people: number): void {
    if (people === this.#people) return;
    this.#people = people;
    this.changed.fire({ kind: 'people' });
  }

  #arrived(link: Link, push: Extract<Push, { kind: 'entries' }>): void {
    const window = this.#window?.epoch === push.epoch ? this.#window : undefined;
    const appended = window && append(window, push.entries);
    if (!appended?.ok) return this.#resync(link);
    this.#window = appended.window;
    if (appended.added.length > 0) this.changed.fire({ kind: 'arrived', entries: appended.added });
  }

  /** Asks for what is behind the last entry that is here. */
  resync(link: Link): Promise<Attempt<undefined>> {
    if (!this.#held || !this.#syncing) return this.#sync(link);
    this.#asked += 1;
    return this.#syncing;
  }

  #resync(link: Link): void {
    const now = this.#clock.now();
    this.#resyncs = [...this.#resyncs.filter((at) => now - at < RESYNC_WINDOW_MS), now];
    this.#log.warn('gap', { head: this.#window?.head, resyncs: this.#resyncs.length });
    if (this.#resyncs.length > RESYNCS) return link.close('misbehaving');
    void this.resync(link).then((synced) => {
      if (!synced.ok) link.close(synced.ending);
    });
  }

  #take({ window, added, isReset, people }: Caught): void {
    this.#window = window;
    if (isReset || added.length > WINDOW_ENTRIES) this.changed.fire({ kind: 'reset' });
    else if (added.length > 0) this.changed.fire({ kind: 'arrived', entries: added });
    this.#counted(people);
  }

  async #catchUp(link: Link): Promise<Attempt<Caught>> {
    let window = this.#window;
    let added: readonly Entry[] = [];
    let isReset = window === undefined;
    for (;;) {
      const after = isReset ? undefined : cursorOf(window);
      const answer = await callPatiently(link, this.#clock, 'resume', { room: this.room, ...(after ? { after } : {}) });
      if (!answer.ok) return ended(await endingOf(link, answer.error));
      const { status, epoch, entries, head, people } = answer.value;
      if (status === 'reset') {
        const fresh = wholeWindow({ epoch, entries, head });
        return fresh ? { ok: true, value: { window: fresh, added: [], isReset: true, people } } : ended('misbehaving');
      }
      const isTooMuch = isReset || entries.length > LIMITS.pageEntries;
      const next = window && !isTooMuch ? append(window, entries) : undefined;
      if (!next?.ok || (status === 'more' ? next.added.length === 0 : next.window.head !== head))
        return ended('misbehaving');
      window = next.window;
      added = [...added, ...next.added].slice(-TOLD_ENTRIES);
      if (status === 'complete') return { ok: true, value: { window, added, isReset: false, people } };
      isReset = head - window.head > FAR_BEHIND;
    }
  }
}

/** A window that a server gave whole: without gaps, and up to the head. */
function wholeWindow(window: RoomWindow): RoomWindow | undefined {
  const first = window.head - window.entries.length + 1;
  return window.entries.every(({ seq }, i) => seq === first + i) ? window : undefined;
}
