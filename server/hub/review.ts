import type { Change, StateReader } from '../core/ports';
import type { CloseReason } from '../protocol/codes';
import type { Phase, Session } from './session';
import type { Subscriptions } from './subscriptions';

type Reviewed = Extract<Change, { readonly kind: 'member' | 'devices' }>;
type Open = Extract<Phase, { readonly at: 'open' }>;

/** Closes the connections of members that would not be let in any more as they were, soon after what changed that. */
export class Review {
  #due: Reviewed[] = [];
  #timer: NodeJS.Immediate | undefined;

  constructor(
    private readonly state: StateReader,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** Not before this turn of the event loop ends: the answer to who did it goes first. */
  changed(change: Reviewed): void {
    this.#due.push(change);
    this.#timer ??= setImmediate(() => this.#reviewAll());
  }

  [Symbol.dispose](): void {
    clearImmediate(this.#timer);
  }

  #reviewAll(): void {
    const due = this.#due;
    this.#due = [];
    this.#timer = undefined;
    for (const change of due) {
      for (const session of [...this.subscriptions.sessionsOf(change.member)]) this.#review(session, change);
    }
  }

  #review(session: Session, change: Reviewed): void {
    const reason = session.phase.at === 'open' ? this.#reasonAgainst(session.phase, change) : undefined;
    if (reason === undefined) return;
    // Nobody waits for it to be back.
    session.saidLeave ||= reason === 'removed';
    session.close(reason);
  }

  #reasonAgainst({ member, device, isGuest }: Open, change: Reviewed): CloseReason | undefined {
    const person = this.state.person(member);
    if (person?.isBanned !== false) return 'removed';
    if (change.kind === 'member') {
      // Other rooms are open to it than those it was told of.
      return isGuest === (person.role === 'guest') ? undefined : 'resync';
    }
    if (this.state.credentials(member).some((known) => known.device === device)) return undefined;
    return change.rekeyed === device ? 'resync' : 'tokenRevoked';
  }
}
