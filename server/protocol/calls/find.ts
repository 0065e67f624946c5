import * as z from 'zod/mini';
import { RoomId, Seq } from '../ids';
import { LIMITS } from '../limits';
import { Missed, Reached } from '../missed';
import { Entry, Millis } from '../model';
import { HAS } from '../query';

/** Messages by what is in them, and by when they were written. */
export const FIND_CALLS = {
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
  /**
   * The same in all rooms that the caller may read, or in some of them: those that came last first. What is left out is
   * asked of no message; `text` may be empty. `from`: names of members, or as they stand at imported messages. `next` goes
   * on where this ended; a search takes only so much time at once, so there may be more also where nothing was found.
   * E_NOT_FOUND: one of the rooms is not the caller's to read, or `next` is of before the server was started.
   */
  find: {
    params: z.object({
      text: z.string().check(z.maxLength(LIMITS.searchChars)),
      rooms: z.optional(z.array(RoomId).check(z.minLength(1), z.maxLength(LIMITS.searchNames))),
      from: z.optional(
        z
          .array(z.string().check(z.maxLength(LIMITS.searchChars)))
          .check(z.minLength(1), z.maxLength(LIMITS.searchNames)),
      ),
      has: z.optional(z.array(z.enum(HAS)).check(z.maxLength(HAS.length))),
      since: z.optional(Millis),
      until: z.optional(Millis),
      isUnread: z.optional(z.boolean()),
      next: z.optional(z.string().check(z.maxLength(64))),
      limit: z.int().check(z.minimum(1), z.maximum(LIMITS.searchEntries)),
    }),
    result: z.object({ found: z.array(z.object({ room: RoomId, entry: Entry })), next: z.optional(z.string()) }),
  },
  /**
   * The first message of a room from a time on, as far as its messages stand in order of time; undefined where all are
   * from before. To go to a day.
   */
  seqAt: {
    params: z.object({ room: RoomId, at: Millis }),
    result: z.object({ seq: z.optional(Seq) }),
  },
  /**
   * What came behind what the caller has read, in the rooms it is in that it has not muted, from the newest on. `since`: in
   * these rooms behind that, as the caller has read on since then. Other rooms in it are passed over.
   */
  missed: {
    params: z.object({ since: z.optional(z.array(Reached).check(z.maxLength(LIMITS.missedRooms))) }),
    result: Missed,
  },
} as const;
