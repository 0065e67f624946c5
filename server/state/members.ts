import type { Credential, MemberChange, NewMember, StoredMember, StoredPerson } from '../core/ports';
import { type Cid, type DeviceId, MemberId } from '../protocol/ids';
import type { Member, Millis, Role } from '../protocol/model';
import { Looks } from './looks';
import type { Row } from './rows';
import type { Statements } from './statements';

interface CachedMember extends StoredPerson {
  readonly number: number;
  readonly key: string;
}

/** The members in a database. Of those that were asked for, who they are is kept in memory. */
export class Members {
  readonly #sql: Statements;
  readonly #known = new Map<MemberId, CachedMember>();
  readonly #ids = new Map<number, MemberId | undefined>();
  readonly #looks: Looks<MemberId>;

  constructor(sql: Statements) {
    this.#sql = sql;
    this.#looks = new Looks(() => sql.members.all().map(cachedOf));
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

  person(id: MemberId): StoredPerson | undefined {
    const member = this.#cached(id);
    return member && personOf(member);
  }

  all(): readonly StoredPerson[] {
    return this.#sql.members.all().map((row) => personOf(cachedOf(row)));
  }

  get isEmpty(): boolean {
    return this.#sql.anyMember.get() === undefined;
  }

  credentials(id: MemberId): readonly Credential[] {
    const member = this.#cached(id);
    if (!member || member.isBanned) return [];
    return this.#sql.devices.all(member.number).map((row) => ({
      device: row['id'] as DeviceId,
      storedKey: row['stored_key'] as Uint8Array,
      serverKey: row['server_key'] as Uint8Array,
    }));
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

  ofLook(look: string): readonly Member[] {
    const holders = [...this.#looks.holders(look)].flatMap((id) => this.#cached(id) ?? []);
    return holders.sort((a, b) => a.number - b.number);
  }

  ofClaim(cid: Cid): StoredMember | undefined {
    return memberOf(this.#sql.memberOfClaim.get(cid));
  }

  add({ id, name, key, role }: NewMember, { cid, at }: { readonly cid: Cid; readonly at: Millis }): void {
    this.#sql.addMember.run(id, name, key, role, cid, at);
    this.#sql.sumMember.run(id);
    this.#looks.add(id, name);
  }

  change(id: MemberId, change: MemberChange): void {
    const member = this.#cached(id);
    if (!member) throw new Error('no such member');
    const { name, key, role, status, isBanned, mutedUntil = null } = { ...member, ...change };
    this.#sql.changeMember.run(name, key, role, status, Number(isBanned), mutedUntil, member.number);
    this.#sql.sumMember.run(id);
    this.#known.delete(id);
    if (name !== member.name) this.#looks.rename(id, member.name, name);
  }

  addDevice(
    member: MemberId,
    { device, storedKey, serverKey }: Credential,
    { cid, at }: { readonly cid?: Cid; readonly at: Millis },
  ): void {
    this.#sql.addDevice.run(device, this.number(member) ?? -1, storedKey, serverKey, cid ?? null, at);
  }

  #cached(id: MemberId): CachedMember | undefined {
    const known = this.#known.get(id);
    if (known) return known;
    const row = this.#sql.member.get(id);
    if (!row) return undefined;
    const cached = cachedOf(row);
    this.#known.set(id, cached);
    return cached;
  }
}

const cachedOf = (row: Row): CachedMember => ({
  number: Number(row['number']),
  id: row['id'] as MemberId,
  name: String(row['name']),
  key: String(row['key']),
  role: row['role'] as Role,
  status: String(row['status']),
  joinedAt: Number(row['claimed_at']),
  isBanned: row['is_banned'] === 1,
  ...(row['muted_until'] === null ? {} : { mutedUntil: Number(row['muted_until']) }),
});

const personOf = ({ number: _, key: __, ...person }: CachedMember): StoredPerson => person;

function memberOf(row: Row | undefined): StoredMember | undefined {
  if (!row) return undefined;
  return {
    id: row['id'] as MemberId,
    name: String(row['name']),
    key: String(row['key']),
  };
}
