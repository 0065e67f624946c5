import * as z from 'zod/mini';
import { Cid, Epoch, MemberId, RoomId, Seq } from './ids';

/** Milliseconds since 1970, by the server's clock. */
export const Millis = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000_000)); // the last that a Date can be
export type Millis = z.infer<typeof Millis>;

const placed = { seq: Seq, at: Millis, name: z.string() };

/**
 * What a command became: stored, replayed and shown, never changed but for a text that was deleted. `name` is the author's
 * as it was then. A message that was imported has no author on this server, and no cid.
 */
export const Message = z.object({
  kind: z.literal('message'),
  ...placed,
  author: z.optional(MemberId),
  cid: z.optional(Cid),
  text: z.string(),
  /** Why the text is empty: its author deleted it, or what is stored of it is not what was written. */
  tombstone: z.optional(z.catch(z.enum(['deleted', 'damaged']), 'deleted')),
});
export const Arrival = z.object({ kind: z.enum(['joined', 'left']), ...placed, author: z.optional(MemberId) });
/** That the message at `target` was deleted. It has a place of its own, so that whoever holds that message learns of it. */
export const Deletion = z.object({
  kind: z.literal('deleted'),
  ...placed,
  author: z.optional(MemberId),
  target: Seq,
});

const KnownEntry = z.discriminatedUnion('kind', [Message, Arrival, Deletion]);
const KNOWN_KINDS = new Set(['message', 'joined', 'left', 'deleted']);
/** What a newer server may enter: of it only its place is known. */
const UnknownEntry = z.pipe(
  z.object({ kind: z.string().check(z.refine((kind) => !KNOWN_KINDS.has(kind))), ...placed }),
  z.transform(({ seq, at, name }) => ({ kind: 'unknown' as const, seq, at, name })),
);
export const Entry = z.union([KnownEntry, UnknownEntry]);

export type Message = Readonly<z.infer<typeof Message>>;
export type Arrival = Readonly<z.infer<typeof Arrival>>;
export type Deletion = Readonly<z.infer<typeof Deletion>>;
export type UnknownEntry = Readonly<z.infer<typeof UnknownEntry>>;
/** What this version makes and stores. */
export type KnownEntry = Message | Arrival | Deletion;
export type Entry = KnownEntry | UnknownEntry;

export const Cursor = z.object({ epoch: Epoch, seq: Seq });
export type Cursor = Readonly<z.infer<typeof Cursor>>;

export const Member = z.object({ id: MemberId, name: z.string() });
export type Member = Readonly<z.infer<typeof Member>>;

export const Room = z.object({ id: RoomId, name: z.string(), head: Seq });
export type Room = Readonly<z.infer<typeof Room>>;

/** The sentence of a system line, as it stands in the page and in `chat_history.txt`. */
export const arrivalText = (entry: Pick<Arrival, 'kind' | 'name'>): string =>
  `${entry.name} has ${entry.kind} the chat.`;
