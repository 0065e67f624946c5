/** Takes what a byte stream is cut into, in place: a unit is begun, comes in parts as it is read, and ends. */
export interface UnitSink {
  begin(length: number, kind: number): void;
  part(chunk: Buffer, from: number, to: number): void;
  end(): void;
}

export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const MOST_HEADER_BYTES = 10;

/** Cuts the stream of a WebSocket server (unmasked, unfragmented) into frames. Copies nothing but split headers. */
export class FrameReader {
  readonly #sink: UnitSink;
  readonly #header = Buffer.alloc(MOST_HEADER_BYTES);
  #headerBytes = 0;
  #left = 0;
  #inside = false;

  constructor(sink: UnitSink) {
    this.#sink = sink;
  }

  read(chunk: Buffer, length = chunk.length): void {
    let at = 0;
    while (at < length) {
      if (this.#inside) {
        const to = Math.min(length, at + this.#left);
        this.#sink.part(chunk, at, to);
        this.#left -= to - at;
        at = to;
        if (this.#left === 0) this.#end();
      } else {
        this.#header[this.#headerBytes++] = chunk[at++]!;
        if (this.#headerBytes >= 2 && this.#headerBytes === headerLength(this.#header)) this.#begin();
      }
    }
  }

  #begin(): void {
    const first = this.#header[0]!;
    if ((first & 0xf0) !== 0x80) throw new Error(`frame with a first byte of 0x${first.toString(16)}`);
    const length = payloadLength(this.#header);
    this.#headerBytes = 0;
    this.#left = length;
    this.#inside = true;
    this.#sink.begin(length, first & 0x0f);
    if (length === 0) this.#end();
  }

  #end(): void {
    this.#inside = false;
    this.#sink.end();
  }
}

function headerLength(header: Buffer): number {
  const short = header[1]!;
  if (short > 127) throw new Error('masked frame from a server');
  return short < 126 ? 2 : short === 126 ? 4 : 10;
}

function payloadLength(header: Buffer): number {
  const short = header[1]!;
  if (short < 126) return short;
  return short === 126 ? header.readUInt16BE(2) : Number(header.readBigUInt64BE(2));
}
