import { deflateSync } from 'node:zlib';

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

const crc = (bytes: Buffer): number =>
  (bytes.reduce((c, byte) => (CRC[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const header = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, 2, 0, 0, 0], 8);
  return chunk('IHDR', data);
};

/** A picture of two colours that a browser can draw. */
export function aPng(
  width: number,
  height: number,
  [r, g, b]: readonly [number, number, number] = [30, 144, 255],
): Buffer {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + 3 * width) + 1 + 3 * x;
      const isDark = (x + y) % 32 < 16;
      rows.set(isDark ? [r >> 1, g >> 1, b >> 1] : [r, g, b], at);
    }
  const data = chunk('IDAT', deflateSync(rows));
  return Buffer.concat([SIGNATURE, header(width, height), data, chunk('IEND', Buffer.alloc(0))]);
}

/** One that says of itself that it is so big, and has nothing in it. */
export const aHugePng = (width: number, height: number): Buffer =>
  Buffer.concat([SIGNATURE, header(width, height), chunk('IEND', Buffer.alloc(0))]);
