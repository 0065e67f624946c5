import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StoredMember } from '../core/ports';
import type { MemberId } from '../protocol/ids';
import { type Digests, type Occasion, serverProof, storedKeyOfProof } from '../protocol/proof';

export const digests: Digests = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};

export const newNonce = (): string => randomBytes(32).toString('base64url');
export const newMemberId = (): MemberId => `m-${randomBytes(16).toString('hex')}` as MemberId;
export const bytesOf = (base64url: string): Uint8Array => Buffer.from(base64url, 'base64url');

/** Stand in for a member nobody has, so that asking for one takes as long as a wrong proof. */
const NOBODY = { storedKey: randomBytes(32), serverKey: randomBytes(32) };

/** The server's own proof if the client's is right. */
export function checkProof(member: StoredMember | undefined, proof: string, occasion: Occasion): string | undefined {
  const keys = member ?? NOBODY;
  const storedKey = storedKeyOfProof(digests, bytesOf(proof), keys, occasion);
  const right = timingSafeEqual(storedKey, keys.storedKey);
  return right && member
    ? Buffer.from(serverProof(digests, keys.serverKey, occasion)).toString('base64url')
    : undefined;
}
