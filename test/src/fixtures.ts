import { randomBytes } from 'node:crypto';
import { type Cid, type InviteSecret, newCid } from '../../server/protocol/ids';
import type { Pin } from '../../server/protocol/pin';
import type { Chat } from '../../src/chat/chat';
import type { ChatPorts } from '../../src/chat/ports';
import type { Memory } from '../../src/chat/memory';
import { Drafts } from '../../src/chat/drafts';
import { Session } from '../../src/chat/session';
import { systemClock } from '../../src/clock';
import { type Address, parseAddress, withPin } from '../../src/connection/address';
import { type Connect, type LinkOptions, openLink } from '../../src/connection/link';
import { Outbox } from '../../src/connection/outbox';
import { FileCache } from '../../src/files/cache';
import { DeviceKey } from '../../src/identity/deviceKey';
import { Identities, type Secrets } from '../../src/identity/identities';
import { type Entered, enter, enterByCode } from '../../src/join/enter';
import type { Log } from '../../src/log';

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const aCid = (): Cid => newCid(Date.now(), randomBytes(16));

export function addressOf(url: string, pin?: Pin): Address {
  const parsed = parseAddress(url);
  if (!parsed.ok) throw new Error(parsed.reason);
  return withPin(parsed.value, pin);
}

export function mapMemory(): Memory & { readonly stored: Map<string, string> } {
  const stored = new Map<string, string>();
  return {
    stored,
    get: (key) => (stored.has(key) ? (JSON.parse(stored.get(key)!) as unknown) : undefined),
    set: (key, value) => {
      if (value === undefined) stored.delete(key);
      else stored.set(key, JSON.stringify(value));
    },
  };
}

export function mapSecrets(): Secrets & { readonly stored: Map<string, string> } {
  const stored = new Map<string, string>();
  return {
    stored,
    get: (key) => Promise.resolve(stored.get(key)),
    store: (key, value) => {
      stored.set(key, value);
      return Promise.resolve();
    },
  };
}

/** What outlives a window of one person: its disk and its secrets. */
export interface Computer {
  readonly folder: string;
  readonly memory: Memory;
  readonly windowMemory: Memory;
  readonly secrets: Secrets;
}

export const aComputer = (folder: string): Computer => ({
  folder,
  memory: mapMemory(),
  windowMemory: mapMemory(),
  secrets: mapSecrets(),
});

/** Opens links whose patience is a test's own. */
export const connectWith =
  (over: Partial<LinkOptions>): Connect =>
  ({ url, pin }, signal) =>
    openLink(url, { clock: systemClock, log: silent, pin, ...over }, signal);

export const connect: Connect = connectWith({});

interface More {
  readonly pin?: Pin | undefined;
  /** Of an invite. */
  readonly secret?: InviteSecret;
  readonly isCertificateNew?: boolean;
}

/** The extension without an editor: what one window of one person holds. */
export interface TestWindow extends Disposable {
  readonly session: Session;
  readonly identities: Identities;
  join(url: string, name: string, more?: More): Promise<Entered>;
  /** Joins, and fails when that does not work. */
  joined(url: string, name: string, more?: More): Promise<Chat>;
  /** Joins as the member whose other device shows this code, and fails when that does not work. */
  paired(url: string, code: string): Promise<Chat>;
}

export function aWindow(
  { folder, memory, windowMemory, secrets }: Computer,
  over: Partial<Pick<ChatPorts, 'clock' | 'random' | 'connect' | 'log'>> = {},
): TestWindow {
  const { log = silent } = over;
  const identities = new Identities({ secrets, log, onMemoryOnly: () => {} });
  const ports = { clock: systemClock, random: () => 0.01, log, memory, connect, ...over };
  const session = new Session({
    drafts: new Drafts(`${folder}/drafts`, log),
    windowMemory,
    chatPorts: (identity) => ({
      ...ports,
      key: new DeviceKey(identities, identity),
      outbox: new Outbox(`${folder}/outbox/${identity.server}`, log),
      deletions: `${folder}/outbox/${identity.server}`,
      files: {
        shelf: `${folder}/outbox/${identity.server}/files`,
        cache: new FileCache(`${folder}/files`, log),
      },
    }),
    identityOf: (server, member) => identities.find(server, member),
  });
  const enterPorts = { identities, connect: ports.connect, make: session.make.bind(session) };
  const { signal } = new AbortController();
  const adopt = (entered: Entered) => {
    if (entered.ok) session.adopt(entered.chat);
    return entered;
  };
  const chatOf = (entered: Entered) => {
    if (!entered.ok) throw new Error(JSON.stringify(entered));
    return entered.chat;
  };
  const join = async (url: string, name: string, { pin, ...more }: More = {}) =>
    adopt(await enter({ address: addressOf(url, pin), ...more }, name, enterPorts, signal));
  return {
    session,
    identities,
    join,
    joined: async (url, name, more) => chatOf(await join(url, name, more)),
    paired: async (url, code) =>
      chatOf(adopt(await enterByCode({ address: addressOf(url) }, code, enterPorts, signal))),
    [Symbol.dispose]: () => session.dispose(),
  };
}
