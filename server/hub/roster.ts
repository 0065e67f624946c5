import type { StateReader, StoredPerson } from '../core/ports';
import { encodeServerFrame } from '../protocol/frames';
import type { MemberId } from '../protocol/ids';
import { LIMITS } from '../protocol/limits';
import type { Person } from '../protocol/model';
import { type Result, ok, tooFast } from '../protocol/result';
import { Bucket, type Pace } from './bucket';
import type { FrameEncoder, SharedFrame } from './connection';
import type { Presence } from './presence';
import { comingsMs } from './roomFeed';
import type { Session } from './session';

interface RosterOptions {
  readonly state: StateReader;
  readonly presence: Presence;
  readonly encode: FrameEncoder;
  /** How often one connection may ask for everybody. */
  readonly pace: Pace;
}

/** While what a slow reader was sent is on its way. */
const PAUSE_MS = 20;

/** Tells those who asked for the people how each of them is, whenever that changes: those who change together in one frame. */
export class Roster {
  readonly #options: RosterOptions;
  /** How often each may ask for all of them. */
  readonly #readers = new Map<Session, Bucket>();
  readonly #changed = new Set<MemberId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  /** The first ones, at once; the others follow, and then whatever changes. */
  read(session: Session): Result<readonly Person[]> {
    const bucket = this.#readers.get(session) ?? new Bucket(this.#options.pace);
    this.#readers.set(session, bucket);
    const retryAfterMs = bucket.take(performance.now());
    if (retryAfterMs > 0) return tooFast(retryAfterMs);
    const people = this.#options.state.people();
    const rest = people.slice(LIMITS.personsPerFrame);
    if (rest.length > 0) setImmediate(() => this.#sendRest(session, rest));
    return ok(people.slice(0, LIMITS.personsPerFrame).map((person) => this.#personOf(person)));
  }

  changed(member: MemberId): void {
    this.#changed.add(member);
    this.#timer ??= setTimeout(() => this.#tell(), comingsMs(this.#readers.size));
  }

  forget(session: Session): void {
    this.#readers.delete(session);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #tell(): void {
    this.#timer = undefined;
    const { state } = this.#options;
    const changed = [...this.#changed].flatMap((id) => state.person(id) ?? []);
    this.#changed.clear();
    for (let at = 0; at < changed.length && this.#readers.size > 0; at += LIMITS.personsPerFrame) {
      const frame = this.#frame(changed.slice(at, at + LIMITS.personsPerFrame));
      for (const reader of this.#readers.keys()) reader.sendFrame(frame);
    }
  }

  /** As fast as they are taken: a thousand times a thousand people are more than a socket's queue may hold. */
  #sendRest(session: Session, rest: readonly StoredPerson[]): void {
    if (!this.#readers.has(session)) return;
    if (session.queuedBytes > 0) return void setTimeout(() => this.#sendRest(session, rest), PAUSE_MS);
    const now = rest.slice(0, LIMITS.personsPerFrame).flatMap(({ id }) => this.#options.state.person(id) ?? []);
    session.sendFrame(this.#frame(now));
    const later = rest.slice(LIMITS.personsPerFrame);
    if (later.length > 0) setImmediate(() => this.#sendRest(session, later));
  }

  #frame(people: readonly StoredPerson[]): SharedFrame {
    const persons = people.map((person) => this.#personOf(person));
    return this.#options.encode(encodeServerFrame({ push: [{ kind: 'persons', persons }] }));
  }

  #personOf(person: StoredPerson): Person {
    return { ...person, presence: this.#options.presence.of(person.id) };
  }
}
