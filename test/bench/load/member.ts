import { DIALECTS, type DialectName } from './dialects/table';
import type { Conversation, Dialect } from './dialects/dialect';
import { Follower } from './follower';
import { clientFrame } from './frameWriter';
import { WebSocketFraming } from './framings/webSocket';
import { Link } from './link';
import type { Marks } from './marks';
import type { Order } from './order';
import { Talk } from './talk';
import { KIND, UnitReader } from './unitReader';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly dialect: DialectName;
}

export interface Who {
  /** No other member of the server has it. */
  readonly name: number;
  readonly rooms: Conversation['rooms'];
}

export interface MemberPorts {
  got(member: number, marks: Marks): void;
  acked(member: number, id: number): void;
  failed(error: Error): void;
}

/** How long a client waits before it tries again, as ours does the first time, spread by half of it. */
const RETRY_MS = 250;

/** One member of the room: a connection that sends when told and accounts for every message it gets. */
export class Member {
  readonly #index: number;
  readonly #dialect: Dialect;
  readonly #ports: MemberPorts;
  readonly #endpoint: Endpoint;
  readonly #who: Who;
  readonly #memory = new Map<string, unknown>();
  readonly #follower: Follower;
  #talk: Talk | undefined;
  #link: Link | undefined;
  #onLost: (() => void) | undefined;

  constructor(index: number, endpoint: Endpoint, who: Who, ports: MemberPorts) {
    this.#index = index;
    this.#endpoint = endpoint;
    this.#who = who;
    this.#dialect = DIALECTS[endpoint.dialect];
    this.#ports = ports;
    this.#follower = new Follower({
      got: (marks) => ports.got(index, marks),
      other: (payload, kind) => this.#other(payload, kind),
    });
  }

  get place(): number {
    return this.#follower.place;
  }

  async join(): Promise<void> {
    this.#link = this.#connect();
    await this.#converse((talk) => this.#dialect.join(talk));
  }

  /** Has all that was said until now. */
  async catchUp(): Promise<void> {
    await this.#converse(async (talk) => this.#dialect.catchUp?.(talk));
  }

  /** Resolves when the connection was lost and made anew and has caught up, with the ms that this took. */
  survive(): Promise<number> {
    return new Promise((resolve) => {
      let lostAt: number | undefined;
      this.#onLost = () => {
        lostAt ??= performance.now();
        setTimeout(() => void this.join().then(back, this.#onLost), RETRY_MS * (0.5 + Math.random()));
      };
      const back = () => {
        this.#onLost = undefined;
        resolve(performance.now() - (lostAt ?? 0));
      };
    });
  }

  follow(order: Order, load: number): void {
    this.#follower.follow(order, load);
  }

  /** Sends these in one write. */
  post(messages: readonly { readonly id: number; readonly text: string }[]): void {
    const { name, rooms } = this.#who;
    const [room] = rooms;
    const frames = messages.map(({ id, text }) => this.#frame(this.#dialect.post({ member: name, id, text, room })));
    this.#link?.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames));
  }

  close(): void {
    this.#link?.close();
  }

  async #converse(work: (talk: Conversation) => Promise<void>): Promise<void> {
    const [link, heard] = [this.#link, new Talk()];
    if (!link) return;
    this.#talk = heard;
    this.#follower.rest(); // a page of history holds messages, too
    await work({
      member: this.#who.name,
      rooms: this.#who.rooms,
      memory: this.#memory,
      say: (payload) => link.write(this.#frame(payload)),
      hear: (wanted) => heard.hear(wanted),
      upgrade: (path, subprotocol) => link.upgrade(path, subprotocol),
      start: () => link.start(),
    });
    this.#talk = undefined;
  }

  #connect(): Link {
    const { host, port } = this.#endpoint;
    const failed = (error: Error) => {
      if (this.#onLost) return this.#onLost();
      this.#ports.failed(new Error(`member ${this.#index}: ${error.message}`, { cause: error }));
    };
    const framing = this.#dialect.framing?.() ?? new WebSocketFraming();
    return new Link({ host, port, reader: new UnitReader(framing, this.#follower), failed });
  }

  #frame(payload: string): Buffer {
    return this.#dialect.frame?.(payload) ?? clientFrame(payload);
  }

  #other(payload: Buffer, kind: number): void {
    if (kind === KIND.ping) return this.#link?.write(clientFrame(payload, KIND.pong));
    if (kind === KIND.close)
      throw new Error(`closed with ${payload.toString('hex', 0, 2)} ${payload.toString('utf8', 2)}`);
    const reply = this.#dialect.replyTo?.(payload);
    if (reply !== undefined) return this.#link?.write(this.#frame(reply));
    if (this.#talk) return this.#talk.add(payload.toString('latin1'));
    const id = this.#dialect.ackOf(payload);
    if (id !== undefined) this.#ports.acked(this.#index, id);
  }
}
