import type { DatabaseSync } from 'node:sqlite';
import type { StoredMember } from '../core/ports';
import { type Cid, MemberId } from '../protocol/ids';
import type { Member, Millis } from '../protocol/model';
import { Looks } from './looks';
import { type Row, memberSumOf } from './rows';
import type { Statements } from './statements';

interface CachedMember extends Member {
  readonly number: number;
}

/** The members in a database. Of those that were asked for, who they are is kept in memory. */
export class Members {
  readonly #sql: Statements;
  readonly #known = new Map<MemberId, CachedMember>();
  readonly #ids = new Map<number, MemberId | undefined>();
  readonly #looks: Looks;

  constructor(db: DatabaseSync, sql: Statements) {
    this.#sql = sql;
    this.#looks = new Looks(db);
  }

  /** After a transaction that came to nothing. */
  forget(): void {
    this.#known.clear();
    this.#ids.clear();
    this.#looks.forget();
  }

  member(id: MemberId): Member | undefined {
    return this.#cached(id);
  }

  withKeys(id: MemberId): StoredMember | undefined {
    return memberOf(this.#sql.member.get(id));
  }

  number(id: MemberId): number | undefined {
    return this.#cached(id)?.number;
  }

  /** The id that belongs to a number; undefined where what is stored is none. */
  idOf(number: number): MemberId | undefined {
    if (this.#ids.has(number)) return this.#ids.get(number);
    const id = MemberId.safeParse(this.#sql.memberId.get(number)?.['id']).data;
    this.#ids.set(number, id);
    return id;
  }

  ofKey(key: string): StoredMember | undefined {
    return memberOf(this.#sql.memberOfKey.get(key));
  }

  ofLook(look: string): Member | undefined {
    const id = this.#looks.holder(look);
    return id && this.member(id);
  }

  ofClaim(cid: Cid): StoredMember | undefined {
    return memberOf(this.#sql.memberOfClaim.get(cid));
  }

  add({ id, name, key, storedKey, serverKey }: StoredMember, cid: Cid, at: Millis): void {
    const columns = [id, name, key, storedKey, serverKey, cid, at] as const;
    this.#sql.addMember.run(...columns, memberSumOf(columns));
    this.#looks.add(name, id);
  }

  #cached(id: MemberId): CachedMember | undefined {
    const known = this.#known.get(id);
    if (known) return known;
    const row = this.#sql.member.get(id);
    if (!row) return undefined;
    const cached = { id, name: String(row['name']), number: Number(row['number']) };
    this.#known.set(id, cached);
    return cached;
  }
}

function memberOf(row: Row | undefined): StoredMember | undefined {
  if (!row) return undefined;
  return {
    id: row['id'] as MemberId,
    name: String(row['name']),
    key: String(row['key']),
    storedKey: row['stored_key'] as Uint8Array,
    serverKey: row['server_key'] as Uint8Array,
  };
}
