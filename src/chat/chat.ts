import type { Push } from '../../server/protocol/frames';
import { type Cid, GENERAL, type Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Cursor, Entry } from '../../server/protocol/model';
import type { Link as PageLink, Pending, Storage } from '../../webview/protocol/messages';
import { type Clock, pause } from '../clock';
import type { Address } from '../connection/address';
import type { Attempt } from '../connection/ending';
import { type Identity, authenticate, greet } from '../connection/handshake';
import { Keeper, type Standing } from '../connection/keeper';
import type { Link } from '../connection/link';
import type { Outbox } from '../connection/outbox';
import type { PendingMessage } from '../connection/pendingMessage';
import { resendDelay } from '../connection/reconnect';
import { Sender } from '../connection/sender';
import { type Disposable, Emitter, Owned } from '../lifecycle';
import type { Log } from '../log';
import { tellEnding, tellPending, tellStorage, tellUndeleted } from '../sentences';
import { Feed, type FeedEvent } from './feed';
import type { Memory } from './memory';
import { loadReadMark, saveReadMark } from './readMark';
import { lostMessages } from './restored';
import { type Place, type RoomWindow, countUnread, pageOf, shownUnread } from './roomWindow';

export type ChatEvent = FeedEvent | { readonly kind: 'pending' | 'link' | 'read' | 'storage' };

export interface ChatPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly memory: Memory;
  readonly outbox: Outbox;
  readonly connect: (url: string, signal: AbortSignal) => Promise<Attempt<Link>>;
}

type HistoryPage = { readonly entries: readonly Entry[] } | { readonly reason: string };

const HISTORY_PAGE = 100;
const LEAVE_MS = 3_000;

/** One server the reader has joined: what pages show is read from here and never lost with a page. */
export class Chat implements Disposable {
  readonly changed = new Emitter<ChatEvent>();
  readonly address: Address;
  readonly identity: Identity;
  readonly #ports: ChatPorts;
  readonly #feed: Feed;
  readonly #sender: Sender;
  readonly #keeper: Keeper<Link>;
  readonly #owned = new Owned();
  #mark: Cursor | undefined;
  #storage: Storage | undefined;
  /** What the server had before it was restored, until it is known what of one's own it lost. */
  #before: RoomWindow | undefined;

  constructor(address: Address, identity: Identity, ports: ChatPorts) {
    const { clock, log, outbox, random, memory } = ports;
    this.address = address;
    this.identity = identity;
    this.#ports = ports;
    this.#mark = loadReadMark(memory, identity.server);
    this.#feed = new Feed(GENERAL, clock, log);
    this.#keeper = this.#owned.own(new Keeper({ open: (signal) => this.#open(signal), clock, random }));
    this.#sender = this.#owned.own(new Sender({ member: identity.member, outbox, clock, log }));
    this.#owned.own(this.#feed.changed.on((event) => this.#fed(event)));
    this.#owned.own(this.#keeper.changed.on((standing) => this.#stands(standing)));
    this.#owned.own(this.#sender.changed.on(() => this.changed.fire({ kind: 'pending' })));
  }

  get standing(): Standing<Link> {
    return this.#keeper.standing;
  }

  get link(): PageLink {
    return pageLink(this.#keeper.standing, this.address.shown);
  }

  get window(): RoomWindow | undefined {
    return this.#feed.window;
  }

  get people(): number {
    return this.#feed.people;
  }

  get pending(): readonly Pending[] {
    return this.#sender.pending.map(shownPending);
  }

  /** What is wrong with the disk of the server, which is there. */
  get storage(): Storage | undefined {
    return this.#storage;
  }

  get readUpTo(): Seq {
    return this.#mark?.seq ?? 0;
  }

  get unread(): number {
    return this.window ? countUnread(this.window, this.readUpTo, this.identity.member) : 0;
  }

  /** For people: empty for none, `100+` where there may be more. */
  get shownUnread(): string {
    return this.window ? shownUnread(this.window, this.readUpTo, this.identity.member) : '';
  }

  /** Connects and stays connected. What an earlier window could not send is taken over first. */
  start(): void {
    void this.#sender.adopt().then(() => this.#keeper.start());
  }

  retryNow(): void {
    this.#keeper.retryNow();
  }

  post(cid: Cid, text: string): Promise<void> {
    return this.#sender.post(cid, text);
  }

  retry(cid: Cid): Promise<void> {
    return this.#sender.retry(cid);
  }

  discard(cid: Cid): Promise<void> {
    return this.#sender.discard(cid);
  }

  /** Why it could not be deleted; undefined when it is. */
  async delete(seq: Seq): Promise<string | undefined> {
    const { standing } = this.#keeper;
    if (standing.at !== 'online') return tellUndeleted('E_UNAVAILABLE');
    const answer = await standing.link.call('delete', { room: GENERAL, seq });
    return answer.ok ? undefined : tellUndeleted(answer.error.code);
  }

  read(seq: Seq): void {
    const { window } = this;
    if (!window || seq <= this.readUpTo || seq > window.head) return;
    this.#setMark({ epoch: window.epoch, seq });
    this.changed.fire({ kind: 'read' });
  }

  async history(place: Place, limit: number = HISTORY_PAGE): Promise<HistoryPage> {
    const here = this.window && pageOf(this.window, place, limit);
    if (here) return { entries: here };
    const { standing } = this.#keeper;
    if (standing.at !== 'online') return { reason: 'Older messages can be loaded when the server is reached again.' };
    const { link } = standing;
    const ask = () => link.call('history', { room: GENERAL, limit, ...asParams(place) });
    let answer = await ask();
    // An export asks for more in a row than one may without a pause.
    while (!answer.ok && answer.error.code === 'E_RATE') {
      await pause(this.#ports.clock, resendDelay(0, answer.error.retryAfterMs));
      answer = await ask();
    }
    return answer.ok ? { entries: answer.value.entries } : { reason: 'The server did not give older messages.' };
  }

  /** The whole room from its first entry, page by page; ends early, with false, when the server is lost. */
  async *everything(): AsyncGenerator<readonly Entry[], boolean> {
    for (let after = 0; ;) {
      const page = await this.history({ after }, LIMITS.pageEntries);
      if ('reason' in page) return false;
      const last = page.entries.at(-1);
      if (!last) return true;
      yield page.entries;
      after = last.seq;
    }
  }

  /** Says goodbye, so that the others need not wait for it. */
  async leave(): Promise<void> {
    const { standing } = this.#keeper;
    if (standing.at === 'online') await standing.link.call('leave', {}, LEAVE_MS);
    this.dispose();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #open(signal: AbortSignal): Promise<Attempt<Link>> {
    const opened = await this.#ports.connect(this.address.url, signal);
    if (!opened.ok) return opened;
    const link = opened.value;
    const abort = () => link.close();
    signal.addEventListener('abort', abort, { once: true });
    link.pushed.on((pushes) => this.#heard(pushes));
    const entered = await this.#enter(link);
    signal.removeEventListener('abort', abort);
    if (!entered.ok) link.close(entered.ending);
    return entered;
  }

  async #enter(link: Link): Promise<Attempt<Link>> {
    const greeted = await greet(link, this.identity.server);
    if (!greeted.ok) return greeted;
    const known = await authenticate(link, greeted.value, this.identity);
    if (!known.ok) return known;
    const attached = await this.#feed.attach(link);
    return attached.ok ? { ok: true, value: link } : attached;
  }

  #stands(standing: Standing<Link>): void {
    const isNews = standing.at !== 'offline' || standing.retryAt !== undefined;
    const ending = 'ending' in standing ? { ending: standing.ending } : {};
    if (isNews) this.#ports.log.info('link', { at: standing.at, ...ending });
    if (standing.at === 'online') this.#sender.online(standing.link);
    else this.#sender.offline();
    if (standing.at !== 'online') this.#stored(undefined);
    else void this.#findLost();
    this.changed.fire({ kind: 'link' });
  }

  #heard(pushes: readonly Push[]): void {
    for (const push of pushes) if (push.kind === 'storage') this.#stored(tellStorage(push));
  }

  #stored(storage: Storage | undefined): void {
    if (storage === this.#storage) return;
    this.#storage = storage;
    this.changed.fire({ kind: 'storage' });
  }

  #fed(event: FeedEvent): void {
    if (event.kind === 'reset') this.#marked();
    if (event.kind === 'reset' && event.before) this.#restored(event.before);
    if (event.kind === 'arrived') this.changed.fire(event);
    if (event.kind !== 'people') this.#confirm();
    if (event.kind !== 'arrived') this.changed.fire(event);
  }

  #restored(before: RoomWindow): void {
    this.#before = before;
    this.#sender.restored();
    if (this.#keeper.standing.at === 'online') void this.#findLost();
  }

  async #findLost(): Promise<void> {
    const before = this.#before;
    const lost = before && (await lostMessages(this, before));
    if (!lost || before !== this.#before) return;
    this.#before = undefined;
    await this.#sender.gone(lost);
  }

  /** Who comes for the first time, or to another epoch, has read what was said before. */
  #marked(): void {
    const { window } = this;
    if (window && this.#mark?.epoch !== window.epoch) this.#setMark({ epoch: window.epoch, seq: window.head });
  }

  #setMark(mark: Cursor): void {
    this.#mark = mark;
    saveReadMark(this.#ports.memory, this.identity.server, mark);
  }

  #confirm(): void {
    const { window } = this;
    if (!window) return;
    const mine = window.entries.flatMap((entry) =>
      entry.kind === 'message' && entry.cid && entry.author === this.identity.member ? [entry.cid] : [],
    );
    void this.#sender.arrived(new Set(mine), window.head);
  }
}

const asParams = (place: Place) => ('before' in place ? { before: place.before } : { after: place.after });

function shownPending(message: PendingMessage): Pending {
  const { cid, text, at, state, disk } = message;
  const reason = tellPending(message);
  return { cid, text, at, state, kept: disk === 'kept', ...(reason !== undefined && { reason }) };
}

function pageLink(standing: Standing<Link>, server: string): PageLink {
  switch (standing.at) {
    case 'offline': {
      const { reason } = tellEnding(standing.ending, server);
      return standing.retryAt === undefined
        ? { at: 'offline', reason }
        : { at: 'offline', reason, retryAt: standing.retryAt };
    }
    case 'stopped':
      return { at: 'stopped', ...tellEnding(standing.ending, server) };
    default:
      return { at: standing.at };
  }
}
