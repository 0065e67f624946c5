import { KIND } from './unitReader';

/** A client's frame. Its mask is zero, so that masking costs the generator nothing and the server what it always does. */
export function clientFrame(payload: string | Buffer, kind: number = KIND.text): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  const header = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + 4 + bytes);
  frame[0] = 0x80 | kind;
  if (header === 2) frame[1] = 0x80 | bytes;
  else if (header === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(bytes), 2);
  }
  frame.writeUInt32BE(0, header);
  if (typeof payload === 'string') frame.write(payload, header + 4);
  else payload.copy(frame, header + 4);
  return frame;
}
