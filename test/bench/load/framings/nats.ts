import type { Framing } from '../unitReader';
import { LineFraming } from './lines';

const [M, S, G, SPACE, ZERO] = Buffer.from('MSG 0') as unknown as [number, number, number, number, number];

/** The payload of each message of NATS is a unit, and so is each other line. */
export class NatsFraming extends LineFraming implements Framing {
  override header(bytes: Buffer, at: number, end: number): number {
    if (super.header(bytes, at, end) < 0) return -1;
    if (bytes[at] !== M || bytes[at + 1] !== S || bytes[at + 2] !== G || bytes[at + 3] !== SPACE) return 0;
    const line = this.length + this.trailer;
    this.length = numberBefore(bytes, at + this.length);
    this.trailer = 2;
    return line;
  }
}

function numberBefore(bytes: Buffer, end: number): number {
  let value = 0;
  for (let at = end - 1, unit = 1; bytes[at] !== SPACE; at--, unit *= 10) value += (bytes[at]! - ZERO) * unit;
  return value;
}
