import * as z from 'zod/mini';
import { Cid, Epoch, InviteSecret, MemberId, ServerId } from '../ids';
import { ListedRoom, Member, Role } from '../model';
import { Bytes32, named } from './parts';

/** What a connection says before it has proved a member, and not after. */
export const ENTRANCE_CALLS = {
  /** Both sides give a nonce. Another protocol version is answered by close 4505. */
  hello: {
    params: z.object({ protocol: z.int(), app: z.string().check(z.maxLength(64)), nonce: Bytes32 }),
    result: z.object({ protocol: z.int(), app: z.string(), server: ServerId, nonce: Bytes32 }),
  },
  /**
   * Takes a name. `invite`: where the server lets in only who was invited; else E_INVITE_NEEDED, and E_INVITE_EXPIRED,
   * E_INVITE_USED, or E_NOT_FOUND for one it does not know (also a revoked one). The credential is made and
   * kept by the client; these two keys of it can only check it (proof.ts).
   */
  claim: {
    params: z.object({
      cid: Cid,
      name: z.string(),
      storedKey: Bytes32,
      serverKey: Bytes32,
      invite: z.optional(InviteSecret),
    }),
    result: named,
  },
  /** Instead of `claim`: another device of a member, by the code that `createPairing` gave. Once; E_NOT_FOUND otherwise. */
  pair: {
    params: z.object({ cid: Cid, code: z.string().check(z.maxLength(32)), storedKey: Bytes32, serverKey: Bytes32 }),
    result: named,
  },
  /**
   * The client proves its credential and the answer proves the server's keys; neither tells a stranger anything. From here
   * on every entry of each room in `rooms` that is `mine` is pushed.
   */
  authenticate: {
    params: z.object({ member: MemberId, proof: Bytes32 }),
    result: z.object({
      proof: Bytes32,
      member: Member,
      role: z._default(Role, 'member'),
      epoch: Epoch,
      rooms: z.array(ListedRoom),
    }),
  },
} as const;
