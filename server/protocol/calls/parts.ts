import * as z from 'zod/mini';
import { MemberId, RoomId } from '../ids';
import { Member } from '../model';

/** 32 bytes in base64url: a nonce, a key or a proof. */
export const Bytes32 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

export const nothing = z.object({});
export const named = z.object({ member: Member });
export const aRoom = z.object({ room: RoomId });
export const aMember = z.object({ member: MemberId });
