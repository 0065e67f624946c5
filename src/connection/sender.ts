import { ERRORS, type ErrorCode } from '../../server/protocol/codes';
import type { Cid, FileId, MemberId, RoomId, Seq } from '../../server/protocol/ids';
import { LIMITS } from '../../server/protocol/limits';
import { type Failure, type Result, ok } from '../../server/protocol/result';
import { checkText } from '../../server/protocol/text';
import { type Clock, pause } from '../clock';
import type { Uploads } from '../files/uploads';
import type { UnsentFile } from '../files/unsentFile';
import { type Disposable, Emitter } from '../lifecycle';
import { type Log, asData } from '../log';
import { type Backlog, type Item, itemOf } from './backlog';
import type { Link } from './link';
import type { Outbox, Unsent } from './outbox';
import { type PendingMessage, sendingUntil, shownPending } from './pendingMessage';
import { resendDelay } from './reconnect';
import { Waiting } from './waiting';

/** Where a message is to stand, and what it answers. */
export interface Answering {
  readonly room: RoomId;
  readonly replyTo?: Seq | undefined;
}

interface SenderOptions {
  readonly member: MemberId;
  /** Disposed with the sender. */
  readonly outbox: Outbox;
  /** Without them messages carry no files. */
  readonly uploads?: Pick<Uploads, 'send' | 'release'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly ackMs?: number;
}

/** Until the next look whether it is this window's turn to send. */
const TURN_MS = 1_000;
const PACE_MAX_MS = 1_000;

/** A server without room for files has it for messages: those are not to wait behind one with a file. */
const isFinal = (code: ErrorCode): boolean =>
  code === 'E_STORAGE_LOW' || (ERRORS[code].final && code !== 'E_UNAUTHENTICATED');

/**
 * Takes what is typed, keeps it on disk, and sends it one at a time in the order it was typed. The same cid goes along at
 * each attempt, so that an answer that got lost is no second message.
 */
export class Sender implements Disposable {
  readonly changed = new Emitter<undefined>();
  readonly #options: SenderOptions;
  readonly #waiting: Waiting;
  #online: { readonly link: Link; readonly lost: AbortController } | undefined;
  /** The newest seq of each room that has arrived. */
  readonly #upTo = new Map<RoomId, Seq>();
  /** What the server, which is there, said when it did not take the message in front. */
  #stalled: ErrorCode | undefined;
  /** Between two messages, once the server has said that they come too fast. */
  #paceMs = 0;
  #isPumping = false;
  /** Ends the sending of files. */
  #uploading: { readonly cid: Cid; readonly stop: AbortController } | undefined;
  #tick: Disposable = { dispose: () => {} };

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#waiting = new Waiting({
      ...options,
      changed: () => this.#changed(),
      noticed: () => this.#goOn(),
      settled: (cid, files) => this.#settled(cid, files),
    });
  }

  get #items(): Backlog {
    return this.#waiting.items;
  }

  get pending(): readonly PendingMessage[] {
    return this.#items.all.map((item) => this.#shown(item));
  }

  /** Takes in what lies in the outbox: at the start, and what another window left there. */
  adopt(): Promise<void> {
    return this.#waiting.adopt();
  }

  /** Resolves when the text is safe. The same cid again does nothing. */
  post(room: RoomId, cid: Cid, text: string, files: readonly UnsentFile[] = []): Promise<void> {
    return this.answer({ room }, cid, text, files);
  }

  /** A message that may answer another one. */
  async answer({ room, replyTo }: Answering, cid: Cid, text: string, files: readonly UnsentFile[] = []): Promise<void> {
    await this.#waiting.adopted;
    if (this.#items.get(cid)) return;
    const at = this.#options.clock.now();
    const order = this.#waiting.placeAfter(at);
    const checked = files.length > 0 && text === '' ? ok(text) : checkText(text);
    const failed = checked.ok ? {} : { failed: checked.error.code };
    const answers = replyTo !== undefined && { replyTo };
    await this.#add(cid, { room, text, at, order, ...answers, ...(files.length > 0 && { files }), ...failed });
  }

  /** A message whose files are not here: it is not sent without them. */
  async postIncomplete(room: RoomId, cid: Cid, text: string): Promise<void> {
    await this.#waiting.adopted;
    if (this.#items.get(cid)) return;
    const at = this.#options.clock.now();
    await this.#add(cid, { room, text, at, order: at, failed: 'E_FILE_DAMAGED' });
  }

  /** These were confirmed, but the server was restored and has them no more. They stay until the person decides. */
  async gone(room: RoomId, messages: readonly Pick<Unsent, 'cid' | 'text' | 'at'>[]): Promise<void> {
    for (const { cid, text, at } of messages) await this.#add(cid, { room, text, at, order: at, failed: 'gone' });
  }

  /** What a restored server has confirmed in its last life, but never shown, it may not have: it is asked again. */
  restored(): void {
    this.#upTo.clear();
    for (const { unsent, seq } of this.#items.all) if (seq !== undefined) void this.#add(unsent.cid, unsent);
  }

  async #add(cid: Cid, unsent: Omit<Unsent, 'v' | 'cid' | 'member'>): Promise<void> {
    await this.#waiting.add(cid, unsent);
    this.#goOn();
  }

  /** To the server's eyes it is the same message again, whatever became of the first attempt. */
  async retry(cid: Cid): Promise<void> {
    const item = this.#items.get(cid);
    if (!item?.failed) return;
    const { failed: _failed, ...unsent } = item.unsent;
    const order = this.#waiting.placeAfter(item.unsent.order);
    this.#items.set(itemOf({ ...unsent, order }, item.disk, this.#options.clock.now()));
    await this.#waiting.store(cid);
    this.#goOn();
  }

  async discard(cid: Cid): Promise<void> {
    if (!this.#items.get(cid)) return;
    await this.#waiting.removeFile(cid);
    this.#waiting.settle(cid);
    this.#changed();
  }

  online(link: Link): void {
    this.offline();
    this.#online = { link, lost: new AbortController() };
    const now = this.#options.clock.now();
    for (const item of this.#items.all) this.#items.set({ ...item, since: now });
    this.#changed();
    void this.adopt().then(() => this.#pump());
  }

  offline(): void {
    this.#online?.lost.abort();
    this.#online = undefined;
    this.#stalled = undefined;
    this.#changed();
  }

  /** Entries of this member have arrived in a room, up to a seq that it has reached. */
  async arrived(room: RoomId, cids: ReadonlySet<Cid>, upTo: Seq): Promise<void> {
    this.#upTo.set(room, upTo);
    const done = this.#items.all.filter(
      ({ unsent, seq }) => unsent.room === room && (cids.has(unsent.cid) || (seq !== undefined && seq <= upTo)),
    );
    for (const { unsent } of done) await this.#stored(unsent.cid, upTo);
  }

  dispose(): void {
    this.offline();
    this.#tick.dispose();
    this.#waiting.dispose();
  }

  /** With what there is to send now. */
  #goOn(): void {
    this.#changed();
    void this.#pump();
  }

  /** Sends until nothing is left to send or the link is gone; waits while it is another window's turn. */
  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    const { outbox, clock } = this.#options;
    let failures = 0;
    for (;;) {
      await this.#waiting.adopted;
      if (!this.#online || !this.#canSend()) break;
      const { link, lost } = this.#online;
      const isOurs = await outbox.turn.take();
      const { next } = this.#items;
      if (!next || lost.signal.aborted) continue;
      const waitMs = isOurs ? await this.#send(next, link, failures) : TURN_MS;
      failures = isOurs && waitMs !== undefined ? failures + 1 : 0;
      const pauseMs = waitMs ?? this.#paceMs;
      if (pauseMs > 0) await pause(clock, pauseMs, lost.signal);
    }
    await outbox.turn.release();
    this.#stalled = undefined;
    this.#paceMs = 0;
    this.#isPumping = false;
    // Something may have come while the turn was given back.
    if (this.#canSend()) void this.#pump();
  }

  #canSend(): boolean {
    return this.#online !== undefined && this.#items.next !== undefined;
  }

  /** Milliseconds to wait before the same one again; undefined: go on. */
  async #send(item: Item, link: Link, failures: number): Promise<number | undefined> {
    const { cid, room, text, replyTo } = item.unsent;
    const posted = { cid, room, text, ...(replyTo !== undefined && { replyTo }) };
    if (await this.#waiting.isGone(item)) return undefined;
    const files = await this.#upload(item.unsent, link);
    if (!this.#items.get(cid)) return undefined;
    const post = { ...posted, ...(files?.ok && { files: files.value }) };
    const answer = files?.ok === false ? files : await link.call('post', post, this.#options.ackMs ?? LIMITS.ackMs);
    if (!this.#items.get(cid)) return undefined;
    if (answer.ok) return this.#confirmed(cid, answer.value.seq);
    if (isFinal(answer.error.code)) return this.#failed(cid, answer.error);
    this.#waits(answer.error);
    const waitMs = resendDelay(failures, answer.error.retryAfterMs);
    if (answer.error.code === 'E_RATE') this.#paceMs = Math.min(PACE_MAX_MS, Math.max(this.#paceMs, waitMs));
    return waitMs;
  }

  /** While its files are on their way, so is it, and what waits behind it. */
  async #upload({ cid, room, files = [] }: Unsent, link: Link): Promise<Result<FileId[]> | undefined> {
    const { uploads, clock } = this.#options;
    if (!uploads || files.length === 0 || !this.#online) return undefined;
    const stop = new AbortController();
    this.#uploading = { cid, stop };
    const signal = AbortSignal.any([stop.signal, this.#online.lost.signal]);
    const moved = (bytes: number) => {
      const since = clock.now();
      for (const { unsent } of this.#items.all) this.#items.patch(unsent.cid, { since });
      this.#items.patch(cid, { moved: bytes });
      this.#changed();
    };
    const sent = await uploads.send(files, { link, room, signal, moved });
    this.#uploading = undefined;
    return sent;
  }

  async #confirmed(cid: Cid, seq: Seq): Promise<undefined> {
    if (this.#paceMs === 0) this.#stalled = undefined;
    await this.#stored(cid, seq);
  }

  /** The file goes before what is known of the message: it must not be taken for one of another window. */
  async #stored(cid: Cid, seq: Seq): Promise<void> {
    this.#items.patch(cid, { seq });
    const room = this.#items.get(cid)?.unsent.room;
    await this.#waiting.removeFile(cid);
    if (room !== undefined && seq <= (this.#upTo.get(room) ?? 0)) this.#waiting.settle(cid);
    this.#changed();
  }

  async #failed(cid: Cid, error: Failure): Promise<undefined> {
    this.#options.log.warn('message refused', { cid, code: error.code, detail: error.detail });
    this.#stalled = undefined;
    const item = this.#items.get(cid);
    if (item) this.#items.set({ ...item, failed: error.code, unsent: { ...item.unsent, failed: error.code } });
    await this.#waiting.store(cid);
    this.#changed();
  }

  #waits(error: Failure): void {
    this.#options.log.debug('message waits', { code: error.code, detail: error.detail });
    this.#stalled = error.code;
    this.#changed();
  }

  /** Its files go no sooner: a restored server may have to be told again, with them. */
  #settled(cid: Cid, files: readonly UnsentFile[]): void {
    const { uploads, log } = this.#options;
    if (this.#uploading?.cid === cid) this.#uploading.stop.abort();
    if (files.length === 0) return;
    void uploads?.release(files).catch((error: unknown) => log.error('outbox', asData(error)));
  }

  #shown(item: Item): PendingMessage {
    const situation = { isOnline: this.#online !== undefined, now: this.#options.clock.now(), stalled: this.#stalled };
    return shownPending(item, situation);
  }

  #changed(): void {
    this.#tick.dispose();
    this.changed.fire(undefined);
    const sending = this.#items.all.filter((item) => this.#shown(item).state === 'sending');
    if (sending.length === 0) return;
    const until = sending.reduce((first, item) => Math.min(first, sendingUntil(item)), Infinity);
    this.#tick = this.#options.clock.after(until - this.#options.clock.now(), () => this.#changed());
  }
}
