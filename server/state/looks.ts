import { lookOf } from '../core/lookAlike';

/**
 * Who has which look. Made of all names when it is first asked for, and not stored: a later Unicode then needs no migration,
 * and members who were there before their looks counted keep their names.
 */
export class Looks<Id> {
  #known: Map<string, Set<Id>> | undefined;

  constructor(private readonly read: () => Iterable<{ readonly id: Id; readonly name: string }>) {}

  holders(look: string): ReadonlySet<Id> {
    return this.#all().get(look) ?? new Set();
  }

  add(id: Id, name: string): void {
    if (this.#known) put(this.#known, id, name);
  }

  rename(id: Id, from: string, to: string): void {
    this.#known?.get(lookOf(from))?.delete(id);
    this.add(id, to);
  }

  forget(): void {
    this.#known = undefined;
  }

  #all(): Map<string, Set<Id>> {
    if (this.#known) return this.#known;
    const known = new Map<string, Set<Id>>();
    for (const { id, name } of this.read()) put(known, id, name);
    return (this.#known = known);
  }
}

function put<Id>(looks: Map<string, Set<Id>>, id: Id, name: string): void {
  const look = lookOf(name);
  const holders = looks.get(look);
  if (holders) holders.add(id);
  else looks.set(look, new Set([id]));
}
