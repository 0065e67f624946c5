import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Digests } from '../../server/protocol/proof';

export const digests: Digests = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};

export const encodeBytes = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
export const decodeBytes = (text: string): Uint8Array => Buffer.from(text, 'base64url');

/** A nonce or a credential: 256 random bits. */
export const random32 = (): string => encodeBytes(randomBytes(32));

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
