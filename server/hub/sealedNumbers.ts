import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-128-ecb';
const BLOCK = 16;
const ZEROS = BLOCK / 2;

/**
 * Hands out numbers that only this process can read, and knows its own again: where a search goes on is counted in the
 * messages of all rooms, and how many there are is not everybody's to know.
 */
export class SealedNumbers {
  readonly #key = randomBytes(BLOCK);

  /** One block, so that no mode is needed: its first half is zeros. */
  seal(number: number): string {
    const block = Buffer.alloc(BLOCK);
    block.writeBigUInt64BE(BigInt(number), ZEROS);
    return createCipheriv(CIPHER, this.#key, null).setAutoPadding(false).update(block).toString('base64url');
  }

  open(sealed: string): number | undefined {
    const block = Buffer.from(sealed, 'base64url');
    if (block.length !== BLOCK) return undefined;
    const opened = createDecipheriv(CIPHER, this.#key, null).setAutoPadding(false).update(block);
    return opened.readBigUInt64BE(0) === 0n ? Number(opened.readBigUInt64BE(ZEROS)) : undefined;
  }
}
