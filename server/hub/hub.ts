import type { Batch, Log, Meter, StoredPerson } from '../core/ports';
import type { Journal } from '../journal/journal';
import type { CloseReason } from '../protocol/codes';
import { type CallFrame, type Push, encodeServerFrame } from '../protocol/frames';
import { type DeviceId, GENERAL, type MemberId } from '../protocol/ids';
import type { ListedRoom } from '../protocol/model';
import { SERVER_LIMITS, type ServerLimits } from '../protocol/limits';
import { fail } from '../protocol/result';
import { paceOf } from './bucket';
import type { Connection, ConnectionEvents, FrameEncoder, Refusal } from './connection';
import { Feeds } from './feeds';
import { type FileBytes, FileDesk } from './fileDesk';
import { deviceHandlers } from './handlers/devices';
import { entranceHandlers } from './handlers/entrance';
import { entryHandlers } from './handlers/entries';
import { fileHandlers } from './handlers/files';
import { findHandlers } from './handlers/find';
import { type Caller, type EntranceHandlers, type MemberHandlers, isEntrance } from './handlers/handlers';
import { inviteHandlers } from './handlers/invites';
import { type MovePort, moveHandlers } from './handlers/move';
import { peopleHandlers } from './handlers/people';
import { roomHandlers } from './handlers/rooms';
import { Outside } from './outside';
import { Presence } from './presence';
import { Review } from './review';
import { comingsMs } from './roomFeed';
import { Roster } from './roster';
import { Sends } from './sends';
import { Subscriptions } from './subscriptions';
import { type Answered, type Phase, Session, type SessionPorts, pacesOf } from './session';

interface HubOptions {
  readonly journal: Journal;
  readonly log: Log;
  /** Name and version, for example `alongside/0.1.0`. */
  readonly app: string;
  readonly encode: FrameEncoder;
  readonly limits?: Partial<ServerLimits>;
  /** Whether a newcomer needs an invite. Default: no. */
  readonly mustBeInvited?: boolean;
  readonly meter?: Meter | undefined;
  readonly files: FileBytes;
  readonly move?: MovePort;
}

type StorageNotice = Omit<Extract<Push, { kind: 'storage' }>, 'kind'>;

const storageFrame = (notice: StorageNotice): string => encodeServerFrame({ push: [{ kind: 'storage', ...notice }] });

/** Milliseconds that only ever grow. */
const now = (): number => performance.now();

/** As it is called, when it is known that the parameters fit the call. */
type Handler<Who> = (who: Who, params: object) => Answered | Promise<Answered>;

/** All sessions of one server: answers their calls and passes on what the journal tells. */
export class Hub {
  readonly files: FileDesk;
  readonly #options: HubOptions;
  readonly #limits: ServerLimits;
  readonly #sessions = new Set<Session>();
  /** Those of them who have not proved a member, the oldest first. */
  readonly #strangers = new Set<Session>();
  readonly #outside: Outside;
  readonly #sessionPorts: SessionPorts;
  readonly #feeds: Feeds;
  readonly #subscriptions: Subscriptions;
  readonly #presence: Presence;
  readonly #roster: Roster;
  readonly #review: Review;
  readonly #entrance: EntranceHandlers;
  readonly #handlers: MemberHandlers;
  readonly #following: Disposable;
  #isEnding = false;
  #peopleTimer: NodeJS.Timeout | undefined;
  #storage: StorageNotice = { state: 'ok' };

  constructor(options: HubOptions) {
    this.#options = options;
    this.#limits = { ...SERVER_LIMITS, ...options.limits };
    this.#outside = new Outside(this.#limits, now);
    this.#sessionPorts = {
      limits: this.#limits,
      ...pacesOf(this.#limits),
      now,
      meter: options.meter,
      answer: (caller, frame) => this.#answer(caller, frame),
      ended: (ended, last, reason) => this.#ended(ended, last, reason),
    };
    const { journal, app, encode, meter, mustBeInvited = false } = options;
    this.#feeds = new Feeds({ epoch: journal.state.epoch, encode, meter });
    this.#subscriptions = new Subscriptions({ state: journal.state, feeds: this.#feeds, encode });
    this.#review = new Review(journal.state, this.#subscriptions);
    this.#following = journal.follow((batch) => this.#told(batch));
    this.#presence = new Presence(journal, this.#limits.leaveGraceMs, (member) => this.#cameOrWent(member));
    const { rostersPerMinute } = this.#limits;
    const pace = paceOf(rostersPerMinute, rostersPerMinute);
    this.#roster = new Roster({ state: journal.state, presence: this.#presence, encode, pace });
    this.files = new FileDesk({ journal, limits: this.#limits, bytes: options.files, now });
    const parts = {
      ...{ journal, app, limits: this.#limits, outside: this.#outside, presence: this.#presence, feeds: this.#feeds },
      ...{ roster: this.#roster, subscriptions: this.#subscriptions, encode, mustBeInvited },
      sends: new Sends(this.#limits, now),
      acts: new Sends(this.#limits, now),
      searches: new Sends(this.#limits, now),
      open: (session: Session, member: StoredPerson, device: DeviceId) => this.#open(session, member, device),
    };
    this.#entrance = entranceHandlers(parts);
    this.#handlers = {
      ...entryHandlers(parts),
      ...findHandlers(parts),
      ...fileHandlers({ desk: this.files, uploads: new Sends(this.#limits, now) }),
      ...roomHandlers(parts),
      ...peopleHandlers(parts),
      ...inviteHandlers(parts),
      ...deviceHandlers(parts),
      ...moveHandlers({ state: journal.state, move: options.move }),
    };
  }

  get connections(): number {
    return this.#sessions.size;
  }

  /** That wait for slow readers. */
  get queuedBytes(): number {
    let bytes = 0;
    for (const session of this.#sessions) bytes += session.queuedBytes;
    return bytes;
  }

  /** Whether another connection may come from this address; if not, what to answer. */
  admit(address: string | undefined): Refusal | undefined {
    if (this.#isEnding) return { status: 503, retryAfterMs: 1_000 };
    const retryAfterMs = this.#outside.waitMs(address);
    if (retryAfterMs > 0) return { status: 429, retryAfterMs };
    const [oldest] = this.#strangers;
    if (!oldest || this.#strangers.size < this.#limits.strangers) return undefined;
    // One who dawdles must not keep others out, and a crowd must not push itself out.
    if (now() - oldest.since < this.#limits.strangerMs) return { status: 503, retryAfterMs: 1_000 };
    oldest.close('authTimeout');
    return undefined;
  }

  accept(connection: Connection): ConnectionEvents {
    const session = new Session(connection, this.#sessionPorts);
    this.#sessions.add(session);
    this.#strangers.add(session);
    return session;
  }

  /** What members are to know of the disk: all of them now, and who comes while it is not ok. */
  tellStorage(notice: StorageNotice): void {
    this.#storage = notice;
    for (const session of this.#sessions) if (session.phase.at === 'open') session.sendFrame(storageFrame(notice));
  }

  /** Lets nobody in any more, and closes each when it has its answers. */
  endAll(reason: CloseReason): void {
    this.#isEnding = true;
    for (const session of this.#sessions) session.end(reason);
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]();
    this.#presence[Symbol.dispose]();
    this.#roster[Symbol.dispose]();
    this.#review[Symbol.dispose]();
    clearTimeout(this.#peopleTimer);
    this.#feeds[Symbol.dispose]();
  }

  async #answer(session: Session, { call, params }: CallFrame): Promise<Answered> {
    try {
      if (isEntrance(call)) return await (this.#entrance[call] as Handler<Session>)(session, params);
      if (session.phase.at !== 'open') return fail('E_UNAUTHENTICATED');
      const { member, device } = session.phase;
      return await (this.#handlers[call] as Handler<Caller>)({ session, member, device }, params);
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.#options.log.error('call failed', { call, stack });
      return fail('E_INTERNAL');
    }
  }

  #open(session: Session, member: StoredPerson, device: DeviceId): readonly ListedRoom[] {
    session.open(member, device);
    this.#strangers.delete(session);
    this.#presence.arrived(member.id);
    // After the answer.
    if (this.#storage.state !== 'ok') setImmediate(() => session.sendFrame(storageFrame(this.#storage)));
    return this.#subscriptions.opened(session, member);
  }

  #told({ rooms, changes }: Batch): void {
    for (const { room, entries } of rooms) this.#feeds.of(room).add(entries);
    this.#subscriptions.changed(changes);
    for (const change of changes) {
      if (change.kind === 'member') this.#roster.changed(change.member);
      if (change.kind === 'member' || change.kind === 'devices') this.#review.changed(change);
    }
  }

  #cameOrWent(member: MemberId): void {
    this.#roster.changed(member);
    this.#tellPeople();
  }

  #ended(session: Session, last: Phase, reason: CloseReason | undefined): void {
    this.#sessions.delete(session);
    this.#strangers.delete(session);
    this.#options.meter?.closed(reason ?? 'left');
    if (reason === 'rate') {
      this.#outside.keepOut(session.address);
      if (last.at === 'open') this.#outside.keepOut(last.member);
    }
    this.#roster.forget(session);
    if (last.at !== 'open') return;
    this.#subscriptions.ended(session, last.member);
    this.#presence.departed(last.member, session);
  }

  /** At most one frame in a while, so that a thousand people who come at once do not tell each other a million times. */
  #tellPeople(): void {
    this.#peopleTimer ??= setTimeout(() => {
      this.#peopleTimer = undefined;
      const people = { kind: 'people', room: GENERAL, count: this.#presence.count } as const;
      this.#feeds.of(GENERAL).tell(this.#options.encode(encodeServerFrame({ push: [people] })));
    }, comingsMs(this.#sessions.size));
  }
}
