import { GENERAL, type MemberId } from '../protocol/ids';
import type { Journal } from '../journal/journal';

/**
 * Who is connected, and the lines "ana has joined the chat." and "ana has left the chat." A member leaves when the last
 * connection has been gone for the grace time, or at once by saying so; whoever is back before that has not left.
 */
export class Presence {
  readonly #connections = new Map<MemberId, number>();
  readonly #leaving = new Map<MemberId, NodeJS.Timeout>();

  constructor(
    private readonly journal: Journal,
    private readonly graceMs: number,
    private readonly onCount: (count: number) => void,
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

  arrived(member: MemberId): void {
    const connections = this.connections(member);
    this.#connections.set(member, connections + 1);
    if (connections > 0) return;
    this.#stay(member);
    void this.journal.submit({ kind: 'join', room: GENERAL, member });
    this.onCount(this.count);
  }

  /** The connection of a member has ended; `saidLeave` if the member left by intent. */
  departed(member: MemberId, saidLeave: boolean): void {
    const connections = (this.#connections.get(member) ?? 1) - 1;
    if (connections > 0) return void this.#connections.set(member, connections);
    this.#connections.delete(member);
    if (saidLeave) this.#leave(member);
    else this.#leaveLater(member);
    this.onCount(this.count);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    this.#leaving.clear();
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
