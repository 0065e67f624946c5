import type { MemberId } from '../../server/protocol/ids';
import type { Person } from '../../server/protocol/model';
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

  get me(): Person | undefined {
    return this.#people.get(this.#me);
  }

  get(id: MemberId): Person | undefined {
    return this.#people.get(id);
  }

  /** The list is asked for. */
  begin(): void {
    this.#held = [];
  }

  /** The list; undefined where it could not be had. */
  took(all: readonly Person[] | undefined): void {
    if (all) this.#people = new Map(all.map((person) => [person.id, person]));
    const held = this.#held ?? [];
    this.#held = undefined;
    this.heard(held);
  }

  heard(persons: readonly Person[]): void {
    if (this.#held) return void this.#held.push(...persons);
    for (const person of persons) this.#people.set(person.id, person);
    this.#sorted = undefined;
    this.changed.fire(undefined);
  }
}
