import { DIALECTS, type DialectName } from './dialects/table';
import type { Dialect } from './dialects/dialect';
import { Follower } from './follower';
import { FrameReader, OPCODE } from './frameReader';
import { clientFrame } from './frameWriter';
import { Link } from './link';
import type { Marks } from './marks';
import type { Order } from './order';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly dialect: DialectName;
}

export interface MemberPorts {
  got(member: number, marks: Marks): void;
  acked(member: number, id: number): void;
  failed(error: Error): void;
}

/** What was said to a member that is joining, kept until it is asked for. */
class Talk {
  #said: string[] = [];
  #listening: (() => void) | undefined;

  add(payload: string): void {
    this.#said.push(payload);
    this.#listening?.();
  }

  hear(wanted: (payload: string) => boolean): Promise<string> {
    return new Promise((resolve) => {
      this.#listening = () => {
        const heard = this.#said.findIndex(wanted);
        if (heard < 0) return;
        this.#listening = undefined;
        resolve(this.#said[heard]!);
        this.#said = this.#said.slice(heard + 1);
      };
      this.#listening();
    });
  }
}

/** One member of the room: a connection that sends when told and accounts for every message it gets. */
export class Member {
  readonly #index: number;
  readonly #dialect: Dialect;
  readonly #ports: MemberPorts;
  readonly #endpoint: Endpoint;
  readonly #follower: Follower;
  readonly #talk = new Talk();
  #link: Link | undefined;
  #joining = true;

  constructor(index: number, endpoint: Endpoint, ports: MemberPorts) {
    this.#index = index;
    this.#endpoint = endpoint;
    this.#dialect = DIALECTS[endpoint.dialect];
    this.#ports = ports;
    this.#follower = new Follower({
      got: (marks) => ports.got(index, marks),
      other: (payload, opcode) => this.#other(payload, opcode),
    });
  }

  get place(): number {
    return this.#follower.place;
  }

  async join(): Promise<void> {
    const link = this.#connect();
    this.#link = link;
    await this.#dialect.join({
      member: this.#index,
      say: (payload) => link.write(this.#frame(payload)),
      hear: (wanted) => this.#talk.hear(wanted),
      upgrade: (path, subprotocol) => link.upgrade(path, subprotocol),
      start: () => link.start(),
    });
    this.#joining = false;
  }

  follow(order: Order, load: number): void {
    this.#follower.follow(order, load);
  }

  /** Sends these in one write. */
  post(messages: readonly { readonly id: number; readonly text: string }[]): void {
    const frames = messages.map(({ id, text }) => this.#frame(this.#dialect.post(this.#index, id, text)));
    this.#link?.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames));
  }

  close(): void {
    this.#link?.close();
  }

  #connect(): Link {
    const { host, port } = this.#endpoint;
    const failed = (error: Error) =>
      this.#ports.failed(new Error(`member ${this.#index}: ${error.message}`, { cause: error }));
    const reader = this.#dialect.reader ?? ((sink) => new FrameReader(sink));
    return new Link({ host, port, reader, sink: this.#follower, failed });
  }

  #frame(payload: string): Buffer {
    return this.#dialect.frame?.(payload) ?? clientFrame(payload);
  }

  #other(payload: Buffer, opcode: number): void {
    if (opcode === OPCODE.ping) return this.#link?.write(clientFrame(payload, OPCODE.pong));
    if (opcode === OPCODE.close)
      throw new Error(`closed with ${payload.toString('hex', 0, 2)} ${payload.toString('utf8', 2)}`);
    const reply = this.#dialect.replyTo?.(payload);
    if (reply !== undefined) return this.#link?.write(this.#frame(reply));
    if (this.#joining) return this.#talk.add(payload.toString());
    const id = this.#dialect.ackOf(payload);
    if (id !== undefined) this.#ports.acked(this.#index, id);
  }
}
