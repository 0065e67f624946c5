import * as z from 'zod/mini';
import { Cid, Epoch, FileId, RoomId, Seq } from '../ids';
import { LIMITS } from '../limits';
import { Cursor, Entry, Flag, Millis } from '../model';
import { nothing } from './parts';

/** What was written: read, added to, changed. */
export const ENTRY_CALLS = {
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
    params: z.object({
      cid: Cid,
      room: RoomId,
      text: z.string(),
      /** Uploaded by the caller for this room. With them the text may be empty. */
      files: z.optional(z.array(FileId).check(z.minLength(1), z.maxLength(LIMITS.filesPerMessage))),
      /** The message that it answers. */
      replyTo: z.optional(Seq),
    }),
    result: z.object({ seq: Seq, at: Millis }),
  },
  /** Takes the text of an own message away, a moderator's also of others' in a room that is not direct. Again is the same. */
  delete: {
    params: z.object({ room: RoomId, seq: Seq }),
    result: nothing,
  },
  /**
   * Another text for an own message. `rev`: the message's, as the caller has it. E_CONFLICT: another device was first. Where
   * it has this text already, that is all.
   */
  edit: {
    params: z.object({ room: RoomId, seq: Seq, rev: z.optional(Seq), text: z.string() }),
    result: nothing,
  },
  /** Puts an emoji to a message, or takes one's own back. Again is the same. E_TOO_MANY: as many as a message may have. */
  react: {
    params: z.object({ room: RoomId, seq: Seq, emoji: z.string().check(z.maxLength(64)), isOn: z.boolean() }),
    result: nothing,
  },
  /** `pinned`: by who may write in the room; E_TOO_MANY. `resolved`: by who began the thread, and moderators. */
  flag: {
    params: z.object({ room: RoomId, seq: Seq, flag: Flag, isOn: z.boolean() }),
    result: nothing,
  },
  /** The pinned messages of a room, the one that was pinned last first. `next`: there are more, behind that one. */
  pinned: {
    params: z.object({ room: RoomId, after: z.optional(Seq) }),
    result: z.object({ entries: z.array(Entry), next: z.optional(Seq) }),
  },
  /**
   * The message that a thread begins with, and a page of its answers in order of seq: the last ones before `before`, or the
   * first ones after `after`. An answer to an answer is in the same thread. `complete`: there are no more on that side.
   * E_NOT_FOUND: no thread begins there.
   */
  thread: {
    params: z.object({
      room: RoomId,
      root: Seq,
      before: z.optional(Seq),
      after: z.optional(Seq),
      limit: z.int().check(z.minimum(1), z.maximum(LIMITS.threadEntries)),
    }),
    result: z.object({ root: Entry, entries: z.array(Entry), complete: z.boolean() }),
  },
} as const;
