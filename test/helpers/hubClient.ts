import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { digests } from '../../server/hub/authentication';
import type { Connection, ConnectionEvents, SharedFrame } from '../../server/hub/connection';
import type { Hub } from '../../server/hub/hub';
import type { Answer, CallName, Params } from '../../server/protocol/calls';
import type { CloseReason } from '../../server/protocol/codes';
import { type Push, decodeServerFrame } from '../../server/protocol/frames';
import type { Cursor, Entry, Member } from '../../server/protocol/model';
import { GENERAL } from '../../server/protocol/ids';
import { clientProof, verifierKeys } from '../../server/protocol/proof';
import type { Result } from '../../server/protocol/result';
import { aCid } from './commands';

export interface Credential {
  readonly bytes: Uint8Array;
  readonly member: Member;
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** A new credential, and the keys that can check it. */
export function newKeys(): { readonly bytes: Uint8Array; readonly keys: { storedKey: string; serverKey: string } } {
  const bytes = randomBytes(32);
  const { storedKey, serverKey } = verifierKeys(digests, bytes);
  return { bytes, keys: { storedKey: base64url(storedKey), serverKey: base64url(serverKey) } };
}

/** A client of a hub with no network in between: a test says how much of what it was sent lies in the queue. */
export class HubClient implements Connection {
  readonly address: string | undefined;
  queuedBytes = 0;
  closed: CloseReason | undefined;
  authenticated: Answer<'authenticate'> | undefined;
  /** In the order of arrival: names of pushes, and `answer` for what was asked. */
  readonly received: string[] = [];
  readonly pushes: Push[] = [];
  readonly entries: Entry[] = [];
  readonly people: number[] = [];
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>();
  readonly #events: ConnectionEvents;
  #lastId = 0;
  #identity: Credential | undefined;

  constructor(hub: Hub, address?: string) {
    this.address = address;
    this.#events = hub.accept(this);
  }

  send(frame: string | SharedFrame): void {
    const text = Buffer.from(frame as string).toString();
    const decoded = decodeServerFrame(text);
    assert.ok(decoded.ok, text);
    if ('push' in decoded.value) {
      for (const push of decoded.value.push) {
        this.received.push(push.kind);
        this.pushes.push(push);
        if (push.kind === 'entries') this.entries.push(...push.entries);
        else if (push.kind === 'people') this.people.push(push.count);
      }
      return;
    }
    this.received.push('answer');
    const { id = -1 } = decoded.value;
    const result =
      'error' in decoded.value ? { ok: false, error: decoded.value.error } : { ok: true, value: decoded.value.result };
    this.#waiting.get(id)?.(result as Result<unknown>);
  }

  close(reason: CloseReason): void {
    this.closed ??= reason;
  }

  /** Of the member that it entered as. */
  get identity(): Credential {
    assert.ok(this.#identity);
    return this.#identity;
  }

  /** The network is gone. */
  disconnect(): void {
    this.#events.closed();
  }

  frame(raw: string | undefined): void {
    this.#events.received(raw);
  }

  call<K extends CallName>(call: K, params: Params<K>): Promise<Result<Answer<K>>> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, (result) => resolve(result as Result<Answer<K>>));
      this.frame(JSON.stringify({ id, call, params }));
    });
  }

  async value<K extends CallName>(call: K, params: Params<K>): Promise<Answer<K>> {
    const result = await this.call(call, params);
    assert.ok(result.ok, JSON.stringify(result));
    return result.value;
  }

  async hello(): Promise<{ readonly clientNonce: string; readonly serverNonce: string; readonly server: string }> {
    const clientNonce = base64url(randomBytes(32));
    const { nonce, server } = await this.value('hello', { protocol: 1, app: 'test', nonce: clientNonce });
    return { clientNonce, serverNonce: nonce, server };
  }

  /** Says hello, takes the name unless it has it already, and authenticates. */
  async enter(who: string | Credential, invite?: string): Promise<Credential> {
    const nonces = await this.hello();
    return this.#authenticate(nonces, typeof who === 'string' ? await this.#claim(who, invite) : who);
  }

  /** Says hello, and comes in as another device of whoever was given this code. */
  async enterByCode(code: string): Promise<Credential> {
    const nonces = await this.hello();
    const { bytes, keys } = newKeys();
    return this.#authenticate(nonces, { bytes, ...(await this.value('pair', { cid: aCid(), code, ...keys })) });
  }

  resume(after?: Cursor): Promise<Answer<'resume'>> {
    return this.value('resume', after ? { room: GENERAL, after } : { room: GENERAL });
  }

  post(text: string): Promise<Answer<'post'>> {
    return this.value('post', { cid: aCid(), room: GENERAL, text });
  }

  async #claim(name: string, invite?: string): Promise<Credential> {
    const { bytes, keys } = newKeys();
    const invited = invite === undefined ? {} : { invite };
    return { bytes, ...(await this.value('claim', { cid: aCid(), name, ...keys, ...invited })) };
  }

  async #authenticate(nonces: Awaited<ReturnType<HubClient['hello']>>, credential: Credential): Promise<Credential> {
    this.#identity = credential;
    const member = credential.member.id;
    const proof = base64url(clientProof(digests, credential.bytes, { ...nonces, member }));
    this.authenticated = await this.value('authenticate', { member, proof });
    return credential;
  }
}
