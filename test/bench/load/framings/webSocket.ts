import type { Framing } from '../unitReader';

/** What a WebSocket server sends: unmasked, unfragmented. */
export class WebSocketFraming implements Framing {
  length = 0;
  kind = 0;
  readonly trailer = 0;

  header(bytes: Buffer, at: number, end: number): number {
    if (end - at < 2) return -1;
    const [first, short] = [bytes[at]!, bytes[at + 1]!];
    if ((first & 0xf0) !== 0x80) throw new Error(`frame with a first byte of 0x${first.toString(16)}`);
    if (short > 127) throw new Error('masked frame from a server');
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (end - at < header) return -1;
    this.kind = first & 0x0f;
    this.length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    return header;
  }
}
