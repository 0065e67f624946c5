import { ERRORS, type ErrorCode, isErrorCode } from '../../server/protocol/codes';
import { type Cid, GENERAL, type MemberId, type Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import type { Failure } from '../../server/protocol/result';
import { checkText, textSize } from '../../server/protocol/text';
import { type Clock, pause } from '../clock';
import { type Disposable, Emitter } from '../lifecycle';
import { type Log, asData } from '../log';
import type { Link } from './link';
import { type Outbox, type Unsent, inOrder } from './outbox';

/** Why a message is not sent and will not be by itself. `full` is ours: too many wait already. */
export type FailedWhy = ErrorCode | 'full';

export interface PendingMessage {
  readonly cid: Cid;
  readonly text: string;
  readonly at: number;
  readonly state: 'sending' | 'waiting' | 'failed';
  readonly failed?: FailedWhy;
  /** Of a waiting one: what the server, which is there, said to the last attempt. */
  readonly stalled?: ErrorCode;
  readonly disk: Disk;
}

/** `kept` is safe from a crash, or on the server. `refused` lives in memory only: the disk failed, or too many wait. */
type Disk = 'writing' | 'kept' | 'refused';

interface Item {
  readonly unsent: Unsent;
  readonly disk: Disk;
  readonly failed?: FailedWhy;
  /** Set by the server's answer. It stays on the screen until its entry has arrived. */
  readonly seq?: Seq;
  /** Since when it could have been on its way. */
  readonly since: number;
}

interface SenderOptions {
  readonly member: MemberId;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  readonly ackMs?: number;
}

/** A message is called *sending* for no longer than this. */
const SENDING_MS = 25_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 10_000;

/**
 * Takes what is typed, keeps it on disk, and sends it one at a time in the order it was typed. The same cid goes along at
 * each attempt, so that an answer that got lost is no second message.
 */
export class Sender implements Disposable {
  readonly changed = new Emitter<undefined>();
  readonly #options: SenderOptions;
  readonly #items = new Map<Cid, Item>();
  #online: { readonly link: Link; readonly lost: AbortController } | undefined;
  /** Settles when all that was found on disk so far is taken in: before that nothing else gets a place or is sent. */
  #adopting = Promise.resolve();
  #lastOrder = 0;
  /** The newest seq that has arrived. */
  #upTo: Seq = 0;
  /** What the server, which is there, said when it did not take the message in front. */
  #stalled: ErrorCode | undefined;
  #isPumping = false;
  #tick: Disposable = { dispose: () => {} };

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  get pending(): readonly PendingMessage[] {
    return this.#sorted().map((item) => this.#shown(item));
  }

  /** Takes in what lies in the outbox: at the start, and what another window left there. */
  adopt(): Promise<void> {
    return (this.#adopting = this.#adopting.then(() => this.#adopt()));
  }

  async #adopt(): Promise<void> {
    const { outbox, member, clock } = this.#options;
    const found = await outbox.adopt(member).catch((error: unknown) => this.#diskFailed(error, []));
    for (const unsent of found) {
      this.#lastOrder = Math.max(this.#lastOrder, unsent.order);
      if (this.#items.has(unsent.cid)) continue;
      const failed = unsent.failed !== undefined && isErrorCode(unsent.failed) ? { failed: unsent.failed } : {};
      this.#items.set(unsent.cid, { unsent, disk: 'kept', since: clock.now(), ...failed });
    }
    if (found.length > 0) this.#changed();
  }

  /** Resolves when the text is safe. The same cid again does nothing. */
  async post(cid: Cid, text: string): Promise<void> {
    await this.#adopting;
    if (this.#items.has(cid)) return;
    const { member, clock } = this.#options;
    const at = clock.now();
    const order = (this.#lastOrder = Math.max(this.#lastOrder + 1, at));
    const refused = this.#refusal(text);
    const unsent: Unsent = { v: 1, cid, room: GENERAL, member, text, at, order, ...refused };
    this.#items.set(cid, { unsent, disk: 'writing', since: at, ...refused });
    await this.#store(cid);
    this.#changed();
    void this.#pump();
  }

  async retry(cid: Cid): Promise<void> {
    const item = this.#items.get(cid);
    if (!item?.failed) return;
    const { failed: _failed, ...unsent } = item.unsent;
    this.#items.set(cid, { unsent, disk: item.disk, since: this.#options.clock.now() });
    await this.#store(cid);
    this.#changed();
    void this.#pump();
  }

  async discard(cid: Cid): Promise<void> {
    if (!this.#items.has(cid)) return;
    await this.#forget(cid);
    this.#changed();
  }

  online(link: Link): void {
    this.offline();
    this.#online = { link, lost: new AbortController() };
    const now = this.#options.clock.now();
    for (const [cid, item] of this.#items) this.#items.set(cid, { ...item, since: now });
    this.#changed();
    void this.adopt().then(() => this.#pump());
  }

  offline(): void {
    this.#online?.lost.abort();
    this.#online = undefined;
    this.#stalled = undefined;
    this.#changed();
  }

  /** Entries of this member have arrived, up to a seq that the room has reached. */
  async arrived(cids: readonly Cid[], upTo: Seq): Promise<void> {
    this.#upTo = upTo;
    const done = [...this.#items.values()].filter(
      ({ unsent, seq }) => cids.includes(unsent.cid) || (seq !== undefined && seq <= upTo),
    );
    if (done.length === 0) return;
    for (const { unsent } of done) this.#items.delete(unsent.cid);
    this.#changed();
    for (const { unsent } of done) await this.#forget(unsent.cid);
  }

  dispose(): void {
    this.offline();
    this.#tick.dispose();
  }

  #refusal(text: string): { failed?: FailedWhy & ErrorCode } {
    const checked = checkText(text);
    return checked.ok ? {} : { failed: checked.error.code };
  }

  async #store(cid: Cid): Promise<void> {
    const item = this.#items.get(cid);
    if (!item) return;
    if (item.disk !== 'kept' && this.#isFull(item)) {
      this.#items.set(cid, { ...item, failed: 'full', disk: 'refused' });
      return;
    }
    const disk = await this.#options.outbox.put(item.unsent).then(
      (): Disk => 'kept',
      (error: unknown) => this.#diskFailed<Disk>(error, 'refused'),
    );
    const now = this.#items.get(cid);
    if (now) this.#items.set(cid, { ...now, disk });
    else await this.#forget(cid);
  }

  #isFull(item: Item): boolean {
    const others = [...this.#items.values()].filter((other) => other !== item && other.disk === 'kept');
    const bytes = others.reduce((sum, { unsent }) => sum + textSize(unsent.text).bytes, 0);
    return others.length >= LIMITS.outboxMessages || bytes > LIMITS.outboxBytes;
  }

  /** Sends until nothing is left to send or the link is gone. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    let failures = 0;
    for (;;) {
      await this.#adopting;
      const next = this.#next();
      if (!next || !this.#online) break;
      const { link, lost } = this.#online;
      const waitMs = await this.#send(next, link, failures);
      failures = waitMs === undefined ? 0 : failures + 1;
      if (waitMs !== undefined) await pause(this.#options.clock, waitMs, lost.signal);
    }
    this.#isPumping = false;
  }

  #sorted(): Item[] {
    return [...this.#items.values()].sort((a, b) => inOrder(a.unsent, b.unsent));
  }

  #next(): Item | undefined {
    return this.#sorted().find((item) => item.failed === undefined && item.seq === undefined);
  }

  /** Milliseconds to wait before the same one again; undefined: go on. */
  async #send(item: Item, link: Link, failures: number): Promise<number | undefined> {
    const { cid, room, text } = item.unsent;
    if (item.disk === 'kept' && !(await this.#options.outbox.has(cid))) return this.#endedElsewhere(cid);
    const answer = await link.call('post', { cid, room, text }, this.#options.ackMs ?? LIMITS.ackMs);
    if (!this.#items.has(cid)) return undefined;
    if (answer.ok) return this.#confirmed(cid, answer.value.seq);
    if (ERRORS[answer.error.code].final && answer.error.code !== 'E_UNAUTHENTICATED')
      return this.#failed(cid, answer.error);
    this.#waits(answer.error);
    return answer.error.retryAfterMs ?? Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** failures);
  }

  async #confirmed(cid: Cid, seq: Seq): Promise<undefined> {
    this.#stalled = undefined;
    const item = this.#items.get(cid);
    if (item && seq > this.#upTo) this.#items.set(cid, { ...item, seq });
    else this.#items.delete(cid);
    this.#changed();
    await this.#removeFile(cid);
  }

  async #failed(cid: Cid, error: Failure): Promise<undefined> {
    this.#options.log.warn('message refused', { cid, code: error.code, detail: error.detail });
    const item = this.#items.get(cid);
    this.#stalled = undefined;
    if (!item) return;
    const failed = { failed: error.code };
    this.#items.set(cid, { ...item, ...failed, unsent: { ...item.unsent, ...failed } });
    await this.#store(cid);
    this.#changed();
  }

  #waits(error: Failure): void {
    this.#options.log.debug('message waits', { code: error.code, detail: error.detail });
    this.#stalled = error.code;
    this.#changed();
  }

  /** Another window of the same person sent or deleted it. */
  #endedElsewhere(cid: Cid): undefined {
    this.#items.delete(cid);
    this.#changed();
  }

  async #forget(cid: Cid): Promise<void> {
    this.#items.delete(cid);
    await this.#removeFile(cid);
  }

  async #removeFile(cid: Cid): Promise<void> {
    await this.#options.outbox.remove(cid).catch((error: unknown) => this.#diskFailed(error, undefined));
  }

  #shown({ unsent, failed, seq, since, disk }: Item): PendingMessage {
    const { cid, text, at } = unsent;
    const shown = { cid, text, at, disk: seq === undefined ? disk : 'kept' };
    if (failed !== undefined) return { ...shown, state: 'failed', failed };
    if (this.#stalled && seq === undefined) return { ...shown, state: 'waiting', stalled: this.#stalled };
    const isSending = this.#online && this.#options.clock.now() - since < SENDING_MS;
    return { ...shown, state: isSending ? 'sending' : 'waiting' };
  }

  #changed(): void {
    this.#tick.dispose();
    this.changed.fire(undefined);
    const sending = [...this.#items.values()].filter((item) => this.#shown(item).state === 'sending');
    if (sending.length === 0) return;
    const firstMs = Math.min(...sending.map(({ since }) => since)) + SENDING_MS - this.#options.clock.now();
    this.#tick = this.#options.clock.after(firstMs, () => this.#changed());
  }

  /** Without a disk the message lives on in memory. */
  #diskFailed<T>(error: unknown, otherwise: T): T {
    this.#options.log.error('outbox', asData(error));
    return otherwise;
  }
}
