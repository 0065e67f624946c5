/** Takes bytes that come in pieces of any size in pieces of the size that is wanted. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #isOver = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** So many; fewer only at the end. */
  async atMost(size: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let missing = size; missing > 0 && !(await this.isOver());) {
      const piece = this.#held.subarray(0, missing);
      this.#held = this.#held.subarray(piece.length);
      pieces.push(piece);
      missing -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  /** So many, as they come; fewer only at the end. */
  async *pass(size: number): AsyncGenerator<Buffer> {
    for (let missing = size; missing > 0 && !(await this.isOver());) {
      const piece = this.#held.subarray(0, missing);
      this.#held = this.#held.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  /** What is left is not wanted. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async isOver(): Promise<boolean> {
    while (this.#held.length === 0 && !this.#isOver) {
      const next = await this.#source.next();
      if (next.done) this.#isOver = true;
      else this.#held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    }
    return this.#held.length === 0;
  }
}
