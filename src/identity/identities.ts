import * as z from 'zod/mini';
import { Cid, MemberId, type ServerId } from '../../server/protocol/ids';
import type { Identity } from '../connection/handshake';
import { type Log, asData } from '../log';

/** `vscode.SecretStorage`, or a map in tests. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
}

/** A name that is being claimed has no member yet. It is stored before it is asked for: an answer may get lost. */
const Known = z.object({ name: z.string(), credential: z.string(), cid: Cid, member: z.optional(MemberId) });
const AllKnown = z.object({ v: z.literal(1), names: z.array(Known) });
export type KnownName = Readonly<z.infer<typeof Known>>;

export interface IdentitiesOptions {
  readonly secrets: Secrets;
  readonly log: Log;
  /** Called once, when secrets cannot be kept: names then live as long as this window. */
  readonly onMemoryOnly: () => void;
}

/** Who the reader is on which server: the only place that stores credentials. */
export class Identities {
  readonly #options: IdentitiesOptions;
  readonly #memory = new Map<string, string>();
  #isMemoryOnly = false;

  constructor(options: IdentitiesOptions) {
    this.#options = options;
  }

  /** Names of a server, the newest first. */
  async names(server: ServerId): Promise<readonly KnownName[]> {
    const stored = await this.#load(keyOf(server));
    if (stored === undefined) return [];
    const decoded = z.safeParse(AllKnown, parse(stored));
    if (decoded.success) return decoded.data.names;
    this.#options.log.warn('unreadable credentials', { server });
    return [];
  }

  async find(server: ServerId, member: MemberId): Promise<Identity | undefined> {
    const known = (await this.names(server)).find((name) => name.member === member);
    return known && { server, member, name: known.name, credential: known.credential };
  }

  /** Puts a name first. One with the same credential is replaced; others stay, also under the same name. */
  async save(server: ServerId, known: KnownName): Promise<void> {
    const others = (await this.names(server)).filter(({ credential }) => credential !== known.credential);
    await this.#save(server, [known, ...others]);
  }

  async forget(server: ServerId, credential: string): Promise<void> {
    const names = await this.names(server);
    await this.#save(
      server,
      names.filter((known) => known.credential !== credential),
    );
  }

  #save(server: ServerId, names: readonly KnownName[]): Promise<void> {
    return this.#store(keyOf(server), JSON.stringify({ v: 1, names }));
  }

  async #load(key: string): Promise<string | undefined> {
    const inMemory = this.#memory.get(key);
    if (inMemory !== undefined) return inMemory;
    try {
      return await this.#options.secrets.get(key);
    } catch (error) {
      this.#memoryOnly(error);
      return undefined;
    }
  }

  async #store(key: string, value: string): Promise<void> {
    try {
      await this.#options.secrets.store(key, value);
    } catch (error) {
      this.#memory.set(key, value);
      this.#memoryOnly(error);
    }
  }

  #memoryOnly(error: unknown): void {
    this.#options.log.warn('secrets cannot be kept', asData(error));
    if (this.#isMemoryOnly) return;
    this.#isMemoryOnly = true;
    this.#options.onMemoryOnly();
  }
}

const keyOf = (server: ServerId): string => `identity.${server}`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
