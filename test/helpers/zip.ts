import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
  readonly read: () => Buffer;
}

const END_OF_DIRECTORY = 0x06054b50;
const DEFLATED = 8;

/** What a .zip file holds, by its directory at the end. Enough for what `vsce` writes: no encryption, no comment, no 64 bit. */
export function readZip(file: string): ZipEntry[] {
  const zip = readFileSync(file);
  const end = zip.length - 22;
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error(`${file} is not a plain .zip file`);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const header = {
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    };
    entries.push({ name, bytes: zip.readUInt32LE(at + 24), read: () => unpack(zip, header) });
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

interface Header {
  readonly method: number;
  readonly packed: number;
  readonly offset: number;
}

function unpack(zip: Buffer, { method, packed, offset }: Header): Buffer {
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const data = zip.subarray(start, start + packed);
  return method === DEFLATED ? inflateRawSync(data) : data;
}
