import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ERRORS } from '../../server/protocol/codes';
import { type Cid, type Epoch, GENERAL, newCid } from '../../server/protocol/ids';
import type { Push } from '../../server/protocol/frames';
import type { Cursor, Entry } from '../../server/protocol/model';
import type { HistoryEvent, Seen } from './historyChecker';
import { type Identity, WireConnection, aNewcomer } from './wireConnection';

interface Unsent {
  readonly cid: Cid;
  readonly text: string;
}

const RETRY_MS = 20;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);

export const seenOf = (entry: Entry): Seen =>
  entry.kind === 'message'
    ? { seq: entry.seq, cid: entry.cid, hash: hashOf(entry.text) }
    : { seq: entry.seq, hash: hashOf(`${entry.kind} ${entry.name}`) };

/**
 * A client that behaves as the extension does, and tells a history checker all of it: it stays connected, catches up from its
 * cursor, and has one message under way at a time, which it sends again with the same cid until it has an answer.
 */
export class WireClient implements AsyncDisposable {
  readonly #url: () => string;
  readonly #identity: Identity;
  readonly #record: (event: HistoryEvent) => void;
  readonly #outbox: Unsent[] = [];
  readonly #begun = new Set<Cid>();
  /** What it says whenever it has nothing else to say. */
  says: (() => string | undefined) | undefined;
  #list: Entry[] = [];
  #cursor: Cursor | undefined;
  #connection: WireConnection | undefined;
  #epoch = '';
  #following = false;
  #sending = false;
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(name: string, url: () => string, record: (event: HistoryEvent) => void = () => undefined) {
    this.#identity = aNewcomer(name);
    this.#url = url;
    this.#record = record;
    this.#running = this.#stayConnected();
  }

  get name(): string {
    return this.#identity.name;
  }

  get entries(): readonly Entry[] {
    return this.#list;
  }

  /** How many messages have no answer yet. */
  get unsent(): number {
    return this.#outbox.length;
  }

  /** Whether it has all that the server had when it caught up, and hears of all that follows. */
  get isFollowing(): boolean {
    return this.#following;
  }

  post(text: string): Cid {
    const cid = newCid(Date.now(), randomBytes(16));
    this.#outbox.push({ cid, text });
    void this.#pump();
    return cid;
  }

  /** Tells the checker what it has in the end. */
  recordEnd(): void {
    this.#record({ event: 'end', client: this.name, room: GENERAL, list: this.#list.map(seenOf) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#connection?.[Symbol.dispose]();
    await this.#running;
  }

  async #stayConnected(): Promise<void> {
    while (!this.#stopped) {
      await this.#connectOnce().catch(() => undefined); // nobody there, or gone while it spoke: once more
      this.#following = false;
      await pause(RETRY_MS);
    }
  }

  async #connectOnce(): Promise<void> {
    using connection = await WireConnection.open(this.#url());
    this.#connection = connection;
    if (this.#stopped) return;
    const held: Extract<Push, { kind: 'entries' }>[] = [];
    connection.onPush = (push) => {
      if (push.kind !== 'entries' || push.room !== GENERAL) return;
      // A push may come in one piece with the page it follows, before the page is taken.
      if (this.#following) this.#take(push.epoch, push.entries);
      else held.push(push);
    };
    this.#epoch = (await connection.signIn(this.#identity)).epoch;
    await this.#catchUp(connection);
    for (const { epoch, entries } of held)
      this.#take(
        epoch,
        entries.filter(({ seq }) => seq > (this.#cursor?.seq ?? 0)),
      );
    this.#following = true;
    void this.#pump();
    await connection.closed;
  }

  async #catchUp(connection: WireConnection): Promise<void> {
    for (;;) {
      const after = this.#cursor;
      const page = await connection.value('resume', after ? { room: GENERAL, after } : { room: GENERAL });
      if (page.status === 'reset') {
        this.#record({ event: 'gap', client: this.name, room: GENERAL });
        this.#list = [];
        this.#cursor = { epoch: page.epoch, seq: 0 };
      }
      this.#take(page.epoch, page.entries);
      if (page.status !== 'more') return;
    }
  }

  /** Takes what it is told as it is told: that nothing is missing or comes twice is for the checker to see. */
  #take(epoch: Epoch, entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#record({ event: 'see', client: this.name, room: GENERAL, epoch, ...seenOf(entry) });
      this.#list.push(entry);
      this.#cursor = { epoch, seq: entry.seq };
    }
  }

  /** One at a time, so that they stay in order whatever happens on the way. */
  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#following && this.#connection) {
      const first = this.#outbox[0] ?? this.#sayMore();
      if (!first) break;
      const { cid, text } = first;
      this.#recordOnce(cid, text);
      const result = await this.#connection.call('post', { cid, room: GENERAL, text });
      if (result.ok) {
        this.#record({ event: 'ack', cid, seq: result.value.seq, epoch: this.#epoch });
        this.#outbox.shift();
        continue;
      }
      const { code } = result.error;
      const { final } = ERRORS[code];
      this.#record({ event: 'err', cid, code, final });
      if (final) this.#outbox.shift();
      else await pause(result.error.retryAfterMs ?? RETRY_MS);
    }
    this.#sending = false;
  }

  #sayMore(): Unsent | undefined {
    const text = this.says?.();
    if (text !== undefined) this.#outbox.push({ cid: newCid(Date.now(), randomBytes(16)), text });
    return this.#outbox[0];
  }

  #recordOnce(cid: Cid, text: string): void {
    if (this.#begun.has(cid)) return;
    this.#begun.add(cid);
    this.#record({ event: 'send', cid, room: GENERAL, who: this.name, hash: hashOf(text) });
  }
}
