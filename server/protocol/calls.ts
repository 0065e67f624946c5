import * as z from 'zod/mini';
import { Cid, Epoch, MemberId, RoomId, Seq, ServerId } from './ids';
import { LIMITS } from './limits';
import { Cursor, Entry, Member, Millis, Room } from './model';
import type { Result } from './result';

/** 32 bytes in base64url: a nonce, a key or a proof. */
const Bytes32 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

const text = z.string();

/**
 * Every call of the wire, once. Frames, the server's handler table and the client's methods are derived from it.
 * A connection says `hello`, then `claim` (only a newcomer) and `authenticate`; the others are open to it after that.
 */
export const CALLS = {
  /** Both sides give a nonce. Another protocol version is answered by close 4505. */
  hello: {
    params: z.object({ protocol: z.int(), app: z.string().check(z.maxLength(64)), nonce: Bytes32 }),
    result: z.object({ protocol: z.int(), app: text, server: ServerId, nonce: Bytes32 }),
  },
  /** Takes a name. The credential is made and kept by the client; these two keys of it can only check it (proof.ts). */
  claim: {
    params: z.object({ cid: Cid, name: text, storedKey: Bytes32, serverKey: Bytes32 }),
    result: z.object({ member: Member }),
  },
  /** The client proves its credential and the answer proves the server's keys; neither tells a stranger anything. */
  authenticate: {
    params: z.object({ member: MemberId, proof: Bytes32 }),
    result: z.object({ proof: Bytes32, member: Member, epoch: Epoch, rooms: z.array(Room) }),
  },
  /**
   * The entries after a cursor, at most a page. `complete`: these are all, and from here on every entry is pushed.
   * `more`: call again with the last one. `reset`: no cursor was given, or it is of another epoch or from the future:
   * forget what you have; these are the room's last entries, and from here on every entry is pushed.
   */
  resume: {
    params: z.object({ room: RoomId, after: z.optional(Cursor) }),
    result: z.object({
      status: z.enum(['complete', 'more', 'reset']),
      epoch: Epoch,
      entries: z.array(Entry),
      head: Seq,
      people: z.int(),
    }),
  },
  /** A page in order of seq: the last ones before `before`, or the first ones after `after`. */
  history: {
    params: z.object({
      room: RoomId,
      before: z.optional(Seq),
      after: z.optional(Seq),
      limit: z.int().check(z.minimum(1), z.maximum(LIMITS.pageEntries)),
    }),
    result: z.object({ entries: z.array(Entry) }),
  },
  /** Answered after the commit is on disk, never before. The same cid gives the same answer for as long as the room is. */
  post: {
    params: z.object({ cid: Cid, room: RoomId, text }),
    result: z.object({ seq: Seq, at: Millis }),
  },
  /** Takes the text of an own message away. Of one that is deleted already it is the same again. */
  delete: {
    params: z.object({ room: RoomId, seq: Seq }),
    result: z.object({}),
  },
  /**
   * The messages that hold all these words, newest first; of the last word its beginning is enough, words in quotation
   * marks stand next to each other. `complete`: there is nothing older. Otherwise go on with `before: reached`, also
   * where nothing was found: a search takes only so much time at once.
   */
  search: {
    params: z.object({
      room: RoomId,
      text: z.string().check(z.maxLength(LIMITS.searchChars)),
      before: z.optional(Seq),
      limit: z.int().check(z.minimum(1), z.maximum(LIMITS.searchEntries)),
    }),
    result: z.object({ entries: z.array(Entry), complete: z.boolean(), reached: Seq }),
  },
  /** Before closing: this is no lost connection, so the member has left now and not after the grace time. */
  leave: {
    params: z.object({}),
    result: z.object({}),
  },
} as const;

export type CallName = keyof typeof CALLS;
export type Params<K extends CallName> = Readonly<z.infer<(typeof CALLS)[K]['params']>>;
export type Answer<K extends CallName> = Readonly<z.infer<(typeof CALLS)[K]['result']>>;

export const isCallName = (raw: string): raw is CallName => Object.hasOwn(CALLS, raw);

/** What answers the calls: one function for each, no default. */
export type Handlers<Caller> = {
  readonly [K in CallName]: (caller: Caller, params: Params<K>) => Result<Answer<K>> | Promise<Result<Answer<K>>>;
};
