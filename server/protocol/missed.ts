import * as z from 'zod/mini';
import { RoomId, Seq } from './ids';
import { LIMITS } from './limits';
import { Millis } from './model';

/** What is worth telling of what one missed: first what is for the reader, then what was done. */
export const MISSED_KINDS = ['question', 'mention', 'reply', 'pinned', 'resolved', 'file'] as const;
export type MissedKind = (typeof MISSED_KINDS)[number];

/** As much of a message as is needed to know it again. A server may cut less, but not so that it fills the memory of who reads it. */
const glimpsed = z.string().check(z.maxLength(4_096));

/** A message, as it stands now, cut short. */
export const Glimpse = z.object({
  room: RoomId,
  seq: Seq,
  at: Millis,
  name: glimpsed,
  text: glimpsed,
  /** The names of its files. */
  files: z.optional(z.array(glimpsed)),
  /** Of one that was pinned, or whose thread was resolved: who did it. */
  by: z.optional(glimpsed),
});
export type Glimpse = Readonly<z.infer<typeof Glimpse>>;

/** Where the reader was up to. */
export const Reached = z.object({ room: RoomId, seq: Seq });
export type Reached = Readonly<z.infer<typeof Reached>>;

export const Missed = z.object({
  /** The newest of each kind, and how many more of it there are. A newer server may know other kinds. */
  kinds: z.array(z.object({ kind: z.string(), found: z.array(Glimpse), more: z.int() })),
  /** Those with messages of others, the one with the newest first; `first` is the first of them, and at most LIMITS.countedUnread are counted. */
  rooms: z.array(z.object({ room: RoomId, first: Seq, at: Millis, unread: z.int() })),
  /** Rooms that were not looked into. */
  moreRooms: z.int(),
  /** There may be more than was looked at. */
  isCut: z.boolean(),
});
export type Missed = Readonly<z.infer<typeof Missed>>;

/** What closes a sentence, or stands behind one: marks of Markdown, quotation marks, brackets, emoji. */
const BEHIND = /[\s*_~|)\]}"'»”’›」』\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f]+$/u;
const ASKS = /[?？؟⸮‽⁇⁈⁉\u037e՞፧]$/u;

/** Whether a text ends with a question mark, of whichever script. */
export const isQuestion = (text: string): boolean => ASKS.test(text.slice(-LIMITS.glimpseChars).replace(BEHIND, ''));

/** So much of a text that it is known again. */
export function glimpseOf(text: string): string {
  if (text.length <= LIMITS.glimpseChars) return text;
  const cut = text.slice(0, LIMITS.glimpseChars);
  // Not through the middle of a character.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
