import { GENERAL, type MemberId } from '../protocol/ids';
import type { Journal } from '../journal/journal';
import type { Presence as PresenceOf } from '../protocol/model';

/**
 * Who is connected, and the lines "ana has joined the chat." and "ana has left the chat." A member leaves when the last
 * connection has been gone for the grace time, or at once by saying so; whoever is back before that has not left.
 */
export class Presence {
  readonly #connections = new Map<MemberId, number>();
  /** How many of a member's connections nobody sits at; of most members none. */
  readonly #away = new Map<MemberId, number>();
  readonly #leaving = new Map<MemberId, NodeJS.Timeout>();

  constructor(
    private readonly journal: Journal,
    private readonly graceMs: number,
    private readonly onChange: (member: MemberId) => void,
  ) {
    // Those who were here when the server stopped may come back, too.
    for (const member of journal.state.present(GENERAL)) this.#leaveLater(member);
  }

  get count(): number {
    return this.#connections.size;
  }

  connections(member: MemberId): number {
    return this.#connections.get(member) ?? 0;
  }

  of(member: MemberId): PresenceOf {
    const connections = this.connections(member);
    if (connections === 0) return 'gone';
    return this.#awayOf(member) < connections ? 'here' : 'away';
  }

  arrived(member: MemberId): void {
    const before = this.of(member);
    this.#connections.set(member, this.connections(member) + 1);
    if (before !== 'here') this.onChange(member);
    if (before !== 'gone') return;
    this.#stay(member);
    void this.journal.submit({ kind: 'join', room: GENERAL, member });
  }

  /** Nobody sits at one more of the member's connections, or one less. */
  setAway(member: MemberId, by: 1 | -1): void {
    const before = this.of(member);
    const away = this.#awayOf(member) + by;
    if (away > 0) this.#away.set(member, away);
    else this.#away.delete(member);
    if (this.of(member) !== before) this.onChange(member);
  }

  /** The connection of a member has ended; `saidLeave` if the member left by intent. */
  departed(member: MemberId, { saidLeave, isAway }: { readonly saidLeave: boolean; readonly isAway: boolean }): void {
    const before = this.of(member);
    const connections = this.connections(member) - 1;
    if (connections > 0) this.#connections.set(member, connections);
    else this.#connections.delete(member);
    if (isAway) this.setAway(member, -1);
    if (this.of(member) !== before) this.onChange(member);
    if (connections > 0) return;
    if (saidLeave) this.#leave(member);
    else this.#leaveLater(member);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    this.#leaving.clear();
  }

  #awayOf(member: MemberId): number {
    return this.#away.get(member) ?? 0;
  }

  #leaveLater(member: MemberId): void {
    this.#stay(member);
    this.#leaving.set(
      member,
      setTimeout(() => this.#leave(member), this.graceMs),
    );
  }

  #leave(member: MemberId): void {
    this.#stay(member);
    void this.journal.submit({ kind: 'leave', room: GENERAL, member });
  }

  #stay(member: MemberId): void {
    clearTimeout(this.#leaving.get(member));
    this.#leaving.delete(member);
  }
}
