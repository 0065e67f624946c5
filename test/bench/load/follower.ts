import { type Marks, MESSAGE_BYTES, numberInMark, readMarks, senderInMark, standsAt } from './marks';
import type { Order } from './order';
import { KIND, type UnitSink } from './unitReader';

export interface FollowerPorts {
  /** Messages that this member has just got. The marks are valid during the call. */
  got(marks: Marks): void;
  /** A unit that holds none: an ack, a ping. The bytes are valid during the call. */
  other(payload: Buffer, kind: number): void;
}

/**
 * Follows one member's stream, in two ways that cost next to nothing, so that the server and not this is the limit: a
 * short unit holds one message, and its mark stands where the last one's stood; a long one that equals, byte by byte, what
 * another member got at this place of the order is known without reading it again.
 */
export class Follower implements UnitSink {
  readonly #ports: FollowerPorts;
  #order: Order | undefined;
  #load = 0;
  #place = 0;
  #kind = 0;
  #length = 0;
  #offset = 0;
  #markOffset = 0;
  #candidate: { bytes: Buffer; marks: Marks } | undefined;
  #collected: Buffer | undefined;

  constructor(ports: FollowerPorts) {
    this.#ports = ports;
  }

  /** Messages got since `follow`. */
  get place(): number {
    return this.#place;
  }

  /** From here on messages of this load are expected, from the first. */
  follow(order: Order, load: number): void {
    this.#order = order;
    this.#load = load;
    this.#place = 0;
  }

  /** From here on no message is expected: what comes is told as anything else. */
  rest(): void {
    this.#order = undefined;
  }

  whole(chunk: Buffer, from: number, to: number, kind: number): void {
    const holdsOne = to - from >= MESSAGE_BYTES && to - from < 2 * MESSAGE_BYTES;
    if (holdsOne && kind === KIND.text && this.#order && this.#one(chunk, from, to, this.#order)) return;
    this.begin(to - from, kind);
    if (to > from) this.part(chunk, from, to);
    this.end();
  }

  begin(length: number, kind: number): void {
    const known = kind === KIND.text ? this.#order?.frameAt(this.#place) : undefined;
    this.#candidate = known?.bytes.length === length ? known : undefined;
    this.#kind = kind;
    this.#length = length;
    this.#offset = 0;
    this.#collected = undefined;
  }

  part(chunk: Buffer, from: number, to: number): void {
    const end = this.#offset + to - from;
    if (this.#candidate) {
      if (chunk.compare(this.#candidate.bytes, this.#offset, end, from, to) === 0) {
        this.#offset = end;
        return;
      }
      this.#collected = Buffer.allocUnsafe(this.#length);
      this.#candidate.bytes.copy(this.#collected, 0, 0, this.#offset);
      this.#candidate = undefined;
    }
    if (to - from === this.#length) this.#collected = chunk.subarray(from, to);
    else {
      this.#collected ??= Buffer.allocUnsafe(this.#length);
      chunk.copy(this.#collected, this.#offset, from, to);
    }
    this.#offset = end;
  }

  end(): void {
    if (this.#candidate) return this.#got(this.#candidate.marks);
    const payload = this.#collected ?? Buffer.alloc(0);
    this.#collected = undefined;
    const marks = this.#kind === KIND.text && this.#order ? readMarks(payload, this.#load) : undefined;
    if (!marks || marks.count === 0) return this.#ports.other(payload, this.#kind);
    this.#order?.accept(this.#place, payload, marks);
    this.#got(marks);
  }

  /** False if no mark stands where it should. */
  #one(chunk: Buffer, from: number, to: number, order: Order): boolean {
    let at = from + this.#markOffset;
    if (!standsAt(chunk, at, this.#load) || at + MESSAGE_BYTES > to) {
      at = chunk.subarray(0, to).indexOf('<', from);
      if (at < 0 || !standsAt(chunk, at, this.#load) || at + MESSAGE_BYTES > to) return false;
      this.#markOffset = at - from;
    }
    const [sender, number] = [senderInMark(chunk, at), numberInMark(chunk, at)];
    order.acceptOne(this.#place, sender, number);
    ONE.senders[0] = sender;
    ONE.numbers[0] = number;
    this.#got(ONE);
    return true;
  }

  #got(marks: Marks): void {
    this.#place += marks.count;
    this.#ports.got(marks);
  }
}

const ONE = { senders: [0], numbers: [0], count: 1 };
