import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { ByteReader } from './byteReader';

/**
 * Bytes under a passphrase: a header, then pieces, each encrypted and authenticated with its place and with whether it is the
 * last one. So nothing can be changed, left out, put elsewhere or cut off without being noticed, and a piece is let out only
 * when it was found to be right.
 *
 *     header = magic · version (2) · log2 of scrypt's cost (1) · salt (16) · tag of the empty text (16) · checksum (8)
 *     piece  = length, its top bit set for the last (4) · encrypted (length) · tag (16)
 */
const MAGIC = Buffer.from('alongside server\n');
const VERSION = 1;
const COST_LOG2 = 17;
const MOST_COST_LOG2 = 20;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const SUM_BYTES = 8;
const PIECE_BYTES = 64 * 1024;
const LAST = 0x8000_0000;
/** Before any piece: what tells a wrong passphrase. */
const HEADER_PLACE = 0xffff_ffff;

export type SealFault = 'notOne' | 'newer' | 'wrongPassphrase' | 'damaged' | 'cut';

export class BadSeal extends Error {
  constructor(readonly fault: SealFault) {
    super(fault);
  }
}

/** Never holds more than a piece. */
export async function* seal(
  plain: AsyncIterable<Uint8Array>,
  passphrase: string,
  costLog2 = COST_LOG2,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const fixed = Buffer.concat([MAGIC, Buffer.from([VERSION >> 8, VERSION, costLog2]), salt]);
  const key = await keyOf(passphrase, salt, costLog2);
  const { tag } = encrypt(key, fixed, HEADER_PLACE, Buffer.alloc(0));
  const header = Buffer.concat([fixed, tag]);
  yield Buffer.concat([header, sumOf(header)]);
  const reader = new ByteReader(plain);
  try {
    for (let place = 0, isLast = false; !isLast; place += 1) {
      const piece = await reader.atMost(PIECE_BYTES);
      isLast = await reader.isOver();
      const length = lengthOf(piece.length, isLast);
      const { encrypted, tag: own } = encrypt(key, Buffer.concat([fixed, length]), place, piece);
      yield Buffer.concat([length, encrypted, own]);
    }
  } finally {
    await reader.close();
  }
}

/** What was sealed, once all before it is known to be right. Throws BadSeal; at the end only if that is the true end. */
export async function* unseal(sealed: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const reader = new ByteReader(sealed);
  try {
    const { fixed, key } = await open(reader, passphrase);
    for (let place = 0, isLast = false; !isLast; place += 1) {
      const length = await whole(reader, 4);
      const said = length.readUInt32BE();
      isLast = said >= LAST;
      const size = isLast ? said - LAST : said;
      if (size > PIECE_BYTES) throw new BadSeal('damaged');
      const encrypted = await whole(reader, size);
      const tag = await whole(reader, TAG_BYTES);
      const plain = decrypt(key, place, { bound: Buffer.concat([fixed, length]), encrypted, tag });
      // Before the last is let out.
      if (!plain || (isLast && !(await reader.isOver()))) throw new BadSeal('damaged');
      yield plain;
    }
  } finally {
    await reader.close();
  }
}

async function open(reader: ByteReader, passphrase: string) {
  const magic = await reader.atMost(MAGIC.length);
  if (magic.length === 0 || !MAGIC.subarray(0, magic.length).equals(magic)) throw new BadSeal('notOne');
  const version = await whole(reader, 2);
  if (version.readUInt16BE() > VERSION) throw new BadSeal('newer');
  const rest = await whole(reader, 1 + SALT_BYTES);
  const fixed = Buffer.concat([magic, version, rest]);
  const tag = await whole(reader, TAG_BYTES);
  const sum = await whole(reader, SUM_BYTES);
  const costLog2 = rest.readUInt8();
  // Damage is told from a wrong passphrase here, and whoever made the file does not decide how much memory it takes.
  if (!sumOf(Buffer.concat([fixed, tag])).equals(sum) || costLog2 > MOST_COST_LOG2 || costLog2 < 1)
    throw new BadSeal('damaged');
  const key = await keyOf(passphrase, rest.subarray(1), costLog2);
  const opened = decrypt(key, HEADER_PLACE, { bound: fixed, encrypted: Buffer.alloc(0), tag });
  if (!opened) throw new BadSeal('wrongPassphrase');
  return { fixed, key };
}

async function whole(reader: ByteReader, size: number): Promise<Buffer> {
  const bytes = await reader.atMost(size);
  if (bytes.length < size) throw new BadSeal('cut');
  return bytes;
}

function keyOf(passphrase: string, salt: Uint8Array, costLog2: number): Promise<Buffer> {
  const cost = { N: 2 ** costLog2, r: 8, p: 1, maxmem: 2 ** (costLog2 + 11) };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** A key is of one file alone, so the places in it are enough. */
function nonceOf(place: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(place, 8);
  return nonce;
}

function encrypt(key: Buffer, bound: Buffer, place: number, plain: Buffer) {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(bound);
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { encrypted, tag: cipher.getAuthTag() };
}

interface Piece {
  /** What it is bound to besides its place. */
  readonly bound: Buffer;
  readonly encrypted: Buffer;
  readonly tag: Buffer;
}

/** Undefined where it is not what was encrypted. */
function decrypt(key: Buffer, place: number, { bound, encrypted, tag }: Piece): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(bound).setAuthTag(tag);
  const plain = decipher.update(encrypted);
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}

function lengthOf(size: number, isLast: boolean): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(size + (isLast ? LAST : 0));
  return length;
}

const sumOf = (header: Buffer): Buffer => createHash('sha256').update(header).digest().subarray(0, SUM_BYTES);
