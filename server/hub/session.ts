import type { Meter, StoredPerson } from '../core/ports';
import type { CloseReason } from '../protocol/codes';
import type { CallFrame } from '../protocol/frames';
import { decodeCall, encodeServerFrame } from '../protocol/frames';
import type { DeviceId, MemberId } from '../protocol/ids';
import type { ServerLimits } from '../protocol/limits';
import type { Failure } from '../protocol/result';
import { Bucket, type Pace, paceOf } from './bucket';
import type { Connection, ConnectionEvents, SharedFrame } from './connection';
import { isEntrance } from './handlers/handlers';
import { Patience } from './patience';
import type { Listener } from './roomFeed';

/** Where a connection stands. What it may call follows from it. */
export type Phase =
  | { readonly at: 'new' }
  | { readonly at: 'greeted'; readonly clientNonce: string; readonly serverNonce: string }
  | { readonly at: 'open'; readonly member: MemberId; readonly device: DeviceId; readonly isGuest: boolean }
  | { readonly at: 'closed' };

export interface SessionPorts {
  readonly limits: ServerLimits;
  readonly framePace: Pace;
  readonly callPace: Pace;
  /** Milliseconds that only ever grow. */
  now(): number;
  readonly meter?: Meter | undefined;
  /** Answers a call. Never rejects. */
  answer(session: Session, frame: CallFrame): Promise<Answered>;
  /** `reason`: why the server closed it, if it did. */
  ended(session: Session, last: Phase, reason?: CloseReason): void;
}

/** Made once for all sessions: there may be ten thousand. */
export const pacesOf = ({
  framesPerMinute,
  callsPerMinute,
}: ServerLimits): Pick<SessionPorts, 'framePace' | 'callPace'> => ({
  framePace: paceOf(framesPerMinute, framesPerMinute),
  callPace: paceOf(callsPerMinute, callsPerMinute),
});

export type Answered = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Failure };

const NO_BAD_FRAMES: readonly number[] = [];

/** One connection from its first frame to its end. Who is calling follows from it, never from a field of a frame. */
export class Session implements Listener, ConnectionEvents {
  phase: Phase = { at: 'new' };
  /** The member has said that this is not a lost connection. */
  saidLeave = false;
  /** Nobody sits at it. */
  isAway = false;
  /** When it last said that its member is writing. */
  typedAt = -Infinity;
  readonly since: number;
  readonly #frames: Bucket;
  readonly #calls: Bucket;
  /** Of a client that was told to wait. */
  #patience: Patience | undefined;
  #callsInFlight = 0;
  #endsWith: CloseReason | undefined;
  #badFrames = NO_BAD_FRAMES;
  #deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly ports: SessionPorts,
  ) {
    this.since = ports.now();
    this.#frames = new Bucket(ports.framePace);
    this.#calls = new Bucket(ports.callPace);
    this.#deadline = setTimeout(() => this.close('authTimeout'), ports.limits.helloDeadlineMs);
  }

  get address(): string | undefined {
    return this.connection.address;
  }

  get queuedBytes(): number {
    return this.connection.queuedBytes;
  }

  open({ id: member, role }: StoredPerson, device: DeviceId): void {
    this.#stopDeadline();
    this.phase = { at: 'open', member, device, isGuest: role === 'guest' };
  }

  sendFrame(frame: string | SharedFrame): void {
    if (this.phase.at === 'closed') return;
    // Never skip a frame: one who cannot keep up is closed and catches up by `resume`.
    if (this.connection.queuedBytes > this.ports.limits.sendQueueBytes) return this.close('slow');
    this.connection.send(frame);
  }

  close(reason: CloseReason, text?: string): void {
    this.connection.close(reason, text);
    this.closed(reason);
  }

  /** Takes no further call, and closes when those that were taken are answered. */
  end(reason: CloseReason): void {
    this.#endsWith = reason;
    if (this.#callsInFlight === 0) this.close(reason);
  }

  received(raw: string | undefined): void {
    if (this.phase.at === 'closed' || this.#endsWith) return;
    if (this.#frames.take(this.ports.now()) > 0) return this.close('rate');
    const decoded = raw === undefined ? undefined : decodeCall(raw);
    if (decoded?.ok) return void this.#answer(decoded.frame);
    const failed = decoded ?? { id: undefined, error: { code: 'E_BAD_REQUEST', detail: 'binary' } as const };
    if (failed.error.code === 'E_BAD_REQUEST' && !this.#mayBeBad()) return;
    this.#refuse(failed.id, failed.error);
  }

  closed(reason?: CloseReason): void {
    const last = this.phase;
    if (last.at === 'closed') return;
    this.#stopDeadline();
    this.phase = { at: 'closed' };
    this.ports.ended(this, last, reason);
  }

  async #answer(frame: CallFrame): Promise<void> {
    const refusal = this.#refusal(frame);
    if (refusal) return this.close(refusal);
    const { id } = frame;
    const waitMs = this.#callsInFlight < this.ports.limits.callsInFlight ? this.#calls.take(this.ports.now()) : 1_000;
    if (waitMs > 0) return this.#tellToWait(id, waitMs);
    this.#callsInFlight += 1;
    const answer = await this.ports.answer(this, frame);
    this.#callsInFlight -= 1;
    if (answer.ok) this.sendFrame(encodeServerFrame({ id, result: answer.value }));
    else if (answer.error.code === 'E_RATE') this.#tellToWait(id, answer.error.retryAfterMs ?? 0);
    else this.#refuse(id, answer.error);
    if (this.#endsWith && this.#callsInFlight === 0) this.close(this.#endsWith);
  }

  #refuse(id: number | undefined, error: Failure): void {
    this.ports.meter?.refused(error.code);
    this.sendFrame(encodeServerFrame({ id, error }));
  }

  #tellToWait(id: number, retryAfterMs: number): void {
    this.#patience ??= new Patience(this.ports.limits.ignoredMs);
    if (this.#patience.isOver(this.ports.now(), retryAfterMs)) return this.close('rate');
    this.#refuse(id, { code: 'E_RATE', retryAfterMs });
  }

  #refusal({ call }: CallFrame): CloseReason | undefined {
    const early = isEntrance(call);
    if (this.phase.at === 'new') return call === 'hello' ? undefined : 'unauthenticated';
    if (call === 'hello') return 'badRequest';
    if (this.phase.at === 'greeted') return early ? undefined : 'unauthenticated';
    return early ? 'badRequest' : undefined;
  }

  #stopDeadline(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  /** The last that may be closes it, when all that came with it is counted: many at once are no mistake. */
  #mayBeBad(): boolean {
    const now = this.ports.now();
    const { badFrames, badFrameWindowMs } = this.ports.limits;
    this.#badFrames = [...this.#badFrames.filter((at) => now - at < badFrameWindowMs), now];
    const { length } = this.#badFrames;
    if (length === badFrames) {
      setImmediate(() => this.close(this.#badFrames.length > 10 * badFrames ? 'rate' : 'badRequest'));
    }
    return length <= badFrames;
  }
}
