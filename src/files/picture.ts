/** What a picture is by its bytes, whatever it is called. */
export interface PictureKind {
  readonly type: string;
  readonly extension: string;
  readonly width: number;
  readonly height: number;
}

/** So much of a file is looked at. */
export const HEAD_BYTES = 256 * 1024;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** From the beginning of a file; undefined for what is no PNG, JPEG, GIF or WebP. Nothing is decoded. */
export function pictureIn(head: Buffer): PictureKind | undefined {
  try {
    return png(head) ?? gif(head) ?? webp(head) ?? jpeg(head);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // it ends too early
    throw error;
  }
}

function png(head: Buffer): PictureKind | undefined {
  if (!head.subarray(0, 8).equals(PNG) || ascii(head, 12, 16) !== 'IHDR') return undefined;
  return sized('image/png', '.png', head.readUInt32BE(16), head.readUInt32BE(20));
}

function gif(head: Buffer): PictureKind | undefined {
  if (!/^GIF8[79]a$/.test(ascii(head, 0, 6))) return undefined;
  return sized('image/gif', '.gif', head.readUInt16LE(6), head.readUInt16LE(8));
}

function webp(head: Buffer): PictureKind | undefined {
  if (ascii(head, 0, 4) !== 'RIFF' || ascii(head, 8, 12) !== 'WEBP') return undefined;
  const of = (width: number, height: number) => sized('image/webp', '.webp', width, height);
  switch (ascii(head, 12, 16)) {
    case 'VP8 ':
      return of(head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return of(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
    }
    case 'VP8X':
      return of(1 + head.readUIntLE(24, 3), 1 + head.readUIntLE(27, 3));
    default:
      return undefined;
  }
}

/** The sizes stand behind segments of any length. */
function jpeg(head: Buffer): PictureKind | undefined {
  if (head.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; head.readUInt8(at) === 0xff; at += 2 + head.readUInt16BE(at + 2)) {
    const marker = head.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return sized('image/jpeg', '.jpg', head.readUInt16BE(at + 7), head.readUInt16BE(at + 5));
  }
  return undefined;
}

const sized = (type: string, extension: string, width: number, height: number): PictureKind | undefined =>
  width > 0 && height > 0 ? { type, extension, width, height } : undefined;

const ascii = (head: Buffer, from: number, to: number): string => head.toString('latin1', from, to);

/** Whether it can be read as text, as far as the beginning of a file shows. */
export function isText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
