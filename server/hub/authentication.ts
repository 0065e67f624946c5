import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Credential } from '../core/ports';
import type { DeviceId, MemberId, RoomId } from '../protocol/ids';
import { type Digests, type Occasion, serverProof, storedKeyOfProof } from '../protocol/proof';

export const digests: Digests = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};

export const newNonce = (): string => randomBytes(32).toString('base64url');
export const newMemberId = (): MemberId => `m-${randomBytes(16).toString('hex')}` as MemberId;
export const newDeviceId = (): DeviceId => `k-${randomBytes(16).toString('hex')}` as DeviceId;
export const newRoomId = (): RoomId => `r-${randomBytes(16).toString('hex')}` as RoomId;
export const bytesOf = (base64url: string): Uint8Array => Buffer.from(base64url, 'base64url');

/** Stand in for a member nobody has, so that asking for one takes as long as a wrong proof. */
const NOBODY = { storedKey: randomBytes(32), serverKey: randomBytes(32) };

/** Which of the member's devices it is, and the server's own proof, if the client's is right. */
export function checkProof(
  credentials: readonly Credential[],
  proof: string,
  occasion: Occasion,
): { readonly device: DeviceId; readonly proof: string } | undefined {
  for (const keys of credentials.length > 0 ? credentials : [NOBODY]) {
    const storedKey = storedKeyOfProof(digests, bytesOf(proof), keys, occasion);
    if (!timingSafeEqual(storedKey, keys.storedKey) || !('device' in keys)) continue;
    const own = Buffer.from(serverProof(digests, keys.serverKey, occasion)).toString('base64url');
    return { device: keys.device, proof: own };
  }
  return undefined;
}
