import { type Framing, KIND } from '../unitReader';

const [LF, CR] = [10, 13];

/** Each line is a unit, without its end. */
export class LineFraming implements Framing {
  length = 0;
  readonly kind = KIND.text;
  trailer = 0;

  header(bytes: Buffer, at: number, end: number): number {
    const lf = bytes.indexOf(LF, at);
    if (lf < 0 || lf >= end) return -1;
    const to = lf > at && bytes[lf - 1] === CR ? lf - 1 : lf;
    this.length = to - at;
    this.trailer = lf + 1 - to;
    return 0;
  }
}
