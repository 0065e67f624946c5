import type { CloseReason } from '../protocol/codes';
import type { CallFrame } from '../protocol/frames';
import { decodeCall, encodeServerFrame } from '../protocol/frames';
import type { MemberId } from '../protocol/ids';
import type { ServerLimits } from '../protocol/limits';
import type { Failure } from '../protocol/result';
import type { Connection, ConnectionEvents, SharedFrame } from './connection';
import type { Listener } from './roomFeed';

/** Where a connection stands. What it may call follows from it. */
export type Phase =
  | { readonly at: 'new' }
  | { readonly at: 'greeted'; readonly clientNonce: string; readonly serverNonce: string }
  | { readonly at: 'open'; readonly member: MemberId }
  | { readonly at: 'closed' };

export interface SessionPorts {
  readonly limits: ServerLimits;
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Answers a call. Never rejects. */
  answer(session: Session, frame: CallFrame): Promise<Answered>;
  ended(session: Session, last: Phase): void;
}

export type Answered = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Failure };

/** One connection from its first frame to its end. Who is calling follows from it, never from a field of a frame. */
export class Session implements Listener, ConnectionEvents {
  phase: Phase = { at: 'new' };
  /** The member has said that this is not a lost connection. */
  saidLeave = false;
  #calls = 0;
  #badFrames: number[] = [];
  readonly #deadline: NodeJS.Timeout;

  constructor(
    private readonly connection: Connection,
    private readonly ports: SessionPorts,
  ) {
    this.#deadline = setTimeout(() => this.close('authTimeout'), ports.limits.helloDeadlineMs);
  }

  open(member: MemberId): void {
    clearTimeout(this.#deadline);
    this.phase = { at: 'open', member };
  }

  sendFrame(frame: string | SharedFrame): void {
    if (this.phase.at === 'closed') return;
    // Never skip a frame: one who cannot keep up is closed and catches up by `resume`.
    if (this.connection.queuedBytes > this.ports.limits.sendQueueBytes) return this.close('slow');
    this.connection.send(frame);
  }

  close(reason: CloseReason, text?: string): void {
    this.connection.close(reason, text);
    this.closed();
  }

  received(raw: string | undefined): void {
    if (this.phase.at === 'closed') return;
    const decoded = raw === undefined ? undefined : decodeCall(raw);
    if (decoded?.ok) return void this.#answer(decoded.frame);
    const failed = decoded ?? { id: undefined, error: { code: 'E_BAD_REQUEST', detail: 'binary' } as const };
    this.sendFrame(encodeServerFrame({ id: failed.id, error: failed.error }));
    if (failed.error.code === 'E_BAD_REQUEST') this.#countBadFrame();
  }

  closed(): void {
    const last = this.phase;
    if (last.at === 'closed') return;
    clearTimeout(this.#deadline);
    this.phase = { at: 'closed' };
    this.ports.ended(this, last);
  }

  async #answer(frame: CallFrame): Promise<void> {
    const refusal = this.#refusal(frame);
    if (refusal) return this.close(refusal);
    if (this.#calls >= this.ports.limits.callsInFlight) {
      return this.sendFrame(encodeServerFrame({ id: frame.id, error: { code: 'E_RATE', retryAfterMs: 1_000 } }));
    }
    this.#calls += 1;
    const answer = await this.ports.answer(this, frame);
    this.#calls -= 1;
    const { id } = frame;
    this.sendFrame(encodeServerFrame(answer.ok ? { id, result: answer.value } : { id, error: answer.error }));
  }

  #refusal({ call }: CallFrame): CloseReason | undefined {
    const early = call === 'hello' || call === 'claim' || call === 'authenticate';
    if (this.phase.at === 'new') return call === 'hello' ? undefined : 'unauthenticated';
    if (call === 'hello') return 'badRequest';
    if (this.phase.at === 'greeted') return early ? undefined : 'unauthenticated';
    return early ? 'badRequest' : undefined;
  }

  #countBadFrame(): void {
    const now = this.ports.now();
    this.#badFrames = [...this.#badFrames.filter((at) => now - at < this.ports.limits.badFrameWindowMs), now];
    if (this.#badFrames.length >= this.ports.limits.badFrames) this.close('badRequest');
  }
}
