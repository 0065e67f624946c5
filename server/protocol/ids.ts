import * as z from 'zod/mini';

const branded = <B extends string>(pattern: RegExp) => z.string().check(z.regex(pattern)).brand<B>();

export const ServerId = branded<'ServerId'>(/^s-[0-9a-f]{32}$/);
export const RoomId = branded<'RoomId'>(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const MemberId = branded<'MemberId'>(/^m-[0-9a-f]{32}$/);
export const InviteId = branded<'InviteId'>(/^i-[0-9a-f]{32}$/);
/** 16 bytes in base64url: what an invite link carries. */
export const InviteSecret = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
/** One of a member's credentials: each device has its own. */
export const DeviceId = branded<'DeviceId'>(/^k-[0-9a-f]{32}$/);
/** A file that was uploaded once: the same bytes again are another file. */
export const FileId = branded<'FileId'>(/^f-[0-9a-f]{32}$/);
/** Made with the database and again at every restore: sequence numbers of another epoch mean nothing. */
export const Epoch = branded<'Epoch'>(/^e-[0-9a-f]{32}$/);
/** A client's own id of a command. A UUIDv7, so that those of one author are stored next to each other. */
export const Cid = branded<'Cid'>(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
/** A place in a room's order: 1, 2, 3, … without gaps. */
export const Seq = z.int().check(z.minimum(0));

export type ServerId = z.infer<typeof ServerId>;
export type RoomId = z.infer<typeof RoomId>;
export type MemberId = z.infer<typeof MemberId>;
export type InviteId = z.infer<typeof InviteId>;
export type InviteSecret = z.infer<typeof InviteSecret>;
export type DeviceId = z.infer<typeof DeviceId>;
export type FileId = z.infer<typeof FileId>;
export type Epoch = z.infer<typeof Epoch>;
export type Cid = z.infer<typeof Cid>;
export type Seq = z.infer<typeof Seq>;

/** The room everybody is in. It is never left, archived or closed. */
export const GENERAL = 'general' as RoomId;
/** Where the owners read who did what to whom. */
export const AUDIT = 'audit' as RoomId;

/** A UUIDv7 (RFC 9562, 5.7) of a time in ms and 16 random bytes. */
export function newCid(nowMs: number, random: Uint8Array): Cid {
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  const tail = [...random.subarray(6, 16)];
  tail[0] = ((tail[0] ?? 0) & 0x0f) | 0x70;
  tail[2] = ((tail[2] ?? 0) & 0x3f) | 0x80;
  const all = nowMs.toString(16).padStart(12, '0') + tail.map(hex).join('');
  return Cid.parse([0, 8, 12, 16, 20].map((from, i, cuts) => all.slice(from, cuts[i + 1] ?? 32)).join('-'));
}
