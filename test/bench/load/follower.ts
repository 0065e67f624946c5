import type { UnitSink } from './frameReader';
import { OPCODE } from './frameReader';
import { type Marks, readMarks } from './marks';
import type { Order } from './order';

export interface FollowerPorts {
  /** Messages that this member has just got. */
  got(marks: Marks): void;
  /** A frame that holds none: an ack, a ping. The bytes are valid during the call. */
  other(payload: Buffer, opcode: number): void;
}

/**
 * Follows one member's stream. A frame that equals, byte by byte, the one which another member got at this place of the
 * order is known without reading it again: so a thousand receivers of large frames cost little more than a comparison.
 */
export class Follower implements UnitSink {
  readonly #ports: FollowerPorts;
  #order: Order | undefined;
  #load = 0;
  #place = 0;
  #opcode = 0;
  #length = 0;
  #offset = 0;
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

  begin(length: number, opcode: number): void {
    const known = opcode === OPCODE.text ? this.#order?.frameAt(this.#place) : undefined;
    this.#candidate = known?.bytes.length === length ? known : undefined;
    this.#opcode = opcode;
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
    const marks = this.#opcode === OPCODE.text && this.#order ? readMarks(payload, this.#load) : undefined;
    if (!marks || marks.count === 0) return this.#ports.other(payload, this.#opcode);
    this.#order?.accept(this.#place, payload, marks);
    this.#got(marks);
  }

  #got(marks: Marks): void {
    this.#place += marks.count;
    this.#ports.got(marks);
  }
}
