import type { MemberId } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Person } from '../../server/protocol/model';
import type { Clock } from '../clock';
import type { Link } from '../connection/link';
import { callPatiently } from '../connection/patient';
import { Emitter } from '../lifecycle';

/** Everybody who is or was a member of a server, as far as it told. */
export class People {
  readonly changed = new Emitter<undefined>();
  readonly #me: MemberId;
  #people = new Map<MemberId, Person>();
  #sorted: readonly Person[] | undefined;
  /** What is told while the whole list is under way: it may be newer. */
  #held: Person[] | undefined;

  constructor(me: MemberId) {
    this.#me = me;
  }

  /** By name. */
  get all(): readonly Person[] {
    return (this.#sorted ??= [...this.#people.values()].sort((a, b) => a.name.localeCompare(b.name)));
  }

  /** How many are connected. */
  get here(): number {
    return this.all.filter(({ presence }) => presence !== 'gone').length;
  }

  /** No team has so many. */
  get isBeyondReason(): boolean {
    return this.#people.size + (this.#held?.length ?? 0) > LIMITS.knownPeople;
  }

  get me(): Person | undefined {
    return this.#people.get(this.#me);
  }

  get(id: MemberId): Person | undefined {
    return this.#people.get(id);
  }

  /** All of them anew, over another link. */
  async ask(link: Link, clock: Clock): Promise<void> {
    const held: Person[] = (this.#held = []);
    const answer = await callPatiently(link, clock, 'people', {});
    if (this.#held !== held) return;
    this.#held = undefined;
    if (answer.ok) this.#people = new Map(answer.value.people.map((person) => [person.id, person]));
    this.heard(held);
  }

  heard(persons: readonly Person[]): void {
    if (this.#held) return void this.#held.push(...persons);
    for (const person of persons) this.#people.set(person.id, person);
    this.#sorted = undefined;
    this.changed.fire(undefined);
  }
}
