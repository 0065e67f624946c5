import type { DatabaseSync } from 'node:sqlite';
import { lookOf } from '../core/lookAlike';
import type { MemberId } from '../protocol/ids';

/**
 * Which member has a look first. Read from the names when it is first asked for, and not stored: a later Unicode then
 * needs no migration, and members who were there before their looks counted keep their names.
 */
export class Looks {
  readonly #db: DatabaseSync;
  #known: Map<string, MemberId> | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  holder(look: string): MemberId | undefined {
    this.#known ??= this.#read();
    return this.#known.get(look);
  }

  add(name: string, member: MemberId): void {
    const look = lookOf(name);
    if (this.#known && !this.#known.has(look)) this.#known.set(look, member);
  }

  forget(): void {
    this.#known = undefined;
  }

  #read(): Map<string, MemberId> {
    const rows = this.#db.prepare('SELECT id, name FROM member ORDER BY number DESC').all();
    return new Map(rows.map((row) => [lookOf(String(row['name'])), row['id'] as MemberId]));
  }
}
