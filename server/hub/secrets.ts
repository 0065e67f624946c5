import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { InviteId } from '../protocol/ids';

/** Invites and pairing codes: told once to who made them, and kept as hashes only. */
interface Secret {
  readonly told: string;
  readonly hash: Uint8Array;
}

export const newInviteId = (): InviteId => `i-${randomBytes(16).toString('hex')}` as InviteId;

export function newInviteSecret(): Secret {
  const told = randomBytes(16).toString('base64url');
  return { told, hash: hashOfInvite(told) };
}

export const hashOfInvite = (secret: string): Uint8Array => hash(Buffer.from(secret, 'base64url'));

/** Crockford's digits: without letters that are read as other ones. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;

/** Short, since a person types it: it holds for minutes, and is tried as seldom as invites are. */
export function newPairingCode(): Secret {
  const code = Array.from({ length: CODE_LENGTH }, () => DIGITS[randomInt(DIGITS.length)]).join('');
  return { told: `${code.slice(0, 4)}-${code.slice(4)}`, hash: hashOfCode(code) };
}

/** However it was typed. */
export const hashOfCode = (code: string): Uint8Array =>
  hash(code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1'));

const hash = (secret: string | Uint8Array): Uint8Array => createHash('sha256').update(secret).digest();
