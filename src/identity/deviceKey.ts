import { randomBytes } from 'node:crypto';
import { newCid } from '../../server/protocol/ids';
import type { Params } from '../../server/protocol/calls';
import { ERRORS } from '../../server/protocol/codes';
import type { Result } from '../../server/protocol/result';
import { random32 } from '../connection/digests';
import { type Identity, keysOf } from '../connection/handshake';
import type { Identities, KnownName } from './identities';

type Rekey = (keys: Params<'rekey'>) => Promise<Result<object>>;

/**
 * What this computer proves with that it is a member, and how it comes by another such credential. Both are kept until the
 * server is known to take the new one: whatever becomes of an answer, one of them works.
 */
export class DeviceKey {
  readonly #identities: Identities;
  readonly #identity: Identity;

  constructor(identities: Identities, identity: Identity) {
    this.#identities = identities;
    this.#identity = identity;
  }

  /** To be tried one after the other. Another window may have changed them. */
  async candidates(): Promise<readonly string[]> {
    const known = await this.#known();
    return known.length > 0 ? known.map(({ credential }) => credential) : [this.#identity.credential];
  }

  /** The server takes this one. `rekey` goes on with what was begun, and its answer lost. */
  async proved(credential: string, rekey: Rekey): Promise<void> {
    const known = await this.#known();
    const [proven, next] = [
      known.find((one) => one.credential === credential),
      known.find(({ replaces }) => replaces === credential),
    ];
    if (proven?.replaces !== undefined) await this.#settle(proven);
    else if (next) await this.#ask(next, rekey);
  }

  /** Another credential in place of the one in use. `notKept`: this computer cannot keep it, so it stays as it is. */
  async renew(credential: string, rekey: Rekey): Promise<Result<object> | 'notKept'> {
    const known = await this.#known();
    const begun = known.find(({ replaces }) => replaces === credential);
    if (begun) return this.#ask(begun, rekey);
    const { server, member, name } = this.#identity;
    const current = known.find((one) => one.credential === credential) ?? { name, member };
    const cid = newCid(Date.now(), randomBytes(16));
    const next: KnownName = { ...current, cid, credential: random32(), replaces: credential };
    if (await this.#identities.save(server, next)) return this.#ask(next, rekey);
    await this.#identities.forget(server, next.credential);
    return 'notKept';
  }

  async #ask(next: KnownName, rekey: Rekey): Promise<Result<object>> {
    const answer = await rekey(keysOf(next.credential));
    if (answer.ok) await this.#settle(next);
    else if (ERRORS[answer.error.code].final) await this.#identities.forget(this.#identity.server, next.credential);
    return answer;
  }

  async #settle({ replaces, ...proven }: KnownName): Promise<void> {
    const { server } = this.#identity;
    await this.#identities.save(server, proven);
    if (replaces !== undefined) await this.#identities.forget(server, replaces);
  }

  async #known(): Promise<readonly KnownName[]> {
    const { server, member } = this.#identity;
    return (await this.#identities.names(server)).filter((one) => one.member === member);
  }
}
