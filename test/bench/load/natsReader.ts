import { OPCODE, type UnitSink } from './frameReader';

const LF = 10;
const MESSAGE = Buffer.from('MSG ');

/** Cuts the stream of a NATS server: the payload of each message is a unit, and so is each other line. */
export class NatsReader {
  readonly #sink: UnitSink;
  #line: Buffer[] = [];
  #left = 0;
  /** What follows a payload: CR LF. */
  #skip = 0;

  constructor(sink: UnitSink) {
    this.#sink = sink;
  }

  read(chunk: Buffer, length = chunk.length): void {
    let at = 0;
    while (at < length) {
      if (this.#left > 0) at = this.#payload(chunk, at, length);
      else if (this.#skip > 0) {
        this.#skip -= 1;
        at += 1;
      } else at = this.#readLine(chunk, at, length);
    }
  }

  #payload(chunk: Buffer, at: number, length: number): number {
    const to = Math.min(length, at + this.#left);
    this.#sink.part(chunk, at, to);
    this.#left -= to - at;
    if (this.#left === 0) this.#endPayload();
    return to;
  }

  #endPayload(): void {
    this.#skip = 2;
    this.#sink.end();
  }

  #readLine(chunk: Buffer, at: number, length: number): number {
    const end = chunk.indexOf(LF, at);
    if (end < 0 || end >= length) {
      this.#line.push(Buffer.from(chunk.subarray(at, length)));
      return length;
    }
    const rest = chunk.subarray(at, end);
    const line = this.#line.length === 0 ? rest : Buffer.concat([...this.#line, rest]);
    this.#line = [];
    this.#understand(line.at(-1) === 13 ? line.subarray(0, -1) : line);
    return end + 1;
  }

  #understand(line: Buffer): void {
    if (line.compare(MESSAGE, 0, MESSAGE.length, 0, MESSAGE.length) === 0) {
      this.#left = numberAtEnd(line);
      this.#sink.begin(this.#left, OPCODE.text);
      if (this.#left === 0) this.#endPayload();
      return;
    }
    this.#sink.begin(line.length, OPCODE.text);
    if (line.length > 0) this.#sink.part(line, 0, line.length);
    this.#sink.end();
  }
}

function numberAtEnd(line: Buffer): number {
  let value = 0;
  for (let i = line.lastIndexOf(32) + 1; i < line.length; i++) value = value * 10 + line[i]! - 48;
  return value;
}
