import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A line, or a piece of a line too long to be held. */
export interface Line {
  /** From 1. All pieces of a line have its number. */
  readonly number: number;
  readonly text: string;
  /** Not a further piece of the line before. */
  readonly begins: boolean;
  /** Bytes that are no UTF-8 stand as U+FFFD in `text`. */
  readonly damaged: boolean;
}

const CHUNK_BYTES = 1024 * 1024;
/** Longer than any line of ours, so that only foreign ones come in pieces. */
const PIECE_BYTES = 256 * 1024;
const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The lines of a file of any size, read as they are asked for. A file whose first line ends with CR LF has such lines. */
export function* readLines(file: string, progress?: (bytes: number, total: number) => void): Generator<Line> {
  const fd = openSync(file, 'r');
  try {
    const total = fstatSync(fd).size;
    const cutter = new LineCutter();
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let position = 0;
    for (;;) {
      const read = readSync(fd, chunk, 0, chunk.length, position);
      position += read;
      yield* cutter.push(chunk.subarray(0, read), read === 0);
      if (read === 0) return;
      progress?.(position, Math.max(total, position));
    }
  } finally {
    closeSync(fd);
  }
}

/** Cuts bytes into lines. Holds no more than one chunk and one piece. */
class LineCutter {
  #rest: Buffer = Buffer.alloc(0);
  #number = 1;
  #begins = true;
  #crlf: boolean | undefined;
  #started = false;

  *push(chunk: Buffer, end: boolean): Generator<Line> {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#started && (bytes.length >= BOM.length || end)) {
      this.#started = true;
      if (bytes.subarray(0, BOM.length).equals(BOM)) bytes = bytes.subarray(BOM.length);
    }
    let from = 0;
    for (;;) {
      const lineEnd = bytes.indexOf(LF, from);
      const to = lineEnd < 0 ? bytes.length : lineEnd;
      while (to - from > PIECE_BYTES) {
        const cut = charStart(bytes, from + PIECE_BYTES);
        yield this.#line(bytes.subarray(from, cut));
        this.#begins = false;
        from = cut;
      }
      if (lineEnd < 0) break;
      yield this.#line(this.#withoutCr(bytes.subarray(from, lineEnd)));
      this.#number += 1;
      this.#begins = true;
      from = lineEnd + 1;
    }
    if (end && from < bytes.length) yield this.#line(bytes.subarray(from));
    this.#rest = Buffer.from(bytes.subarray(from));
  }

  #line(bytes: Buffer): Line {
    return { number: this.#number, text: bytes.toString('utf8'), begins: this.#begins, damaged: !isUtf8(bytes) };
  }

  #withoutCr(line: Buffer): Buffer {
    const hasCr = line.at(-1) === CR;
    this.#crlf ??= hasCr;
    return this.#crlf && hasCr ? line.subarray(0, -1) : line;
  }
}

/** The start of the character that the byte at `index` belongs to. */
function charStart(bytes: Buffer, index: number): number {
  for (let back = 0; back < 4; back += 1) {
    if (((bytes[index - back] ?? 0) & 0xc0) !== 0x80) return index - back;
  }
  return index;
}
