import * as z from 'zod/mini';
import { Cid, MemberId, type ServerId } from '../../server/protocol/ids';
import { Pin } from '../../server/protocol/pin';
import type { Identity } from '../connection/handshake';
import { type Log, asData } from '../log';

/** `vscode.SecretStorage`, or a map in tests. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
}

/** A name that is being claimed has no member yet. It is stored before it is asked for: an answer may get lost. */
const Known = z.object({
  name: z.string(),
  credential: z.string(),
  cid: Cid,
  member: z.optional(MemberId),
  /** Of the certificate that the server was known by when it was last joined under this name. */
  pin: z.optional(Pin),
  /** The credential that this one is to stand in for, as soon as the server is known to take it. */
  replaces: z.optional(z.string()),
});
const AllKnown = z.object({ v: z.literal(1), names: z.array(Known) });
export type KnownName = Readonly<z.infer<typeof Known>>;

interface IdentitiesOptions {
  readonly secrets: Secrets;
  readonly log: Log;
  /** Called once, when secrets cannot be kept: names then live as long as this window. */
  readonly onMemoryOnly: () => void;
}

/**
 * Who the reader is on which server: the only place that stores credentials. What could not be read, because the keyring
 * is locked or a newer version wrote it, is never written over.
 */
export class Identities {
  readonly #options: IdentitiesOptions;
  /** Names that could not be stored, the newest first. */
  readonly #unstored = new Map<ServerId, readonly KnownName[]>();
  #isMemoryOnly = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: IdentitiesOptions) {
    this.#options = options;
  }

  /** Names of a server, the newest first. */
  async names(server: ServerId): Promise<readonly KnownName[]> {
    const stored = await this.#load(server);
    return [...this.#kept(server), ...(stored ?? [])];
  }

  async find(server: ServerId, member: MemberId): Promise<Identity | undefined> {
    const known = (await this.names(server)).find((name) => name.member === member);
    if (!known) return undefined;
    const { name, credential, pin } = known;
    return { server, member, name, credential, ...(pin !== undefined && { pin }) };
  }

  /** Puts a name first. One with the same credential is replaced; others stay, also under the same name. Whether it is kept. */
  save(server: ServerId, known: KnownName): Promise<boolean> {
    return this.#change(server, (names) => [known, ...without(names, known.credential)]);
  }

  /** From now on the server is known by this certificate, or by any that is trusted for its name. */
  async pin(server: ServerId, pin: Pin | undefined): Promise<void> {
    await this.#change(server, (names) => names.map((name) => ({ ...name, pin })));
  }

  async forget(server: ServerId, credential: string): Promise<void> {
    await this.#change(server, (names) => without(names, credential));
  }

  /** One after the other: each begins with what the one before has written. */
  #change(server: ServerId, change: (names: readonly KnownName[]) => readonly KnownName[]): Promise<boolean> {
    const written = this.#writing.then(async () => {
      const stored = await this.#load(server);
      const names = change([...this.#kept(server), ...(stored ?? [])]);
      const isStored = stored !== undefined && (await this.#store(server, names));
      this.#unstored.set(server, isStored ? [] : names);
      return isStored;
    });
    this.#writing = written.then(
      () => {},
      () => {},
    );
    return written;
  }

  #kept(server: ServerId): readonly KnownName[] {
    return this.#unstored.get(server) ?? [];
  }

  /** Without those that are kept in memory. Undefined when it cannot be known what is stored. */
  async #load(server: ServerId): Promise<readonly KnownName[] | undefined> {
    try {
      const stored = await this.#options.secrets.get(keyOf(server));
      const names = stored === undefined ? [] : decode(stored);
      const kept = new Set(this.#kept(server).map(({ credential }) => credential));
      return names.filter(({ credential }) => !kept.has(credential));
    } catch (error) {
      this.#memoryOnly(error);
      return undefined;
    }
  }

  async #store(server: ServerId, names: readonly KnownName[]): Promise<boolean> {
    try {
      await this.#options.secrets.store(keyOf(server), JSON.stringify({ v: 1, names }));
      return true;
    } catch (error) {
      this.#memoryOnly(error);
      return false;
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

const without = (names: readonly KnownName[], removed: string): readonly KnownName[] =>
  names.filter(({ credential }) => credential !== removed);

/** What it throws says nothing of the text: it goes to the log. */
function decode(stored: string): readonly KnownName[] {
  const decoded = z.safeParse(AllKnown, parse(stored));
  if (!decoded.success) throw new Error('unreadable record');
  return decoded.data.names;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
