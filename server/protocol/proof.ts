/**
 * How a client and a server show each other that they know the same member, after SCRAM (RFC 5802, section 3) with a
 * random 256-bit credential in place of a password. The credential never leaves the client. The server stores two keys
 * made from it: they check a proof but cannot make one, so a stolen database lets nobody in, and a program that sits on
 * the server's port learns nothing it could use.
 */
export interface Digests {
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array;
  sha256(data: Uint8Array): Uint8Array;
}

interface VerifierKeys {
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** What one connection's proofs are bound to: both nonces, the server and the member. */
export interface Occasion {
  readonly clientNonce: string;
  readonly serverNonce: string;
  readonly server: string;
  readonly member: string;
}

export function verifierKeys(digests: Digests, credential: Uint8Array): VerifierKeys {
  return { storedKey: digests.sha256(clientKey(digests, credential)), serverKey: serverKeyOf(digests, credential) };
}

export function clientProof(digests: Digests, credential: Uint8Array, occasion: Occasion): Uint8Array {
  const key = clientKey(digests, credential);
  return xor(key, digests.hmacSha256(digests.sha256(key), bytesOf(occasion, 'client')));
}

/** The stored key that a proof was made from: the proof is right when it equals the one on disk (compare in constant time). */
export function storedKeyOfProof(
  digests: Digests,
  proof: Uint8Array,
  keys: VerifierKeys,
  occasion: Occasion,
): Uint8Array {
  return digests.sha256(xor(proof, digests.hmacSha256(keys.storedKey, bytesOf(occasion, 'client'))));
}

export function serverProof(digests: Digests, serverKey: Uint8Array, occasion: Occasion): Uint8Array {
  return digests.hmacSha256(serverKey, bytesOf(occasion, 'server'));
}

const clientKey = (digests: Digests, credential: Uint8Array) =>
  digests.hmacSha256(credential, ascii('alongside client key'));
const serverKeyOf = (digests: Digests, credential: Uint8Array) =>
  digests.hmacSha256(credential, ascii('alongside server key'));

const bytesOf = (occasion: Occasion, side: string): Uint8Array =>
  ascii([side, occasion.clientNonce, occasion.serverNonce, occasion.server, occasion.member].join('\n'));

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ (b[i] ?? 0));
