/** Takes what a byte stream is cut into, in place. The bytes are valid during the call. */
export interface UnitSink {
  /** A unit that lies in one read. */
  whole(chunk: Buffer, from: number, to: number, kind: number): void;
  /** Any other unit is begun, comes in parts as it is read, and ends. */
  begin(length: number, kind: number): void;
  part(chunk: Buffer, from: number, to: number): void;
  end(): void;
}

/** Kinds of units: `text` may hold messages. The others are WebSocket's. */
export const KIND = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Where one unit begins and ends in a stream of a certain protocol. */
export interface Framing {
  /** Looks at the unit that begins at `at`. Its header's length, the fields below being set; -1 if there must be more bytes. */
  header(bytes: Buffer, at: number, end: number): number;
  readonly length: number;
  readonly kind: number;
  /** Bytes behind the unit that belong to no other. */
  readonly trailer: number;
}

/** More than any header, and than any line of a protocol of lines. */
const ENOUGH = 8_192;

/** Cuts the stream of a server into units. Copies nothing but what a read has split. */
export class UnitReader {
  readonly #framing: Framing;
  readonly #sink: UnitSink;
  /** The beginning of a header. */
  #carried: Buffer | undefined;
  #left = 0;
  #skip = 0;

  constructor(framing: Framing, sink: UnitSink) {
    this.#framing = framing;
    this.#sink = sink;
  }

  read(chunk: Buffer, length = chunk.length): void {
    let at = 0;
    while (at < length) {
      if (this.#left > 0) at = this.#goOn(chunk, at, length);
      else if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, length - at);
        this.#skip -= skipped;
        at += skipped;
      } else if (this.#carried) at = this.#join(this.#carried, chunk, length);
      else at = this.#unit(chunk, at, length);
    }
  }

  #goOn(chunk: Buffer, at: number, length: number): number {
    const to = Math.min(length, at + this.#left);
    this.#sink.part(chunk, at, to);
    this.#left -= to - at;
    if (this.#left === 0) this.#sink.end();
    return to;
  }

  /** One unit at most: the rest is read where it lies. */
  #join(carried: Buffer, chunk: Buffer, length: number): number {
    const joined = Buffer.concat([carried, chunk.subarray(0, Math.min(length, ENOUGH))]);
    this.#carried = undefined;
    return this.#unit(joined, 0, joined.length) - carried.length;
  }

  #unit(chunk: Buffer, at: number, length: number): number {
    const framing = this.#framing;
    const header = framing.header(chunk, at, length);
    if (header < 0) {
      if (length - at >= ENOUGH) throw new Error('a header or line without an end');
      this.#carried = Buffer.from(chunk.subarray(at, length));
      return length;
    }
    const from = at + header;
    const to = from + framing.length;
    this.#skip = framing.trailer;
    if (to <= length) {
      this.#sink.whole(chunk, from, to, framing.kind);
      return to;
    }
    this.#left = to - from;
    this.#sink.begin(this.#left, framing.kind);
    return from < length ? this.#goOn(chunk, from, length) : length;
  }
}
