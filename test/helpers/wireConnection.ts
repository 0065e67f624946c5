import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type ClientOptions, WebSocket } from 'ws';
import type { Answer, CallName, Params } from '../../server/protocol/calls';
import { type Push, decodeAnswer, decodeServerFrame } from '../../server/protocol/frames';
import { type Cid, newCid } from '../../server/protocol/ids';
import { LIMITS, PROTOCOL_VERSION, SUBPROTOCOL } from '../../server/protocol/limits';
import type { Member } from '../../server/protocol/model';
import { type Digests, clientProof, serverProof, verifierKeys } from '../../server/protocol/proof';
import { type Result, fail } from '../../server/protocol/result';

const digests: Digests = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** A person as a server knows one: kept between connections. */
export interface Identity {
  readonly name: string;
  readonly credential: Uint8Array;
  readonly claimCid: Cid;
  member?: Member;
}

export const aNewcomer = (name: string): Identity => ({
  name,
  credential: randomBytes(32),
  claimCid: newCid(Date.now(), randomBytes(16)),
});

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** The server answered the upgrade with something else. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly retryAfter: string | undefined,
  ) {
    super(`refused with ${status}`);
  }
}

/** One plain socket that speaks the wire protocol: every frame is decoded, every call answered or failed. */
export class WireConnection implements Disposable {
  readonly closed: Promise<Closed>;
  onPush: (push: Push) => void = () => undefined;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { call: CallName; settle: (result: Result<unknown>) => void }>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        for (const { settle } of this.#waiting.values()) settle(fail('E_UNAVAILABLE', 'closed'));
        this.#waiting.clear();
        resolve({ code, reason: String(reason) });
      });
    });
    socket.on('error', () => undefined); // a close follows
    socket.on('message', (data) => this.#received((data as Buffer).toString()));
  }

  static async open(url: string, more: ClientOptions = {}): Promise<WireConnection> {
    const options = { maxPayload: LIMITS.frameOutBytes, perMessageDeflate: false, ...more };
    const socket = new WebSocket(url, SUBPROTOCOL, options);
    const connection = new WireConnection(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (request, { statusCode = 0, headers }) => {
        request.destroy();
        reject(new Refused(statusCode, headers['retry-after']));
      });
    });
    return connection;
  }

  get socket(): WebSocket {
    return this.#socket;
  }

  call<K extends CallName>(call: K, params: Params<K>): Promise<Result<Answer<K>>> {
    const id = (this.#lastId += 1);
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve(fail('E_UNAVAILABLE', 'not open'));
    return new Promise((resolve) => {
      this.#waiting.set(id, { call, settle: (result) => resolve(result as Result<Answer<K>>) });
      this.#socket.send(JSON.stringify({ id, call, params }));
    });
  }

  async value<K extends CallName>(call: K, params: Params<K>): Promise<Answer<K>> {
    const result = await this.call(call, params);
    if (!result.ok) throw new Error(`${call}: ${result.error.code} ${result.error.detail ?? ''}`);
    return result.value;
  }

  async hello(): Promise<{ readonly clientNonce: string; readonly hello: Answer<'hello'> }> {
    const clientNonce = base64url(randomBytes(32));
    const hello = await this.value('hello', { protocol: PROTOCOL_VERSION, app: 'test', nonce: clientNonce });
    return { clientNonce, hello };
  }

  /** hello, claim where the server does not know this person yet, authenticate. Throws where the server cannot prove itself. */
  async signIn(identity: Identity): Promise<Answer<'authenticate'>> {
    const { clientNonce, hello } = await this.hello();
    const keys = verifierKeys(digests, identity.credential);
    identity.member ??= (
      await this.value('claim', {
        cid: identity.claimCid,
        name: identity.name,
        storedKey: base64url(keys.storedKey),
        serverKey: base64url(keys.serverKey),
      })
    ).member;
    const { id: member } = identity.member;
    const occasion = { clientNonce, serverNonce: hello.nonce, server: hello.server, member };
    const proof = base64url(clientProof(digests, identity.credential, occasion));
    const welcome = await this.value('authenticate', { member, proof });
    const expected = serverProof(digests, keys.serverKey, occasion);
    if (!timingSafeEqual(expected, Buffer.from(welcome.proof, 'base64url'))) throw new Error('not our server');
    return welcome;
  }

  /** Cuts it off, as a network does. */
  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #received(raw: string): void {
    const decoded = decodeServerFrame(raw);
    if (!decoded.ok) throw new Error(`the server sent what is no frame: ${decoded.error.detail ?? ''}`);
    const frame = decoded.value;
    if ('push' in frame) return frame.push.forEach((push) => this.onPush(push));
    const waiting = this.#waiting.get(frame.id ?? -1);
    if (!waiting) return;
    this.#waiting.delete(frame.id ?? -1);
    waiting.settle('error' in frame ? { ok: false, error: frame.error } : decodeAnswer(waiting.call, frame.result));
  }
}
