import type { Log, Meter } from '../core/ports';
import type { Journal } from '../journal/journal';
import type { Answer, Handlers } from '../protocol/calls';
import type { CloseReason } from '../protocol/codes';
import { type CallFrame, type Push, encodeServerFrame } from '../protocol/frames';
import { GENERAL, type MemberId, type RoomId } from '../protocol/ids';
import { LIMITS, PROTOCOL_VERSION, SERVER_LIMITS, type ServerLimits } from '../protocol/limits';
import { type Result, fail, ok } from '../protocol/result';
import { bytesOf, checkProof, newDeviceId, newMemberId, newNonce } from './authentication';
import { Bucket, type Pace, paceOf } from './bucket';
import type { Connection, ConnectionEvents, FrameEncoder, Refusal } from './connection';
import { Outside } from './outside';
import { Presence } from './presence';
import { RoomFeed, comingsMs } from './roomFeed';
import { type Answered, type Phase, Session, type SessionPorts, pacesOf } from './session';

interface HubOptions {
  readonly journal: Journal;
  readonly log: Log;
  /** Name and version, for example `alongside/0.1.0`. */
  readonly app: string;
  readonly encode: FrameEncoder;
  readonly limits?: Partial<ServerLimits>;
  readonly meter?: Meter | undefined;
}

type StorageNotice = Omit<Extract<Push, { kind: 'storage' }>, 'kind'>;

const storageFrame = (notice: StorageNotice): string => encodeServerFrame({ push: [{ kind: 'storage', ...notice }] });

/** Milliseconds that only ever grow. */
const now = (): number => performance.now();

type HandlerTable = Handlers<Session>;

/** All sessions of one server: answers their calls and passes on what the journal tells. */
export class Hub {
  readonly #options: HubOptions;
  readonly #journal: Journal;
  readonly #limits: ServerLimits;
  readonly #sessions = new Set<Session>();
  /** Those of them who have not proved a member, the oldest first. */
  readonly #strangers = new Set<Session>();
  readonly #outside: Outside;
  readonly #sends = new Map<MemberId, Bucket>();
  readonly #sendPace: Pace;
  readonly #sessionPorts: SessionPorts;
  readonly #feeds = new Map<RoomId, RoomFeed>();
  readonly #presence: Presence;
  readonly #following: Disposable;
  #isEnding = false;
  #peopleTimer: NodeJS.Timeout | undefined;
  #storage: StorageNotice = { state: 'ok' };

  constructor(options: HubOptions) {
    this.#options = options;
    this.#journal = options.journal;
    this.#limits = { ...SERVER_LIMITS, ...options.limits };
    this.#outside = new Outside(this.#limits, now);
    this.#sendPace = paceOf(this.#limits.sendBurst, this.#limits.sendsPerMinute);
    this.#sessionPorts = {
      limits: this.#limits,
      ...pacesOf(this.#limits),
      now,
      meter: options.meter,
      answer: (caller, frame) => this.#answer(caller, frame),
      ended: (ended, last, reason) => this.#ended(ended, last, reason),
    };
    this.#following = this.#journal.follow((batch) => {
      for (const { room, entries } of batch.rooms) this.#feed(room).add(entries);
    });
    this.#presence = new Presence(this.#journal, this.#limits.leaveGraceMs, () => this.#tellPeople());
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
    clearTimeout(this.#peopleTimer);
    for (const feed of this.#feeds.values()) feed[Symbol.dispose]();
  }

  async #answer(session: Session, frame: CallFrame): Promise<Answered> {
    try {
      const handler = this.#handlers[frame.call] as (caller: Session, params: object) => Answered | Promise<Answered>;
      return await handler(session, frame.params);
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.#options.log.error('call failed', { call: frame.call, stack });
      return fail('E_INTERNAL');
    }
  }

  readonly #handlers: HandlerTable = {
    hello: (session, { protocol, nonce }) => {
      if (protocol !== PROTOCOL_VERSION) {
        const older = protocol < PROTOCOL_VERSION ? 'extension' : 'server';
        session.close('version', `update the ${older}`);
        return fail('E_BAD_REQUEST', 'protocol');
      }
      const serverNonce = newNonce();
      session.phase = { at: 'greeted', clientNonce: nonce, serverNonce };
      const server = this.#journal.state.server;
      return ok({ protocol: PROTOCOL_VERSION, app: this.#options.app, server, nonce: serverNonce });
    },
    claim: async (_session, { cid, name, storedKey, serverKey }) => {
      const keys = { storedKey: bytesOf(storedKey), serverKey: bytesOf(serverKey) };
      return this.#journal.submit({ kind: 'claim', cid, name, member: newMemberId(), device: newDeviceId(), ...keys });
    },
    authenticate: (session, { member: id, proof }) => this.#authenticate(session, id, proof),
    resume: (session, params) => this.#resume(session, params),
    history: (_session, { room, before, after, limit }) => {
      const state = this.#journal.state;
      if (!state.room(room)) return fail('E_NOT_FOUND');
      return ok({ entries: state.page({ room, before, after, limit }) });
    },
    post: async (session, { cid, room, text }) => {
      if (session.phase.at !== 'open') return fail('E_UNAUTHENTICATED');
      const { member } = session.phase;
      const retryAfterMs = this.#sendsOf(member).take(now());
      if (retryAfterMs > 0) return { ok: false, error: { code: 'E_RATE', retryAfterMs } };
      const outcome = await this.#journal.submit({ kind: 'post', cid, room, member, text });
      return outcome.ok ? ok({ seq: outcome.value.seq, at: outcome.value.at }) : outcome;
    },
    delete: async (session, { room, seq }) => {
      if (session.phase.at !== 'open') return fail('E_UNAUTHENTICATED');
      const outcome = await this.#journal.submit({ kind: 'delete', room, member: session.phase.member, seq });
      return outcome.ok ? ok({}) : outcome;
    },
    search: (_session, query) => {
      const state = this.#journal.state;
      return state.room(query.room) ? ok(state.search(query)) : fail('E_NOT_FOUND');
    },
    pair: () => fail('E_UNKNOWN_TYPE'),
    people: () => fail('E_UNKNOWN_TYPE'),
    createRoom: () => fail('E_UNKNOWN_TYPE'),
    openDirect: () => fail('E_UNKNOWN_TYPE'),
    changeRoom: () => fail('E_UNKNOWN_TYPE'),
    joinRoom: () => fail('E_UNKNOWN_TYPE'),
    leaveRoom: () => fail('E_UNKNOWN_TYPE'),
    addToRoom: () => fail('E_UNKNOWN_TYPE'),
    removeFromRoom: () => fail('E_UNKNOWN_TYPE'),
    roomMembers: () => fail('E_UNKNOWN_TYPE'),
    read: () => fail('E_UNKNOWN_TYPE'),
    preferRoom: () => fail('E_UNKNOWN_TYPE'),
    typing: () => fail('E_UNKNOWN_TYPE'),
    setStatus: () => fail('E_UNKNOWN_TYPE'),
    rename: () => fail('E_UNKNOWN_TYPE'),
    createInvite: () => fail('E_UNKNOWN_TYPE'),
    invites: () => fail('E_UNKNOWN_TYPE'),
    revokeInvite: () => fail('E_UNKNOWN_TYPE'),
    createPairing: () => fail('E_UNKNOWN_TYPE'),
    devices: () => fail('E_UNKNOWN_TYPE'),
    revokeDevice: () => fail('E_UNKNOWN_TYPE'),
    rekey: () => fail('E_UNKNOWN_TYPE'),
    setRole: () => fail('E_UNKNOWN_TYPE'),
    mute: () => fail('E_UNKNOWN_TYPE'),
    ban: () => fail('E_UNKNOWN_TYPE'),
    unban: () => fail('E_UNKNOWN_TYPE'),
    leave: (session) => {
      session.saidLeave = true;
      return ok({});
    },
  };

  #authenticate(session: Session, id: Parameters<HandlerTable['authenticate']>[1]['member'], proof: string) {
    if (session.phase.at !== 'greeted') return fail('E_UNAUTHENTICATED');
    const { clientNonce, serverNonce } = session.phase;
    const state = this.#journal.state;
    const member = state.member(id);
    const occasion = { clientNonce, serverNonce, server: state.server, member: id };
    const proven = checkProof(state.credentials(id), proof, occasion);
    if (!member || !proven) {
      this.#outside.failed(session.address);
      session.close('unauthenticated');
      return fail('E_UNAUTHENTICATED');
    }
    const isKeptOut = this.#outside.waitMs(id) > 0;
    if (isKeptOut || this.#presence.connections(id) >= this.#limits.connectionsPerMember) {
      session.close(isKeptOut ? 'rate' : 'connectionLimit');
      return fail('E_RATE');
    }
    session.open(id);
    this.#strangers.delete(session);
    this.#presence.arrived(id);
    // After the answer.
    if (this.#storage.state !== 'ok') setImmediate(() => session.sendFrame(storageFrame(this.#storage)));
    const me = { id, name: member.name };
    return ok({ proof: proven.proof, member: me, role: 'member' as const, epoch: state.epoch, rooms: [...state.rooms()] });
  }

  #resume(session: Session, { room: id, after }: Parameters<HandlerTable['resume']>[1]): Result<Answer<'resume'>> {
    const { state } = this.#journal;
    const room = state.room(id);
    if (!room) return fail('E_NOT_FOUND');
    const feed = this.#feed(id);
    feed.unlisten(session);
    const known = after && after.epoch === state.epoch && after.seq <= room.head ? after.seq : undefined;
    const entries =
      known === undefined
        ? state.page({ room: id, limit: LIMITS.firstPageEntries })
        : state.page({ room: id, after: known, limit: LIMITS.pageEntries });
    const last = entries.at(-1)?.seq ?? known ?? 0;
    const status = known === undefined ? 'reset' : last === room.head ? 'complete' : 'more';
    if (status !== 'more') feed.listen(session);
    return ok({ status, epoch: state.epoch, entries, head: room.head, people: this.#presence.count });
  }

  #feed(room: RoomId): RoomFeed {
    const known = this.#feeds.get(room);
    if (known) return known;
    const feed = new RoomFeed(room, this.#journal.state.epoch, this.#options.encode, this.#options.meter);
    this.#feeds.set(room, feed);
    return feed;
  }

  #sendsOf(member: MemberId): Bucket {
    const known = this.#sends.get(member);
    if (known) return known;
    const sends = new Bucket(this.#sendPace);
    this.#sends.set(member, sends);
    return sends;
  }

  #ended(session: Session, last: Phase, reason: CloseReason | undefined): void {
    this.#sessions.delete(session);
    this.#strangers.delete(session);
    this.#options.meter?.closed(reason ?? 'left');
    if (reason === 'rate') {
      this.#outside.keepOut(session.address);
      if (last.at === 'open') this.#outside.keepOut(last.member);
    }
    for (const feed of this.#feeds.values()) feed.unlisten(session);
    if (last.at === 'open') this.#presence.departed(last.member, session.saidLeave);
  }

  /** At most one frame in a while, so that a thousand people who come at once do not tell each other a million times. */
  #tellPeople(): void {
    this.#peopleTimer ??= setTimeout(() => {
      this.#peopleTimer = undefined;
      const people = { kind: 'people', room: GENERAL, count: this.#presence.count } as const;
      this.#feed(GENERAL).tell(this.#options.encode(encodeServerFrame({ push: [people] })));
    }, comingsMs(this.#sessions.size));
  }
}
